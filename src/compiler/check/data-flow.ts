import type { Graph, Step, Transition } from '../ir/graph.ts';
import { BitSet } from './bit-set.ts';
import { findOpenScopes, findWaysInto, type Closing, type DataScopes, type Hop } from './scopes.ts';

// Definite assignment: for every step, which artifacts are set when it begins. A step hands on what it was given and what it assigns. A join
// is given what the split had and no branch changed; what a branch changed is unset until the join assigns or merges it.

/** What is known of the artifacts at a point, by their numbers. */
export interface DataState {
  /** Set on every path. */
  readonly set: BitSet;
  /** Set on some path. */
  readonly maybe: BitSet;
  /** Maybe changed since the innermost open branch or body began. */
  readonly changed: BitSet;
  /** Surely assigned since then. */
  readonly assigned: BitSet;
}

/** What a `merge` in a join finds: artifacts that some input surely has, or may have. */
export interface Supply {
  readonly set: BitSet;
  readonly maybe: BitSet;
}

export class DataFlow {
  readonly graph: Graph;
  readonly scopes: DataScopes;
  /** Names of the artifacts, by number. */
  readonly artifacts: readonly string[];
  /** Fields that may be read unset. */
  readonly optional: ReadonlySet<string>;
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #entry = new Map<string, DataState>();
  readonly #exit = new Map<Transition, DataState>();
  readonly #supply = new Map<string, Supply>();
  #waysInto: ReadonlyMap<string, readonly Hop[]> | undefined;

  constructor(graph: Graph) {
    this.graph = graph;
    this.scopes = findOpenScopes(graph);
    this.artifacts = graph.fields.flatMap(({ name, kind }) => (kind === 'artifact' ? [name] : []));
    this.optional = new Set(graph.fields.flatMap(({ name, mayBeUnset }) => (mayBeUnset ? [name] : [])));
    this.#numbers = new Map(this.artifacts.map((name, at) => [name, at]));
    this.#solve();
  }

  /** The number of an artifact; undefined for a constant, a parameter or an unknown name. */
  numberOf(name: string): number | undefined {
    return this.#numbers.get(name);
  }

  /** What `step` is given; undefined where it is never reached. */
  entry(step: Step): DataState | undefined {
    return this.#entry.get(step.name);
  }

  /** What stands when a step leaves by `transition`. */
  exit(transition: Transition): DataState | undefined {
    return this.#exit.get(transition);
  }

  /** What a `merge` in the join `step` finds. */
  supply(step: Step): Supply | undefined {
    return this.#supply.get(step.name);
  }

  /** The ways into each step, for whoever has to explain a finding. */
  get waysInto(): ReadonlyMap<string, readonly Hop[]> {
    return (this.#waysInto ??= findWaysInto(this.graph, this.scopes));
  }

  /** Steps stand in an order in which only edges back go against it, so one round settles a flow without loops and each nested loop costs one more. */
  #solve(): void {
    const hasLoops = this.graph.regions.some(({ kind }) => kind === 'loop');
    const first = this.graph.steps[0];
    if (first !== undefined) this.#entry.set(first.name, this.#initial());
    for (let changed = true; changed;) {
      changed = false;
      for (const step of this.graph.steps) {
        const state = this.#given(step);
        if (state === undefined) continue;
        this.#entry.set(step.name, state);
        for (const transition of step.transitions) {
          const exit = this.#leave(step, transition, state);
          if (!same(this.#exit.get(transition), exit)) changed = hasLoops;
          this.#exit.set(transition, exit);
          if (transition.kind === 'go') this.#arrive(transition, exit);
          else this.#open(transition, exit);
        }
      }
    }
  }

  #initial(): DataState {
    const state = this.#empty();
    for (const { name, kind, initialised } of this.graph.fields) {
      const number = this.numberOf(name);
      if (kind !== 'artifact' || !initialised || number === undefined) continue;
      state.set.add(number);
      state.maybe.add(number);
    }
    return state;
  }

  #none(full = false): BitSet {
    return BitSet.of(this.artifacts.length, full);
  }

  #empty(): DataState {
    return { set: this.#none(), maybe: this.#none(), changed: this.#none(), assigned: this.#none() };
  }

