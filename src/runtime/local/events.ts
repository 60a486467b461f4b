import type { ErrorRecord, RunEnd } from '../store/records.ts';

// What the local engine tells of a run while it goes on: plain data, one union, for whoever draws it. Nothing here is kept: what lasts stands in the
// datastore. A run of 100,000 tasks sends some 200,000 events, so none carries more than its own task.

/** An event of a run; `at` in milliseconds since 1970, for people only: durations are measured by a clock that never goes back. */
export type RunEvent = { readonly at: number } & (
  RunStarted | GroupOpened | TaskStarted | TaskFinished | TaskReused | TaskFailed | SecretMissing | RunFinished
);

/** An event without its time. */
export type EventBody = RunEvent extends infer Event ? (Event extends RunEvent ? Omit<Event, 'at'> : never) : never;

/** `run.json` stands; nothing has started yet. */
export interface RunStarted {
  readonly kind: 'run-started';
  readonly flow: string;
  readonly run: string;
  readonly origins: readonly string[];
}

/** A split or foreach of `count` branches or elements is open. */
export interface GroupOpened {
  readonly kind: 'group-opened';
  /** The first step of the body; of a split, of its first branch. */
  readonly step: string;
  readonly count: number;
}

/** What every event of a task says. */
export interface TaskNamed {
  readonly step: string;
  /** The task id, `main` or `0.v2`. */
  readonly task: string;
  /** An exit handler: `step` is its name. */
  readonly handler?: true;
}

export interface TaskStarted extends TaskNamed {
  readonly kind: 'task-started';
  /** 0 for the first try. */
  readonly attempt: number;
  /** A local file that takes stdout and stderr while the task runs. */
  readonly log: string;
}

export interface TaskFinished extends TaskNamed {
  readonly kind: 'task-finished';
  readonly attempt: number;
  readonly seconds: number;
  /** `caught`: the last try failed and `@catchError` goes on; `superseded`: the task had its result already. */
  readonly outcome: 'succeeded' | 'caught' | 'superseded';
  /** Of a caught task. */
  readonly error?: ErrorRecord;
  readonly log: string;
}

export interface TaskReused extends TaskNamed {
  readonly kind: 'task-reused';
  /** The run that the result comes from. */
  readonly origin: string;
}

export interface TaskFailed extends TaskNamed {
  readonly kind: 'task-failed';
  readonly attempt: number;
  readonly seconds: number;
  readonly outcome: 'failed' | 'timed-out' | 'killed' | 'refused';
  readonly error: ErrorRecord;
  readonly exitCode?: number;
  readonly signal?: NodeJS.Signals;
  /** Seconds until the next try; absent: there is none. */
  readonly retryIn?: number;
  readonly log: string;
}

/** A step is given a variable by a secret (`db/password`), and the environment of the engine has none of that name. Once a secret. */
export interface SecretMissing {
  readonly kind: 'secret-missing';
  readonly step: string;
  readonly secret: string;
  readonly variable: string;
}

/** `end.json` stands; nothing runs any more. */
export interface RunFinished {
  readonly kind: 'run-finished';
  readonly status: RunEnd['status'];
  readonly failure?: RunFailure;
}

export type RunFailure = NonNullable<RunEnd['failure']>;
