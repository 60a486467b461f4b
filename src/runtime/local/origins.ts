import { isDeepStrictEqual } from 'node:util';
import { exitsOf } from '../navigate/after.ts';
import { possibleParents } from '../navigate/possible-parents.ts';
import { readPackage } from '../package/package.ts';
import type { Plan } from '../plan.ts';
import { putJson, readJson, Results } from '../shim/results.ts';
import { codeKey, exitKey, resultKey, runKey } from '../store/layout.ts';
import type { ResultRecord, RunRecord } from '../store/records.ts';
import { StoreError, type Store } from '../store/store.ts';
import type { Control, Task } from '../task.ts';
import type { Earlier } from './engine.ts';

// What a resumed run may reuse. Runs stand in a row, newest first: 0 is the run itself, 1 the one that it resumes, 2 the one which that resumed. Two
// neighbours differ in what somebody changed between them: a parameter's value, the graph, or a step named to run anew. A change of something that
// a step stands on cuts it off from all runs behind, and stays so when a later resume sets the parameter back: the runs between may have left
// records of the other value. So how far back a step's results hold is one number, and that of a task is the least of its step's and its parents'.

interface Neighbour {
  readonly record: RunRecord;
  readonly plan: Plan;
}

/** A result of an origin that holds. */
export interface Reused {
  readonly control: Control;
  /** The place in the row of the run that it comes from. */
  readonly since: number;
  readonly origin: string;
}

export class Origins implements Earlier {
  readonly #store: Store;
  /** This run first. */
  readonly #runs: readonly Neighbour[];
  readonly #results: Results;
  readonly #limits = new Map<string, number>();

  /** @throws StoreError where an origin or its code is not there, or damaged. */
  static async open(store: Store, record: RunRecord, plan: Plan): Promise<Origins> {
    const origins = record.origins.map((run) => originOf(store, record.flow, run, plan));
    return new Origins(store, [{ record, plan }, ...(await Promise.all(origins))]);
  }

  private constructor(store: Store, runs: readonly Neighbour[]) {
    this.#store = store;
    this.#runs = runs;
    this.#results = new Results(store, this.#run.record);
  }

  get #run(): Neighbour {
    const [run] = this.#runs;
    if (run === undefined) throw new Error('a row of runs begins with the run itself');
    return run;
  }

  get count(): number {
    return this.#runs.length - 1;
  }

  /** How far back results of a step hold: the number of origins that come into question. */
  reach(step: string): number {
    const known = this.#limits.get(step);
    if (known !== undefined) return known;
    const cut = this.#runs.findIndex((run, at) => at > 0 && !this.#holdsAcross(step, this.#runs[at - 1] ?? run, run));
    const limit = (cut === -1 ? this.#runs.length : cut) - 1;
    this.#limits.set(step, limit);
    return limit;
  }

  /** What of a task may be reused whose parents' results are of `since` or older runs. */
  async find(task: Task, since: number): Promise<Reused | undefined> {
    const last = Math.min(since, this.reach(task.step));
    for (const [at, { record }] of this.#runs.slice(0, last + 1).entries()) {
      const result = at === 0 ? undefined : await readJson<ResultRecord>(this.#store, resultKey(record, task));
      if (result === undefined) continue;
      if (!isWayOf(this.#run.plan, task, result.control)) return undefined;
      if (result.readsParameters === true && !this.#hasSameParameters(at)) return undefined;
      await this.#leaveLoops(task, result.control);
      return { control: result.control, since: at, origin: record.run };
    }
    return undefined;
  }

  /** Whether all parameters are what they were in an origin, and in all runs between. */
  #hasSameParameters(origin: number): boolean {
    const { parameters } = this.#run.record;
    return this.#runs.slice(1, origin + 1).every(({ record }) => isDeepStrictEqual(record.parameters, parameters));
  }

  #holdsAcross(step: string, newer: Neighbour, older: Neighbour): boolean {
    return newer.record.from !== step && this.#readsTheSame(step, newer, older) && hasSameParents(step, newer, older);
  }

  /** Code is not compared, so that what is read is what the code of this run reads. */
  #readsTheSame(step: string, newer: Neighbour, older: Neighbour): boolean {
    const [now, before] = [newer.record.parameters, older.record.parameters];
    const reads = this.#run.plan.steps[step]?.parameters ?? [];
    if (reads === 'all') return isDeepStrictEqual(now, before);
    return reads.every((name) => isDeepStrictEqual(now[name], before[name]));
  }

  /**
   * Where a loop was left stands in a record of its own, which an engine that was killed may not have written, or have written for another way than the
   * one that holds now.
   */
  async #leaveLoops(task: Task, control: Control): Promise<void> {
    const { plan, record } = this.#run;
    for (const { header, frames, record: exit } of exitsOf(plan, task, control)) {
      const known = await this.#results.exit(header, frames);
      if (!isDeepStrictEqual(known, exit)) await putJson(this.#store, exitKey(record, header, frames), exit);
    }
  }
}

async function originOf(store: Store, flow: string, run: string, plan: Plan): Promise<Neighbour> {
  const record = await readJson<RunRecord>(store, runKey({ flow, run }));
  if (record === undefined) {
    throw new StoreError(
      `there is no run \`${run}\` of \`${flow}\` in ${store.root} to resume: \`flowc runs\` lists those that are`,
    );
  }
  return { record, plan: record.graph === plan.graph ? plan : await planOf(store, record) };
}

async function planOf(store: Store, { code, run }: RunRecord): Promise<Plan> {
  const bytes = await store.get(codeKey(code));
  if (bytes === undefined) {
    throw new StoreError(
      `the code of the run \`${run}\` is not in ${store.root} any more (\`${codeKey(code)}\`), and its graph was another one: ` +
        'what of it still holds cannot be known. Start a new run.',
    );
  }
  return readPackage(bytes).plan;
}

function hasSameParents(step: string, newer: Neighbour, older: Neighbour): boolean {
  if (newer.plan === older.plan) return true;
  const has = ({ plan }: Neighbour): boolean => Object.hasOwn(plan.steps, step);
  return (
    has(newer) && has(older) && isDeepStrictEqual(possibleParents(newer.plan, step), possibleParents(older.plan, step))
  );
}

/** Whether a step can still go on as it did. */
function isWayOf(plan: Plan, task: Task, control: Control): boolean {
  const ways = plan.steps[task.step]?.ways ?? [];
  if (control.next === undefined) return ways.length === 0;
  const way = ways.find(({ targets }) => targets[0] === control.next);
  return (
    way !== undefined &&
    (way.kind === 'foreach') === (control.count !== undefined) &&
    (way.again !== undefined) === (control.again !== undefined)
  );
}
