import type { Graph, Region, RegionId, Sequence } from '../../src/compiler/ir/graph.ts';

// Which foreaches and loops are open around steps and regions. A loop is open in its body, and no longer in the endings of its exits; a region that a step opens as it leaves a loop lies
// outside that loop, and the step, with what it left behind, inside.

export interface Layer {
  /** The innermost that is open. */
  readonly around: RegionId | undefined;
  /** How many are: as many frames a task has. */
  readonly depth: number;
}

export interface Layers {
  readonly steps: ReadonlyMap<string, Layer>;
  /** Outer ones before inner ones. */
  readonly regions: ReadonlyMap<RegionId, Layer>;
}

export function layersOf({ body, regions }: Graph): Layers {
  const all = new Map(regions.map((region) => [region.id, region]));
  const layers = { steps: new Map<string, Layer>(), regions: new Map<RegionId, Layer>() };
  const pending: Lying[] = [{ sequence: body, layer: { around: undefined, depth: 0 } }];
  // The list grows while it is walked.
  for (const { sequence, layer } of pending) {
    for (const item of sequence) {
      const region = item.kind === 'region' ? all.get(item.region) : undefined;
      if (item.kind === 'step') layers.steps.set(item.step, layer);
      if (region === undefined) continue;
      layers.regions.set(region.id, layer);
      pending.push(...sequencesIn(region, layer));
    }
  }
  return layers;
}

interface Lying {
  readonly sequence: Sequence;
  readonly layer: Layer;
}

function sequencesIn(region: Region, layer: Layer): readonly Lying[] {
  const inside = { around: region.id, depth: layer.depth + 1 };
  switch (region.kind) {
    case 'parallel':
      return region.branches.map(({ body }) => ({ sequence: body, layer }));
    case 'foreach':
      return [{ sequence: region.body, layer: inside }];
    case 'choice':
      return [...region.arms, ...region.tails].map(({ body }) => ({ sequence: body, layer }));
    case 'loop':
      return [
        { sequence: region.body, layer: inside },
        ...[...region.exits, ...region.tails].map(({ body }) => ({ sequence: body, layer })),
      ];
  }
}
