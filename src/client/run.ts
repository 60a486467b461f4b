import { SIDE_BY_SIDE } from '../runtime/shim/bounded.ts';
import { readJson, Results } from '../runtime/shim/results.ts';
import { readPackage } from '../runtime/package/package.ts';
import type { Plan } from '../runtime/plan.ts';
import { ahead } from '../runtime/store/chunks.ts';
import { codeKey, runEndKey, stepPrefix, taskPrefix, type RunId } from '../runtime/store/layout.ts';
import type { RunEnd, RunRecord } from '../runtime/store/records.ts';
import type { Store } from '../runtime/store/store.ts';
import type { Task } from '../runtime/task.ts';
import { compareFrames } from './frames.ts';
import { statusElsewhere } from './elsewhere.ts';
import { readEnd, readResult } from './records.ts';
import { reusedTasks } from './reused.ts';
import { RunIndex, type TaskEntry } from './run-index.ts';
import { engineState, type RunStatus } from './status.ts';

/** `waiting`: it failed, and its engine may try again. `interrupted`: its run is over, and it never ended. */
export type TaskState = 'succeeded' | 'caught' | 'running' | 'waiting' | 'failed' | 'interrupted';

/** A task of a run. */
export interface RunTask {
  readonly task: Task;
  readonly state: TaskState;
  /** The run whose objects it consists of: another one where it is reused. */
  readonly run: RunId;
  readonly reused: boolean;
  readonly entry: TaskEntry;
}

/** The tasks of a step, in the order of their frames. */
export interface RunStep {
  readonly step: string;
  readonly tasks: readonly RunTask[];
}

/** A run as it is when it is first looked at: what was read once is not read again. */
export class Run {
  readonly id: RunId;
  readonly record: RunRecord;
  readonly store: Store;
  /** Reads fall through to the runs that this one resumes. */
  readonly results: Results;
  #end: Promise<RunEnd | undefined> | undefined;
  #status: Promise<RunStatus> | undefined;
  #plan: Promise<Plan | undefined> | undefined;
  #index: Promise<RunIndex> | undefined;
  #steps: Promise<readonly RunStep[]> | undefined;

  constructor(store: Store, record: RunRecord) {
    this.store = store;
    this.record = record;
    this.id = { flow: record.flow, run: record.run };
    this.results = new Results(store, record);
  }

