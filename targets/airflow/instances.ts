import type { Graph, Loop, Step, Transition } from '../../src/compiler/ir/graph.ts';
import { isCertain, placesOf, type Place, type Places } from './places.ts';

// A flow as Airflow has to see it, before anything is spelt in Airflow's words: a graph without loops. Each visit of a step in a loop is an instance of its
// own, up to the loop's bound, or the whole loop is one, where the user has it collapsed. Instances lie in scopes: the flow itself, and the body of
// each foreach, which Airflow maps over the elements. A scope is opened by an instance; so a foreach in a loop has a scope for each visit.
//
// Everything is found by queues that grow while they are walked, not by recursion.

/** One operator's worth. */
export interface Instance {
  /** The step, or the header of the loop that is collapsed. */
  readonly step: string;
  /** Of the loops around it inside its scope, from the outside in. */
  readonly visits: readonly number[];
  readonly collapsed?: Loop;
  readonly scope: Scope;
  /** Each way on that ends in the scope: where it leads, a split to several. Where a loop's bound is reached, a way is missing. */
  readonly ways: readonly (readonly Instance[])[];
  /** Who waits for it beside: what leaves a loop another way is asked for only once the loop has been left. */
  readonly holds: readonly Instance[];
  /** It has several ways on, and one is taken. */
  readonly decides: boolean;
  /** A way on leads out of the scope: to the join of its foreach. */
  readonly ends: boolean;
  /** The foreaches that it opens. */
  readonly opens: readonly Scope[];
}

export interface Scope {
  /** Absent at the top. */
  readonly opener?: Instance;
  /** How many foreaches are open in it. */
  readonly depth: number;
  /** The first step of the body. */
  readonly first: string;
  /** The instance of the foreach's join, in the scope around. */
  readonly join?: Instance;
  /** Nobody before whom it waits for. */
  readonly instances: readonly Instance[];
}

export interface Unrolled {
  /** Each after the one around it. */
  readonly scopes: readonly Scope[];
  /** Loops that nothing bounds and nobody collapses: of these, one visit is there. */
  readonly unbounded: readonly Loop[];
  /** There would be more instances than `most`: what there is, is not all. */
  readonly tooMany: boolean;
  readonly places: Places;
}

/** @param collapse - Headers of loops. */
export function unroll(graph: Graph, collapse: ReadonlySet<string>, most: number): Unrolled {
  return new Unroller(graph, collapse, most).run();
}

/** An instance while its ways are still being found. */
interface OpenInstance extends Omit<Instance, 'scope' | 'ways' | 'holds' | 'ends' | 'opens'> {
  readonly scope: OpenScope;
  readonly ways: OpenInstance[][];
  readonly holds: OpenInstance[];
  readonly opens: OpenScope[];
  ends: boolean;
}

interface OpenScope extends Omit<Scope, 'opener' | 'join' | 'instances'> {
  readonly opener?: OpenInstance;
  readonly join?: OpenInstance;
  readonly byKey: Map<string, OpenInstance>;
  /** By a loop and the visits around it. */
  readonly loopsLeft: Map<string, LoopLeft>;
  instances: readonly OpenInstance[];
}

/** How a loop is left. */
interface LoopLeft {
  /** Of each step, the instance of the last visit. */
  readonly by: Map<string, OpenInstance>;
  /** Where to, outside of it. */
  readonly to: Set<OpenInstance>;
}

class Unroller {
  readonly #steps: ReadonlyMap<string, Step>;
  readonly #places: Places;
  readonly #collapse: ReadonlySet<string>;
  readonly #most: number;
  readonly #unbounded = new Set<Loop>();
  readonly #scopes: OpenScope[] = [];
  #count = 0;

  constructor(graph: Graph, collapse: ReadonlySet<string>, most: number) {
    this.#steps = new Map(graph.steps.map((step) => [step.name, step]));
    this.#places = placesOf(graph);
    this.#collapse = collapse;
    this.#most = most;
  }

