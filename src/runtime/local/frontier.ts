import { after, firstTask, type After } from '../navigate/after.ts';
import type { Plan } from '../plan.ts';
import type { Control, Task } from '../task.ts';

// Which tasks of a run can start. It knows the plan and what finished tasks decided, nothing of workers, retries or resume.
//
// What is open is one stack: tasks that may start, and for each open foreach a cursor that makes its tasks one by one. The last pushed is taken first, so
// inner work goes before more of an outer foreach. The stack therefore grows with the nesting and the number of tasks that run at a time, never with
// the width of a foreach: 100,000 elements are one cursor and two counters.

/** A task that may start. */
export interface Ready {
  readonly task: Task;
  /** The innermost split or foreach that it lies in. */
  readonly group: Group | undefined;
  /** The newest run that a result on the way here comes from: 0 is this run, 1 the run that it resumes, and so on. */
  readonly since: number;
}

/** An open split or foreach, as those in it share it. */
interface Group {
  readonly join: Task;
  readonly parent: Group | undefined;
  /** Bodies or branches that are not closed. */
  open: number;
  /** The least `since` of those that are, and of the opener. */
  since: number;
}

/** The tasks of a foreach that nobody has taken: `first(next)` and those after it. */
interface Cursor {
  readonly group: Group;
  readonly first: (index: number) => Task;
  readonly count: number;
  readonly since: number;
  next: number;
}

/** What a finished task opened. */
export interface Opened {
  readonly step: string;
  readonly count: number;
}

type Opening = Extract<After, { kind: 'group' }>;

export class Frontier {
  readonly #plan: Plan;
  readonly #steps: ReadonlySet<string> | undefined;
  readonly #stack: (Ready | Cursor)[] = [];
  #waiting = 0;
  #isAtEnd = false;

  /**
   * @param steps - Only these run; undefined: all.
   * @param since - How far back results may lie that need not be made again.
   */
  constructor(plan: Plan, steps: ReadonlySet<string> | undefined, since: number, first = firstTask(plan)) {
    this.#plan = plan;
    this.#steps = steps;
    this.#push({ task: first, group: undefined, since });
  }

  /** The number of tasks that could start now. */
  get waiting(): number {
    return this.#waiting;
  }

  /** The flow's last task has finished. */
  get isAtEnd(): boolean {
    return this.#isAtEnd;
  }

  take(): Ready | undefined {
    const top = this.#stack.at(-1);
    if (top === undefined) return undefined;
    this.#waiting--;
    if ('task' in top) {
      this.#stack.pop();
      return top;
    }
    const task = top.first(top.next++);
    if (top.next === top.count) this.#stack.pop();
    return { task, group: top.group, since: top.since };
  }

  /** The task of `ready` has finished, and `since` is the run that its result comes from. */
  finished({ task, group }: Ready, control: Control, since: number): Opened | undefined {
    const then = after(this.#plan, task, control);
    if (then.kind === 'end') this.#isAtEnd = true;
    if (then.kind === 'task') this.#push({ task: then.task, group, since });
    if (then.kind === 'close' && group !== undefined) this.#close(group, since);
    if (then.kind !== 'group') return undefined;
    const { join, count } = then;
    if (count === 0) this.#push({ task: join, group, since });
    else this.#open(then, { join, parent: group, open: count, since });
    return { step: control.next ?? '', count };
  }

  #isWanted({ step }: Task): boolean {
    return this.#steps?.has(step) !== false;
  }

  #push(ready: Ready): void {
    if (!this.#isWanted(ready.task)) return;
    this.#stack.push(ready);
    this.#waiting++;
  }

  #open({ open, first, count }: Opening, group: Group): void {
    const { since } = group;
    if (open === 'split') {
      for (let index = count - 1; index >= 0; index--) this.#push({ task: first(index), group, since });
    } else if (this.#isWanted(first(0))) {
      this.#stack.push({ group, first, count, since, next: 0 });
      this.#waiting += count;
    }
  }

  #close(group: Group, since: number): void {
    group.open--;
    group.since = Math.min(group.since, since);
    if (group.open === 0) this.#push({ task: group.join, group: group.parent, since: group.since });
  }
}
