// A task and what it decides: the words in which the parts of the runtime talk to each other.

/** A task by its step and frames: `''` at the top, else `0.v2`. */
export interface Task {
  readonly step: string;
  readonly frames: string;
}

/** The task id that people see: the frames, or `main`. */
export const taskId = ({ frames }: Pick<Task, 'frames'>): string => (frames === '' ? 'main' : frames);

/** What a task hands to its engine, of constant size. A key that means nothing for this task is absent. */
export interface Control {
  /** The first target of the way taken; absent at `end`. */
  readonly next?: string;
  /** The number of elements of a foreach. */
  readonly count?: number;
  /** What stands before the frames of a foreach body's tasks: `''` or `3.`. */
  readonly inside?: string;
  /** The frames of the loop's next visit. */
  readonly again?: string;
}
