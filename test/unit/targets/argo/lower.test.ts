import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { argo } from '../../../../targets/argo/index.ts';
import { each, flow, go, type FlowOptions, type Ways } from '../flow.ts';
import { lower, lowered, printed, templateOf } from './flows.ts';

const span = { file: 'flow.ts', start: 0, end: 0 };
const two = (options: FlowOptions = {}) => flow({ start: [go('end')], end: [] }, options);
const start = (settings: NonNullable<FlowOptions['steps']>[string]) =>
  templateOf(lowered(two({ steps: { start: settings } })), 'start');

describe('container templates', () => {
  test('say only what sets a step apart', () => {
    const object = lowered(two(), { image: 'flows:1', imagePullPolicy: 'Always', datastore: 's3://b/p' });
    expect(templateOf(object, 'end')).toEqual({ name: 'end', container: { args: ['end'] } });
    expect(object.spec.templateDefaults).toEqual({
      container: {
        image: 'flows:1',
        imagePullPolicy: 'Always',
        command: ['flowc-task'],
        env: [
          { name: 'FLOWC_RUN', value: "{{=workflow.name + '-' + workflow.uid[0:8]}}" },
          { name: 'FLOWC_ENGINE', value: 'argo/{{workflow.uid}}' },
          { name: 'FLOWC_POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
          { name: 'FLOWC_FLOW', value: 'TestFlow' },
          { name: 'FLOWC_DATASTORE', value: 's3://b/p' },
        ],
      },
    });
  });

  test('take frames where they have some, and give out the control that is read', () => {
    const object = lowered(flow({ start: [each('a')], a: [go('j')], j: [go('end')], end: [] }, { joins: ['j'] }));
    expect(templateOf(object, 'a')).toEqual({
      name: 'a',
      inputs: { parameters: [{ name: 'frames' }] },
      container: { args: ['a', '--frames', '{{inputs.parameters.frames}}'] },
    });
    expect(templateOf(object, 'start').outputs).toEqual({
      parameters: [
        { name: 'count', valueFrom: { path: '/tmp/flowc/count' } },
        { name: 'inside', valueFrom: { path: '/tmp/flowc/inside' } },
      ],
    });
  });

  test('what all steps say stands in the defaults, but nothing whose order matters', () => {
    const settings = { image: 'own:1', environment: { A: 'a', B: '{{b}}' }, resources: { cpu: '1' } };
    const object = lowered(two({ steps: { start: settings, end: settings } }));
    expect(object.spec.templateDefaults?.container).toMatchObject({
      image: 'own:1',
      resources: { requests: { cpu: '1' } },
    });
    expect(object.spec.templateDefaults?.container?.env).toContainEqual({ name: 'A', value: 'a' });
    expect(templateOf(object, 'end').container).toEqual({
      args: ['end'],
      env: [
        { name: 'FLOWC_BRACE', value: '{' },
        { name: 'B', value: '$(FLOWC_BRACE){b}}' },
      ],
    });
  });

  test('parameters go to the first step', () => {
    const object = lowered(two({ parameters: [{ kind: 'number', name: 'rate', default: 1, required: true, span }] }));
    expect(templateOf(object, 'start').container?.env).toEqual([
      { name: 'FLOWC_PARAMETERS', value: "{{=replace(workflow.parameters.json, '$', '$$')}}" },
    ]);
    expect(templateOf(object, 'end').container).toEqual({ args: ['end'] });
  });

  test('retry', () => {
    const template = start({ retry: { times: 3, delay: 120, backoff: 2, maxDelay: 3600, on: 'any' } });
    expect(template.retryStrategy).toEqual({
      limit: 3,
      retryPolicy: 'Always',
      expression: "lastRetry.exitCode != '98'",
      backoff: { duration: '2m', factor: 2, cap: '1h' },
    });
    expect(template.container?.args).toEqual(['start', '--attempt', '{{retries}}', '--tries', '4']);
  });

  test.each([
    ['error', "lastRetry.status != 'Error' && lastRetry.exitCode not in ['-1', '143'] && lastRetry.exitCode != '98'"],
    ['preemption', "lastRetry.status == 'Error' || lastRetry.exitCode in ['-1', '143']"],
  ] as const)('retry on %s', (on, expression) => {
    expect(start({ retry: { times: 1, delay: 0, backoff: 1, on } }).retryStrategy).toEqual({
      limit: 1,
      retryPolicy: 'Always',
      expression,
    });
  });

  test('the engine gives up later than the timeout', () => {
    expect(start({ timeout: 90 }).activeDeadlineSeconds).toBe(690);
  });

  test('resources', () => {
    const { container, volumes } = start({
      resources: { cpu: '2', memory: '4Gi', disk: '10Gi', gpu: 1, sharedMemory: '1Gi' },
    });
    expect(container?.resources).toEqual({
      requests: { cpu: '2', memory: '4Gi', 'ephemeral-storage': '10Gi' },
      limits: { memory: '4Gi', 'ephemeral-storage': '10Gi', 'nvidia.com/gpu': '1' },
    });
    expect(container?.volumeMounts).toEqual([{ name: 'flowc-shared-memory', mountPath: '/dev/shm' }]);
    expect(volumes).toEqual([{ name: 'flowc-shared-memory', emptyDir: { medium: 'Memory', sizeLimit: '1Gi' } }]);
  });

  test('secrets come by reference', () => {
    const { container } = start({ secrets: ['db', 'aws/key-id', 'TOKEN=hub/token'] });
    expect(container?.envFrom).toEqual([{ secretRef: { name: 'db' } }]);
    expect(container?.env).toEqual([
      { name: 'key-id', valueFrom: { secretKeyRef: { name: 'aws', key: 'key-id' } } },
      { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'hub', key: 'token' } } },
    ]);
  });

  test('@kubernetes in full', () => {
    const settings = {
      serviceAccount: 'trainer',
      nodeSelector: { disk: 'ssd' },
      tolerations: [{ key: 'gpu', operator: 'Exists' as const }],
      labels: { team: 'a' },
      annotations: { note: 'b' },
      imagePullPolicy: 'Never' as const,
      imagePullSecrets: ['hub'],
      priorityClassName: 'high',
      runtimeClassName: 'gvisor',
      securityContext: { runAsUser: 1000, fsGroup: 2000 },
      volumes: [
        {
          name: 'data',
          mountPath: '/data',
          subPath: 'in',
          readOnly: true,
          source: { kind: 'persistentVolumeClaim' as const, claimName: 'c' },
        },
        { name: 'tmp', mountPath: '/scratch', source: { kind: 'emptyDir' as const } },
      ],
    };
    const object = lowered(two({ steps: { start: { kubernetes: settings } } }));
    expect(object.spec.imagePullSecrets).toEqual([{ name: 'hub' }]);
    expect(templateOf(object, 'start')).toEqual({
      name: 'start',
      metadata: { labels: { team: 'a' }, annotations: { note: 'b' } },
      serviceAccountName: 'trainer',
      nodeSelector: { disk: 'ssd' },
      tolerations: [{ key: 'gpu', operator: 'Exists' }],
      priorityClassName: 'high',
      securityContext: { fsGroup: 2000 },
      podSpecPatch: '{"runtimeClassName":"gvisor"}',
      volumes: [
        { name: 'data', persistentVolumeClaim: { claimName: 'c' } },
        { name: 'tmp', emptyDir: {} },
      ],
      container: {
        imagePullPolicy: 'Never',
        args: ['start'],
        securityContext: { runAsUser: 1000 },
        volumeMounts: [
          { name: 'data', mountPath: '/data', subPath: 'in', readOnly: true },
          { name: 'tmp', mountPath: '/scratch' },
        ],
      },
    });
  });
});

