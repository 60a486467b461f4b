import { describe, expect, test } from 'vitest';
import { retryIn, triesOf } from '../../../../src/runtime/local/retry.ts';
import type { PlanSettings } from '../../../../src/runtime/plan.ts';
import type { Failure } from '../../../../src/runtime/shim/retried.ts';

type Retry = NonNullable<PlanSettings['retry']>;

const error = { name: 'Error', message: 'no' };
const thrown: Failure = { kind: 'failed', error };
const taken: Failure = { kind: 'killed', error, signal: 'SIGTERM' };
const settings = (retry: Partial<Retry>): PlanSettings => ({
  retry: { times: 3, delay: 10, backoff: 1, on: 'any', ...retry },
});
const delays = (retry: Partial<Retry>, failure = thrown): readonly (number | undefined)[] =>
  [0, 1, 2, 3].map((attempt) => retryIn(settings(retry), attempt, failure));

describe('the next try', () => {
  test('comes so many times after the first, each after the delay', () => {
    expect(triesOf(settings({}))).toBe(4);
    expect(delays({})).toEqual([10, 10, 10, undefined]);
  });

  test('waits longer each time by backoff, up to maxDelay', () => {
    expect(delays({ backoff: 3 })).toEqual([10, 30, 90, undefined]);
    expect(delays({ backoff: 3, maxDelay: 40 })).toEqual([10, 30, 40, undefined]);
    expect(delays({ delay: 0, backoff: 3 })).toEqual([0, 0, 0, undefined]);
  });

  test('never comes without `@retry`, nor where trying again cannot help', () => {
    expect(triesOf({})).toBe(1);
    expect(retryIn({}, 0, thrown)).toBeUndefined();
    expect(retryIn(settings({}), 0, { kind: 'refused', error })).toBeUndefined();
  });

  test('comes after an error alone, or after somebody told the process to end alone, where `on` says so', () => {
    const killed: Failure = { kind: 'killed', error, signal: 'SIGKILL' };
    const timedOut: Failure = { kind: 'timed-out', error };
    const tried = (on: Retry['on']): readonly boolean[] =>
      [thrown, timedOut, killed, taken].map((failure) => retryIn(settings({ on }), 0, failure) !== undefined);
    expect(tried('any')).toEqual([true, true, true, true]);
    expect(tried('error')).toEqual([true, true, true, false]);
    expect(tried('preemption')).toEqual([false, false, false, true]);
  });
});
