import type { ExitRecord } from '../store/records.ts';
import { taskId, type Control, type Task } from '../task.ts';

/** What tasks decided, as the datastore has it. Who asks for the same often may put a cache before it. */
export interface Decisions {
  control(task: Task): Promise<Control | undefined>;
  /** Where a loop was left, by its header and the frames around it. */
  exit(header: string, frames: string): Promise<ExitRecord | undefined>;
}

/** What has to be known to find a task's place is not recorded. */
export class NotDecided extends Error {
  override readonly name = 'NotDecided';
  /** The task whose result is missing; where a loop was never left, the first of the loop. */
  readonly task: Task;

  constructor(task: Task, loop: boolean) {
    const { step } = task;
    super(
      loop
        ? `no task is recorded that left the loop of \`${step}\` (which began with task ${taskId(task)})`
        : `no result is recorded of \`${step}\` (task ${taskId(task)}), which decides how the run goes on`,
    );
    this.task = task;
  }
}

/** The recorded decisions do not lead to this task. */
export class NotTaken extends Error {
  override readonly name = 'NotTaken';
  readonly task: Task;

  constructor(task: Task) {
    super(`the recorded decisions of the run do not lead to \`${task.step}\` (task ${taskId(task)})`);
    this.task = task;
  }
}
