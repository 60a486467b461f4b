import type { Plan, Way } from '../plan.ts';

// What follows from a plan's ways alone, before anything runs.

/** The steps `only` and all that can lead to them. */
export function leadingTo(plan: Plan, only: readonly string[]): ReadonlySet<string> {
  const parents = sourcesOf(plan, ({ targets, join }) => [...targets, ...(join === undefined ? [] : [join])]);
  const found = new Set(only);
  // A set grows while it is walked, and the walk meets what was added.
  for (const step of found) for (const parent of parents.get(step) ?? []) found.add(parent);
  return found;
}

/** The steps of a loop, and those of all branches and bodies that are opened and closed inside of it. */
export function stepsOfLoop({ steps }: Plan, header: string): ReadonlySet<string> {
  const isInside = (name: string): boolean => {
    for (let step = steps[name]; step !== undefined; step = steps[step.scope?.join ?? ''])
      if (step.loops.includes(header)) return true;
    return false;
  };
  return new Set(Object.keys(steps).filter(isInside));
}

/**
 * For each step how many tasks run after one of it at the least, in `wanted` alone where that is given: the shortest way to the end, past
 * groups (a foreach may have no elements) and out of the branch or body that it lies in.
 */
export function stepsAhead(plan: Plan, wanted: ReadonlySet<string> | undefined): ReadonlyMap<string, number> {
  const parents = sourcesOf(plan, (way) => [destination(way)]);
  const isWanted = (step: string): boolean => wanted?.has(step) !== false;
  const mayBeLast = Object.entries(plan.steps).filter(
    ([name, { ways }]) => isWanted(name) && (ways.length === 0 || ways.some((way) => !isWanted(destination(way)))),
  );
  const ahead = new Map(mayBeLast.map(([name]) => [name, 0]));
  for (const [step, count] of ahead)
    for (const parent of parents.get(step) ?? [])
      if (!ahead.has(parent) && isWanted(parent)) ahead.set(parent, count + 1);
  return ahead;
}

/** Where a way leads in the end: past the group that it opens. */
const destination = ({ targets, join }: Way): string => join ?? targets[0] ?? '';

/** For each step the steps that have a way to it. */
function sourcesOf(plan: Plan, targetsOf: (way: Way) => readonly string[]): Map<string, string[]> {
  const sources = new Map<string, string[]>();
  for (const [name, { ways }] of Object.entries(plan.steps))
    for (const target of ways.flatMap(targetsOf)) {
      const known = sources.get(target);
      if (known === undefined) sources.set(target, [name]);
      else known.push(name);
    }
  return sources;
}
