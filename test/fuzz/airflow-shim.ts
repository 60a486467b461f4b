import { after, controlOf, exitsOf } from '../../src/runtime/navigate/after.ts';
import type { Decisions } from '../../src/runtime/navigate/decisions.ts';
import { NotDecided } from '../../src/runtime/navigate/decisions.ts';
import { stepOf, under } from '../../src/runtime/navigate/frames.ts';
import { Navigator } from '../../src/runtime/navigate/navigator.ts';
import type { Plan } from '../../src/runtime/plan.ts';
import type { ExitRecord } from '../../src/runtime/store/records.ts';
import type { Control, Task } from '../../src/runtime/task.ts';
import type { Answer } from './airflow-engine.ts';
import { keyOf, Records, type Decide } from './planned-run.ts';
import type { Run } from './run.ts';

// The shim as Airflow starts it: `--guard` asks the runtime's own navigator over what the run has recorded so far, `--collapsed` runs a loop to where it is left.

export interface ShimOptions {
  readonly plan: Plan;
  readonly decide: Decide;
  /** Tasks that end without a word, as by a lost machine. */
  readonly lost: ReadonlySet<string>;
  readonly run: Run;
  /**
   * One of them ends the run. Airflow then says of tasks that they cannot run while others before them still do, and starts what comes after those: so it is no longer the order of the
   * DAG but what the shim has read that shows what was done, and it looks whether what a task takes over is there, as the runtime does.
   */
  readonly fails: boolean;
}

export class AirflowShim {
  /** Tasks that were asked about too early. */
  readonly undecided: string[] = [];
  readonly #options: ShimOptions;
  readonly #records: RecordsOrLost;

  constructor(options: ShimOptions) {
    this.#options = options;
    this.#records = new RecordsOrLost(options);
  }

  async start(args: readonly string[], before: ReadonlySet<string>): Promise<Answer> {
    const { plan } = this.#options;
    const { step, frames, guard, collapsed } = read(args);
    const task = { step, frames: collapsed ? under(frames, 'v0') : frames };
    if (collapsed && stepOf(plan, step).loops.at(-1) !== step) throw new Error(`${step} is the header of no loop`);
    const taken = guard ? await this.#isToRun(task) : await this.#isGiven(task);
    if (taken !== true) return { state: taken === false ? 'skipped' : 'failed', done: before };
    const known = this.#options.fails ? union(before, this.#records.seen) : before;
    if (collapsed) return this.#loop(task, frames, known);
    const { control, done } = this.#task(task, known);
    return control === undefined ? { state: 'failed', done } : { state: 'success', control, done };
  }

  /** Undefined where that is not decided. */
  async #isToRun(task: Task): Promise<boolean | undefined> {
    const { plan } = this.#options;
    return this.#told(task, async () => {
      if (!(await this.#records.navigator.isTaken(task))) return false;
      const catches = Object.values(plan.steps).some(({ settings }) => settings.catchError !== undefined);
      if (catches) await this.#records.receive(task);
      return true;
    });
  }

  /** What a task takes over is not there where that failed: then it fails as well, whoever started it. */
  async #isGiven(task: Task): Promise<boolean | undefined> {
    if (!this.#options.fails) return true;
    return this.#told(task, async () => {
      await this.#records.receive(task);
      return true;
    });
  }

  async #told(task: Task, ask: () => Promise<boolean>): Promise<boolean | undefined> {
    this.#records.seen.clear();
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof NotDecided || error instanceof NoResult)) throw error;
      this.undecided.push(`${keyOf(task)}: ${error.message}`);
      return undefined;
    }
  }

  #task(task: Task, before: ReadonlySet<string>): { readonly control?: Control; readonly done: ReadonlySet<string> } {
    const { plan, decide, run, lost } = this.#options;
    const done = run.add(task, before);
    if (lost.has(keyOf(task))) return { done };
    const { next, count } = decide(task);
    const way = stepOf(plan, task.step).ways.find(({ targets }) => targets[0] === next);
    const control = controlOf(plan, task, way, count);
    this.#records.put(task, control);
    return { control, done };
  }

  async #loop(first: Task, around: string, before: ReadonlySet<string>): Promise<Answer> {
    const { plan } = this.#options;
    const loop = under(first.step, around);
    const leaves = (task: Task, control: Control): boolean =>
      exitsOf(plan, task, control).some(({ header, frames }) => under(header, frames) === loop);
    const scopes = [{ at: first, done: before }];
    let all = before;
    // Branches and bodies run one after another, and the join last.
    for (let next = scopes.pop(); next !== undefined; next = scopes.pop()) {
      const { at } = next;
      const { control, done } = this.#task(at, union(next.done, all));
      all = union(all, done);
      const isCaught = stepOf(plan, at.step).settings.catchError !== undefined;
      const known = control ?? (isCaught ? await this.#records.control(at) : undefined);
      if (known === undefined) return { state: 'failed', done: all };
      if (leaves(at, known)) return { state: 'success', control: known, done: all };
      const then = after(plan, at, known);
      if (then.kind === 'task') scopes.push({ at: then.task, done: all });
      if (then.kind !== 'group') continue;
      scopes.push({ at: then.join, done: all });
      for (let index = then.count - 1; index >= 0; index--) scopes.push({ at: then.first(index), done: all });
    }
    throw new Error(`the loop of ${first.step} is never left`);
  }
}

