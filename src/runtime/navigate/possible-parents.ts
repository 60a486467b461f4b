import type { Plan } from '../plan.ts';
import { stepOf } from './frames.ts';

const known = new WeakMap<Plan, ReadonlyMap<string, readonly string[]>>();

/**
 * The steps that may hand over to a step, by name in code unit order: its predecessors, for the first step of a branch or body what opens it, and for a join
 * also what opens the split or foreach that it closes, whose values it is given where there are no inputs.
 */
export function possibleParents(plan: Plan, step: string): readonly string[] {
  stepOf(plan, step);
  const parents = known.get(plan) ?? findParents(plan);
  known.set(plan, parents);
  return parents.get(step) ?? [];
}

function findParents(plan: Plan): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  for (const [name, { ways }] of Object.entries(plan.steps)) {
    for (const { targets, join } of ways) {
      for (const to of join === undefined ? targets : [...targets, join]) {
        found.set(to, (found.get(to) ?? new Set()).add(name));
      }
    }
  }
  return new Map([...found].map(([step, parents]) => [step, [...parents].toSorted()]));
}