describe('the WorkflowTemplate', () => {
  test('carries what the flow says of itself', () => {
    const object = lowered(
      two({
        name: 'TrainFlow',
        doc: 'Trains {{it}}.',
        settings: { tags: ['a', '{{b}}'], project: { name: 'acme', branch: 'main', span } },
      }),
      { image: 'i', namespace: 'ml', parallelism: 10, labels: { team: 'x' } },
    );
    expect(object.metadata).toEqual({
      name: 'acme-main-train-flow',
      namespace: 'ml',
      labels: {
        'app.kubernetes.io/name': 'acme-main-train-flow',
        'app.kubernetes.io/managed-by': 'flowc',
        'flowc.dev/flow': 'acme-main-train-flow',
        team: 'x',
      },
      annotations: {
        'workflows.argoproj.io/title': 'TrainFlow',
        'workflows.argoproj.io/description': 'Trains {{it}}.',
        'flowc.dev/contract': '1',
        'flowc.dev/flow': 'TrainFlow',
      },
    });
    expect(object.spec.parallelism).toBe(10);
    expect(object.spec.workflowMetadata).toEqual({
      labels: object.metadata.labels,
      annotations: { 'flowc.dev/tags': '["a","\\u007b{b}}"]' },
    });
  });

  test('one exit handler that always runs is the onExit template itself', () => {
    const object = lowered(two({ exitHandlers: [{ name: 'notify', when: 'always' }] }));
    expect(object.spec.onExit).toBe('notify');
    expect(templateOf(object, 'notify').container?.args).toEqual(['notify', '--exit', '{{workflow.status}}']);
  });

  test('several exit handlers run side by side, each where it is meant', () => {
    const object = lowered(
      two({
        exitHandlers: [
          { name: 'cheer', when: 'success' },
          { name: 'alarm', when: 'failure' },
          { name: 'clean', when: 'always' },
        ],
      }),
    );
    expect(object.spec.onExit).toBe('on-exit');
    expect(templateOf(object, 'on-exit').dag?.tasks).toEqual([
      { name: 'cheer', when: "'{{workflow.status}}' == 'Succeeded'", template: 'cheer' },
      { name: 'alarm', when: "'{{workflow.status}}' != 'Succeeded'", template: 'alarm' },
      { name: 'clean', template: 'clean' },
    ]);
  });

  test('steps called like a template of ours, or like a word of Argo’s expressions, get names of their own', () => {
    const object = lowered(flow({ start: [go('main')], main: [go('in')], in: [go('end')], end: [] }));
    const tasks = templateOf(object, 'main').dag?.tasks ?? [];
    expect(tasks.map(({ name }) => name)).toEqual([
      'start',
      expect.stringMatching(/^main-/),
      expect.stringMatching(/^in-/),
      'end',
    ]);
    expect(templateOf(object, tasks[1]?.template ?? '').container?.args).toEqual(['main']);
  });
});