  end(): Promise<RunEnd | undefined> {
    return (this.#end ??= readJson<RunEnd>(this.store, runEndKey(this.id)));
  }

  status(): Promise<RunStatus> {
    return (this.#status ??= this.#findStatus());
  }

  /** When it ended: of an engine that does not say so, when the last of its tasks did. Undefined while it may go on. */
  async ended(): Promise<Date | undefined> {
    const [end, status] = await Promise.all([this.end(), this.status()]);
    if (end !== undefined) return new Date(end.ended);
    return status === 'succeeded' || status === 'failed' ? (await this.index()).latest : undefined;
  }

  /** The flow's plan, from the code package; undefined where that is gone. */
  plan(): Promise<Plan | undefined> {
    return (this.#plan ??= this.store
      .get(codeKey(this.record.code))
      .then((bytes) => (bytes === undefined ? undefined : readPackage(bytes).plan)));
  }

  /** What the names of the run's own objects say. */
  index(): Promise<RunIndex> {
    return (this.#index ??= RunIndex.of(this.store, this.id));
  }

  /** Steps and exit handlers that have tasks, in the order of the plan; reused tasks are among them. */
  steps(): Promise<readonly RunStep[]> {
    return (this.#steps ??= this.#findSteps());
  }

  /** How many tasks are done, the reused among them. */
  async done(): Promise<number> {
    if (this.record.origins.length === 0) {
      return [...(await this.index()).all()].filter(({ done }) => done !== undefined).length;
    }
    return (await this.steps()).flatMap(({ tasks }) => tasks).filter(({ entry }) => entry.done !== undefined).length;
  }

  /** The tasks of a step. Where the run resumes none, nothing else of it is listed. */
  async tasks(step: string): Promise<readonly RunTask[]> {
    if (this.record.origins.length === 0) return this.#listed(step, stepPrefix(this.id, step));
    return (await this.steps()).find((one) => one.step === step)?.tasks ?? [];
  }

  /** One task; undefined where there is none. What the run did itself is found without looking at the rest of it. */
  async task(task: Task): Promise<RunTask | undefined> {
    const [own] = await this.#listed(task.step, taskPrefix(this.id, task));
    if (own !== undefined || this.record.origins.length === 0) return own;
    return (await this.tasks(task.step)).find((one) => one.task.frames === task.frames);
  }

  async #listed(step: string, within: string): Promise<readonly RunTask[]> {
    const [plan, status, index] = await Promise.all([
      this.plan(),
      this.status(),
      RunIndex.of(this.store, this.id, within),
    ]);
    return Array.fromAsync(ahead(index.tasks(step), SIDE_BY_SIDE, (entry) => this.#judge(entry, plan, status)));
  }

  async #findStatus(): Promise<RunStatus> {
    const end = await this.end();
    if (end !== undefined) return end.status;
    const engine = engineState(this.record.engine);
    if (engine !== 'elsewhere') return engine === 'alive' ? 'running' : 'interrupted';
    return statusElsewhere(this, new Date());
  }

  async #findSteps(): Promise<readonly RunStep[]> {
    const [plan, index, status] = await Promise.all([this.plan(), this.index(), this.status()]);
    const judged = ahead(index.all(), SIDE_BY_SIDE, (entry) => this.#judge(entry, plan, status));
    const tasks = [...(await Array.fromAsync(judged)), ...(await this.#reused(index, plan))];
    const byStep = Map.groupBy(tasks, ({ task }) => task.step);
    const inPlan = [...Object.keys(plan?.steps ?? {}), ...Object.keys(plan?.exitHandlers ?? {})];
    const names = new Set([...inPlan.filter((name) => byStep.has(name)), ...byStep.keys()]);
    return [...names].map((step) => ({ step, tasks: (byStep.get(step) ?? []).toSorted(byFrames) }));
  }

  async #judge(entry: TaskEntry, plan: Plan | undefined, status: RunStatus): Promise<RunTask> {
    const state = await this.#stateOf(entry, plan, status);
    return { task: entry.task, state, run: this.id, reused: false, entry };
  }

  async #stateOf({ task, done, attempts }: TaskEntry, plan: Plan | undefined, status: RunStatus): Promise<TaskState> {
    if (done !== undefined) return this.#doneState(this.id, task, plan);
    const over = status !== 'running' && status !== 'unknown';
    const last = attempts.at(-1);
    // A try follows when the one before it is over, also where that left no word.
    if (last?.ended === undefined) return over ? 'interrupted' : 'running';
    const { outcome, retry: mayGoOn = false } = (await readEnd(this.store, this.id, task, last)) ?? {};
    if (outcome === 'refused') return 'failed';
    // An exit handler has no result: its attempt's end is all that it leaves.
    if (outcome === 'succeeded' || outcome === 'superseded') return 'succeeded';
    if (status === 'interrupted' && (mayGoOn || outcome === 'killed')) return 'interrupted';
    return !over && mayGoOn ? 'waiting' : 'failed';
  }

  async #doneState(run: RunId, task: Task, plan: Plan | undefined): Promise<'succeeded' | 'caught'> {
    if (plan?.steps[task.step]?.settings.catchError === undefined) return 'succeeded';
    return (await readResult(this.store, run, task))?.caught === true ? 'caught' : 'succeeded';
  }

  async #reused(own: RunIndex, plan: Plan | undefined): Promise<readonly RunTask[]> {
    if (plan === undefined || this.record.origins.length === 0) return [];
    const runs = this.record.origins.map((run) => ({ flow: this.id.flow, run }));
    const origins = await Promise.all(runs.map(async (run) => ({ run, index: await RunIndex.of(this.store, run) })));
    const originOf = (task: Task): number | undefined => {
      if (own.get(task) !== undefined) return undefined;
      const at = origins.findIndex(({ index }) => index.get(task)?.done !== undefined);
      return at < 0 ? undefined : at;
    };
    const tasks = await reusedTasks(plan, originOf, this.results);
    const found = ahead(tasks, SIDE_BY_SIDE, async ({ task, origin }): Promise<readonly RunTask[]> => {
      const from = origins[origin];
      const entry = from?.index.get(task);
      if (from === undefined || entry === undefined) return [];
      return [{ task, state: await this.#doneState(from.run, task, plan), run: from.run, reused: true, entry }];
    });
    return (await Array.fromAsync(found)).flat();
  }
}

const byFrames = (a: RunTask, b: RunTask): number => compareFrames(a.task.frames, b.task.frames);
