// Shows that the linter bites: an object of each kind that flowc writes is accepted, and the same object with one fault
// in it is refused for that fault. The goldens are only as trustworthy as this.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildLinter } from './build-linter.ts';
import { haveLinter } from './have-linter.ts';
import { lintManifests } from './lint.ts';

const good = {
  WorkflowTemplate: `
apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata:
  name: train
spec:
  entrypoint: main
  serviceAccountName: train
  arguments:
    parameters:
      - name: rate
        value: '0.1'
  templateDefaults:
    container:
      image: node:24
      command: [node, /flowc/shim.mjs]
      env:
        - name: RUN
          value: '{{workflow.uid}}'
  templates:
    - name: main
      dag:
        tasks:
          - name: start
            template: start
          - name: each-start
            depends: start
            template: each-start
            withSequence:
              count: '{{tasks.start.outputs.parameters.count}}'
            arguments:
              parameters:
                - name: frames
                  value: '{{tasks.start.outputs.parameters.inside}}{{item}}'
          - name: end
            depends: each-start
            template: end
    - name: each-start
      inputs:
        parameters:
          - name: frames
      dag:
        tasks:
          - name: work
            template: work
            arguments:
              parameters:
                - name: frames
                  value: '{{inputs.parameters.frames}}'
    - name: start
      container:
        args: [start, '']
      outputs:
        parameters:
          - name: count
            valueFrom:
              path: /tmp/flowc/count
          - name: inside
            valueFrom:
              path: /tmp/flowc/inside
    - name: work
      inputs:
        parameters:
          - name: frames
      retryStrategy:
        limit: 3
        backoff:
          duration: 2m
          factor: 2
          cap: 10m
      container:
        args: [work, '{{inputs.parameters.frames}}']
        resources:
          requests:
            cpu: '2'
            memory: 4Gi
    - name: end
      container:
        args: [end, '']
`,
  CronWorkflow: `
apiVersion: argoproj.io/v1alpha1
kind: CronWorkflow
metadata:
  name: train
spec:
  schedules:
    - 0 3 * * *
  timezone: Europe/Berlin
  concurrencyPolicy: Forbid
  workflowSpec:
    workflowTemplateRef:
      name: train
`,
  Sensor: `
apiVersion: argoproj.io/v1alpha1
kind: Sensor
metadata:
  name: train
spec:
  dependencies:
    - name: event
      eventSourceName: files
      eventName: uploaded
  triggers:
    - template:
        name: train
        k8s:
          operation: create
          source:
            resource:
              apiVersion: argoproj.io/v1alpha1
              kind: Workflow
              metadata:
                generateName: train-
              spec:
                workflowTemplateRef:
                  name: train
                arguments:
                  parameters:
                    - name: rate
          parameters:
            - src:
                dependencyName: event
                dataKey: body.rate
              dest: spec.arguments.parameters.0.value
`,
  ConfigMap: `
apiVersion: v1
kind: ConfigMap
metadata:
  name: train
data:
  flow: TrainFlow
`,
  ServiceAccount: `
apiVersion: v1
kind: ServiceAccount
metadata:
  name: train
`,
  Role: `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: train
rules:
  - apiGroups: [argoproj.io]
    resources: [workflowtaskresults]
    verbs: [create, patch]
`,
  RoleBinding: `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: train
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: train
subjects:
  - kind: ServiceAccount
    name: train
`,
} as const;

type Kind = keyof typeof good;

