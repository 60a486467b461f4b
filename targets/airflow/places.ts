import type { Arm, ForEach, Graph, Loop, Region, RegionId, Sequence } from '../../src/compiler/ir/graph.ts';

// Where each step lies, as far as Airflow cares: in which foreach's body, in which loops inside of that, and whether every run of the body comes by.

export interface Place {
  /** The innermost foreach; undefined at the top. */
  readonly foreach: ForEach | undefined;
  /** The loops between it and the step, from the outside in. Splits and conditionals do not count. */
  readonly loops: readonly Loop[];
  /** Whether the first visit of a step here is part of every way through the body. */
  readonly certain: boolean;
}

export type Places = ReadonlyMap<string, Place>;

export function placesOf({ regions, body }: Graph): Places {
  const byId = new Map<RegionId, Region>(regions.map((region) => [region.id, region]));
  const places = new Map<string, Place>();
  const open: { readonly sequence: Sequence; readonly place: Place }[] = [
    { sequence: body, place: { foreach: undefined, loops: [], certain: true } },
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { sequence, place } = next;
    for (const item of sequence) {
      if (item.kind === 'step') places.set(item.step, place);
      const region = item.kind === 'region' ? byId.get(item.region) : undefined;
      if (region !== undefined) open.push(...insideOf(region, place));
    }
  }
  return places;
}

function insideOf(region: Region, place: Place): readonly { readonly sequence: Sequence; readonly place: Place }[] {
  const perhaps = { ...place, certain: false };
  const all = (arms: readonly Arm[], at: Place) => arms.map(({ body: sequence }) => ({ sequence, place: at }));
  switch (region.kind) {
    case 'parallel':
      return all(region.branches, place);
    case 'foreach':
      return [{ sequence: region.body, place: { foreach: region, loops: [], certain: true } }];
    case 'choice':
      return all([...region.arms, ...region.tails], perhaps);
    case 'loop': {
      const outside = region.exits.length === 1 ? place : perhaps;
      const inside = { sequence: region.body, place: { ...place, loops: [...place.loops, region] } };
      return [inside, ...all([...region.exits, ...region.tails], outside)];
    }
  }
}

/** Whether every run of the body around a step comes by it, in these visits of the loops between. */
export const isCertain = (
  places: Places,
  { step, visits }: { readonly step: string; readonly visits: readonly number[] },
): boolean => places.get(step)?.certain === true && visits.every((visit) => visit === 0);

/** Whether a step runs in a loop, in whatever is nested in it too. */
export function isInside(places: Places, step: string, loop: Loop): boolean {
  for (let place = places.get(step); place !== undefined;) {
    if (place.loops.includes(loop)) return true;
    // Not by the opener, which may have left the loop by opening.
    place = place.foreach === undefined ? undefined : places.get(place.foreach.join);
  }
  return false;
}
