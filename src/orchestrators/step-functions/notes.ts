import type { TaskReport } from '../orchestrator.ts';
import type { DescribeExecutionOutput } from './aws.ts';
import type { Seen, SeenMap } from './executions.ts';
import { jobIn, reasonOf, type Job } from './jobs.ts';

// What stands in a run's way, as sentences. What Step Functions calls a cause is a job's whole description where a job failed, and else a text for people.

/** Tasks whose failures are told. */
const MOST = 3;

/** Milliseconds that a job may wait for a machine before that is worth a word: one that has to be started takes some minutes. */
const LONG = 5 * 60_000;

export interface Told {
  readonly report: TaskReport;
  readonly seen: Seen;
}

export function failureNotes(
  tasks: readonly Told[],
  { status, error, cause }: DescribeExecutionOutput,
): readonly string[] {
  const failed = tasks.filter(({ report }) => report.state === 'failed' && report.said !== 'aborted');
  const notes = failed.slice(0, MOST).flatMap(({ report, seen }) => {
    const why = whyOf(seen);
    return why === '' ? [] : [`\`${report.step}/${report.id}\`: ${why}`];
  });
  const why = because(said(error, cause));
  if (status === 'ABORTED') return [...notes, `it was stopped${why}`];
  if (status === 'TIMED_OUT') return [...notes, `it ran longer than its state machine lets it${why}`];
  return status === 'FAILED' && notes.length === 0 ? [`it failed${why}`] : notes;
}

function whyOf({ attempts }: Seen): string {
  const { job, error, cause } = attempts.at(-1) ?? {};
  return (job && reasonOf(job)) || said(error, cause);
}

/** `Batch.ClientException: Job queue q does not exist` */
export function said(error: string | undefined, cause: string | undefined): string {
  const job = jobIn(cause);
  const why = job === undefined ? lineOf(cause) : reasonOf(job);
  return [error, why].filter((part) => part !== undefined && part !== '').join(': ');
}

/** A cause has 32,768 characters at most, which may cut the description of a job off: then it is no JSON. */
function lineOf(cause = ''): string {
  const line = cause.trim().split('\n', 1)[0] ?? '';
  return line.length > LINE ? `${line.slice(0, LINE)}…` : line;
}

const LINE = 200;

const because = (why: string): string => (why === '' ? '' : `: ${why}`);

/** Elements of foreach: those that have not begun, those that failed, and those that nobody looked at. */
export const mapNotes = (maps: readonly SeenMap[]): readonly string[] =>
  maps.flatMap(({ state, begun, failed, unread, waiting }) => [
    ...(waiting === 0 ? [] : [`${waiting} elements of \`${state}\` have not begun`]),
    ...(failed === 0 ? [] : [`${failed} of ${begun} elements of \`${state}\` failed`]),
    ...(unread === 0
      ? []
      : [
          `${unread} of ${begun} elements of \`${state}\` succeeded and are counted without a look at each: Step Functions shows 20 a second`,
        ]),
  ]);

/** Jobs that no machine has taken for long, by their queues. */
export function queueNotes(jobs: Iterable<Job>, now: number): readonly string[] {
  const stuck = [...jobs].filter(({ status, createdAt }) => status === 'RUNNABLE' && now - (createdAt ?? now) > LONG);
  return [...Map.groupBy(stuck, ({ jobQueue = '' }) => jobQueue)].map(([queue, waiting]) => {
    const minutes = Math.floor((now - Math.min(...waiting.map(({ createdAt = now }) => createdAt))) / 60_000);
    const reason = waiting.find(({ statusReason }) => statusReason)?.statusReason;
    const name = queue.replace(/^.*job-queue\//, '');
    const many = waiting.length === 1 ? 'a job has waited' : `${waiting.length} jobs have waited`;
    return `${many} in the queue \`${name}\` for ${minutes} minutes: ${reason ?? 'no machine of its compute environments has room, or none fits what the job asks for'}`;
  });
}