  #given(step: Step): DataState | undefined {
    return step.takes === 'inputs' ? this.#join(step) : this.#entry.get(step.name);
  }

  #bits(names: readonly string[]): BitSet {
    const bits = this.#none();
    for (const name of names) {
      const number = this.numberOf(name);
      if (number !== undefined) bits.add(number);
    }
    return bits;
  }

  #leave(step: Step, { effects }: Transition, given: DataState): DataState {
    const assigned = this.#bits(effects.assigned);
    const merged = this.#bits(effects.merged);
    merged.keepOnly(this.#supply.get(step.name)?.set ?? this.#none());
    assigned.addAll(merged);
    const touched = this.#bits(effects.touched);
    const state = copy(given);
    state.set.removeAll(this.#bits(effects.dropped ?? []));
    if (step.settings.catchError !== undefined) {
      // The step may have failed before it assigned anything; only the error is sure.
      state.set.addAll(this.#bits([step.settings.catchError]));
      touched.addAll(this.#bits([step.settings.catchError]));
    } else {
      state.set.addAll(assigned);
      state.assigned.addAll(assigned);
    }
    // Nobody can tell what code that was given `this` has set: the warning about it stands, and no error is guessed.
    if (step.data.escapes !== undefined) state.set.addAll(this.#none(true));
    state.maybe.addAll(state.set);
    state.maybe.addAll(touched);
    state.changed.addAll(touched);
    return state;
  }

  #arrive({ targets: [target] }: Transition, exit: DataState): void {
    if (target === undefined || this.scopes.steps.get(target.step)?.takes === 'inputs') return;
    const known = this.#entry.get(target.step);
    this.#entry.set(target.step, known === undefined ? exit : meet(known, exit));
  }

  #open({ targets }: Transition, exit: DataState): void {
    const begun = { set: exit.set, maybe: exit.maybe, changed: this.#none(), assigned: this.#none() };
    for (const { step } of targets) {
      const known = this.#entry.get(step);
      this.#entry.set(step, known === undefined ? begun : meet(known, begun));
    }
  }

  #join(step: Step): DataState | undefined {
    const closings = this.scopes.closings.get(step.name) ?? [];
    const [closing] = closings;
    const before = closing === undefined ? undefined : this.#exit.get(closing.scope.transition);
    const exits = closings.flatMap(({ transition }) => this.#exit.get(transition) ?? []);
    if (before === undefined || exits.length === 0) return undefined;
    this.#supply.set(step.name, this.#supplied(closings));
    const state = copy(before);
    for (const { changed } of exits) {
      state.set.removeAll(changed);
      state.maybe.removeAll(changed);
      state.changed.addAll(changed);
    }
    return state;
  }

  /** A branch that leaves by several ways surely has what all of them have; one input that has an artifact is enough to take it. */
  #supplied(closings: readonly Closing[]): Supply {
    const branches = new Map<string, BitSet>();
    const supply = { set: this.#none(), maybe: this.#none() };
    for (const { scope, transition } of closings) {
      const exit = this.#exit.get(transition);
      if (exit === undefined) continue;
      const branch = branches.get(scope.entry);
      if (branch === undefined) branches.set(scope.entry, exit.set.copy());
      else branch.keepOnly(exit.set);
      supply.maybe.addAll(exit.maybe);
    }
    for (const set of branches.values()) supply.set.addAll(set);
    return supply;
  }
}

const copy = ({ set, maybe, changed, assigned }: DataState): DataState => ({
  set: set.copy(),
  maybe: maybe.copy(),
  changed: changed.copy(),
  assigned: assigned.copy(),
});

function meet(a: DataState, b: DataState): DataState {
  const state = copy(a);
  state.set.keepOnly(b.set);
  state.maybe.addAll(b.maybe);
  state.changed.addAll(b.changed);
  state.assigned.keepOnly(b.assigned);
  return state;
}

function same(a: DataState | undefined, b: DataState): boolean {
  return (
    a !== undefined &&
    a.set.equals(b.set) &&
    a.maybe.equals(b.maybe) &&
    a.changed.equals(b.changed) &&
    a.assigned.equals(b.assigned)
  );
}
