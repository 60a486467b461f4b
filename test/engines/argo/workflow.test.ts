import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { WorkflowTemplate } from '../../../targets/argo/manifest.ts';
import { failureOf, startedBy, type Workflow } from './workflow.ts';

const template: WorkflowTemplate = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'WorkflowTemplate',
  metadata: { name: 'flow' },
  spec: {
    templates: [
      { name: 'main', dag: { tasks: [] } },
      { name: 'train-it', container: { args: ['train_it', '--frames', '{{inputs.parameters.frames}}'] } },
      { name: 'end', container: { args: ['end'] } },
    ],
  },
};

const parameters = [{ name: 'frames', value: '3.v0' }];
const nodes = {
  a: { name: 'flow-x', type: 'DAG', phase: 'Failed', templateName: 'main' },
  b: { name: 'flow-x.train-it(3:3)', type: 'Retry', phase: 'Failed', templateName: 'train-it' },
  c: {
    ...{ name: 'flow-x.train-it(3:3)(1)', type: 'Pod', phase: 'Failed', templateName: 'train-it' },
    ...{ message: 'Error (exit code 1)', nodeFlag: { retried: true }, inputs: { parameters } },
  },
  d: { name: 'flow-x.end(0)', type: 'Pod', phase: 'Succeeded', templateName: 'end' },
};
const metadata = { name: 'flow-x', namespace: 'f0', uid: 'u' };
const status = { phase: 'Failed', message: "child 'train-it' failed" };

test.each<[how: string, workflow: Workflow]>([
  ['plain', { metadata, status: { ...status, nodes } }],
  [
    'compressed',
    { metadata, status: { ...status, compressedNodes: gzipSync(JSON.stringify(nodes)).toString('base64') } },
  ],
])('pods are attempts of tasks, where the nodes of a Workflow are %s', (_, workflow) => {
  expect(startedBy(workflow, template)).toEqual([
    { step: 'train_it', task: '3.v0', attempt: 1 },
    { step: 'end', task: 'main', attempt: 0 },
  ]);
  expect(failureOf(workflow)).toBe("Failed; child 'train-it' failed; flow-x.train-it(3:3)(1): Error (exit code 1)");
});
