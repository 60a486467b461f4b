import { runPrefix, type RunId } from '../runtime/store/layout.ts';
import type { Store } from '../runtime/store/store.ts';
import type { Task } from '../runtime/task.ts';
import { compareFrames, framesOf, isTaskId, taskKey } from './frames.ts';

// Everything that the names of a run's objects say, from one listing: which tasks there are, what became of each, when, and where its logs lie. It costs
// a request for a thousand objects, where reading the records would cost one for each. The times are those of the store, which are near the records' own.

/** One attempt of a task, by the objects that it left. */
export interface AttemptEntry {
  /** `0-k3f9x2`. */
  readonly name: string;
  /** The engine's number, 0 for the first. */
  readonly number: number;
  started?: Date;
  ended?: Date;
  /** Bytes of its log. */
  log?: number;
}

/** A task by the objects of its own run. */
export interface TaskEntry {
  readonly task: Task;
  /** When its result was put. */
  done?: Date;
  /** In the order in which they started. */
  readonly attempts: AttemptEntry[];
}

export class RunIndex {
  readonly #steps = new Map<string, TaskEntry[]>();
  readonly #tasks = new Map<string, TaskEntry>();
  /** When the newest of the objects was put. */
  latest: Date | undefined;

  /** Lists a run; `within`: only what lies below that prefix of it. */
  static async of(store: Store, run: RunId, within?: string): Promise<RunIndex> {
    const index = new RunIndex();
    const prefix = `${runPrefix(run)}tasks/`;
    for await (const { key, size, modified } of store.list(within ?? prefix)) {
      index.#add(key.slice(prefix.length).split('/'), size, modified);
    }
    for (const tasks of index.#steps.values()) {
      tasks.sort((a, b) => compareFrames(a.task.frames, b.task.frames));
      for (const { attempts } of tasks) attempts.sort(byTime);
    }
    return index;
  }

  get steps(): readonly string[] {
    return [...this.#steps.keys()];
  }

  /** The tasks of a step, in the order of their frames. */
  tasks(step: string): readonly TaskEntry[] {
    return this.#steps.get(step) ?? [];
  }

  all(): Iterable<TaskEntry> {
    return this.#tasks.values();
  }

  get(task: Task): TaskEntry | undefined {
    return this.#tasks.get(taskKey(task));
  }

  #add([step = '', id = '', ...rest]: readonly string[], size: number, modified: Date): void {
    if (!isTaskId(id)) return;
    if (this.latest === undefined || modified > this.latest) this.latest = modified;
    const [folder, name = '', file] = rest;
    if (folder === 'result.json' && rest.length === 1) this.#task(step, id).done = modified;
    if (folder !== 'attempts' || rest.length !== 3) return;
    const attempt = attemptOf(this.#task(step, id), name);
    if (file === 'start.json') attempt.started = modified;
    if (file === 'end.json') attempt.ended = modified;
    if (file === 'log') attempt.log = size;
  }

  #task(step: string, id: string): TaskEntry {
    const task = { step, frames: framesOf(id) };
    const known = this.#tasks.get(taskKey(task));
    if (known !== undefined) return known;
    const entry: TaskEntry = { task, attempts: [] };
    this.#tasks.set(taskKey(task), entry);
    const tasks = this.#steps.get(step);
    if (tasks === undefined) this.#steps.set(step, [entry]);
    else tasks.push(entry);
    return entry;
  }
}

function attemptOf({ attempts }: TaskEntry, name: string): AttemptEntry {
  const known = attempts.find((attempt) => attempt.name === name);
  if (known !== undefined) return known;
  const attempt = { name, number: Number.parseInt(name, 10) };
  attempts.push(attempt);
  return attempt;
}

/** Not by their numbers first: `argo retry` begins anew with 0. */
const byTime = (a: AttemptEntry, b: AttemptEntry): number =>
  begun(a) - begun(b) || a.number - b.number || (a.name < b.name ? -1 : 1);

const begun = ({ started, ended }: AttemptEntry): number => (started ?? ended)?.getTime() ?? 0;
