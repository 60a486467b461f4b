import { cellsOf } from '../diagnostics/cells.ts';
import type { Graph, Item, Region, RegionId, Sequence, Step } from '../ir/graph.ts';
import { settingsOf } from './summary.ts';

// Where everything of the picture stands. A sequence is a column whose items share one axis; the sequences of a region stand side by side in
// its frame, but for a loop, whose body stands above what follows it. So no box can meet another, and no line crosses one: a way to a
// place elsewhere is a label that names it, not a line. Sizes are found from the innermost region out, places from the outermost in,
// both along flat lists.

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface StepBox extends Box {
  readonly step: Step;
  readonly settings: string;
}

export interface Frame extends Box {
  readonly region: Region;
  readonly title: string;
}

export interface Label extends Box {
  readonly text: string;
}

/** A line from one point down to another; it first keeps straight down to `bend`. */
export interface Line {
  readonly from: readonly [x: number, y: number];
  readonly bend: number;
  readonly to: readonly [x: number, y: number];
  readonly arrow: boolean;
}

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly steps: readonly StepBox[];
  readonly frames: readonly Frame[];
  readonly labels: readonly Label[];
  readonly lines: readonly Line[];
}

/** Widths of a character in the two sizes of monospaced text: see the style in svg.ts. */
const NAME_CHAR = 7.8;
const SMALL_CHAR = 6.6;
const LONGEST_SETTINGS = 44;
const MARGIN = 16;
/** Between items of a sequence. */
const GAP = 26;
/** Between sequences side by side, and between them and their frame. */
const ASIDE = 20;
/** Above the sequences of a frame, where its title stands, and below them. */
const HEAD = 40;
const FOOT = 22;
const LABEL_HEIGHT = 22;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Sequences side by side; what is empty shows where it goes instead. */
type Row = readonly { readonly sequence: Sequence; readonly to?: string; readonly entered: boolean }[];

/** Places every step, frame, label and line of a graph. */
export function layOut(graph: Graph): Picture {
  return new Layout(graph).run();
}

class Layout {
  readonly #graph: Graph;
  readonly #regions: ReadonlyMap<RegionId, Region>;
  readonly #texts: ReadonlyMap<string, StepText>;
  readonly #sizes = new Map<RegionId, Size>();
  /** Regions with something after them, on some way through. */
  readonly #passable = new Set<RegionId>();
  readonly #picture = {
    steps: [] as StepBox[],
    frames: [] as Frame[],
    labels: [] as Label[],
    lines: [] as Line[],
  };

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#regions = new Map(graph.regions.map((region) => [region.id, region]));
    const settings = settingsOf(graph);
    this.#texts = new Map(graph.steps.map((step) => [step.name, textOf(step, settings.of(step).join(' · '))]));
  }

  run(): Picture {
    for (const region of this.#graph.regions.toReversed()) this.#measure(region);
    const { width, height } = this.#sequenceSize(this.#graph.body);
    this.#placeAll(MARGIN + width / 2);
    return { width: width + 2 * MARGIN, height: height + 2 * MARGIN, ...this.#picture };
  }

  #measure(region: Region): void {
    const rows = rowsOf(region);
    const sizes = rows.map((row) => this.#rowSize(row));
    const title = 2 * (titleOf(region).length * SMALL_CHAR + ASIDE);
    this.#sizes.set(region.id, {
      width: Math.max(title, ...sizes.map(({ width }) => width + 2 * ASIDE)),
      height: HEAD + FOOT + GAP * (sizes.length - 1) + sizes.reduce((sum, { height }) => sum + height, 0),
    });
    const last = region.kind === 'loop' ? [...region.exits, ...region.tails].map(({ body }) => body) : undefined;
    const ends = last ?? rows.flatMap((row) => row.map(({ sequence }) => sequence));
    if (ends.some((sequence) => this.#passes(sequence))) this.#passable.add(region.id);
  }

  /** Whether control falls off the sequence's end. */
  #passes(sequence: Sequence): boolean {
    const last = sequence.at(-1);
    if (last?.kind === 'region') return this.#passable.has(last.region);
    return last === undefined || last.kind === 'step';
  }

  #rowSize(row: Row): Size {
    let width = ASIDE * (row.length - 1);
    let height = 0;
    for (const { sequence, to } of row) {
      const size = this.#sequenceSize(sequence, to);
      width += size.width;
      height = Math.max(height, size.height);
    }
    return { width, height };
  }

  #sequenceSize(sequence: Sequence, to?: string): Size {
    if (sequence.length === 0) return labelSize(onward(to));
    let width = 0;
    let height = GAP * (sequence.length - 1);
    for (const item of sequence) {
      const size = this.#itemSize(item);
      width = Math.max(width, size.width);
      height += size.height;
    }
    return { width, height };
  }

  #itemSize(item: Item): Size {
    if (item.kind === 'step') return this.#texts.get(item.step) ?? { width: 0, height: 0 };
    if (item.kind === 'region') return this.#sizes.get(item.region) ?? { width: 0, height: 0 };
    return labelSize(wayText(item));
  }

  /** Frames are placed before what they hold. */
  #placeAll(axis: number): void {
    const pending = [...this.#placeSequence(this.#graph.body, axis, MARGIN)];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      pending.push(...this.#placeRegion(next.region, next.axis, next.y));
    }
  }

  /** Places the items of a sequence; answers with its regions, whose insides are still to be placed. */
  #placeSequence(sequence: Sequence, axis: number, top: number, to?: string): PlacedRegion[] {
    const inside: PlacedRegion[] = [];
    if (sequence.length === 0) this.#placeLabel(onward(to), axis, top);
    let y = top;
    for (const [index, item] of sequence.entries()) {
      const { width, height } = this.#itemSize(item);
      const box = { x: axis - width / 2, y, width, height };
      if (index > 0) this.#link([axis, y - GAP], y - GAP, [axis, y], item.kind !== 'region');
      const text = item.kind === 'step' ? this.#texts.get(item.step) : undefined;
      const region = item.kind === 'region' ? this.#regions.get(item.region) : undefined;
      if (text !== undefined) this.#picture.steps.push({ ...box, step: text.step, settings: text.settings });
      if (region !== undefined) {
        this.#picture.frames.push({ ...box, region, title: titleOf(region) });
        inside.push({ region, axis, y });
      }
      if (item.kind !== 'step' && item.kind !== 'region') this.#placeLabel(wayText(item), axis, y);
      y += height + GAP;
    }
    return inside;
  }

  #placeLabel(text: string, axis: number, y: number): void {
    const { width, height } = labelSize(text);
    this.#picture.labels.push({ x: axis - width / 2, y, width, height, text });
  }

  #placeRegion(region: Region, axis: number, top: number): PlacedRegion[] {
    const inside: PlacedRegion[] = [];
    const bottom = top + (this.#sizes.get(region.id)?.height ?? 0);
    let y = top + HEAD;
    for (const row of rowsOf(region)) {
      const { width, height } = this.#rowSize(row);
      let x = axis - width / 2;
      for (const { sequence, to, entered } of row) {
        const size = this.#sequenceSize(sequence, to);
        const own = x + size.width / 2;
        if (entered) this.#link([axis, top], top, [own, y], sequence[0]?.kind !== 'region');
        inside.push(...this.#placeSequence(sequence, own, y, to));
        const leaves = region.kind === 'loop' && sequence === region.body;
        if (!leaves && this.#passes(sequence)) this.#link([own, y + size.height], y + height, [axis, bottom], false);
        x += size.width + ASIDE;
      }
      y += height + GAP;
    }
    return inside;
  }

  #link(from: Line['from'], bend: number, to: Line['to'], arrow: boolean): void {
    this.#picture.lines.push({ from, bend, to, arrow });
  }
}