/** The fault, the text it takes the place of, and what the refusal says. */
const faults: readonly (readonly [fault: string, kind: Kind, good: string, bad: string, error: RegExp])[] = [
  ['an unknown field', 'WorkflowTemplate', 'depends: start\n', 'dependsOn: start\n', /unknown field "dependsOn"/],
  [
    'a repeated field',
    'WorkflowTemplate',
    'entrypoint: main',
    'entrypoint: main\n  entrypoint: main',
    /already (set|defined)/,
  ],
  [
    'an undefined entry',
    'WorkflowTemplate',
    'entrypoint: main',
    'entrypoint: nowhere',
    /template name 'nowhere' undefined/,
  ],
  [
    'an undefined template',
    'WorkflowTemplate',
    'template: end',
    'template: nowhere',
    /template name 'nowhere' undefined/,
  ],
  [
    'an undefined output',
    'WorkflowTemplate',
    'parameters.count}}',
    'parameters.many}}',
    /failed to resolve \{\{tasks\.start\.outputs\.parameters\.many\}\}/,
  ],
  [
    'an undefined input',
    'WorkflowTemplate',
    "[work, '{{inputs.parameters.frames}}']",
    "[work, '{{inputs.parameters.frame}}']",
    /failed to resolve \{\{inputs\.parameters\.frame\}\}/,
  ],
  [
    'a missing argument',
    'WorkflowTemplate',
    'template: work\n            arguments:\n              parameters:\n                - name: frames\n',
    'template: work\n            arguments:\n              parameters:\n                - name: other\n',
    /inputs\.parameters\.frames was not supplied/,
  ],
  ['an undefined dependency', 'WorkflowTemplate', 'depends: each-start', 'depends: nowhere', /nowhere/],
  [
    'a cycle',
    'WorkflowTemplate',
    '- name: start\n            template: start',
    '- name: start\n            depends: end\n            template: start',
    /cycle/,
  ],
  [
    'a DAG without tasks',
    'WorkflowTemplate',
    'template: end\n',
    'template: none\n    - name: none\n      dag:\n        tasks: []\n',
    /must have at least one task/,
  ],
  ['a bad quantity', 'WorkflowTemplate', 'memory: 4Gi', 'memory: 4 gigs', /quantities must match/],
  [
    'a bad template name',
    'WorkflowTemplate',
    '- name: end\n      container',
    '- name: the_end\n      container',
    /name must consist of/,
  ],
  [
    'a name too long',
    'WorkflowTemplate',
    'name: train\nspec',
    `name: ${'x'.repeat(64)}\nspec`,
    /must not be more than 63 characters/,
  ],
  ['no name', 'WorkflowTemplate', 'name: train\nspec', 'labels: {}\nspec', /metadata\.name is missing/],
  [
    'another apiVersion',
    'WorkflowTemplate',
    'v1alpha1',
    'v1',
    /does not write objects of apiVersion "argoproj\.io\/v1"/,
  ],
  ['a bad schedule', 'CronWorkflow', '0 3 * * *', '0 25 * * *', /cron schedule 0 25 \* \* \* is malformed/],
  ['a bad policy', 'CronWorkflow', 'Forbid', 'forbid', /'forbid' is not a valid concurrencyPolicy/],
  [
    'an undefined WorkflowTemplate',
    'CronWorkflow',
    'Ref:\n      name: train',
    'Ref:\n      name: other',
    /no file of the folder holds the WorkflowTemplate "other"/,
  ],
  ['an unknown field', 'CronWorkflow', 'schedules:\n    - 0', 'schedule:\n    - 0', /unknown field "schedule"/],
  [
    'a name too long',
    'CronWorkflow',
    'name: train\nspec',
    `name: ${'x'.repeat(53)}\nspec`,
    /must not be more than 52 characters/,
  ],
  ['an unknown field', 'Sensor', 'dataKey', 'datakeys', /unknown field ".*datakeys"/],
  [
    'a trigger without a template',
    'Sensor',
    'triggers:',
    'triggers:\n    - policy: {}',
    /trigger template can't be nil/,
  ],
  [
    'an undefined WorkflowTemplate',
    'Sensor',
    'Ref:\n                  name: train',
    'Ref:\n                  name: other',
    /workflow of trigger "train": no file of the folder/,
  ],
  [
    'an unknown field of its workflow',
    'Sensor',
    'workflowTemplateRef:',
    'templateReference:',
    /workflow of trigger "train": .*unknown field "templateReference"/,
  ],
  ['an unknown operation', 'Sensor', 'operation: create', 'operation: start', /unknown operation type start/],
  ['an unknown field', 'ConfigMap', '\ndata:', '\ndatum:', /unknown field "datum"/],
  ['an unknown field', 'ServiceAccount', 'metadata:', 'secret: []\nmetadata:', /unknown field "secret"/],
  ['an unknown field', 'Role', 'verbs', 'verb', /unknown field "verb"/],
  ['an unknown field', 'RoleBinding', 'subjects', 'subject', /unknown field "subject"/],
  [
    'another kind',
    'RoleBinding',
    'kind: RoleBinding',
    'kind: ClusterRoleBinding',
    /does not write objects of .* kind "ClusterRoleBinding"/,
  ],
  [
    'a second document',
    'Role',
    'verbs: [create, patch]',
    'verbs: [create, patch]\n---\nkind: Role',
    /more than one document/,
  ],
];

describe.runIf(haveLinter)('argolint', () => {
  let folder = '';
  const write = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'flowc-argolint-'));
    await buildLinter();
  }, 1_800_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  test('accepts an object of every kind that flowc writes', async () => {
    const paths = Object.entries(good).map(([kind, text]) => write(`${kind}.yaml`, text));
    expect(await lintManifests(paths)).toEqual([]);
  });

  test.each(faults)('refuses %s in a %s', async (fault, kind, right, wrong, error) => {
    const bad = good[kind].replace(right, wrong);
    expect(bad, `The text to replace for "${fault}" is no longer in the good ${kind}.`).not.toBe(good[kind]);
    const template = write('template.yaml', good.WorkflowTemplate);
    const findings = await lintManifests([...(kind === 'WorkflowTemplate' ? [] : [template]), write('bad.yaml', bad)]);
    expect(findings).toEqual([
      expect.objectContaining({ file: join(folder, 'bad.yaml'), error: expect.stringMatching(error) }),
    ]);
  });

  test('refuses a second WorkflowTemplate of the same name in a folder', async () => {
    const findings = await lintManifests([
      write('a.yaml', good.WorkflowTemplate),
      write('b.yaml', good.WorkflowTemplate),
    ]);
    expect(findings.map(({ error }) => error)).toEqual(['another file of the folder holds a WorkflowTemplate "train"']);
  });

  test('goes on after a file that it cannot read', async () => {
    const findings = await lintManifests([join(folder, 'nothing.yaml'), write('role.yaml', good.Role)]);
    expect(findings.map(({ file }) => file)).toEqual([join(folder, 'nothing.yaml')]);
  });
});
