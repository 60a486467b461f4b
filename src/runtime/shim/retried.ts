import type { PlanSettings } from '../plan.ts';
import type { Outcome } from './order.ts';

// Which failures `@retry` tries again. The engine asks before the next try, and the attempt before it gives the error to `@catchError`.

export type Failure = Extract<Outcome, { kind: 'failed' | 'timed-out' | 'killed' | 'refused' }>;

/** Whether a failure is one that the step's `@retry` is for; how many tries are left is another question. */
export function isRetried({ retry }: PlanSettings, failure: Failure): boolean {
  if (retry === undefined || failure.kind === 'refused') return false;
  return retry.on === 'any' || retry.on === (isPreemption(failure) ? 'preemption' : 'error');
}

// A machine that is taken away tells its processes to end. SIGKILL is an error like another: it is how the kernel ends what takes too much memory.
const isPreemption = (failure: Failure): boolean => failure.kind === 'killed' && failure.signal === 'SIGTERM';
