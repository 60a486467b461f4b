import { byKubelet } from './argo-engine.ts';
import type { DagTask, MappedGroup } from './airflow-dag.ts';
import type { Dice } from './dice.ts';

// As much of Airflow's scheduler as flowc's DAG files rely on, as Airflow 2.11 and 3.3 were seen to do it. Tasks run one at a time, in a random order of those that
// are possible. https://airflow.apache.org/docs/apache-airflow/stable/core-concepts/dags.html#trigger-rules,
// https://airflow.apache.org/docs/apache-airflow/stable/authoring-and-scheduling/dynamic-task-mapping.html

export type State = 'success' | 'failed' | 'skipped' | 'upstream_failed';

/** What a split or foreach leaves in XCom. */
export interface Pushed {
  readonly next?: string;
  readonly count?: number;
  readonly inside?: string;
}

export interface Answer {
  readonly state: State;
  readonly control?: Pushed;
  /** All that is finished then. */
  readonly done: ReadonlySet<string>;
}

/** Answers for the process or pod of a task. `before`: all that is surely finished. */
export type Shim = (args: readonly string[], before: ReadonlySet<string>) => Promise<Answer>;

/** Answers with what the run came to. */
export async function runOnAirflow(tasks: readonly DagTask[], shim: Shim, dice: Dice): Promise<'success' | 'failed'> {
  const scheduler = new Scheduler(tasks, shim, dice);
  await scheduler.run();
  return scheduler.state();
}

/** A task, or one of its tries over the elements of a mapped group. */
class Instance {
  readonly task: DagTask;
  /** The element, and its frames. */
  readonly index: number;
  readonly frames: string | undefined;
  state: State | undefined;
  control: Pushed | undefined;
  done: ReadonlySet<string> = new Set();
  isQueued = false;

  constructor(task: DagTask, index = -1, frames?: string) {
    this.task = task;
    this.index = index;
    this.frames = frames;
  }
}

class Scheduler {
  readonly #tasks: readonly DagTask[];
  readonly #shim: Shim;
  readonly #dice: Dice;
  readonly #downstream = new Map<DagTask, DagTask[]>();
  readonly #inGroup = new Map<MappedGroup, DagTask[]>();
  /** Undefined: how many there are is not known yet. */
  readonly #instances = new Map<DagTask, readonly Instance[]>();
  readonly #queue: Instance[] = [];
  readonly #lists = new Map<DagTask, readonly string[]>();

