import type { ErrorRecord, RunRecord } from '../store/records.ts';
import type { Control } from '../task.ts';

// What a supervisor (the shim of a pod, or the local engine) and a worker process say to each other. Both come from the same bundle, so this is no
// format that outlives a process.

/** Node's variable for the folder in which it keeps compiled code. */
export const COMPILE_CACHE = 'NODE_COMPILE_CACHE';

/** One attempt of one task, or of an exit handler, for a worker to make. */
export interface TaskOrder {
  /** `CONTRACT_VERSION` of who orders. */
  readonly contract: number;
  /** The datastore's root. */
  readonly store: string;
  /** run.json: flow, run id, parameters, origins. */
  readonly record: RunRecord;
  /** A step; with `exit`, an exit handler. */
  readonly step: string;
  readonly frames: string;
  /** 0 for the first try. */
  readonly attempt: number;
  /** The attempt's own name in the datastore, `0-k3f9x2`. */
  readonly attemptName: string;
  /** The id of the code package, */
  readonly code: string;
  /** and the folder in which it lies unpacked. */
  readonly package: string;
  /** The step is an exit handler, and the run ended so, in the engine's own word: `Succeeded`. */
  readonly exit?: string;
  /** Variables to set before the flow's code is loaded; none where a manifest has set them. */
  readonly environment: Readonly<Record<string, string>>;
  /** A folder for the attempt's own files: not there until it is needed, and removed by whoever ordered. */
  readonly tempDir: string;
}

/** What went wrong, and how the process ended, where it did not end by itself in order. */
export interface Failure {
  readonly error: ErrorRecord;
  /** The code left the process by itself. */
  readonly exitCode?: number;
  readonly signal?: NodeJS.Signals;
}

/** What one attempt came to. */
export type Outcome =
  /** The result is in the datastore; `superseded`: another attempt had put it, and this one ran nothing or lost. */
  | { readonly kind: 'done'; readonly control: Control; readonly superseded?: true }
  /** The last try failed, and `@catchError` wrote a result. */
  | ({ readonly kind: 'caught'; readonly control: Control } & Failure)
  /** `killed`: by a signal from outside, or passed on by the supervisor. */
  | ({
      readonly kind: 'failed' | 'timed-out' | 'killed';
      /** It was the datastore that failed, which is nothing that a step can catch. */
      readonly byStore?: true;
    } & Failure)
  /** Trying again cannot help. */
  | { readonly kind: 'refused'; readonly error: ErrorRecord };

/** What a worker itself can answer; how it was killed only its supervisor sees. */
export type Answer =
  | Extract<Outcome, { kind: 'done' | 'refused' }>
  | { readonly kind: 'failed'; readonly error: ErrorRecord; readonly byStore?: true };

/**
 * Supervisor → worker. Code is loaded ahead of the order where every step has the same `environment`; else its modules would see another one than
 * they would in a pod.
 */
export type ToWorker =
  | { readonly kind: 'preload'; readonly package: string; readonly environment: Readonly<Record<string, string>> }
  | { readonly kind: 'order'; readonly order: TaskOrder; readonly reuse: boolean };

/** Worker → supervisor. */
export type FromWorker = { readonly kind: 'ready' } | { readonly kind: 'answer'; readonly answer: Answer };
