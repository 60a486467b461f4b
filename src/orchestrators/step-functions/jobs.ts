import type { JobDetail } from './aws.ts';

// A job of AWS Batch, as Batch describes it, and as Step Functions hands the same description on when the job is over, with keys in capitals: as the output of
// its task, or as the cause of its failure.

export type Job = Partial<
  Pick<
    JobDetail,
    'jobId' | 'jobQueue' | 'status' | 'statusReason' | 'createdAt' | 'startedAt' | 'attempts' | 'container'
  >
>;

/** Undefined: the text describes no job. */
export function jobIn(text: string | undefined): Job | undefined {
  const job: Job | undefined = objectIn(text, (key) => key.slice(0, 1).toLowerCase() + key.slice(1));
  return typeof job?.jobId === 'string' ? briefly(job) : undefined;
}

/** Without its command, environment, resources, … of which a run may have ten thousands. */
function briefly({ jobId, jobQueue, status, statusReason, createdAt, startedAt, attempts, container = {} }: Job): Job {
  const { exitCode, reason, logStreamName, logConfiguration } = container;
  const left = { exitCode, reason, logStreamName, logConfiguration };
  return { jobId, jobQueue, status, statusReason, createdAt, startedAt, attempts, container: left };
}

/** Undefined: the text is no JSON of an object. */
export function objectIn(
  text = '',
  rename = (key: string): string => key,
): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text, (_, inner: unknown) => (isObject(inner) ? renamed(inner, rename) : inner));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const renamed = (object: object, rename: (key: string) => string): object =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [rename(key), value]));

/** A container that Batch has started for a job: several where it began the job again by itself, as after the loss of a Spot machine. */
export type Container = Pick<Job, 'statusReason' | 'startedAt' | 'container'>;

/** In the order in which they began; none before the first. */
export function containersOf({ attempts = [], container, statusReason, startedAt }: Job): readonly Container[] {
  const known = attempts.some((attempt) => attempt.container?.logStreamName === container?.logStreamName);
  // Which runs is no attempt yet.
  const last = { container, statusReason, startedAt };
  return known || container?.logStreamName === undefined ? attempts : [...attempts, last];
}

/** `Essential container in task exited, exit code 3`: why it failed, as Batch knows it. */
export function reasonOf({
  statusReason,
  container,
  attempts,
}: Pick<Job, 'statusReason' | 'container' | 'attempts'>): string {
  const last = attempts?.at(-1);
  const { exitCode, reason } = { ...last?.container, ...container };
  const why = [statusReason ?? last?.statusReason, reason].filter((part) => part !== undefined && part !== '');
  // Batch says it of every container that ended, and where more is known it says that too.
  const said = why.length > 1 ? why.filter((part) => part !== EXITED) : why;
  return [...new Set(said), ...(exitCode === undefined ? [] : [`exit code ${exitCode}`])].join(', ');
}

const EXITED = 'Essential container in task exited';
