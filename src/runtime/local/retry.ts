import type { PlanSettings } from '../plan.ts';
import { isRetried, type Failure } from '../shim/retried.ts';

// When a failed try is followed by another: what an orchestrator's retry strategy says, for this machine.

/** How many tries a task has. */
export const triesOf = ({ retry }: PlanSettings): number => 1 + (retry?.times ?? 0);

/** Seconds until the try after `attempt`, which is 0 for the first; undefined: there is none. */
export function retryIn(settings: PlanSettings, attempt: number, failure: Failure): number | undefined {
  const { retry } = settings;
  if (retry === undefined || attempt >= retry.times || !isRetried(settings, failure)) return undefined;
  return Math.min(retry.delay * retry.backoff ** attempt, retry.maxDelay ?? Infinity);
}