  run(): Unrolled {
    this.#open({ first: 'start', depth: 0 });
    for (const scope of this.#scopes) {
      for (const instance of scope.byKey.values()) {
        if (this.#count > this.#most) break;
        for (const transition of this.#transitionsOf(instance)) this.#follow(instance, transition);
      }
      this.#hold(scope);
      scope.instances = inOrder(scope);
    }
    const tooMany = this.#count > this.#most;
    return { scopes: this.#scopes, unbounded: [...this.#unbounded], tooMany, places: this.#places };
  }

  #open(scope: Pick<OpenScope, 'opener' | 'join' | 'depth' | 'first'>): OpenScope {
    const opened: OpenScope = { ...scope, byKey: new Map(), loopsLeft: new Map(), instances: [] };
    this.#scopes.push(opened);
    this.#land(opened, scope.first, () => 0);
    return opened;
  }

  /** The transitions by which an instance is left: a step's own, or those that lead out of a collapsed loop. */
  #transitionsOf({ step, collapsed }: Pick<Instance, 'step' | 'collapsed'>): readonly Transition[] {
    if (collapsed === undefined) return this.#steps.get(step)?.transitions ?? [];
    const ways = new Map<string, Transition>();
    for (const { name, transitions } of this.#steps.values())
      for (const transition of transitions)
        if (this.#leaves(name, transition, collapsed)) ways.set(wayKey(transition), transition);
    return [...ways.values()];
  }

  #leaves(step: string, { loop }: Transition, left: Loop): boolean {
    return loop !== undefined && this.#outermostLeft(step, loop) <= this.#place(step).loops.indexOf(left);
  }

  /** Which of the loops around a step is the first that is left. */
  #outermostLeft(step: string, { id, way }: NonNullable<Transition['loop']>): number {
    const at = this.#place(step).loops.findIndex((loop) => loop.id === id);
    return at < 0 ? Infinity : way === 'again' ? at + 1 : at;
  }

  #follow(from: OpenInstance, { kind, targets, loop }: Transition): void {
    const again = loop?.way === 'again' ? loop.id : undefined;
    const { loops, foreach } = this.#place(from.step);
    const visit = (at: number, of: Loop): number => {
      const before = loops[at] === of ? (from.visits[at] ?? 0) : undefined;
      return before === undefined ? 0 : of.id === again ? before + 1 : before;
    };
    const reached: OpenInstance[] = [];
    if (kind === 'foreach') reached.push(this.#openForeach(from, targets[0]?.step ?? '', visit));
    else
      for (const { step: to } of targets) {
        if (this.#place(to).foreach !== foreach) from.ends = true;
        else reached.push(...this.#land(from.scope, to, visit));
      }
    if (reached.length > 0) from.ways.push(reached);
    if (loop !== undefined) this.#leave(from, this.#outermostLeft(from.step, loop), reached);
  }

  /** @param outermost - The first of the loops around `from` that is left. */
  #leave(from: OpenInstance, outermost: number, reached: readonly OpenInstance[]): void {
    const { loops } = this.#place(from.step);
    for (let at = outermost; at < from.visits.length; at++) {
      const key = [loops[at]?.id, ...from.visits.slice(0, at)].join(' ');
      const left = from.scope.loopsLeft.get(key) ?? { by: new Map(), to: new Set() };
      from.scope.loopsLeft.set(key, left);
      const known = left.by.get(from.step);
      if (known === undefined || isLater(from, known)) left.by.set(from.step, from);
      if (at === outermost) for (const to of reached) left.to.add(to);
    }
  }

  /**
   * Which way a loop was left is known once it has been. Without this the guard of one way would be asked when the last visit has decided to go on.
   * What every run comes to has no guard.
   */
  #hold({ loopsLeft }: OpenScope): void {
    for (const { by, to } of loopsLeft.values())
      for (const reached of to) {
        if (isCertain(this.#places, reached)) continue;
        for (const last of by.values()) if (!last.ways.flat().includes(reached)) last.holds.push(reached);
      }
  }

  /** Answers with the join. */
  #openForeach(from: OpenInstance, first: string, visit: (at: number, of: Loop) => number): OpenInstance {
    const { foreach } = this.#place(first);
    if (foreach === undefined) throw new Error(`\`${first}\` is in no foreach`);
    const [join] = this.#land(from.scope, foreach.join, visit);
    if (join === undefined) throw new Error(`\`${foreach.join}\` closes a foreach and is past the bound of a loop`);
    from.opens.push(this.#open({ opener: from, join, depth: from.scope.depth + 1, first }));
    return join;
  }

  /** The instance that is come to, or the collapsed loop that it begins; none past a loop's bound. */
  #land(scope: OpenScope, step: string, visit: (at: number, of: Loop) => number): readonly OpenInstance[] {
    const { loops } = this.#place(step);
    const inner = loops.findIndex(({ header }) => this.#collapse.has(header));
    const collapsed = loops[inner];
    const around = collapsed === undefined ? loops : loops.slice(0, inner);
    const visits = around.map((loop, at) => visit(at, loop));
    if (around.some((loop, at) => (visits[at] ?? 0) >= this.#bound(loop))) return [];
    const name = collapsed?.header ?? step;
    const key = [name, ...visits].join(' ');
    const known = scope.byKey.get(key);
    if (known !== undefined) return [known];
    const what = { step: name, ...(collapsed === undefined ? {} : { collapsed }) };
    const decides = this.#transitionsOf(what).length > 1;
    const instance = { ...what, visits, scope, decides, ways: [], holds: [], ends: false, opens: [] };
    scope.byKey.set(key, instance);
    this.#count++;
    return [instance];
  }

  #bound(loop: Loop): number {
    if (loop.maxVisits === undefined) this.#unbounded.add(loop);
    return loop.maxVisits ?? 1;
  }

  #place(step: string): Place {
    const place = this.#places.get(step);
    if (place === undefined) throw new Error(`\`${step}\` lies nowhere`);
    return place;
  }
}

/** By the visits, from the outside in. */
function isLater({ visits }: OpenInstance, than: OpenInstance): boolean {
  const at = visits.findIndex((visit, index) => visit !== than.visits[index]);
  return at >= 0 && (visits[at] ?? 0) > (than.visits[at] ?? 0);
}

const followers = ({ ways, holds }: OpenInstance): readonly OpenInstance[] => [...ways.flat(), ...holds];

const wayKey = ({ kind, targets }: Transition): string => [kind, ...targets.map(({ step }) => step)].join(' ');

/** An order in which nobody stands before whom it waits for; a branch or arm stays together. */
function inOrder({ byKey }: OpenScope): readonly OpenInstance[] {
  const waiting = new Map<OpenInstance, number>();
  for (const one of byKey.values()) for (const to of followers(one)) waiting.set(to, (waiting.get(to) ?? 0) + 1);
  const ready = [...byKey.values()].filter((instance) => !waiting.has(instance));
  const sorted: OpenInstance[] = [];
  for (let next = ready.pop(); next !== undefined; next = ready.pop()) {
    sorted.push(next);
    const freed = followers(next).filter((to) => {
      const left = (waiting.get(to) ?? 0) - 1;
      waiting.set(to, left);
      return left === 0;
    });
    ready.push(...freed.toReversed());
  }
  return sorted;
}
