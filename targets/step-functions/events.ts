import type { Graph, Loop, Region, RegionId, Step } from '../../src/compiler/ir/graph.ts';
import { isInline } from './inline.ts';
import { layersOf, type Layers } from './layers.ts';

// An execution ends in an error at its 25,000th event. The children of a foreach are executions of their own, so no width counts; steps in a row and visits of
// loops do. What a run will need is known but for loops without a bound, of which one visit is counted.

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const MAX_EVENTS = 25_000;

/**
 * Of one stay in a state, and of the execution itself: https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html. A state is entered, does what it does, and
 * is exited; attempts that failed are not counted.
 */
const EVENTS = {
  /** Started, succeeded. */
  execution: 2,
  pass: 2,
  choice: 2,
  succeed: 2,
  /** Scheduled, started and succeeded between the two, */
  read: 5,
  /** and a job submitted. */
  task: 6,
  /** Started and succeeded between the two; */
  parallel: 4,
  map: 4,
  /** each iteration too, */
  iteration: 2,
  /** and the run of a Map whose elements are executions of their own. */
  mapRun: 2,
} as const;

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
  const layers = layersOf(graph);
  const regions = [...layers.regions.keys()].flatMap((id) => all.get(id) ?? []);
  const goes = new Map(regions.map((region) => [region.id, goesOf(region, steps)]));
  const once = eventsOfOneGo(layers, regions, goes);
  const executions = [undefined, ...regions.map(({ id }) => id).filter((id) => goes.get(id) === OWN)].map(
    (foreach): Execution => ({
      foreach,
      events: EVENTS.execution + (once.get(foreach) ?? 0) + (foreach === undefined ? around(graph) : EVENTS.succeed),
    }),
  );
  return { executions, longLoops: longLoops(layers, regions, goes, once, executions) };
}

/** What stands around the flow itself. */
function around({ flow, exitHandlers }: Graph): number {
  const { concurrency } = flow.settings.schedule ?? {};
  const alone = concurrency === 'forbid' ? EVENTS.read + EVENTS.choice : 0;
  if (exitHandlers.length === 0) return EVENTS.pass + alone;
  const [succeeded = 0, failed = 0] = (['success', 'failure'] as const).map(
    (end) => exitHandlers.filter(({ when }) => when === 'always' || when === end).length,
  );
  return EVENTS.pass + alone + EVENTS.parallel + Math.max(succeeded, failed) * EVENTS.task + EVENTS.succeed;
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

/** By foreach or loop, `undefined` for the whole flow: the events of one go through what it holds, all that is inside the same execution. */
function eventsOfOneGo(
  layers: Layers,
  regions: readonly Region[],
  goes: ReadonlyMap<RegionId, number>,
): ReadonlyMap<RegionId | undefined, number> {
  const events = new Map<RegionId | undefined, number>();
  const add = (id: RegionId | undefined, count: number): void => void events.set(id, (events.get(id) ?? 0) + count);
  for (const { around } of layers.steps.values()) add(around, EVENTS.task);
  for (const region of regions.toReversed()) {
    const times = goes.get(region.id) ?? 1;
    add(layers.regions.get(region.id)?.around, own(region, times) + times * (events.get(region.id) ?? 0));
  }
  return events;
}

/** The states that stand around a region's sequences. A branch or element may need one to end in. */
function own(region: Region, times: number): number {
  switch (region.kind) {
    case 'parallel':
      return EVENTS.parallel + region.branches.length * EVENTS.succeed;
    case 'foreach':
      return times === OWN
        ? EVENTS.map + EVENTS.mapRun
        : EVENTS.read + EVENTS.map + times * (EVENTS.iteration + EVENTS.succeed);
    case 'choice':
      return EVENTS.read + EVENTS.choice;
    case 'loop':
      return times * EVENTS.pass;
  }
}

function longLoops(
  layers: Layers,
  regions: readonly Region[],
  goes: ReadonlyMap<RegionId, number>,
  once: ReadonlyMap<RegionId | undefined, number>,
  executions: readonly Execution[],
): readonly LongLoop[] {
  const events = new Map(executions.map((execution) => [execution.foreach, execution.events]));
  /** The execution in which a region's sequences are, and how often in one of it. */
  const places = new Map<RegionId | undefined, { readonly execution: RegionId | undefined; readonly times: number }>();
  return regions.flatMap((region) => {
    const { execution, times } = places.get(layers.regions.get(region.id)?.around) ?? {
      execution: undefined,
      times: 1,
    };
    const visits = goes.get(region.id) ?? 1;
    places.set(region.id, visits === OWN ? { execution: region.id, times: 1 } : { execution, times: times * visits });
    if (region.kind !== 'loop') return [];
    const visit = times * ((once.get(region.id) ?? 0) + EVENTS.pass);
    const others = (events.get(execution) ?? 0) - visits * visit;
    const possible = Math.max(1, Math.floor((MAX_EVENTS - others) / visit));
    return region.maxVisits !== undefined && region.maxVisits <= possible ? [] : [{ loop: region, visits: possible }];
  });
}
