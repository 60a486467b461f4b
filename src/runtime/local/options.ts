import type { Json } from '../json.ts';
import type { Plan } from '../plan.ts';
import type { Store } from '../store/store.ts';

// What a run on this machine is given. Whoever starts it has read the flow, packed its code and checked its parameters.

export interface RunOptions {
  readonly store: Store;
  readonly plan: Plan;
  /** The code package: its id, and the folder into which it is unpacked. */
  readonly code: { readonly id: string; readonly folder: string };
  readonly run: string;
  /** By field, as `run.json` keeps them. */
  readonly parameters: Readonly<Record<string, Json>>;
  readonly tags: readonly string[];
  /** The path of `flowc-task.cjs`. */
  readonly shim: string;
  /** How many tasks run at a time, at least 1. */
  readonly maxWorkers: number;
  /** Worker processes run more than one task. */
  readonly reuse: boolean;
  /** `false`: a failed try is followed at once by the next. */
  readonly delays: boolean;
  /** Run these steps and those that lead to them, then stop. */
  readonly only?: readonly string[];
  readonly resume?: ResumeOptions;
  /** Where the tasks run. */
  readonly cwd: string;
  /** What tasks find in their environment, before the step's own. */
  readonly env: NodeJS.ProcessEnv;
  /** Ends the run: tasks are asked to end by SIGTERM and after five seconds killed. */
  readonly signal: AbortSignal;
}

export interface ResumeOptions {
  /** The run to resume, then those that it resumes itself, the newest first. */
  readonly origins: readonly string[];
  /** Runs this step anew, and so all that follows. */
  readonly from?: string;
}
