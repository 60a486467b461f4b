// The committed types and schema of Argo's manifests are those that the pinned Go modules publish, and they accept and
// refuse what they should: closed objects, whole numbers where Argo takes both, the workflow inside a Sensor.

import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { generateArgoTypes } from '../../../scripts/generate-argo-types.ts';
import { haveLinter } from './have-linter.ts';

const folder = new URL('../../../targets/argo/schema/', import.meta.url);

test.runIf(haveLinter)(
  'the committed files are what the pinned schemas give (else run: node scripts/generate-argo-types.ts)',
  async () => {
    for (const [name, text] of await generateArgoTypes())
      expect(readFileSync(new URL(name, folder), 'utf8')).toBe(text);
  },
  120_000,
);

describe('the JSON schema', () => {
  const accepts = new Ajv({ strict: true, allowUnionTypes: true, formats: { 'date-time': true } }).compile(
    JSON.parse(readFileSync(new URL('manifest.schema.json', folder), 'utf8')),
  );
  const sensor = (workflow: object): object => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Sensor',
    metadata: { name: 'a' },
    spec: {
      dependencies: [{ name: 'e', eventSourceName: 's', eventName: 'e' }],
      triggers: [{ template: { name: 't', k8s: { operation: 'create', source: { resource: workflow } } } }],
    },
  });
  const workflow = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: { generateName: 'a-' },
    spec: { workflowTemplateRef: { name: 'a' } },
  };

  test('accepts a Sensor that submits a workflow', () => {
    expect(accepts(sensor(workflow)), JSON.stringify(accepts.errors)).toBe(true);
  });

  test('refuses an unknown field in that workflow', () => {
    expect(accepts(sensor({ ...workflow, spec: { workflowTemplate: 'a' } }))).toBe(false);
  });
});
