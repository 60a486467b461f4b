import { describe, expect, test } from 'vitest';
import { numericCron } from '../../../../targets/argo/cron.ts';
import type { Sensor } from '../../../../targets/argo/manifest.ts';
import type { ArgoOptions } from '../../../../targets/argo/options.ts';
import { flow, go, type FlowOptions } from '../flow.ts';
import { lower } from './flows.ts';

const span = { file: 'flow.ts', start: 0, end: 0 };

function sensorOf(options: FlowOptions, argoOptions: ArgoOptions = { image: 'i' }): Sensor {
  const object = lower(flow({ start: [go('end')], end: [] }, options), argoOptions).manifest.objects['sensor'];
  if (object?.kind !== 'Sensor') throw new Error('no Sensor');
  return object;
}

describe('@trigger', () => {
  test('starts the flow with fields of the event', () => {
    const { metadata, spec } = sensorOf({
      parameters: [
        { kind: 'string', name: 'path', required: true, span },
        { kind: 'number', name: 'rate', default: 0.1, required: true, span },
      ],
      settings: {
        trigger: {
          event: 'uploads/new-file',
          parameters: [
            { field: 'object.key', parameter: 'path' },
            { field: 'a b', parameter: 'rate' },
          ],
          span,
        },
      },
    });
    expect(metadata.name).toBe('test-flow');
    expect(spec.template).toEqual({ serviceAccountName: 'test-flow-sensor' });
    expect(spec.dependencies).toEqual([{ name: 'event', eventSourceName: 'uploads', eventName: 'new-file' }]);
    expect(spec.triggers[0]?.template?.k8s).toEqual({
      operation: 'create',
      source: {
        resource: {
          apiVersion: 'argoproj.io/v1alpha1',
          kind: 'Workflow',
          metadata: { generateName: 'test-flow-' },
          spec: {
            arguments: {
              parameters: [
                { name: 'path', value: '' },
                { name: 'rate', value: '0.1' },
              ],
            },
            workflowTemplateRef: { name: 'test-flow' },
          },
        },
      },
      parameters: [
        { src: { dependencyName: 'event', dataKey: 'body.object.key' }, dest: 'spec.arguments.parameters.0.value' },
        {
          src: { dependencyName: 'event', dataKey: 'body.a\\ b', value: '0.1' },
          dest: 'spec.arguments.parameters.1.value',
        },
      ],
    });
  });

  test('an event without a source comes from the configured one', () => {
    const settings = { trigger: { event: 'ready', parameters: [], span } };
    expect(sensorOf({ settings }).spec.dependencies[0]).toMatchObject({ eventSourceName: 'flowc', eventName: 'ready' });
    expect(sensorOf({ settings }, { image: 'i', eventSource: 'hub' }).spec.dependencies[0]?.eventSourceName).toBe(
      'hub',
    );
  });

  test('the Sensor may create workflows, and nothing else', () => {
    const { manifest } = lower(
      flow({ start: [go('end')], end: [] }, { settings: { trigger: { event: 'e', parameters: [], span } } }),
    );
    expect(manifest.objects['sensor-role']).toMatchObject({
      metadata: { name: 'test-flow-sensor' },
      rules: [{ apiGroups: ['argoproj.io'], resources: ['workflows'], verbs: ['create'] }],
    });
  });
});

describe('@triggerOnFinish', () => {
  test('waits for each flow of the project to have succeeded, once a run', () => {
    const { spec } = sensorOf({
      settings: {
        project: { name: 'acme', span },
        triggerOnFinish: { flows: ['LoadFlow', 'CleanFlow'], span },
      },
    });
    expect(spec.dependencies.map(({ name }) => name)).toEqual(['after-acme-load-flow', 'after-acme-clean-flow']);
    expect(spec.dependencies[0]?.filters).toEqual({
      data: [{ path: 'body.spec.workflowTemplateRef.name', type: 'string', value: ['^acme-load-flow$'] }],
      exprs: [
        {
          expr: "now == 'Succeeded' && before != 'Succeeded'",
          fields: [
            { name: 'now', path: 'body.status.phase' },
            { name: 'before', path: 'oldBody.status.phase' },
          ],
        },
      ],
    });
    expect(spec.triggers[0]?.template?.conditions).toBeUndefined();
  });

  test('beside @trigger, either starts a run', () => {
    const { spec } = sensorOf({
      settings: { trigger: { event: 'e', parameters: [], span }, triggerOnFinish: { flows: ['A', 'B'], span } },
    });
    expect(spec.triggers.map(({ template }) => template?.conditions)).toEqual(['event', 'after-a && after-b']);
  });
});

test.each([
  ['0 3 * * *', '0 3 * * *'],
  ['0 3 1 JAN-mar,DEC *', '0 3 1 1-3,12 *'],
  ['*/5 * * * MON-FRI', '*/5 * * * 1-5'],
])('schedule %s is written %s', (line, numbers) => {
  expect(numericCron(line)).toBe(numbers);
});
