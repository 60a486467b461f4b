import type { Current } from './current.ts';
import type { FileArtifact } from './file.ts';
import type { Merge, Next } from './flow-spec.ts';
import type { ParameterKind } from './parameter.ts';

// The seam between what a flow file imports and the runtime that runs one of its tasks. The runtime sets the task before it builds the flow
// object, and everything of this folder that means something only inside a task asks here. A process runs one task at a time, so one variable is
// enough. Not part of the public entry.

/** What the runtime supplies for the task that runs. */
export interface TaskContext {
  readonly next: Next;
  readonly merge: Merge;
  readonly input: unknown;
  readonly index: number;
  readonly current: Current;
  /**
   * The value of the parameter field that is being initialised: called once for each, in the order in which `new` initialises fields, those
   * of the base class first. `kind` lets the runtime see that it has not lost count.
   */
  readonly parameter: (kind: ParameterKind) => unknown;
  readonly file: (path: string) => FileArtifact;
}

let task: TaskContext | undefined;

/** Sets the task that this process runs from now on; `undefined` when it runs none any more. */
export function setTask(context: TaskContext | undefined): void {
  task = context;
}

/**
 * The task that runs now.
 *
 * @param what - What the flow's code used, for the message: `this.next`.
 * @throws Error when no task runs.
 */
export function taskFor(what: string): TaskContext {
  if (task === undefined) {
    throw new Error(
      `\`${what}\` means something only inside a task of a flow, and no task is running here. ` +
        'Do not run or construct a flow yourself: `flowc compile` reads flows without running them, and the orchestrator runs their tasks.',
    );
  }
  return task;
}
