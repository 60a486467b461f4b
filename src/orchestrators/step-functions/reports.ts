import type { TaskReport, TaskState } from '../orchestrator.ts';
import type { Seen } from './executions.ts';
import type { Attempt } from './history.ts';
import type { Job } from './jobs.ts';
import { jobOf, triesOf, type Jobs } from './tries.ts';

// A task in the words of every orchestrator: what the history says of it, and of a job that goes on, Batch.

/** @param goesOn - The jobs of tasks that go on. */
export function reportOf(seen: Seen, goesOn: Jobs): TaskReport {
  const { step, id, attempts } = seen;
  const first = attempts.map((attempt) => startOf(attempt, goesOn)).find((start) => start !== undefined);
  const [state, said] = stateOf(seen, goesOn);
  const ended = state === 'waiting' || state === 'running' ? undefined : (attempts.at(-1)?.ended ?? seen.over);
  return {
    step,
    id,
    state,
    ...(said === undefined ? {} : { said }),
    attempts: triesOf(seen, goesOn).length,
    ...(first === undefined ? {} : { started: first }),
    ...(ended === undefined ? {} : { ended }),
  };
}

function stateOf({ at, over, left, attempts }: Seen, goesOn: Jobs): readonly [TaskState, said?: string] {
  switch (at) {
    case 'succeeded':
      return ['succeeded'];
    case 'aborted':
      return ['failed', 'aborted'];
    case 'failed':
    case 'timed out':
      // Nothing has come after it: there will be another attempt.
      if (!left && over === undefined) return ['waiting', 'to be retried'];
      return at === 'failed' ? ['failed'] : ['failed', at];
    default:
      // What is ended with its execution has no event of its own.
      if (left || over !== undefined) return ['failed', 'aborted'];
      return goingOn(goesOn.get(attempts.at(-1)?.jobId ?? ''), at);
  }
}

/** In Batch's words, as far as they say more. */
function goingOn(job: Job | undefined, at: Seen['at']): readonly [TaskState, said?: string] {
  if (job?.status === undefined) return at === 'submitted' ? ['running', 'submitted'] : ['waiting', 'scheduled'];
  switch (job.status) {
    case 'FAILED':
      // So Step Functions ends the jobs of branches beside one that failed.
      return job.statusReason?.includes('was aborted') === true ? ['failed', 'aborted'] : ['running'];
    case 'RUNNING':
    case 'SUCCEEDED':
      // Step Functions hears of an end some seconds later.
      return ['running'];
    default:
      return ['waiting', job.status.toLowerCase()];
  }
}

/** When the first container began; of a job that Batch says nothing of, when it was submitted. */
function startOf(attempt: Attempt, goesOn: Jobs): Date | undefined {
  const job = jobOf(attempt, goesOn);
  if (job === undefined) return attempt.submitted ?? attempt.ended;
  const at = job.attempts?.[0]?.startedAt ?? job.startedAt;
  return at ? new Date(at) : undefined;
}
