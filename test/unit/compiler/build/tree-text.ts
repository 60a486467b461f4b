import type { Arm, Graph, Item, Sequence } from '../../../../src/compiler/ir/graph.ts';

/** The region tree in one line: `start foreach:start{a} j end`; jumps as `^to`, back edges as `again`, ways out of loops as `leave`. */
export function treeText(graph: Graph): string {
  const regions = new Map(graph.regions.map((region) => [region.id, region]));
  const sequence = (items: Sequence): string => items.map(item).join(' ');
  const arm = ({ to, body }: Arm): string => (body.length === 0 ? `${to}→` : sequence(body));
  const item = (it: Item): string => {
    if (it.kind === 'step') return it.step;
    if (it.kind === 'jump') return `^${it.to}`;
    if (it.kind === 'again') return `again(${it.loop.replace('loop:', '')})`;
    if (it.kind === 'leave') return `leave(${it.loop.replace('loop:', '')},${it.to})`;
    const region = regions.get(it.region);
    if (region === undefined) return `?${it.region}`;
    const tails = 'tails' in region && region.tails.length > 0 ? ` tails{${region.tails.map(arm).join(' / ')}}` : '';
    if (region.kind === 'foreach') return `each{${sequence(region.body)}}`;
    if (region.kind === 'parallel') return `split{${region.branches.map(arm).join(' / ')}}`;
    if (region.kind === 'choice') return `choice{${region.arms.map(arm).join(' / ')}${tails}}`;
    return `loop{${sequence(region.body)} exits{${region.exits.map(arm).join(' / ')}}${tails}}`;
  };
  return sequence(graph.body);
}
