import { controlOf, exitsOf } from '../../../../src/runtime/navigate/after.ts';
import type { Decisions } from '../../../../src/runtime/navigate/decisions.ts';
import { stepOf } from '../../../../src/runtime/navigate/frames.ts';
import type { Plan } from '../../../../src/runtime/plan.ts';
import type { ExitRecord } from '../../../../src/runtime/store/records.ts';
import type { Control, Task } from '../../../../src/runtime/task.ts';

/** `train/3.v0`, `start/`. */
export function taskOf(text: string): Task {
  const [step = '', frames = ''] = text.split('/');
  return { step, frames };
}

export const textOf = (task: Task | undefined): string | undefined =>
  task === undefined ? undefined : `${task.step}/${task.frames}`;

/** What tasks left in the store, in the order written, and what was read of it. */
export class Recorded implements Decisions {
  readonly reads: string[] = [];
  readonly #plan: Plan;
  readonly #controls = new Map<string, Control>();
  readonly #exits = new Map<string, ExitRecord>();

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  /** `decided`: the first target of its way for each task, of a foreach with a width: `train*3`. Over what was written before, as a rerun writes. */
  write(decided: Readonly<Record<string, string>>): void {
    const plan = this.#plan;
    for (const [text, says] of Object.entries(decided)) {
      const task = taskOf(text);
      const [next, count = '0'] = says.split('*');
      const way = stepOf(plan, task.step).ways.find(({ targets }) => targets[0] === next);
      const control = controlOf(plan, task, way, Number(count));
      this.#controls.set(text, control);
      for (const { header, frames, record } of exitsOf(plan, task, control))
        this.#exits.set(`${header}/${frames}`, record);
    }
  }

  control(task: Task): Promise<Control | undefined> {
    const key = `${task.step}/${task.frames}`;
    this.reads.push(key);
    return Promise.resolve(this.#controls.get(key));
  }

  exit(header: string, frames: string): Promise<ExitRecord | undefined> {
    this.reads.push(`exit of ${header}/${frames}`);
    return Promise.resolve(this.#exits.get(`${header}/${frames}`));
  }
}
