import type { Json } from '../json.ts';
import type { Control } from '../task.ts';

// The JSON objects of a run, as docs/datastore.md has them. `format` is the version of all of them.

export const FORMAT = 1;

/** `run.json`: what the first task writes once, and every other reads. */
export interface RunRecord {
  readonly format: typeof FORMAT;
  readonly flow: string;
  readonly run: string;
  /** `plan.graph` of the code package. */
  readonly graph: string;
  /** The id of the code package. */
  readonly code: string;
  /** By field: JSON as the plan's parameter kinds say; a date as ISO text, a file as FileRef. One not given is absent. */
  readonly parameters: Readonly<Record<string, Json>>;
  readonly tags: readonly string[];
  /** Who runs it, unlike any other: `local/<host>/<pid>/<random>`, `argo/<workflow uid>`, `airflow/<dag id>/<run id>/<its moment>`. */
  readonly engine: string;
  /** ISO time. */
  readonly started: string;
  /** The runs that this one resumes, the newest first. Reads fall through to them. */
  readonly origins: readonly string[];
  /** The step that this resumed run was told to run anew: what an origin has of it holds no more, here and in whoever resumes this run. */
  readonly from?: string;
}

/** A stored value: the sha256 (hex) and size of its envelope, and the file blobs that it names. */
export interface ArtifactRef {
  readonly sha256: string;
  readonly size: number;
  readonly files?: readonly string[];
}

/** A file's own bytes, as a blob. `name` is its base name. */
export interface FileRef {
  readonly sha256: string;
  readonly size: number;
  readonly name: string;
}

/** `result.json`: a task's one result. */
export interface ResultRecord {
  readonly format: typeof FORMAT;
  /** The attempt that won, `0-k3f9x2`. */
  readonly attempt: string;
  /** The code package that ran. */
  readonly code: string;
  readonly control: Control;
  /** Every artifact that is set after the task. */
  readonly artifacts: Readonly<Record<string, ArtifactRef>>;
  /** The elements of a foreach: one blob. */
  readonly elements?: ArtifactRef;
  /** The last try failed and `@catchError` let the flow go on. */
  readonly caught?: true;
  /** The step looked at `current.parameters`, so it may have read any of them. */
  readonly readsParameters?: true;
}

/** Where a loop was left: at the loop's header and outer frames. */
export interface ExitRecord {
  readonly format: typeof FORMAT;
  /** The task that left, */
  readonly step: string;
  readonly frames: string;
  /** and the first target of its way. */
  readonly next: string;
}

/** `start.json` of an attempt. */
export interface AttemptStart {
  readonly format: typeof FORMAT;
  /** The engine's number, 0 for the first try. */
  readonly attempt: number;
  readonly code: string;
  readonly started: string;
  readonly host: string;
  /** The process group of the task. */
  readonly pid: number;
  /** Seconds that it may run, where the step says so. */
  readonly timeout?: number;
  /** What the engine calls this attempt, where it has said so: in Kubernetes the pod's name. */
  readonly pod?: string;
}

/** An error as plain data; its stack names the flow's own files and lines, and no path of the machine. */
export interface ErrorRecord {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
}

/** `end.json` of an attempt. */
export interface AttemptEnd {
  readonly format: typeof FORMAT;
  readonly ended: string;
  /** `superseded`: another attempt had won already. */
  readonly outcome: 'succeeded' | 'superseded' | 'failed' | 'timed-out' | 'killed' | 'refused';
  readonly error?: ErrorRecord;
  /** It failed, and its engine has a try left for such a failure. */
  readonly retry?: true;
  /** How the process ended, where it did not end by itself. */
  readonly exitCode?: number;
  readonly signal?: string;
}

/** `end.json` of a run, where its engine is flowc's own. */
export interface RunEnd {
  readonly format: typeof FORMAT;
  readonly ended: string;
  /** `partial`: all that `--only` asked for succeeded. */
  readonly status: 'succeeded' | 'partial' | 'failed' | 'interrupted';
  readonly failure?: ErrorRecord & { readonly step: string; readonly task: string; readonly attempt: number };
}
