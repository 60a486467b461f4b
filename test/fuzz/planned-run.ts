import { after, controlOf, exitsOf, firstTask } from '../../src/runtime/navigate/after.ts';
import type { Decisions as Recorded } from '../../src/runtime/navigate/decisions.ts';
import { stepOf } from '../../src/runtime/navigate/frames.ts';
import type { Plan } from '../../src/runtime/plan.ts';
import type { ExitRecord } from '../../src/runtime/store/records.ts';
import type { Control, Task } from '../../src/runtime/task.ts';
import { Run } from './run.ts';

// A run walked forward over a plan, as an engine of the runtime walks it, with a note of everything that the way back has to find again.

export const keyOf = ({ step, frames }: Task): string => `${step}/${frames}`;

/** A task, and where it came from. */
export interface Ran {
  readonly task: Task;
  readonly parent: Task | undefined;
  /** Of a join: the last task of each branch or element. */
  readonly inputs?: readonly Task[];
  readonly foreach: readonly string[];
}

/** What the tasks of a run left in the store. */
export class Records implements Recorded {
  readonly controls = new Map<string, Control>();
  readonly exits = new Map<string, ExitRecord>();

  control(task: Task): Promise<Control | undefined> {
    return Promise.resolve(this.controls.get(keyOf(task)));
  }

  exit(step: string, frames: string): Promise<ExitRecord | undefined> {
    return Promise.resolve(this.exits.get(keyOf({ step, frames })));
  }

  /** These records, and those of `others` where there are none. */
  over(others: Records): Records {
    const both = new Records();
    for (const { controls, exits } of [others, this]) {
      for (const [key, control] of controls) both.controls.set(key, control);
      for (const [key, exit] of exits) both.exits.set(key, exit);
    }
    return both;
  }
}

export interface PlannedRun {
  readonly run: Run;
  readonly tasks: readonly Ran[];
  readonly records: Records;
  /** The records of the first so many tasks. */
  readonly until: (count: number) => Records;
}

/** What a task decides: the first target of its way, and the elements of a foreach. */
export type Decide = (task: Task) => { readonly next: string; readonly count: number };

export function runPlan(plan: Plan, decide: Decide): PlannedRun {
  const run = new Run();
  const tasks: Ran[] = [];
  const controls: Control[] = [];
  runScope(firstTask(plan), undefined, [], new Set());
  return { run, tasks, records: until(tasks.length), until };

  function until(count: number): Records {
    const records = new Records();
    for (const [at, control] of controls.slice(0, count).entries()) {
      const task = tasks[at]?.task ?? firstTask(plan);
      records.controls.set(keyOf(task), control);
      for (const { header, frames, record } of exitsOf(plan, task, control))
        records.exits.set(keyOf({ step: header, frames }), record);
    }
    return records;
  }

  /** Runs a scope to its end; answers with its last task and all that is finished then. */
  function runScope(first: Task, opener: Task | undefined, foreach: readonly string[], before: ReadonlySet<string>) {
    let ran: Ran = { task: first, parent: opener, foreach };
    let done = before;
    for (;;) {
      done = run.add(ran.task, done);
      tasks.push(ran);
      const next = after(plan, ran.task, decided(ran.task));
      if (next.kind === 'end' || next.kind === 'close') return { last: ran.task, done };
      if (next.kind === 'task') {
        ran = { task: next.task, parent: ran.task, foreach };
        continue;
      }
      const { task } = ran;
      const [from, open] = [done, next];
      const inside = Array.from({ length: next.count }, (_, index) => {
        const around = open.open === 'foreach' ? [...foreach, `${keyOf(task)} ${index} of ${open.count}`] : foreach;
        return runScope(open.first(index), task, around, from);
      });
      done = new Set([done, ...inside.map((each) => each.done)].flatMap((each) => [...each]));
      ran = { task: next.join, parent: task, inputs: inside.map(({ last }) => last), foreach };
    }
  }

  function decided(task: Task): Control {
    const { next, count } = decide(task);
    const way = stepOf(plan, task.step).ways.find(({ targets }) => targets[0] === next);
    const control = controlOf(plan, task, way, count);
    controls.push(control);
    return control;
  }
}

/** The plan without the bounds of its loops. */
export function unbounded(plan: Plan): Plan {
  const steps = Object.entries(plan.steps).map(([name, step]) => [
    name,
    { ...step, ways: step.ways.map(({ maxVisits: _, ...way }) => way) },
  ]);
  return { ...plan, steps: Object.fromEntries(steps) };
}
