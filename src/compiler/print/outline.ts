import type { Graph, Region, RegionId, Step } from '../ir/graph.ts';
import { walk } from '../ir/walk.ts';

// The region tree as brackets around steps, for formats that nest by brackets and lay out by themselves. A region in which no step lies,
// such as a decision between leaving and going round again, has no brackets: there is nothing to draw a box around.

export type Mark =
  | { readonly kind: 'open'; readonly region: Region; readonly depth: number }
  | { readonly kind: 'close'; readonly depth: number }
  | { readonly kind: 'step'; readonly step: Step; readonly depth: number };

/** Every step in reading order, with the beginning and end of every region that holds one. */
export function* outlineOf(graph: Graph): Generator<Mark> {
  const regions = new Map(graph.regions.map((region) => [region.id, region]));
  const steps = new Map(graph.steps.map((step) => [step.name, step]));
  const drawn = regionsWithSteps(graph, regions);
  const open: RegionId[] = [];
  for (const { item, parent } of walk(graph.body, regions)) {
    const region = item.kind === 'region' && drawn.has(item.region) ? regions.get(item.region) : undefined;
    const step = item.kind === 'step' ? steps.get(item.step) : undefined;
    if (region === undefined && step === undefined) continue;
    while (open.length > 0 && open.at(-1) !== parent) {
      open.pop();
      yield { kind: 'close', depth: open.length };
    }
    if (step !== undefined) yield { kind: 'step', step, depth: open.length };
    if (region === undefined) continue;
    yield { kind: 'open', region, depth: open.length };
    open.push(region.id);
  }
  while (open.pop() !== undefined) yield { kind: 'close', depth: open.length };
}

function regionsWithSteps(graph: Graph, regions: ReadonlyMap<RegionId, Region>): ReadonlySet<RegionId> {
  const found = new Set<RegionId>();
  for (const step of graph.steps) {
    for (let id = step.region; id !== undefined && !found.has(id); id = regions.get(id)?.parent) found.add(id);
  }
  return found;
}

/** A transition to one target, and what is written beside it. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly kind: 'go' | 'split' | 'foreach' | 'choice' | 'again';
  readonly label?: string;
}

/** Every transition, target by target, in the order of the steps. */
export function edgesOf(graph: Graph): readonly Edge[] {
  const regions = new Map(graph.regions.map((region) => [region.id, region]));
  return graph.steps.flatMap(({ name: from, transitions }) =>
    transitions.flatMap(({ kind, targets, loop }) => {
      const base = { from, kind: transitions.length > 1 && kind === 'go' ? ('choice' as const) : kind };
      const around = loop?.way === 'again' ? regions.get(loop.id) : undefined;
      return targets.map(({ step: to }): Edge => {
        if (around?.kind === 'loop') {
          const bound = around.maxVisits === undefined ? '' : `, at most ${around.maxVisits} visits`;
          return { ...base, to, kind: 'again', label: `again${bound}` };
        }
        return kind === 'foreach' ? { ...base, to, label: 'each element' } : { ...base, to };
      });
    }),
  );
}
