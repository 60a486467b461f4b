import type { Attempt, Visit } from './history.ts';
import { containersOf, type Job } from './jobs.ts';

// Attempts as the shim counts them, and people with it: whatever ran it, or was to. Step Functions' own count has those in it that Batch put off, and not those
// that Batch began by itself.

/** Jobs that are not over, by their ids, as far as Batch tells. */
export type Jobs = ReadonlyMap<string, Job>;

export interface Try {
  readonly attempt: Attempt;
  /** Which of its job's containers. */
  readonly number: number;
}

export function triesOf({ attempts }: Visit, goesOn: Jobs): readonly Try[] {
  const ran = attempts.filter(({ jobId }, at) => jobId !== undefined || at === attempts.length - 1);
  return ran.flatMap((attempt) => {
    const job = jobOf(attempt, goesOn);
    const containers = job === undefined ? 0 : containersOf(job).length;
    return Array.from({ length: Math.max(1, containers) }, (_, number) => ({ attempt, number }));
  });
}

/** As it was at its end, or is now. */
export const jobOf = ({ job, jobId }: Attempt, goesOn: Jobs): Job | undefined => job ?? goesOn.get(jobId ?? '');