describe('access', () => {
  test('a run may report its results, and nothing else', () => {
    const { manifest } = lower(two());
    expect(Object.keys(manifest.objects)).toEqual(['workflow-template', 'service-account', 'role', 'role-binding']);
    expect(manifest.objects['role']).toMatchObject({
      rules: [{ apiGroups: ['argoproj.io'], resources: ['workflowtaskresults'], verbs: ['create', 'patch'] }],
    });
  });

  test('a service account of the user’s own is left to the user', () => {
    const { manifest } = lower(two(), { image: 'i', serviceAccount: 'mine' });
    expect(Object.keys(manifest.objects)).toEqual(['workflow-template']);
    expect(manifest.objects['workflow-template']).toMatchObject({ spec: { serviceAccountName: 'mine' } });
  });
});

describe('printed files', () => {
  const options = {
    settings: {
      schedule: { cron: '0 3 * * MON-FRI', timezone: 'Europe/Berlin', concurrency: 'forbid' as const, span },
    },
  };

  test('one object a file, and a kustomization that lists them', () => {
    const { manifest } = lower(two(options), { image: 'i', namespace: 'ml' });
    const files = printed(manifest);
    expect([...files.keys()]).toEqual([
      'test-flow/workflow-template.yaml',
      'test-flow/cron-workflow.yaml',
      'test-flow/service-account.yaml',
      'test-flow/role.yaml',
      'test-flow/role-binding.yaml',
      'test-flow/kustomization.yaml',
    ]);
    expect(files.get('test-flow/kustomization.yaml')).toMatchObject({
      namespace: 'ml',
      resources: [
        'workflow-template.yaml',
        'cron-workflow.yaml',
        'service-account.yaml',
        'role.yaml',
        'role-binding.yaml',
      ],
    });
    expect(files.get('test-flow/cron-workflow.yaml')).toMatchObject({
      spec: { schedules: ['0 3 * * 1-5'], timezone: 'Europe/Berlin', concurrencyPolicy: 'Forbid' },
    });
  });

  test('say the same as the objects', () => {
    const { manifest } = lower(two(options));
    const texts = argo.print(manifest).map(({ text }) => load(text));
    expect(texts.slice(0, -1)).toEqual(Object.values(manifest.objects));
  });

  test('500 steps stay far below what etcd holds', () => {
    const steps: Record<string, Ways> = { start: [go('step1')], end: [] };
    for (let at = 1; at <= 498; at++) steps[`step${at}`] = [go(at === 498 ? 'end' : `step${at + 1}`)];
    const settings = {
      retry: { times: 3, delay: 30, backoff: 2, on: 'any' as const },
      resources: { cpu: '2', memory: '4Gi' },
      timeout: 60,
    };
    const every = Object.fromEntries(Object.keys(steps).map((name) => [name, settings]));
    const [template] = argo.print(lower(flow(steps, { steps: every })).manifest);
    expect(template?.text.length).toBeLessThan(500_000);
  });
});
