import { describe, expect, test } from 'vitest';
import type { Parameter } from '../../../../../src/compiler/ir/settings.ts';
import type { StepFunctionsOptions } from '../../../../../targets/step-functions/options.ts';
import { localArn } from '../../../../../targets/step-functions/deploy/text.ts';
import { deployed } from './stack-of.ts';

const span = { file: 'flow.ts', start: 0, end: 0 };

const text = (name: string): Parameter => ({ kind: 'string', name, default: '', required: true, span });

type Fields = Readonly<Record<string, string>>;

function ruleOf(event: string, fields: Fields = {}, given: StepFunctionsOptions = {}, more: readonly Parameter[] = []) {
  const parameters = Object.entries(fields).map(([field, parameter]) => ({ field, parameter }));
  const declared = [
    ...Object.values(fields)
      .map(text)
      .filter(({ name }) => !more.some((one) => one.name === name)),
    ...more,
  ];
  const { stack } = deployed({ parameters: declared, settings: { trigger: { event, parameters, span } } }, given);
  const [rule] = stack.rules;
  if (rule === undefined) throw new Error('no rule');
  return rule;
}

describe('@schedule', () => {
  const scheduled = (cron: string, timezone?: string) =>
    deployed({
      settings: { schedule: { cron, concurrency: 'allow', span, ...(timezone === undefined ? {} : { timezone }) } },
    });

  test('is a schedule in its time zone, else in UTC', () => {
    expect(scheduled('0 3 * * *', 'Europe/Berlin').stack.schedules).toEqual([
      { name: 'test-flow-schedule', expression: 'cron(0 3 * * ? *)', timezone: 'Europe/Berlin' },
    ]);
    expect(scheduled('0 3 * * *').stack.schedules[0]?.timezone).toBe('UTC');
  });

  test('of both days is two, and says what that means', () => {
    const { stack, found } = scheduled('0 3 1 * 1');
    expect(stack.schedules.map(({ name }) => name)).toEqual(['test-flow-schedule', 'test-flow-schedule-2']);
    expect(found).toEqual(['step-functions-schedule-twice']);
  });

  test('has a name that EventBridge takes', () => {
    const settings = { schedule: { cron: '0 3 * * *', concurrency: 'allow' as const, span } };
    const { stack } = deployed({ name: 'A'.repeat(90), settings });
    expect(stack.schedules[0]?.name).toHaveLength(64);
  });
});

describe('@trigger', () => {
  test('is a rule for a detail type of a source', () => {
    expect(ruleOf('uploads/new-file')).toMatchObject({
      name: 'test-flow-event',
      pattern: { source: ['uploads'], 'detail-type': ['new-file'] },
      template: '{}',
    });
    expect(ruleOf('ready').pattern).toEqual({ source: ['flowc'], 'detail-type': ['ready'] });
    expect(ruleOf('ready', {}, { eventSource: 'hub' }).pattern).toMatchObject({ source: ['hub'] });
  });

  test('hears events of AWS on its own bus, whatever bus is configured', () => {
    expect(ruleOf('ready', {}, { eventBus: 'hub' }).bus).toBe('hub');
    const rule = ruleOf('aws.s3/Object Created', {}, { eventBus: 'hub' });
    expect(rule.bus).toBeUndefined();
    expect(rule.pattern).toEqual({ source: ['aws.s3'], 'detail-type': ['Object Created'] });
  });

  test('gives fields with their types, and only events that have them', () => {
    expect(ruleOf('e', { 'object.key': 'path', 'object.size': 'größe', rate: 'rate' })).toMatchObject({
      paths: { path: '$.detail.object.key', 2: '$.detail.object.size', rate: '$.detail.rate' },
      template: '{"path": <path>, "größe": <2>, "rate": <rate>}',
      pattern: { detail: { object: { key: [{ exists: true }], size: [{ exists: true }] }, rate: [{ exists: true }] } },
    });
  });

  test('asks for no field that may be an object', () => {
    const config: Parameter = { kind: 'json', name: 'config', default: {}, required: true, span };
    expect(ruleOf('e', { config: 'config' }, {}, [config]).pattern).not.toHaveProperty('detail');
    expect(ruleOf('e', { a: 'x', 'a.b': 'y' }).pattern['detail']).toEqual({ a: { b: [{ exists: true }] } });
  });

  test('takes a field of any name for a field', () => {
    const { detail } = ruleOf('e', { '__proto__.toString': 'x' }).pattern;
    expect(JSON.stringify(detail)).toBe('{"__proto__":{"toString":[{"exists":true}]}}');
    expect({}).not.toHaveProperty('toString.0');
  });

  test('takes no field that a path cannot say', () => {
    const trigger = { event: 'e', parameters: [{ field: "a'b", parameter: 'x' }], span };
    expect(deployed({ parameters: [text('x')], settings: { trigger } }).found).toEqual(['step-functions-event-field']);
  });
});

describe('@triggerOnFinish', () => {
  test('is a rule for the successes of that very state machine, not of its children', () => {
    const { stack } = deployed({ settings: { triggerOnFinish: { flows: ['LoadFlow'], span } } }, { eventBus: 'hub' });
    expect(stack.rules).toEqual([
      {
        id: 'finish',
        name: 'test-flow-finish',
        pattern: {
          source: ['aws.states'],
          'detail-type': ['Step Functions Execution Status Change'],
          detail: { status: ['SUCCEEDED'], stateMachineArn: [localArn('states', 'stateMachine:load-flow')] },
        },
        template: '{}',
      },
    ]);
  });

  test('follows the flow of the same branch of the same project', () => {
    const settings = {
      project: { name: 'acme', branch: 'main', span },
      triggerOnFinish: { flows: ['LoadFlow'], span },
    };
    expect(JSON.stringify(deployed({ settings }).stack.rules)).toContain(':stateMachine:acme-main-load-flow');
  });
});
