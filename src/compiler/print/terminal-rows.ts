import type { Arm, Graph, Item, Region } from '../ir/graph.ts';
import { titleOf } from './summary.ts';

// The region tree as rows in reading order. A sequence is a column of rows; the sequences of a region hang below its row on rails. The
// tree is walked with a stack of its own, and rails deeper than a third of the screen lose their outermost part.

/** What a row shows behind its rails. */
export interface Row {
  /** Rails before the mark. */
  readonly rails: string;
  /** Rails of the lines that the row's details need below. */
  readonly below: string;
  readonly mark: string;
  readonly role: Region['kind'] | 'step' | 'way';
  readonly text: string;
  /** The step, where the row is one. */
  readonly step?: string;
}

/** What stands in a column: the tree's items, an arm that goes straight on, and what a sequence without a place of its own is for. */
type Entry = Item | { readonly kind: 'on'; readonly to: string } | { readonly kind: 'heading'; readonly text: string };

interface Column {
  readonly entries: readonly Entry[];
  next: number;
  /** Rails of its first row and of the others. */
  readonly first: string;
  readonly rest: string;
}

/** The rows of a graph, their rails at most `deepest` columns wide. */
export function* rowsOf(graph: Graph, deepest: number): Generator<Row> {
  const regions = new Map(graph.regions.map((region) => [region.id, region]));
  const stack: Column[] = [{ entries: graph.body, next: 0, first: '', rest: '' }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const entry = top.entries[top.next++];
    if (entry === undefined) {
      stack.pop();
      continue;
    }
    const rails = top.next === 1 ? top.first : top.rest;
    const region = entry.kind === 'region' ? regions.get(entry.region) : undefined;
    yield region === undefined ? rowOf(entry, rails, top.rest) : regionRow(region, rails, top.rest);
    if (region !== undefined) stack.push(...columnsOf(region, top.rest, deepest).toReversed());
  }
}

function regionRow(region: Region, rails: string, below: string): Row {
  return { rails, below, mark: '┬', role: region.kind, text: titleOf(region) };
}

function rowOf(entry: Entry, rails: string, below: string): Row {
  const way = (mark: string, text: string): Row => ({ rails, below, mark, role: 'way', text });
  switch (entry.kind) {
    case 'step':
      return { rails, below, mark: '●', role: 'step', text: entry.step, step: entry.step };
    case 'jump':
      return way('↓', `on with ${entry.to}`);
    case 'again':
      return way('↺', `back to ${entry.loop.slice('loop:'.length)}`);
    case 'leave':
      return way('→', `leaves to ${entry.to}`);
    case 'on':
      return way('→', entry.to);
    case 'heading':
      return way('╴', entry.text);
    case 'region':
      return way('┬', entry.region);
  }
}

function columnsOf(region: Region, rails: string, deepest: number): readonly Column[] {
  const sequences = entriesOf(region);
  return sequences.map((entries, index) => {
    const last = index === sequences.length - 1;
    return {
      entries,
      next: 0,
      first: inner(`${rails}${last ? '└─' : '├─'}`, deepest),
      rest: inner(`${rails}${last ? '  ' : '│ '}`, deepest),
    };
  });
}

/** The innermost part of rails that are too wide. */
const inner = (rails: string, deepest: number): string => {
  const room = deepest - (deepest % 2);
  return rails.length <= room ? rails : `⋯ ${rails.slice(rails.length - room + 2)}`;
};

function entriesOf(region: Region): readonly (readonly Entry[])[] {
  switch (region.kind) {
    case 'parallel':
      return region.branches.map(({ body }) => body);
    case 'foreach':
      return [region.body];
    case 'choice':
      return [...region.arms.map(armEntries), ...region.tails.map(tailEntries)];
    case 'loop': {
      const exits = region.exits.filter(({ body }) => body.length > 0).map(exitEntries);
      return [region.body, ...exits, ...region.tails.map(tailEntries)];
    }
  }
}

const armEntries = ({ to, body }: Arm): readonly Entry[] => (body.length === 0 ? [{ kind: 'on', to }] : body);

const exitEntries = ({ to, body }: Arm): readonly Entry[] => [
  { kind: 'heading', text: `having left to ${to}` },
  ...body,
];

const tailEntries = ({ to, body }: Arm): readonly Entry[] => [{ kind: 'heading', text: `on with ${to}` }, ...body];
