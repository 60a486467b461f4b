import type { Diagnostics } from '../diagnostics/sink.ts';
import type { StepModel, TransitionModel } from '../ir/model.ts';
import { dominance, immediateDominators, reversed, reversePostorder } from './digraph.ts';
import { append } from '../ir/multimap.ts';
import type { Group, Scope, Scopes } from './scopes.ts';

// The control flow inside one scope, where a split or foreach is a single edge from its opener to its join, and its loops.

/** A way from a step of the scope to another, or out of the scope. */
export interface Edge {
  readonly from: StepModel;
  readonly transition: TransitionModel;
  /** Names the edge among those of its step, as the control's `next` does: the transition's first target. */
  readonly key: string;
  /** The step it leads to, past the region it may open; undefined: out of the scope. */
  readonly to: StepModel | undefined;
  /** The region that it opens. */
  readonly group?: Group;
}

/** A natural loop: one header, all the edges back to it. */
export interface NaturalLoop {
  readonly header: StepModel;
  readonly latches: Edge[];
  /** The innermost loop around it, in the same scope. */
  parent?: NaturalLoop;
}

export interface ScopeFlow {
  readonly scope: Scope;
  /** In reverse postorder: the order in which everything that follows from the flow is written. */
  readonly steps: readonly StepModel[];
  readonly edges: ReadonlyMap<string, readonly Edge[]>;
  /** The innermost loop of each step that lies in one. */
  readonly loopOf: ReadonlyMap<string, NaturalLoop>;
}

/**
 * Reports loops with two ways in, edges back with different bounds, and, where `whole` says that the scopes are without fault, steps from which
 * the scope's end cannot be reached.
 */
export function findScopeFlow(scope: Scope, scopes: Scopes, whole: boolean, sink: Diagnostics): ScopeFlow {
  const index = new Map(scope.steps.map((step, at) => [step.name, at]));
  const edges = new Map(scope.steps.map((step) => [step.name, edgesOf(step, scope, scopes, index)]));
  const graph = scope.steps.map((step) =>
    (edges.get(step.name) ?? []).flatMap(({ to }) => (to === undefined ? [] : [index.get(to.name) ?? -1])),
  );
  const order = reversePostorder(graph, 0);
  const steps = order.flatMap((node) => scope.steps[node] ?? []);
  const loopOf = findLoops({ steps, edges, index, graph, rank: rankOf(order) }, sink);
  if (whole) reportTraps(scope, steps, edges, sink);
  return { scope, steps, edges, loopOf };
}

function edgesOf(step: StepModel, scope: Scope, scopes: Scopes, index: ReadonlyMap<string, number>): Edge[] {
  return step.transitions.flatMap((transition): Edge[] => {
    const [target] = transition.targets;
    if (target === undefined) return [];
    const group = scopes.opened.get(transition);
    const name = group === undefined ? target.step : scopes.joinOf.get(group);
    // A group that nothing joins leads nowhere: its steps are reported as the trap they are.
    if (name === undefined) return [];
    const at = index.get(name);
    const to = at === undefined ? undefined : scope.steps[at];
    const edge = { from: step, transition, key: target.step, to };
    return [group === undefined ? edge : { ...edge, group }];
  });
}

const rankOf = (order: readonly number[]): number[] => {
  const rank: number[] = [];
  order.forEach((node, at) => (rank[node] = at));
  return rank;
};

interface Walk {
  readonly steps: readonly StepModel[];
  readonly edges: ReadonlyMap<string, readonly Edge[]>;
  readonly index: ReadonlyMap<string, number>;
  readonly graph: readonly (readonly number[])[];
  readonly rank: readonly number[];
}

function findLoops({ steps, edges, index, graph, rank }: Walk, sink: Diagnostics): Map<string, NaturalLoop> {
  const dominates = dominance(immediateDominators(graph, 0), 0);
  const nodeOf = (step: StepModel): number => index.get(step.name) ?? -1;
  const loops = new Map<string, NaturalLoop>();
  for (const edge of [...edges.values()].flat()) {
    const { from, to, transition } = edge;
    if (to === undefined || (rank[nodeOf(to)] ?? 0) > (rank[nodeOf(from)] ?? 0)) {
      if (transition.maxVisits !== undefined) sink.report('max-visits-without-loop', transition.span, [edge.key]);
    } else if (!dominates(nodeOf(to), nodeOf(from))) {
      sink.report('irreducible-loop', transition.span, [from.name, to.name]);
    } else {
      const loop = loops.get(to.name) ?? { header: to, latches: [] };
      loops.set(to.name, loop);
      loop.latches.push(edge);
    }
  }
  for (const { header, latches } of loops.values()) reportBounds(header, latches, sink);
  return nestLoops(steps, loops, predecessorsOf(steps, graph, nodeOf), rank, nodeOf);
}

