import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Retry } from '../../../../src/compiler/ir/settings.ts';
import { retriers, retryStrategy, triesOf } from '../../../../targets/step-functions/retries.ts';
import { faultsOf } from '../../../asl/verify.ts';

const retry = (more: Partial<Retry> = {}): Retry => ({ times: 3, delay: 10, backoff: 2, on: 'any', ...more });

describe('a step that is tried again', () => {
  test('is tried so often by Step Functions, after its own failures', () => {
    expect(retriers(retry({ maxDelay: 600 }))[1]).toEqual({
      ErrorEquals: ['States.TaskFailed'],
      IntervalSeconds: 10,
      MaxAttempts: 3,
      BackoffRate: 2,
      MaxDelaySeconds: 600,
      JitterStrategy: 'FULL',
    });
    expect(triesOf(retry())).toBe(4);
  });

  test('is tried after a preemption alone by Batch', () => {
    expect(retriers(retry({ on: 'preemption' }))).toHaveLength(1);
    expect(triesOf(retry({ on: 'preemption' }))).toBe(4);
    expect(retryStrategy(retry({ on: 'preemption' }))).toMatchObject({ Attempts: 4 });
    expect(retryStrategy(retry())).toBeUndefined();
  });

  test('is submitted again where Batch puts that off, whatever it says itself', () => {
    for (const one of [undefined, retry(), retry({ times: 0 }), retry({ on: 'preemption' })])
      expect(retriers(one)[0]?.ErrorEquals).toContain('Batch.TooManyRequestsException');
    expect(retriers(undefined)).toHaveLength(1);
    expect(retriers(retry({ times: 0 }))).toHaveLength(1);
    expect(triesOf(retry({ times: 0 }))).toBeUndefined();
  });

  test('waits no longer than it says, where that is less than it waits at first', () => {
    const [, own] = retriers(retry({ delay: 60, maxDelay: 20 }));
    expect(own).toMatchObject({ IntervalSeconds: 20, BackoffRate: 1 });
    expect(own).not.toHaveProperty('MaxDelaySeconds');
  });

  test('waits as AWS takes it, whatever it says', () => {
    const seconds = fc.oneof(fc.double({ min: 0, max: 100, noNaN: true }), fc.nat(100_000));
    fc.assert(
      fc.property(
        fc.record({
          times: fc.nat(100),
          delay: seconds,
          backoff: fc.constantFrom(1, 1.5, 2, 10),
          maxDelay: fc.option(seconds, { nil: undefined }),
          on: fc.constantFrom('any', 'error', 'preemption'),
        }),
        ({ maxDelay, ...one }) => {
          const Retry = retriers({ ...one, ...(maxDelay === undefined ? {} : { maxDelay }) });
          const state = {
            Type: 'Parallel',
            Branches: [{ StartAt: 'b', States: { b: { Type: 'Succeed' } } }],
            Retry,
            End: true,
          };
          expect(faultsOf({ StartAt: 'a', States: { a: state } })).toEqual([]);
        },
      ),
    );
  });
});
