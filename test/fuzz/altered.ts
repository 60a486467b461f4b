import type { Graph } from '../../src/compiler/ir/graph.ts';
import { NO_DATA } from '../unit/compiler/model-of.ts';
import type { Dice } from './dice.ts';

// A random flow's graph with something in it that sources seldom say.

/** The loops with bounds that just let a run be as it is, or a little more. */
export function boundedBy(graph: Graph, tasks: ReadonlyMap<string, unknown>, dice: Dice): Graph {
  const visits = new Map<string, number>();
  for (const key of tasks.keys()) {
    const at = key.lastIndexOf('/');
    const visit = Number(/v(\d+)$/.exec(key)?.[1] ?? -1) + 1;
    visits.set(key.slice(0, at), Math.max(visit, visits.get(key.slice(0, at)) ?? 0));
  }
  const regions = graph.regions.map((region) =>
    region.kind === 'loop'
      ? { ...region, maxVisits: Math.max(1, (visits.get(region.header) ?? 0) + dice.roll(2)) }
      : region,
  );
  return { ...graph, regions };
}

/** The graph with more steps under `@catchError`, of those that may be. */
export function catching(graph: Graph, dice: Dice): Graph {
  const steps = graph.steps.map((step) => {
    const [way, ...others] = step.transitions;
    const may = step.takes !== 'inputs' && step.name !== 'start' && way !== undefined && way.kind !== 'foreach';
    return may && others.length === 0 && dice.roll(3) === 0
      ? { ...step, settings: { ...step.settings, catchError: 'caught' } }
      : step;
  });
  return { ...graph, steps };
}

/** The graph with some exit handlers, of each kind. */
export function handled(graph: Graph, dice: Dice): Graph {
  const kinds = ['success', 'failure', 'always'] as const;
  const exitHandlers = kinds
    .filter(() => dice.roll(2) === 0)
    .map((when, at) => ({
      name: `handler${at}`,
      when,
      span: graph.flow.span,
      data: NO_DATA,
      settings: { spans: {} },
    }));
  return { ...graph, exitHandlers };
}