function predecessorsOf(steps: readonly StepModel[], graph: Walk['graph'], nodeOf: (step: StepModel) => number) {
  const back = reversed(graph);
  const byNode = new Map(steps.map((step) => [nodeOf(step), step]));
  return (step: StepModel): StepModel[] => (back[nodeOf(step)] ?? []).flatMap((node) => byNode.get(node) ?? []);
}

/** The innermost loop of each step. Inner headers come later in the order, so going backwards meets inner loops first. */
function nestLoops(
  steps: readonly StepModel[],
  loops: ReadonlyMap<string, NaturalLoop>,
  predecessors: (step: StepModel) => StepModel[],
  rank: readonly number[],
  nodeOf: (step: StepModel) => number,
): Map<string, NaturalLoop> {
  const loopOf = new Map<string, NaturalLoop>();
  for (const header of steps.toReversed()) {
    const loop = loops.get(header.name);
    if (loop === undefined) continue;
    const reach = loop.latches.map(({ from }) => from);
    for (let step = reach.pop(); step !== undefined; step = reach.pop()) {
      const around = outermost(loopOf.get(step.name), loop);
      if (around === loop) continue;
      if (around === undefined) loopOf.set(step.name, loop);
      else around.parent = loop;
      const entered = around?.header ?? step;
      if (entered !== header) reach.push(...predecessors(entered).filter((p) => (rank[nodeOf(p)] ?? -1) >= 0));
    }
    const around = outermost(loopOf.get(header.name), loop);
    if (around === undefined) loopOf.set(header.name, loop);
  }
  return loopOf;
}

/** The outermost loop known so far around a step whose innermost is `inner`; `limit` ends the search. */
function outermost(inner: NaturalLoop | undefined, limit: NaturalLoop): NaturalLoop | undefined {
  let loop = inner;
  while (loop !== undefined && loop !== limit && loop.parent !== undefined) loop = loop.parent;
  return loop;
}

function reportBounds(header: StepModel, latches: readonly Edge[], sink: Diagnostics): void {
  const bounded = latches.filter(({ transition }) => transition.maxVisits !== undefined);
  const [first] = bounded;
  const other = bounded.find(({ transition }) => transition.maxVisits !== first?.transition.maxVisits);
  if (first === undefined || other === undefined) return;
  sink.report(
    'loop-with-two-bounds',
    other.transition.span,
    [header.name, first.transition.maxVisits ?? 0, other.transition.maxVisits ?? 0],
    [{ message: 'the other bound', span: first.transition.span }],
  );
}

/** Reports the steps by which a way enters a part of the scope that has no way out. */
function reportTraps(scope: Scope, steps: readonly StepModel[], edges: ScopeFlow['edges'], sink: Diagnostics): void {
  const predecessors = new Map<string, StepModel[]>();
  const reach: StepModel[] = [];
  for (const step of steps) {
    const ways = edges.get(step.name) ?? [];
    if (step.name === 'end' || ways.some(({ to }) => to === undefined)) reach.push(step);
    for (const { to } of ways) {
      if (to !== undefined) append(predecessors, to.name, step);
    }
  }
  const free = new Set(reach);
  for (let step = reach.pop(); step !== undefined; step = reach.pop()) {
    for (const predecessor of predecessors.get(step.name) ?? []) {
      if (free.has(predecessor)) continue;
      free.add(predecessor);
      reach.push(predecessor);
    }
  }
  for (const step of steps) {
    const trapped = !free.has(step);
    const entered = step.name === scope.entry || (predecessors.get(step.name) ?? []).some((from) => free.has(from));
    if (trapped && entered) sink.report('cannot-reach-end', step.span, [step.name, scope.group?.opener.name]);
  }
}
