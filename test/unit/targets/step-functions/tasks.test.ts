import { describe, expect, test } from 'vitest';
import { each, go, type FlowOptions } from '../flow.ts';
import { machineOf, taskOf } from './flows.ts';

// What a job is told, and what it is read from.

const span = { file: 'flow.ts', start: 0, end: 0 };
const steps = { start: [each('a')], a: [go('j')], j: [go('end')], end: [] };
const job = (name: string, options: FlowOptions = {}) =>
  taskOf(machineOf(steps, { joins: ['j'], ...options }, { code: { delivery: 'datastore', id: 'c0de' } }), name);
const overrides = (name: string, options: FlowOptions = {}) => job(name, options).Parameters['ContainerOverrides'];

const RUN = [
  { Name: 'FLOWC_RUN', 'Value.$': '$.run' },
  { Name: 'FLOWC_ENGINE', 'Value.$': '$.engine' },
  { Name: 'FLOWC_PACKAGE', 'Value.$': '$.package' },
];

describe('a job', () => {
  test('is told step, run, engine and package', () => {
    expect(overrides('j')).toEqual({ Command: ['flowc-task', 'j'], Environment: RUN });
  });

  test('is told its frames in a foreach', () => {
    expect(overrides('a')).toMatchObject({
      'Command.$': "States.Array('flowc-task', 'a', '--frames', $.level1.frames)",
    });
  });

  test('is told how many tries there are', () => {
    const retry = { times: 3, delay: 10, backoff: 2, on: 'any' as const };
    expect(overrides('j', { steps: { j: { retry } } })).toMatchObject({ Command: ['flowc-task', 'j', '--tries', '4'] });
  });

  test('is told where its control goes, where somebody reads it', () => {
    expect(overrides('start')).toMatchObject({
      Environment: [
        ...RUN,
        {
          Name: 'FLOWC_CONTROL',
          'Value.$': "States.Format('s3://flows/p/runs/TestFlow/{}/tasks/start/main/control', $.run)",
        },
      ],
    });
  });

  test('is given the parameters where it is the first', () => {
    const parameters = [{ kind: 'string' as const, name: 'path', required: true, span }];
    const given = { Name: 'FLOWC_PARAMETERS', 'Value.$': 'States.JsonToString($$.Execution.Input)' };
    expect(overrides('start', { parameters })).toMatchObject({ Environment: expect.arrayContaining([given]) });
    expect(overrides('j', { parameters })).toEqual({ Command: ['flowc-task', 'j'], Environment: RUN });
  });

  test('has its own variables', () => {
    expect(overrides('j', { steps: { j: { environment: { A: "{'b'}", 'C.$': '$.run' } } } })).toMatchObject({
      Environment: [...RUN, { Name: 'A', Value: "{'b'}" }, { Name: 'C.$', Value: '$.run' }],
    });
  });

  test('is stopped by Batch where the shim should have, and has not', () => {
    expect(job('j', { steps: { j: { timeout: 0.5 } } }).Parameters).toMatchObject({
      Timeout: { AttemptDurationSeconds: 601 },
    });
    expect(job('j').Parameters).not.toHaveProperty('Timeout');
  });

  test('leaves nothing in the context', () => {
    expect(job('j').ResultPath).toBeNull();
  });

  test('of an exit handler is told how the run ended', () => {
    const options: FlowOptions = { exitHandlers: [{ name: 'tell', when: 'always' }] };
    expect(overrides('tell.succeeded', options)).toMatchObject({
      Command: ['flowc-task', 'tell', '--exit', 'Succeeded'],
    });
    expect(overrides('tell.failed', options)).toMatchObject({ Command: ['flowc-task', 'tell', '--exit', 'Failed'] });
  });
});
