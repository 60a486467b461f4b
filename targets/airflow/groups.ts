import type { Graph, Step } from '../../src/compiler/ir/graph.ts';
import type { Instance, Scope, Unrolled } from './instances.ts';
import { isCertain, type Places } from './places.ts';

// From scopes to what Airflow can hold: tasks at the top, and mapped task groups, which cannot be nested. The body of a foreach is a group that is mapped
// over the elements; where it holds a foreach itself it is cut there, into segments: a group up to the inner split, one for the inner body, mapped
// over the elements of all outer ones together, and a group from the inner join on, mapped over the outer elements again. Between groups everything
// waits for everything, as a task of one cannot wait for one task of the other.
//
// A task whose arm is not taken is skipped, and so is what depends on it alone. Where several ways meet, one that was taken is enough, none may have failed, and
// the task's own runtime is asked (the guard) wherever Airflow cannot know: https://github.com/apache/airflow/issues/67265

export type TriggerRule = 'all_success' | 'none_failed_min_one_success' | 'none_failed' | 'all_done';

export interface Node {
  readonly instance: Instance;
  /** What it waits for in its own group, */
  readonly after: readonly Instance[];
  /** and, at the top, the bodies of foreaches that it joins. */
  readonly afterGroups: readonly Group[];
  readonly rule: TriggerRule;
  /** The runtime has to ask whether the task is taken. */
  readonly guard: boolean;
}

/** The tasks at the top, or a mapped task group: a segment of a scope. */
export interface Group {
  readonly scope: Scope;
  readonly segment: number;
  readonly nodes: readonly Node[];
  readonly after: readonly Group[];
}

/** The top first, and each group after those that it waits for, but that a scope's segments stand together. */
export function groupsOf(graph: Graph, { scopes, places }: Unrolled): readonly Group[] {
  return new Grouper(graph, scopes, places).run();
}

interface Way {
  readonly from: Instance;
  /** The foreach in between. */
  readonly over?: Scope;
}

class Grouper {
  readonly #scopes: readonly Scope[];
  readonly #places: Places;
  readonly #steps: ReadonlyMap<string, Step>;
  /** The branches of the static split that a step joins. */
  readonly #branches: ReadonlyMap<string, number>;
  readonly #ways = new Map<Instance, Way[]>();
  readonly #segments = new Map<Instance, number>();
  readonly #groups = new Map<Scope, Group[]>();
  /** Scopes in which a group waits for a caught task, and so for whatever fails beside it: that fails nobody by its state. */
  readonly #leaking = new Set<Scope>();

  constructor(graph: Graph, scopes: readonly Scope[], places: Places) {
    this.#scopes = scopes;
    this.#places = places;
    this.#steps = new Map(graph.steps.map((step) => [step.name, step]));
    const splits = graph.regions.filter((region) => region.kind === 'parallel');
    this.#branches = new Map(splits.map(({ join, branches }) => [join, branches.length]));
  }

  run(): readonly Group[] {
    for (const { instances } of this.#scopes) for (const instance of instances) this.#measure(instance);
    // An inner scope's groups are there when the one around it is grouped.
    for (const scope of this.#scopes.toReversed()) this.#groups.set(scope, this.#grouped(scope));
    return this.#scopes.flatMap((scope) => this.#groups.get(scope) ?? []);
  }

  /** In the order of a scope, so that whoever it waits for is measured. */
  #measure(instance: Instance): void {
    const { scope, ways, holds, opens } = instance;
    const isTop = scope.depth === 0;
    const own = this.#waysTo(instance).map(
      ({ from, over }) => (this.#segments.get(from) ?? 0) + (over === undefined || isTop ? 0 : 1),
    );
    this.#segments.set(instance, Math.max(0, ...own));
    for (const to of holds) this.#waysTo(to).push({ from: instance });
    for (const to of ways.flat()) {
      const over = opens.find(({ join }) => join === to);
      this.#waysTo(to).push({ from: instance, ...(over === undefined ? {} : { over }) });
    }
  }

  #waysTo(instance: Instance): Way[] {
    const known = this.#ways.get(instance) ?? [];
    this.#ways.set(instance, known);
    return known;
  }

  #grouped(scope: Scope): Group[] {
    const groups: Group[] = [];
    const bySegment = Map.groupBy(scope.instances, (instance) => this.#segments.get(instance) ?? 0);
    for (const [segment, instances] of [...bySegment].toSorted(([a], [b]) => a - b)) {
      const before = groups.at(-1);
      const after = before === undefined ? [] : [before, ...this.#openedIn(before)];
      if (after.some((group) => this.#endsCaught(group))) this.#leaking.add(scope);
      const nodes = instances.map((instance) => this.#node(instance, segment, after));
      groups.push({ scope, segment, nodes, after });
    }
    return groups;
  }

  /** The last groups of all foreaches that a group opens. */
  #openedIn({ nodes }: Group): readonly Group[] {
    return nodes.flatMap(({ instance }) => instance.opens.flatMap((scope) => this.#groups.get(scope)?.at(-1) ?? []));
  }

  #node(instance: Instance, segment: number, before: readonly Group[]): Node {
    const ways = this.#waysTo(instance);
    const isTop = instance.scope.depth === 0;
    const near = ways.filter(({ from, over }) => isTop || (over === undefined && this.#segments.get(from) === segment));
    const after = [...new Set(near.map(({ from }) => from))];
    const afterGroups = isTop ? ways.flatMap(({ over }) => (over && this.#groups.get(over)?.at(-1)) ?? []) : [];
    const waited = after.length === 0 ? before : afterGroups;
    const caught = after.some((one) => this.#catches(one)) || waited.some((group) => this.#endsCaught(group));
    const crosses = near.length < ways.length;
    const decided = crosses || ways.some(({ from }) => from.decides);
    const leaks =
      (crosses && this.#leaking.has(instance.scope)) || ways.some(({ over }) => over && this.#leaking.has(over));
    return {
      instance,
      after,
      afterGroups,
      rule: caught ? 'all_done' : crosses ? 'none_failed' : this.#ruleOf(instance, ways),
      guard: caught || leaks || (decided && !isCertain(this.#places, instance)),
    };
  }

  #ruleOf({ step }: Instance, ways: readonly Way[]): TriggerRule {
    const [only, ...more] = ways;
    if (only === undefined || (more.length === 0 && only.over === undefined)) return 'all_success';
    const plain = ways.every(({ from, over }) => !from.decides && over === undefined);
    return plain && ways.length === this.#branches.get(step) ? 'all_success' : 'none_failed_min_one_success';
  }

  /** The flow goes on when its task fails without a word. */
  #catches({ step, collapsed }: Instance): boolean {
    return collapsed === undefined && this.#steps.get(step)?.settings.catchError !== undefined;
  }

  #endsCaught({ nodes }: Group): boolean {
    const followed = new Set(nodes.flatMap(({ after }) => after));
    return nodes.some(({ instance }) => !followed.has(instance) && this.#catches(instance));
  }
}