interface PlacedRegion {
  readonly region: Region;
  readonly axis: number;
  readonly y: number;
}

interface StepText extends Size {
  readonly step: Step;
  readonly settings: string;
}

function textOf(step: Step, all: string): StepText {
  const settings = all.length <= LONGEST_SETTINGS ? all : `${all.slice(0, LONGEST_SETTINGS - 1)}…`;
  const widest = Math.max(columns(step.name) * NAME_CHAR, columns(settings) * SMALL_CHAR);
  return { step, settings, width: Math.max(80, widest + 28), height: settings === '' ? 34 : 48 };
}

const columns = (text: string): number => cellsOf(text).reduce((sum, { width }) => sum + width, 0);

const labelSize = (text: string): Size => ({ width: columns(text) * SMALL_CHAR + 20, height: LABEL_HEIGHT });

const onward = (to: string | undefined): string => `→ ${to ?? ''}`;

function wayText(item: Exclude<Item, { kind: 'step' | 'region' }>): string {
  switch (item.kind) {
    case 'jump':
      return `↓ on with ${item.to}`;
    case 'again':
      return `↺ back to ${item.loop.slice('loop:'.length)}`;
    case 'leave':
      return `→ leaves to ${item.to}`;
  }
}

/** Short, since a frame is at least twice as wide: the line into it comes down its middle. */
function titleOf(region: Region): string {
  switch (region.kind) {
    case 'parallel':
      return 'all of';
    case 'foreach':
      return 'each element';
    case 'choice':
      return 'one of';
    case 'loop':
      return region.maxVisits === undefined ? 'loop' : `loop ≤ ${region.maxVisits}`;
  }
}

function rowsOf(region: Region): readonly Row[] {
  switch (region.kind) {
    case 'foreach':
      return [[{ sequence: region.body, entered: true }]];
    case 'parallel':
      return [region.branches.map(({ to, body }) => ({ sequence: body, to, entered: true }))];
    case 'choice':
      return [
        [
          ...region.arms.map(({ to, body }) => ({ sequence: body, to, entered: true })),
          ...region.tails.map(({ to, body }) => ({ sequence: body, to, entered: false })),
        ],
      ];
    case 'loop': {
      const body = [{ sequence: region.body, entered: true }];
      const after = [...region.exits, ...region.tails].map(({ to, body }) => ({ sequence: body, to, entered: false }));
      return after.every(({ sequence }) => sequence.length === 0) ? [body] : [body, after];
    }
  }
}