  constructor(tasks: readonly DagTask[], shim: Shim, dice: Dice) {
    this.#tasks = tasks;
    this.#shim = shim;
    this.#dice = dice;
    for (const task of tasks) {
      for (const one of task.upstream) listIn(this.#downstream, one).push(task);
      if (task.group !== undefined) listIn(this.#inGroup, task.group).push(task);
      else this.#instances.set(task, [new Instance(task)]);
    }
  }

  async run(): Promise<void> {
    for (const task of this.#tasks) this.#look(task);
    while (this.#queue.length > 0) {
      const [instance] = this.#queue.splice(this.#dice.roll(this.#queue.length), 1);
      if (instance !== undefined) await this.#decide(instance);
    }
    const waiting = this.#tasks.filter((task) => this.#of(task).some(({ state }) => state === undefined));
    if (waiting.length > 0) throw new Error(`nobody runs ${waiting.map(({ id }) => id).join(', ')}`);
  }

  state(): 'success' | 'failed' {
    const leaves = this.#tasks.filter((task) => !this.#downstream.has(task));
    const states = leaves.flatMap((task) => this.#of(task).map(({ state }) => state));
    return states.every((state) => state === 'success' || state === 'skipped') ? 'success' : 'failed';
  }

  #of(task: DagTask): readonly Instance[] {
    return this.#instances.get(task) ?? [new Instance(task)];
  }

  /** Queues what can be decided of a task now. */
  #look(task: DagTask): void {
    for (const instance of this.#instances.get(task) ?? []) {
      if (instance.isQueued || this.#verdict(instance) === 'wait') continue;
      instance.isQueued = true;
      this.#queue.push(instance);
    }
  }

  /** What an instance waits for: of its own group those of its index, of all else every one. */
  #before({ task, index }: Instance): readonly Instance[] {
    return [...task.upstream].flatMap((one) => {
      const all = this.#of(one);
      return one.group !== undefined && one.group === task.group ? all.filter((other) => other.index === index) : all;
    });
  }

  #verdict(instance: Instance): State | 'run' | 'wait' {
    const before = this.#before(instance);
    if (before.length === 0) return 'run';
    const states = before.map(({ state }) => state);
    const failed = states.some((state) => state === 'failed' || state === 'upstream_failed');
    const skipped = states.filter((state) => state === 'skipped').length;
    const isOver = states.every((state) => state !== undefined);
    switch (instance.task.rule) {
      case 'all_success':
        if (failed) return 'upstream_failed';
        if (skipped > 0) return 'skipped';
        return isOver ? 'run' : 'wait';
      case 'none_failed':
        if (failed) return 'upstream_failed';
        return isOver ? 'run' : 'wait';
      case 'none_failed_min_one_success':
        if (failed) return 'upstream_failed';
        if (skipped === before.length) return 'skipped';
        return isOver ? 'run' : 'wait';
      case 'all_done':
        return isOver ? 'run' : 'wait';
    }
  }

  async #decide(instance: Instance): Promise<void> {
    const verdict = this.#verdict(instance);
    if (verdict === 'wait') throw new Error(`${instance.task.id} no longer knows its way`);
    const before = union(this.#before(instance).map(({ done }) => done));
    if (verdict === 'run') await this.#run(instance, before);
    else this.#end(instance, { state: verdict, done: before });
  }

  async #run(instance: Instance, before: ReadonlySet<string>): Promise<void> {
    const { task, frames } = instance;
    const { work } = task;
    if (work.kind === 'frames') {
      this.#lists.set(task, this.#spellOut(work.first, work.opener));
      return this.#end(instance, { state: 'success', done: before });
    }
    const args = work.args.map((word) => {
      const text = word.startsWith('$(FRAMES)') && work.hasFrames ? `${frames}${word.slice('$(FRAMES)'.length)}` : word;
      return byKubelet(text);
    });
    const answer = await this.#shim(args, before);
    this.#end(instance, work.pushes ? answer : { state: answer.state, done: answer.done });
  }

  /** As the function of this name in the file does it; who was skipped has left nothing. */
  #spellOut(first: string, opener: DagTask): readonly string[] {
    return this.#of(opener).flatMap(({ control }) => {
      if (control?.next !== first) return [];
      const { inside, count } = control;
      if (inside === undefined || count === undefined) throw new Error(`${opener.id} opens no foreach`);
      return Array.from({ length: count }, (_, index) => `${inside}${index}`);
    });
  }

  #end(instance: Instance, { state, control, done }: Answer): void {
    const { task } = instance;
    Object.assign(instance, { state, control, done });
    for (const [group, tasks] of this.#inGroup) if (group.over === task) this.#expand(tasks, instance);
    for (const one of this.#downstream.get(task) ?? []) this.#look(one);
  }

  /** Of no elements there is one instance, skipped whatever its rule; and where nobody could list them, one that fails with that. */
  #expand(tasks: readonly DagTask[], { task, state, done }: Instance): void {
    const list = state === 'success' ? this.#lists.get(task) : undefined;
    if (list === undefined && state !== 'failed' && state !== 'upstream_failed')
      throw new Error(`${task.id} is ${state} and lists nothing`);
    const ended: Instance[] = [];
    for (const one of tasks) {
      const all = (list ?? []).map((frames, index) => new Instance(one, index, frames));
      if (all.length === 0) ended.push(new Instance(one));
      this.#instances.set(one, all.length === 0 ? ended.slice(-1) : all);
    }
    for (const one of ended) one.isQueued = true;
    for (const one of ended) this.#end(one, { state: list === undefined ? 'upstream_failed' : 'skipped', done });
    for (const one of tasks) this.#look(one);
  }
}

function listIn<K, V>(map: Map<K, V[]>, key: K): V[] {
  const known = map.get(key) ?? [];
  map.set(key, known);
  return known;
}

const union = (sets: readonly ReadonlySet<string>[]): ReadonlySet<string> => new Set(sets.flatMap((set) => [...set]));
