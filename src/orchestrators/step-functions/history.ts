import type { HistoryEvent } from './aws.ts';
import { jobIn, type Job } from './jobs.ts';
import { taskIn, type NamedTask } from './task-of-job.ts';

// What the history of one execution says of tasks. A task is a visit of a Task state that submits a job; each event names the one before it on its way, so
// that what goes on side by side, in branches and iterations, is told apart.
// https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html

/** One job, or the try to submit one. */
export interface Attempt {
  submitted?: Date | undefined;
  ended?: Date | undefined;
  /** Absent: there is none yet, or Batch took none. */
  jobId?: string | undefined;
  /** The job at its end, where Batch says it. */
  job?: Job | undefined;
  error?: string | undefined;
  /** Where it is not the job. */
  cause?: string | undefined;
}

export interface Visit extends NamedTask {
  readonly attempts: Attempt[];
  at: 'scheduled' | 'submitted' | 'succeeded' | 'failed' | 'timed out' | 'aborted';
  /** The execution has gone on from it, so that nobody tries it again. */
  left: boolean;
}

/** A Distributed Map that has begun. */
export interface MapRun {
  /** The state's name. */
  readonly state: string;
  readonly arn: string;
}

export interface History {
  readonly visits: readonly Visit[];
  readonly maps: readonly MapRun[];
}

export class Reading implements History {
  readonly visits: Visit[] = [];
  readonly maps: MapRun[] = [];
  /** The state that an event belongs to, */
  readonly #stateOf = new Map<number, string>();
  /** and the visit, where it is of one. */
  readonly #visitOf = new Map<number, Visit>();

  /** @param event - In the order in which they happened. */
  read(event: HistoryEvent): void {
    const { id = 0, type = '', previousEventId = 0 } = event;
    const state = event.stateEnteredEventDetails?.name ?? this.#stateOf.get(previousEventId) ?? '';
    this.#stateOf.set(id, state);
    const visit = this.#visitOf.get(previousEventId);
    const arn = event.mapRunStartedEventDetails?.mapRunArn ?? event.mapRunRedrivenEventDetails?.mapRunArn;
    if (arn !== undefined && !this.maps.some((map) => map.arn === arn)) this.maps.push({ state, arn });
    const next = type === 'TaskScheduled' ? this.#scheduled(event, state, visit) : visit && goneOn(visit, event);
    if (next !== undefined) this.#visitOf.set(id, next);
  }

  #scheduled({ taskScheduledEventDetails: details }: HistoryEvent, state: string, known?: Visit): Visit | undefined {
    if (details?.resourceType !== 'batch') return undefined;
    const task = taskIn(details.parameters, state);
    // What is redriven begins with nothing before it, as if it were new.
    const visit =
      known ?? this.visits.findLast(({ step, id, at }) => step === task.step && id === task.id && at !== 'succeeded');
    const attempt: Attempt = {};
    if (visit === undefined) {
      this.visits.push({ ...task, attempts: [attempt], at: 'scheduled', left: false });
      return this.visits.at(-1);
    }
    visit.attempts.push(attempt);
    visit.at = 'scheduled';
    visit.left = false;
    return visit;
  }
}

const ENDS: Readonly<Record<string, Visit['at']>> = {
  TaskSucceeded: 'succeeded',
  TaskFailed: 'failed',
  TaskStartFailed: 'failed',
  TaskSubmitFailed: 'failed',
  TaskTimedOut: 'timed out',
  TaskStateAborted: 'aborted',
};

/** Undefined: the event is not of the visit any more, but after it. */
function goneOn(visit: Visit, event: HistoryEvent): Visit | undefined {
  const { type = '', timestamp } = event;
  const attempt = visit.attempts.at(-1);
  const end = ENDS[type];
  if (attempt === undefined || (end === undefined && type !== 'TaskStarted' && type !== 'TaskSubmitted')) {
    visit.left = true;
    return undefined;
  }
  if (type === 'TaskSubmitted') {
    visit.at = 'submitted';
    attempt.submitted = timestamp;
    attempt.jobId = jobIn(event.taskSubmittedEventDetails?.output)?.jobId;
  }
  if (end !== undefined) {
    visit.at = end;
    attempt.ended = timestamp;
    const { error, cause } = failureOf(event);
    attempt.error = error;
    attempt.job = jobIn(cause ?? event.taskSucceededEventDetails?.output);
    if (attempt.job === undefined) attempt.cause = cause;
    attempt.jobId ??= attempt.job?.jobId;
  }
  return visit;
}

const failureOf = (event: HistoryEvent): { readonly error?: string | undefined; readonly cause?: string | undefined } =>
  event.taskFailedEventDetails ??
  event.taskTimedOutEventDetails ??
  event.taskSubmitFailedEventDetails ??
  event.taskStartFailedEventDetails ??
  {};
