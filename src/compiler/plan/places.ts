import type { PlanScope } from '../../runtime/plan.ts';
import type { ForEach, Graph, Parallel, Region, RegionId, Sequence } from '../ir/graph.ts';

// Where each step stands, read off the region tree in one walk. A sequence says what dominates what: on its level whatever runs before an item is the step or
// loop that stands before it, and before the first item of an arm, a tail or an exit the step that decides or the loop that is left. For the tree holds an
// ending that arms share with its immediate dominator, and what follows a choice is where all its ways meet (compiler/build/level.ts).

/** See PlanStep. */
export interface Place {
  readonly scope?: PlanScope;
  readonly loops: readonly string[];
  readonly dominator?: string;
}

export interface Places {
  readonly of: ReadonlyMap<string, Place>;
  /** Where the ways of a deciding step meet. */
  readonly meets: ReadonlyMap<string, string>;
}

interface Pending extends Place {
  readonly sequence: Sequence;
}

export function placesIn(graph: Graph): Places {
  const regions = new Map(graph.regions.map((region) => [region.id, region]));
  const of = new Map<string, Place>();
  const meets = new Map<string, string>();
  const pending: Pending[] = [{ sequence: graph.body, loops: [] }];
  // The list grows while it is walked.
  for (const { sequence, ...begin } of pending) {
    let place: Place = begin;
    for (const [at, item] of sequence.entries()) {
      const region = item.kind === 'region' ? regions.get(item.region) : undefined;
      if (item.kind === 'step') {
        of.set(item.step, place);
        place = { ...place, dominator: item.step };
      } else if (region !== undefined) {
        pending.push(...inside(region, place, regions));
        if (region.kind === 'loop') place = { ...place, dominator: region.header };
        const meet = firstStep(sequence.slice(at + 1, at + 2), regions);
        if (region.kind === 'choice' && meet !== undefined) meets.set(region.step, meet);
      }
    }
  }
  return { of, meets };
}

type Regions = ReadonlyMap<RegionId, Region>;

/** The sequences of a region that stands at `place`. */
function inside(region: Region, place: Place, regions: Regions): readonly Pending[] {
  switch (region.kind) {
    case 'parallel':
      return region.branches.map(({ to, body }) => opened('split', region, to, body));
    case 'foreach':
      return [opened('foreach', region, firstStep(region.body, regions) ?? '', region.body)];
    case 'choice':
      return [...region.arms, ...region.tails].map(({ body }) => ({ ...place, sequence: body }));
    case 'loop': {
      const left = { ...place, dominator: region.header };
      return [
        { ...place, loops: [...place.loops, region.header], sequence: region.body },
        ...[...region.exits, ...region.tails].map(({ body }) => ({ ...left, sequence: body })),
      ];
    }
  }
}

const opened = (
  kind: PlanScope['kind'],
  { step, join }: Parallel | ForEach,
  entry: string,
  sequence: Sequence,
): Pending => ({
  scope: { kind, opener: step, entry, join },
  loops: [],
  sequence,
});

/** The step that a sequence begins with, or the header of the loop. */
function firstStep([item]: Sequence, regions: Regions): string | undefined {
  if (item?.kind === 'step') return item.step;
  const region = item?.kind === 'region' ? regions.get(item.region) : undefined;
  return region?.kind === 'loop' ? region.header : undefined;
}
