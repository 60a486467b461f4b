import type { Api } from './api.ts';
import type { Seen } from './executions.ts';
import { AwsFault } from './faults.ts';
import type { Jobs } from './tries.ts';

// A history says that a job was submitted, and nothing more before it is over. Whether it waits for a machine or runs, Batch knows.

/** Batch describes no more at once. */
const MOST = 100;

/** Of the tasks that go on. Without a permission to look, with a note that says so. */
export async function jobsThatGoOn(
  api: Api,
  visits: readonly Seen[],
): Promise<{ readonly jobs: Jobs; readonly notes: readonly string[] }> {
  const going = visits.filter(({ at, left, over }) => at === 'submitted' && !left && over === undefined);
  const ids = going.flatMap(({ attempts }) => attempts.at(-1)?.jobId ?? []);
  const parts = Array.from({ length: Math.ceil(ids.length / MOST) }, (_, at) => ids.slice(at * MOST, (at + 1) * MOST));
  try {
    const answers = await Promise.all(parts.map((part) => api.describeJobs(part)));
    const jobs = answers.flatMap((answer) => answer.jobs ?? []);
    return { jobs: new Map(jobs.map((job) => [job.jobId ?? '', job])), notes: [] };
  } catch (error) {
    if (!(error instanceof AwsFault && error.code === 'AccessDeniedException')) throw error;
    return { jobs: new Map(), notes: [`which of the submitted jobs run is not known: ${error.message}`] };
  }
}