/** The task of which a result is wanted has left none. */
class NoResult extends Error {
  constructor(task: Task) {
    super(`${keyOf(task)} has no result`);
  }
}

/** What the tasks have left; where one under `@catchError` was lost, that is made up for by who asks. */
class RecordsOrLost implements Decisions {
  readonly navigator: Navigator;
  /** Whose records were read, and all that was done before those. */
  readonly seen = new Set<string>();
  readonly #options: ShimOptions;
  readonly #records = new Records();

  constructor(options: ShimOptions) {
    this.#options = options;
    this.navigator = new Navigator(options.plan, this);
  }

  put(task: Task, control: Control): void {
    this.#records.controls.set(keyOf(task), control);
    for (const { header, frames, record } of exitsOf(this.#options.plan, task, control))
      this.#records.exits.set(keyOf({ step: header, frames }), record);
  }

  exit(step: string, frames: string): Promise<ExitRecord | undefined> {
    return this.#records.exit(step, frames);
  }

  async control(task: Task): Promise<Control | undefined> {
    const { plan, run, lost } = this.#options;
    const before = run.tasks.get(keyOf(task));
    for (const done of before === undefined ? [] : [...before, keyOf(task)]) this.seen.add(done);
    const known = await this.#records.control(task);
    const { settings, ways } = stepOf(plan, task.step);
    if (known !== undefined || settings.catchError === undefined) return known;
    if (!run.tasks.has(keyOf(task))) return undefined;
    await this.receive(task);
    if (!lost.has(keyOf(task))) throw new Error(`${keyOf(task)} is taken for lost and was not`);
    const control = controlOf(plan, task, ways[0]);
    this.put(task, control);
    return control;
  }

  /** What a task takes over has to be there. */
  async receive(task: Task): Promise<void> {
    if (stepOf(this.#options.plan, task.step).takes !== 'inputs') {
      const parent = await this.navigator.parent(task);
      return parent === undefined ? undefined : this.#result(parent);
    }
    const join = await this.navigator.joinOf(task);
    await this.#result(join.opener);
    for (let index = 0; index < join.count; index++) await this.#result(await join.input(index));
  }

  async #result(task: Task): Promise<void> {
    if ((await this.control(task)) === undefined) throw new NoResult(task);
  }
}

interface Arguments extends Task {
  readonly guard: boolean;
  readonly collapsed: boolean;
}

function read([step = '', ...more]: readonly string[]): Arguments {
  const at = more.indexOf('--frames');
  const frames = at < 0 ? '' : (more[at + 1] ?? '');
  const flags = more.filter((_, place) => at < 0 || (place !== at && place !== at + 1));
  const strange = flags.filter((flag) => flag !== '--guard' && flag !== '--collapsed');
  if (strange.length > 0 || frames.includes('(')) throw new Error(`the shim takes no ${more.join(' ')}`);
  return { step, frames, guard: flags.includes('--guard'), collapsed: flags.includes('--collapsed') };
}

const union = (a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> => new Set([...a, ...b]);
