import { describe, expect, test } from 'vitest';
import { each, flow, go, type FlowOptions, type Ways } from '../flow.ts';
import { lower } from './flows.ts';

const chain = (count: number) => {
  const names = ['start', ...Array.from({ length: count - 2 }, (_, at) => `s${at}`), 'end'];
  return flow(Object.fromEntries(names.map((name, at) => [name, names.slice(at + 1, at + 2).map((next) => go(next))])));
};

const found = (options: FlowOptions) => lower(flow({ start: [go('end')], end: [] }, options)).found;
const start = (settings: NonNullable<FlowOptions['steps']>[string]) => found({ steps: { start: settings } });
const retry = { times: 3, delay: 10, backoff: 2, on: 'any' as const };
const environment = (characters: number) => ({ environment: { A: 'a'.repeat(characters) } });

describe('what AWS would refuse, or end in a run', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['a definition of more than a MiB', lower(chain(3000)).found, ['step-functions-definition-too-large']],
    [
      'more events than an execution may have',
      lower(chain(4200)).found,
      ['step-functions-definition-too-large', 'step-functions-too-many-events'],
    ],
    ['retries after errors alone', start({ retry: { ...retry, on: 'error' } }), ['step-functions-retries-any']],
    [
      'more tries than Batch makes',
      start({ retry: { ...retry, times: 10, on: 'preemption' } }),
      ['step-functions-too-many-attempts'],
    ],
    ['a NUL in a variable', start({ environment: { A: 'a\0b' } }), ['step-functions-unprintable-text']],
    ['half a character in a variable', start({ environment: { A: '\ud800' } }), ['step-functions-unprintable-text']],
    ['a variable of Batch’s', start({ environment: { AWS_BATCH_JOB_ID: 'a' } }), ['step-functions-variable-reserved']],
    ['a variable of flowc’s', start({ environment: { FLOWC_RUN: 'a' } }), ['step-functions-variable-twice']],
    ['more than ECS takes', start(environment(7000)), ['step-functions-variables-too-large']],
    [
      'of an exit handler too',
      found({ exitHandlers: [{ name: 'tell', when: 'always' }], steps: { end: environment(7000) } }),
      ['step-functions-variables-too-large'],
    ],
  ])('%s', (_, names, wanted) => {
    expect(names).toEqual(wanted);
  });

  test.each<[string, readonly string[]]>([
    ['a definition of hardly a MiB', lower(chain(1000)).found],
    ['as many tries as Batch makes', start({ retry: { ...retry, times: 9, on: 'preemption' } })],
    ['many tries of Step Functions', start({ retry: { ...retry, times: 100 } })],
    ['variables for which there is room', start(environment(6000))],
  ])('but not %s', (_, names) => {
    expect(names).toEqual([]);
  });
});

describe('a flow of 5,000 steps', () => {
  const names = Array.from({ length: 2500 }, (_, at) => `s${at}`);
  const joins = names.map((name) => `${name}Join`);
  const closing = joins.map((join, at): [string, Ways] => [join, [go(joins[at - 1] ?? 'end')]]);

  test.each<[string, (next: string | undefined, at: number) => Ways]>([
    ['foreaches', (next, at) => (next === undefined ? [go(joins[at] ?? '')] : [each(next)])],
    ['conditionals', (next, at) => [...(next === undefined ? [] : [go(next)]), go(joins[at] ?? '')]],
  ])('is measured, however deep its %s lie in each other', (kind, way) => {
    const opening = names.map((name, at): [string, Ways] => [name, way(names[at + 1], at)]);
    const steps = { start: [go('s0')], ...Object.fromEntries(opening), ...Object.fromEntries(closing), end: [] };
    const graph = flow(steps, kind === 'foreaches' ? { joins: joins.slice(0, -1) } : {});
    expect(lower(graph).found).toContain('step-functions-definition-too-large');
  });
});
