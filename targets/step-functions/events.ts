import type { Graph, Loop, Region, RegionId, Step } from '../../src/compiler/ir/graph.ts';
import { walk } from '../../src/compiler/ir/walk.ts';
import { isInline } from './inline.ts';

// An execution ends in an error at its 25,000th event. The children of a foreach are executions of their own, so no width counts; steps in a row and visits of
// loops do. What a run will need is known but for loops without a bound, of which one visit is counted.

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const MAX_EVENTS = 25_000;

/** Of one stay in a state: it is entered, does what it does, and is exited. */
const EVENTS = { execution: 2, task: 6, read: 5, choice: 2, pass: 2, parallel: 4, map: 5, iteration: 2 } as const;

/** A flow's own execution, or that of each element of a foreach. */
export interface Execution {
  /** Undefined: the flow's own. */
  readonly foreach: RegionId | undefined;
  readonly events: number;
}

/** A loop that has no room for as many visits as it may make. */
export interface LongLoop {
  readonly loop: Loop;
  /** That there is room for. */
  readonly visits: number;
}

export interface Events {
  readonly executions: readonly Execution[];
  readonly longLoops: readonly LongLoop[];
}

export function countEvents(graph: Graph): Events {
  const steps = new Map(graph.steps.map((step) => [step.name, step]));
  const all = new Map(graph.regions.map((region) => [region.id, region]));
  const regions = [...walk(graph.body, all)].flatMap(({ item }) =>
    item.kind === 'region' ? (all.get(item.region) ?? []) : [],
  );
  const goes = new Map(regions.map((region) => [region.id, goesOf(region, steps)]));
  const once = eventsOfOneGo(graph, regions, goes);
  const executions = [undefined, ...regions.map(({ id }) => id).filter((id) => goes.get(id) === OWN)].map(
    (foreach): Execution => ({ foreach, events: EVENTS.execution + (once.get(foreach) ?? 0) }),
  );
  return { executions, longLoops: longLoops(regions, goes, once, executions) };
}

/** The body is an execution of its own for each element. */
const OWN = 0;

/** How often a region's sequences are gone through each time that it is reached. */
function goesOf(region: Region, steps: ReadonlyMap<string, Step>): number {
  if (region.kind === 'loop') return region.maxVisits ?? 1;
  const opener = region.kind === 'foreach' ? steps.get(region.step) : undefined;
  if (region.kind !== 'foreach' || opener === undefined) return 1;
  return isInline(opener, region) ? Math.max(0, ...opener.transitions.map(({ count = 0 }) => count)) : OWN;
}

/** By region, `undefined` for the whole flow: the events of what it holds, all that is inside the same execution. */
function eventsOfOneGo(
  { steps }: Graph,
  regions: readonly Region[],
  goes: ReadonlyMap<RegionId, number>,
): ReadonlyMap<RegionId | undefined, number> {
  const events = new Map<RegionId | undefined, number>();
  const add = (id: RegionId | undefined, count: number): void => void events.set(id, (events.get(id) ?? 0) + count);
  for (const { region } of steps) add(region, EVENTS.task);
  for (const region of regions.toReversed()) {
    const times = goes.get(region.id) ?? 1;
    add(region.parent, own(region, times) + times * (events.get(region.id) ?? 0));
  }
  return events;
}

/** The states that stand around a region's sequences. */
function own(region: Region, times: number): number {
  switch (region.kind) {
    case 'parallel':
      return EVENTS.parallel;
    case 'foreach':
      return EVENTS.map + (times === OWN ? 0 : EVENTS.read + times * EVENTS.iteration);
    case 'choice':
      return EVENTS.read + EVENTS.choice;
    case 'loop':
      return times * EVENTS.pass;
  }
}

function longLoops(
  regions: readonly Region[],
  goes: ReadonlyMap<RegionId, number>,
  once: ReadonlyMap<RegionId | undefined, number>,
  executions: readonly Execution[],
): readonly LongLoop[] {
  const events = new Map(executions.map((execution) => [execution.foreach, execution.events]));
  /** The execution in which a region's sequences are, and how often in one of it. */
  const places = new Map<RegionId | undefined, { readonly execution: RegionId | undefined; readonly times: number }>();
  return regions.flatMap((region) => {
    const { execution, times } = places.get(region.parent) ?? { execution: undefined, times: 1 };
    const visits = goes.get(region.id) ?? 1;
    places.set(region.id, visits === OWN ? { execution: region.id, times: 1 } : { execution, times: times * visits });
    if (region.kind !== 'loop') return [];
    const visit = times * ((once.get(region.id) ?? 0) + EVENTS.pass);
    const others = (events.get(execution) ?? 0) - visits * visit;
    const possible = Math.max(1, Math.floor((MAX_EVENTS - others) / visit));
    return region.maxVisits !== undefined && region.maxVisits <= possible ? [] : [{ loop: region, visits: possible }];
  });
}
