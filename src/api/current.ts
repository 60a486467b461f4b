import type { CaughtError } from './catch-error.ts';
import { taskFor } from './task-context.ts';

/** A foreach that is open around the task. */
export interface ForeachFrame {
  /** The step that opened it. */
  readonly step: string;
  /** The task's element, from 0. */
  readonly index: number;
  /** How many elements there are. */
  readonly size: number;
}

/** What started a run that nobody started by hand: an event of `@trigger`, or the run of another flow by `@triggerOnFinish`, of several the last. */
export type RunTrigger =
  | { readonly kind: 'event'; readonly event: string; readonly payload: unknown }
  | { readonly kind: 'run'; readonly flowName: string; readonly runId: string };

/** The error that ended a run, and the task it came from. */
export interface RunFailure extends CaughtError {
  readonly stepName: string;
  readonly taskId: string;
}

/** Where the code runs: the task, its run and its flow. */
export interface Current {
  /** The name of the flow's class. */
  readonly flowName: string;
  readonly runId: string;
  /** The run that this one resumes. */
  readonly originRunId: string | undefined;
  readonly stepName: string;
  /** `main`, or the indices of foreach and loop from the outside in: `3`, `0.v2`. The same on every orchestrator. */
  readonly taskId: string;
  /** 0 on the first try. */
  readonly attempt: number;
  /** `Flow/run/step/task`. */
  readonly pathspec: string;
  /** Every open foreach, from the outside in. */
  readonly foreach: readonly ForeachFrame[];
  readonly tags: readonly string[];
  /** The run's parameters, by field. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly trigger: RunTrigger | undefined;
  /** From `@project`. */
  readonly project: { readonly name: string; readonly branch: string | undefined } | undefined;
  /** A folder of the task's own, empty at first and gone after it. */
  readonly tempDir: string;
  readonly isResumed: boolean;
  /** In a method of `@onExit`, after a run that failed. */
  readonly failure: RunFailure | undefined;
}

function read<Name extends keyof Current>(name: Name): Current[Name] {
  return taskFor(`current.${name}`).current[name];
}

/**
 * Where the code runs. Every property throws an Error outside of a task.
 *
 * @example
 * ```ts
 * console.log(`${current.pathspec}, attempt ${current.attempt}`);
 * ```
 */
export const current: Current = {
  get flowName() {
    return read('flowName');
  },
  get runId() {
    return read('runId');
  },
  get originRunId() {
    return read('originRunId');
  },
  get stepName() {
    return read('stepName');
  },
  get taskId() {
    return read('taskId');
  },
  get attempt() {
    return read('attempt');
  },
  get pathspec() {
    return read('pathspec');
  },
  get foreach() {
    return read('foreach');
  },
  get tags() {
    return read('tags');
  },
  get parameters() {
    return read('parameters');
  },
  get trigger() {
    return read('trigger');
  },
  get project() {
    return read('project');
  },
  get tempDir() {
    return read('tempDir');
  },
  get isResumed() {
    return read('isResumed');
  },
  get failure() {
    return read('failure');
  },
};
