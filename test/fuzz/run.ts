// What two runs of one flow are compared by.

/** A task: the step and its frames, as contract.md has them. */
export interface Task {
  readonly step: string;
  readonly frames: string;
}

/** Every task that ran, as `step/frames`, with all tasks that were finished before it began. A task that runs twice is a fault of its own. */
export class Run {
  readonly #before = new Map<string, ReadonlySet<string>>();

  /** Notes a task; answers with what is finished once it is. */
  add({ step, frames }: Task, before: ReadonlySet<string>): ReadonlySet<string> {
    const key = `${step}/${frames}`;
    if (this.#before.has(key)) throw new Error(`${key} runs twice`);
    if (this.#before.size > MOST_TASKS) throw new Error(`more than ${MOST_TASKS} tasks`);
    this.#before.set(key, before);
    return new Set([...before, key]);
  }

  /** What was finished before each task began, by `step/frames`. */
  get tasks(): ReadonlyMap<string, ReadonlySet<string>> {
    return this.#before;
  }

  /** A line a task, in an order that does not depend on that of the run. */
  toString(): string {
    return [...this.#before]
      .map(([key, before]) => `${key} after ${[...before].toSorted().join(' ')}`)
      .toSorted()
      .join('\n');
  }
}

const MOST_TASKS = 2000;

/** What the steps of a run decide, always the same for one task. */
export interface Decisions {
  /** One of `ways` ways on. */
  way(task: Task, ways: number): number;
  /** How many elements a foreach has. */
  count(task: Task): number;
}

/** Decisions drawn from a seed: narrower the deeper a task lies, so that runs stay small. */
export function decisionsOf(seed: number): Decisions {
  const draw = ({ step, frames }: Task): number => {
    let hash = seed ^ 0x811c9dc5;
    for (const unit of `${step}/${frames}`) hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 0x01000193);
    return (hash ^ (hash >>> 15)) >>> 0;
  };
  return {
    way: (task, ways) => draw(task) % ways,
    count: (task) => (draw(task) >>> 8) % (depthOf(task) > 1 ? 2 : 4),
  };
}

const depthOf = ({ frames }: Task): number => (frames === '' ? 0 : frames.split('.').length);
