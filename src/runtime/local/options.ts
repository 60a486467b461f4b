import type { Json } from '../json.ts';
import type { Plan } from '../plan.ts';
import type { Store } from '../store/store.ts';

/** What tasks are run with on this machine. */
export interface TasksOptions {
  readonly store: Store;
  readonly plan: Plan;
  /** The code package: its id, and the folder into which it is unpacked. */
  readonly code: { readonly id: string; readonly folder: string };
  /** The path of `flowc-task.cjs`. */
  readonly shim: string;
  /** How many tasks run at a time, at least 1. */
  readonly maxWorkers: number;
  /** Worker processes run more than one task. */
  readonly reuse: boolean;
  /** `false`: a failed try is followed at once by the next. */
  readonly delays: boolean;
  /** Where the tasks run. */
  readonly cwd: string;
  /** What tasks find in their environment, before the step's own. */
  readonly env: NodeJS.ProcessEnv;
  /** What the engine that all of this runs under calls it: in Kubernetes the pod's name. */
  readonly pod?: string;
  /** Nothing starts any more: tasks are asked to end by SIGTERM and after `grace` ms, five seconds where it is not given, killed. */
  readonly signal: AbortSignal;
  readonly grace?: number;
}

/** What a run on this machine is given. Whoever starts it has read the flow, packed its code and checked its parameters. */
export interface RunOptions extends TasksOptions {
  readonly run: string;
  /** By field, as `run.json` keeps them. */
  readonly parameters: Readonly<Record<string, Json>>;
  readonly tags: readonly string[];
  /** Run these steps and those that lead to them, then stop. */
  readonly only?: readonly string[];
  readonly resume?: ResumeOptions;
}

export interface ResumeOptions {
  /** The run to resume, then those that it resumes itself, the newest first. */
  readonly origins: readonly string[];
  /** Runs this step anew, and so all that follows. */
  readonly from?: string;
}
