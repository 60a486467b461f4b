import type { Arm, Graph, Item, Sequence } from '../../src/compiler/ir/graph.ts';
import type { Naming } from './naming.ts';
import type { Tree } from './region-tree.ts';

// One text for a region tree, made from what was grown and from what the compiler built: equal texts, equal trees. The order of tails and exits
// means nothing, so they are sorted.

export function graphText(graph: Graph): string {
  const regions = new Map(graph.regions.map((region) => [region.id, region]));
  const arm = ({ body }: Arm): string => text(body);
  const item = (it: Item): string => {
    if (it.kind === 'step') return it.step;
    if (it.kind !== 'region') return it.kind === 'again' ? `again(${it.loop.slice(5)})` : it.kind;
    const region = regions.get(it.region);
    switch (region?.kind) {
      case undefined:
        return `?${it.region}`;
      case 'foreach':
        return `each{${text(region.body)}}`;
      case 'parallel':
        return `split{${region.branches.map(arm).join(' / ')}}`;
      case 'choice':
        return `choice{${region.arms.map(arm).join(' / ')}}${sorted('tails', region.tails.map(arm))}`;
      case 'loop': {
        const bound = region.maxVisits === undefined ? '' : `<=${region.maxVisits}`;
        const exits = sorted('exits', region.exits.map(arm));
        return `loop${bound}{${text(region.body)}}${exits}${sorted('tails', region.tails.map(arm))}`;
      }
    }
  };
  const text = (items: Sequence): string => items.map(item).join(' ');
  return text(graph.body);
}

export function treeText(tree: Tree, naming: Naming): string {
  const headers = new Map<number, string>();
  const body = (arm: { readonly body: Tree }): string => text(arm.body);
  const node = (it: Tree[number]): string => {
    switch (it.kind) {
      case 'step':
        return naming(it.id);
      case 'again':
        return `again(${headers.get(it.loop)})`;
      case 'jump':
      case 'leave':
        return it.kind;
      case 'each':
        return `each{${text(it.body)}}`;
      case 'split':
        return `split{${it.branches.map(text).join(' / ')}}`;
      case 'choice':
        return `choice{${it.arms.map(text).join(' / ')}}${sorted('tails', it.tails.map(body))}`;
      case 'loop': {
        const [header] = it.body;
        headers.set(it.id, header?.kind === 'step' ? naming(header.id) : '?');
        const bound = it.maxVisits === undefined ? '' : `<=${it.maxVisits}`;
        const exits = sorted('exits', it.exits.map(body));
        return `loop${bound}{${text(it.body)}}${exits}${sorted('tails', it.tails.map(body))}`;
      }
    }
  };
  const text = (items: Tree): string => items.map(node).join(' ');
  return text(tree);
}

const sorted = (kind: string, arms: readonly string[]): string =>
  arms.length === 0 ? '' : ` ${kind}{${arms.toSorted().join(' / ')}}`;
