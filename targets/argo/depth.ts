import type { Loop } from '../../src/compiler/ir/graph.ts';
import type { Dag, Task } from './dags.ts';
import type { Plan } from './regions.ts';

// Argo counts templates inside templates and stops at a hundred, with an error in the middle of the run:
// https://github.com/argoproj/argo-workflows/blob/v4.0.2/workflow/controller/operator.go#L2116. A loop calls itself for each
// visit, so it spends levels as it goes round. What a flow will need is known but for loops without a bound, and those are
// counted once.

/** The most templates inside each other that Argo runs. */
export const MAX_DEPTH = 99;

/** A loop that Argo ends sooner than the flow does. */
export interface ShortLoop {
  readonly loop: Loop;
  /** The visits that there is room for. */
  readonly visits: number;
}

export interface Depth {
  /** Levels that a run needs where no loop goes round. */
  readonly still: number;
  readonly shortLoops: readonly ShortLoop[];
}

/** `retried`: the steps with a retryStrategy, whose templates call themselves once more. */
export function measureDepth({ dags }: Plan, retried: ReadonlySet<string>): Depth {
  const order = callOrder(dags);
  const once = () => 1;
  const bound = ({ maxVisits }: Loop): number => maxVisits ?? 1;
  const still = measure(order, retried, once);
  const moving = measure(order, retried, bound);
  const shortLoops = dags.flatMap((dag) => {
    if (dag.loop === undefined) return [];
    const visits = visitsWithin(dag, dag.loop, moving, bound(dag.loop));
    return dag.loop.maxVisits !== undefined && dag.loop.maxVisits <= visits ? [] : [{ loop: dag.loop, visits }];
  });
  return { still: Math.max(...dags.map(({ name }) => still.below.get(name) ?? 0)), shortLoops };
}

interface Measured {
  /** Levels from a DAG down to its deepest step, itself included, all loops at their bounds. */
  readonly below: ReadonlyMap<string, number>;
  /** Levels above a DAG, all loops around it at their last visit. */
  readonly above: ReadonlyMap<string, number>;
  /** Levels that one more visit of a loop costs, by its DAG. */
  readonly round: ReadonlyMap<string, number>;
}

function measure(order: readonly Dag[], retried: ReadonlySet<string>, visitsOf: (loop: Loop) => number): Measured {
  const below = new Map<string, number>();
  const round = new Map<string, number>();
  /** From a DAG to the longest way round of each loop that it lies in. */
  const ways = new Map<string, Map<string, number>>();
  for (const dag of order.toReversed()) {
    let deepest = 1;
    const toAgain = new Map<string, number>();
    const longest = (loop: string, levels: number) => toAgain.set(loop, Math.max(toAgain.get(loop) ?? 0, levels));
    for (const { runs, way } of dag.tasks) {
      if ('step' in runs) deepest = Math.max(deepest, retried.has(runs.step) ? 3 : 2);
      else if (way === 'again') longest(runs.dag.name, 1);
      else {
        deepest = Math.max(deepest, 1 + (below.get(runs.dag.name) ?? 1));
        for (const [loop, levels] of ways.get(runs.dag.name) ?? []) longest(loop, levels + 1);
      }
    }
    const cost = toAgain.get(dag.name) ?? 0;
    const spent = dag.loop === undefined ? 0 : cost * (visitsOf(dag.loop) - 1);
    toAgain.delete(dag.name);
    round.set(dag.name, cost);
    below.set(dag.name, deepest + spent);
    ways.set(dag.name, new Map([...toAgain].map(([loop, levels]) => [loop, levels + spent])));
  }
  return { below, round, above: levelsAbove(order, round, visitsOf) };
}

function levelsAbove(
  order: readonly Dag[],
  round: ReadonlyMap<string, number>,
  visitsOf: (loop: Loop) => number,
): Map<string, number> {
  const above = new Map<string, number>();
  for (const dag of order) {
    const spent = dag.loop === undefined ? 0 : (round.get(dag.name) ?? 0) * (visitsOf(dag.loop) - 1);
    const level = (above.get(dag.name) ?? 0) + spent + 1;
    for (const task of dag.tasks) {
      const callee = calledBy(task);
      if (callee !== undefined && task.way !== 'again')
        above.set(callee.name, Math.max(above.get(callee.name) ?? 0, level));
    }
  }
  return above;
}

function visitsWithin(dag: Dag, loop: Loop, { below, above, round }: Measured, counted: number): number {
  const cost = round.get(dag.name) ?? 0;
  if (cost === 0) return loop.maxVisits ?? Infinity;
  const first = (below.get(dag.name) ?? 0) - cost * (counted - 1);
  return Math.max(0, 1 + Math.floor((MAX_DEPTH - (above.get(dag.name) ?? 0) - first) / cost));
}

/** A caller before whatever it calls, going round left out. */
function callOrder(dags: readonly Dag[]): readonly Dag[] {
  const callers = new Map<Dag, number>(dags.map((dag) => [dag, 0]));
  for (const callee of dags.flatMap(callees)) callers.set(callee, (callers.get(callee) ?? 0) + 1);
  const order = dags.filter((dag) => callers.get(dag) === 0);
  // The list grows while it is walked.
  for (const dag of order) {
    for (const callee of callees(dag)) {
      const left = (callers.get(callee) ?? 0) - 1;
      callers.set(callee, left);
      if (left === 0) order.push(callee);
    }
  }
  return order;
}

function callees(dag: Dag): readonly Dag[] {
  return dag.tasks.flatMap((task) => {
    const callee = calledBy(task);
    return callee === undefined || task.way === 'again' ? [] : [callee];
  });
}

const calledBy = ({ runs }: Task): Dag | undefined => ('dag' in runs ? runs.dag : undefined);
