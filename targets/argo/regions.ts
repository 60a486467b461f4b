import type { Choice, Graph, Item, Loop, Region, RegionId, Sequence } from '../../src/compiler/ir/graph.ts';
import type { ControlOutput } from '../../src/runtime/protocol.ts';
import { settleNeeds, type Dag, type Scope, type Task } from './dags.ts';
import { MAIN, type TemplateNames } from './names.ts';

// From regions to DAG templates, before anything is spelt in Argo's words. Each region becomes a DAG of its own, and each
// item a task that depends on the one before it: never on two, and never on `a || b`, so that none of the known traps of
// Argo's merge conditions can be met. What a sequence ends with (a choice that nothing follows, going round, leaving) is
// written straight into its DAG: fewer templates, and fewer of the hundred levels that Argo allows.
//
// A DAG is filled by a queue of sequences, not by recursion.

/** All DAG templates of a flow, a caller before what it calls first. */
export interface Plan {
  readonly dags: readonly Dag[];
  /** Of each step. */
  readonly scopes: ReadonlyMap<string, Scope>;
  /** The files of its control that somebody reads, of each step that has a reader. */
  readonly outputs: ReadonlyMap<string, ReadonlySet<ControlOutput>>;
}

export function planDags(graph: Graph, names: TemplateNames): Plan {
  const planner = new Planner(graph, names);
  const dags = planner.run();
  return { dags, scopes: planner.scopes, outputs: settleNeeds(dags) };
}

/** A sequence that is to be reached by one task. */
interface Place {
  readonly name: string;
  readonly scope: Scope;
  readonly body: Sequence;
}

type Entry = Pick<Task, 'after' | 'when'>;

class Planner {
  readonly scopes = new Map<string, Scope>();
  readonly #body: Sequence;
  readonly #names: TemplateNames;
  readonly #regions: ReadonlyMap<RegionId, Region>;
  readonly #caught: ReadonlySet<string>;
  /** Where the arms, exits and tails of a region lie. */
  readonly #scopeOf = new Map<RegionId, Scope>();
  readonly #dags = new Map<string, Dag>();
  readonly #pending: { readonly dag: Dag; readonly sequence: Sequence }[] = [];

  constructor(graph: Graph, names: TemplateNames) {
    this.#body = graph.body;
    this.#names = names;
    this.#regions = new Map(graph.regions.map((region) => [region.id, region]));
    this.#caught = caughtSteps(graph);
  }

  run(): readonly Dag[] {
    this.#dag({ name: MAIN, scope: { depth: 0 }, body: this.#body });
    // Both lists grow while they are walked.
    for (const { dag, sequence } of this.#pending) this.#fill(dag, sequence);
    for (const dag of this.#dags.values()) this.#shieldEnds(dag);
    return [...this.#dags.values()];
  }

  /** The DAG of a sequence, written once. */
  #dag({ name, scope, body }: Place, loop?: Loop): Dag {
    const known = this.#dags.get(name);
    if (known !== undefined) return known;
    const dag = this.#newDag(name, scope, loop);
    this.#pending.push({ dag, sequence: body });
    return dag;
  }

  #newDag(name: string, scope: Scope, loop?: Loop): Dag {
    const dag: Dag = { name, scope, tasks: [], needs: new Set(), ...(loop === undefined ? {} : { loop }) };
    this.#dags.set(name, dag);
    return dag;
  }

  #fill(dag: Dag, sequence: Sequence): void {
    let after: Task | undefined;
    for (const [at, item] of sequence.entries()) {
      const isLast = at === sequence.length - 1;
      after = this.#item(dag, item, after === undefined ? {} : { after }, isLast) ?? after;
    }
  }

