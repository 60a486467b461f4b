import { append } from '../../compiler/ir/multimap.ts';
import type { Plan, Way } from '../../runtime/plan.ts';

// Which way a step that decides goes where nobody said: the first that leads on without going round a loop again, so that loops are left at once and every walk
// ends. Where each way goes round some loop, the one by which the end of the scope is nearest, which ends too.

/** Of each step that has several ways on. */
export function defaultWays(plan: Plan): ReadonlyMap<string, Way> {
  const onward = distances(plan, false);
  const anyhow = distances(plan, true);
  const ways = new Map<string, Way>();
  for (const [name, step] of Object.entries(plan.steps)) {
    const [first, ...others] = step.ways;
    if (first === undefined || others.length === 0) continue;
    const farness = (way: Way): number => anyhow.get(leadsTo(plan, way)) ?? Infinity;
    const nearest = step.ways.reduce((best, way) => (farness(way) < farness(best) ? way : best));
    const on = step.ways.find((way) => way.again === undefined && onward.has(leadsTo(plan, way)));
    ways.set(name, on ?? nearest);
  }
  return ways;
}

/** The end of the scope. */
const OUT: unique symbol = Symbol('out');
type Place = string | typeof OUT;

function leadsTo(plan: Plan, { kind, targets: [target = ''], join }: Way): Place {
  return kind === 'go' && plan.steps[target]?.takes === 'inputs' ? OUT : (join ?? target);
}

/** How many steps each has to the end of its scope, at the least, going round loops or not; a step that cannot get there has none. */
function distances(plan: Plan, round: boolean): ReadonlyMap<Place, number> {
  const before = new Map<Place, string[]>();
  for (const [name, { ways }] of Object.entries(plan.steps)) {
    const on = ways.filter(({ again }) => round || again === undefined);
    const places: readonly Place[] = ways.length === 0 ? [OUT] : on.map((way) => leadsTo(plan, way));
    for (const place of places) append(before, place, name);
  }
  const found = new Map<Place, number>([[OUT, 0]]);
  // A map grows while it is walked, and the walk meets what was added.
  for (const [place, steps] of found)
    for (const step of before.get(place) ?? []) if (!found.has(step)) found.set(step, steps + 1);
  return found;
}
