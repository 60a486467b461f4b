import type { Graph, Step, Transition } from '../ir/graph.ts';
import { append } from '../ir/multimap.ts';

// Which branches and bodies are open at each step, and what each join closes, as data flow asks it.

/** A branch of a split, or the body of a foreach, that is open at a step. */
export interface OpenScope {
  readonly opener: Step;
  readonly transition: Transition;
  /** The first step: of a split's branch also its name. */
  readonly entry: string;
  readonly around: OpenScope | undefined;
}

/** A transition by which a path goes on. */
export interface Hop {
  readonly from: Step;
  readonly transition: Transition;
}

/** A way into a join, out of one branch or body. */
export interface Closing extends Hop {
  readonly scope: OpenScope;
}

export interface DataScopes {
  readonly steps: ReadonlyMap<string, Step>;
  /** The innermost scope open at a step; undefined where none is. */
  readonly of: ReadonlyMap<string, OpenScope | undefined>;
  /** The ways into each join. */
  readonly closings: ReadonlyMap<string, readonly Closing[]>;
}

/** Follows the transitions once; a graph's steps each have one scope, whichever way comes first. */
export function findOpenScopes(graph: Graph): DataScopes {
  const steps = new Map(graph.steps.map((step) => [step.name, step]));
  const of = new Map<string, OpenScope | undefined>([['start', undefined]]);
  const closings = new Map<string, Closing[]>();
  // A map grows while it is walked, and the walk meets what was added.
  for (const [name, scope] of of) {
    const from = steps.get(name);
    for (const transition of from?.transitions ?? []) {
      for (const { step: to } of transition.targets) {
        if (from === undefined) continue;
        if (transition.kind !== 'go') {
          if (!of.has(to)) of.set(to, { opener: from, transition, entry: to, around: scope });
        } else if (scope !== undefined && steps.get(to)?.takes === 'inputs') {
          append(closings, to, { scope, from, transition });
          if (!of.has(to)) of.set(to, scope.around);
        } else if (!of.has(to)) {
          of.set(to, scope);
        }
      }
    }
  }
  return { steps, of, closings };
}

/** The ways into each step; into a join, the transition of the split or foreach that it closes, since what it is given comes from there. */
export function findWaysInto(graph: Graph, { steps, closings }: DataScopes): ReadonlyMap<string, readonly Hop[]> {
  const into = new Map<string, Hop[]>();
  for (const from of graph.steps) {
    for (const transition of from.transitions) {
      for (const { step } of transition.targets) {
        if (steps.get(step)?.takes !== 'inputs') append(into, step, { from, transition });
      }
    }
  }
  for (const [join, [closing]] of closings) {
    if (closing !== undefined) append(into, join, { from: closing.scope.opener, transition: closing.scope.transition });
  }
  return into;
}
