import type { Item, Region, RegionId, Sequence } from './graph.ts';

/** The step that a region begins after; of a loop, with. */
export const openerOf = (region: Region): string => (region.kind === 'loop' ? region.header : region.step);

/** The sequences that a region holds, in reading order. */
export function sequencesOf(region: Region): readonly Sequence[] {
  switch (region.kind) {
    case 'foreach':
      return [region.body];
    case 'parallel':
      return region.branches.map(({ body }) => body);
    case 'choice':
      return [...region.arms, ...region.tails].map(({ body }) => body);
    case 'loop':
      return [region.body, ...[...region.exits, ...region.tails].map(({ body }) => body)];
  }
}

/** An item and the region whose sequence holds it. */
export interface Placed {
  readonly item: Item;
  readonly parent?: RegionId;
}

/** Every item of the tree in reading order, a region before what it holds. */
export function* walk(body: Sequence, regions: ReadonlyMap<RegionId, Region>): Generator<Placed> {
  const stack: { readonly sequence: Sequence; readonly parent?: RegionId; next: number }[] = [
    { sequence: body, next: 0 },
  ];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const item = top.sequence[top.next++];
    if (item === undefined) {
      stack.pop();
      continue;
    }
    yield top.parent === undefined ? { item } : { item, parent: top.parent };
    const region = item.kind === 'region' ? regions.get(item.region) : undefined;
    if (region === undefined) continue;
    for (const sequence of sequencesOf(region).toReversed()) stack.push({ sequence, parent: region.id, next: 0 });
  }
}