  /** Adds what an item needs; answers with the task that what follows depends on, if there is a new one. */
  #item(dag: Dag, item: Item, entry: Entry, isLast: boolean): Task | undefined {
    if (item.kind !== 'region') return this.#reach(dag, { name: '', scope: dag.scope, body: [item] }, entry);
    const region = this.#region(item.region);
    switch (region.kind) {
      case 'parallel': {
        const split = this.#newDag(this.#names.region(region.id), dag.scope);
        for (const { body } of region.branches) this.#pending.push({ dag: split, sequence: body });
        return addTask(dag, { name: split.name, runs: { dag: split }, scope: dag.scope, way: 'call', ...entry });
      }
      case 'foreach':
        return this.#each(dag, this.#names.region(region.id), region.body, entry);
      case 'choice':
        return this.#choice(dag, region, entry, isLast);
      case 'loop':
        return this.#enter(dag, region, dag.scope, entry);
    }
  }

  #each(dag: Dag, name: string, body: Sequence, entry: Entry): Task {
    const scope: Scope = { depth: dag.scope.depth + 1, parent: dag.scope };
    const [first, ...more] = body;
    if (first?.kind === 'step' && more.length === 0)
      return addTask(dag, { ...this.#step(first.step, scope), way: 'each', ...entry });
    return addTask(dag, { name, runs: { dag: this.#dag({ name, scope, body }) }, scope, way: 'each', ...entry });
  }

  #choice(dag: Dag, choice: Choice, entry: Entry, isLast: boolean): Task | undefined {
    this.#scopeOf.set(choice.id, dag.scope);
    const arms = choice.arms.filter(({ body }) => body.length > 0);
    const [only] = arms;
    // What follows depends on one task: on an only arm, which may be skipped, or on a DAG of all arms.
    const merges = !isLast && arms.length > 1;
    const target = merges ? this.#newDag(this.#names.region(choice.id), dag.scope) : dag;
    const reached = arms.map(({ to, body }) => {
      const place = { name: this.#names.arm(choice.id, to), scope: dag.scope, body };
      return this.#reach(target, place, merges ? { when: to } : { ...entry, when: to });
    });
    if (merges)
      return addTask(dag, { name: target.name, runs: { dag: target }, scope: dag.scope, way: 'call', ...entry });
    return only === undefined || isLast ? undefined : reached[0];
  }

  #enter(dag: Dag, loop: Loop, outside: Scope, entry: Entry): Task {
    this.#scopeOf.set(loop.id, outside);
    const scope: Scope = { depth: outside.depth + 1, parent: outside, loop };
    const body = this.#dag({ name: this.#names.region(loop.id), scope, body: loop.body }, loop);
    return addTask(dag, { name: body.name, runs: { dag: body }, scope: body.scope, way: 'call', ...entry });
  }

  /** One task for a whole sequence: the item itself where it has only one, else a DAG; none where the sequence is empty. */
  #reach(dag: Dag, start: Place, entry: Entry): Task | undefined {
    for (let place = start; ;) {
      const [item, ...more] = place.body;
      if (item === undefined) return undefined;
      if (more.length > 0) {
        const callee = this.#dag(place);
        return addTask(dag, { name: callee.name, runs: { dag: callee }, scope: place.scope, way: 'call', ...entry });
      }
      switch (item.kind) {
        case 'step':
          return addTask(dag, { ...this.#step(item.step, place.scope), way: 'call', ...entry });
        case 'region':
          return this.#enter(dag, this.#loop(item.region), place.scope, entry);
        case 'again':
          return this.#again(dag, this.#loop(item.loop), entry);
        case 'jump':
          place = this.#tail(item.region, item.to);
          break;
        case 'leave':
          place = this.#exit(this.#loop(item.loop), item.to);
          break;
      }
    }
  }

  /**
   * Gives a step under `@catchError` that ends a DAG after others a DAG of its own. Argo takes the failure of a task that was left out since
   * one before it had failed for the task's own, and forgives it, so that the DAG would succeed without having run:
   * https://github.com/argoproj/argo-workflows/blob/v4.0.2/workflow/controller/dag.go#L209
   */
  #shieldEnds(dag: Dag): void {
    const followed = new Set(dag.tasks.map(({ after }) => after));
    for (const [at, task] of dag.tasks.entries()) {
      const { runs, scope, after } = task;
      if (!('step' in runs) || !this.#caught.has(runs.step) || after === undefined || followed.has(task)) continue;
      const shield = this.#newDag(this.#names.caught(runs.step), scope);
      addTask(shield, { ...this.#step(runs.step, scope), way: 'call' });
      dag.tasks[at] = { ...task, name: shield.name, runs: { dag: shield } };
    }
  }

  #step(step: string, scope: Scope): Pick<Task, 'name' | 'runs' | 'scope'> {
    this.scopes.set(step, scope);
    return { name: this.#names.step(step), runs: { step }, scope };
  }

  #again(dag: Dag, loop: Loop, entry: Entry): Task {
    const body = this.#dags.get(this.#names.region(loop.id));
    if (body === undefined) throw new Error(`${loop.id} goes round before it began`);
    return addTask(dag, {
      name: this.#names.again(loop.id),
      runs: { dag: body },
      scope: body.scope,
      way: 'again',
      ...entry,
    });
  }

  #tail(id: RegionId, to: string): Place {
    const region = this.#region(id);
    const tail = 'tails' in region ? region.tails.find((candidate) => candidate.to === to) : undefined;
    const scope = this.#scopeOf.get(id);
    if (tail === undefined || scope === undefined) throw new Error(`${id} has no tail ${to}`);
    return { name: this.#names.tail(id, to), scope, body: tail.body };
  }

  #exit(loop: Loop, to: string): Place {
    const exit = loop.exits.find((candidate) => candidate.to === to);
    const scope = this.#scopeOf.get(loop.id);
    if (exit === undefined || scope === undefined) throw new Error(`${loop.id} has no exit ${to}`);
    return { name: this.#names.arm(loop.id, to), scope, body: exit.body };
  }

  #region(id: RegionId): Region {
    const region = this.#regions.get(id);
    if (region === undefined) throw new Error(`no region ${id}`);
    return region;
  }

  #loop(id: RegionId): Loop {
    const region = this.#region(id);
    if (region.kind !== 'loop') throw new Error(`${id} is no loop`);
    return region;
  }
}

/** Steps under `@catchError`: the run goes on when they fail. */
export function caughtSteps({ steps }: Graph): ReadonlySet<string> {
  return new Set(steps.filter(({ settings }) => settings.catchError !== undefined).map(({ name }) => name));
}

function addTask(dag: Dag, task: Task): Task {
  dag.tasks.push(task);
  return task;
}
