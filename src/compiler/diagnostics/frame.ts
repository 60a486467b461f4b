import { cellsOf, type Cell } from './cells.ts';

// The lines of source that a finding shows, with the span underlined. Columns of the screen are not columns of the text: tabs are
// spread, wide characters take two, and a long line (a minified file) is cut to a window around its span.

/** Where lines begin in a text; `\n`, `\r\n` and a lone `\r` end one. */
export class Lines {
  readonly text: string;
  readonly #starts: readonly number[];

  constructor(text: string) {
    this.text = text;
    const starts = [0];
    for (const match of text.matchAll(/\r\n?|\n/g)) starts.push(match.index + match[0].length);
    this.#starts = starts;
  }

  /** Line and column of an offset, both from 0; the column in UTF-16 units, as editors count. Past the end means the end. */
  locate(offset: number): { readonly line: number; readonly column: number } {
    const wanted = Math.min(offset, this.text.length);
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.startOf(middle) <= wanted) low = middle;
      else high = middle - 1;
    }
    return { line: low, column: wanted - this.startOf(low) };
  }

  /** A line's text without its end. */
  line(index: number): string {
    return this.text.slice(this.startOf(index), this.startOf(index + 1)).replace(/[\r\n]+$/, '');
  }

  /** Where a line begins, from 0; past the last, the end of the text. */
  startOf(line: number): number {
    return this.#starts[line] ?? this.text.length;
  }
}

/** One line of a frame: its number from 1 (absent where lines were left out), what it says, and what stands under it. */
export interface FrameLine {
  readonly number?: number;
  readonly text: string;
  /** Columns of the screen before the underline, and its length; 0 for none. */
  readonly indent: number;
  readonly length: number;
}

/** The lines from `start` to `end`, each cut to `width` columns. Of a span of many lines the first two and the last are shown. */
export function frameOf(lines: Lines, start: number, end: number, width: number): readonly FrameLine[] {
  const from = lines.locate(start);
  const to = lines.locate(Math.max(start, end));
  const frame: FrameLine[] = [];
  for (let line = from.line; line <= to.line; line++) {
    if (to.line - from.line > 3 && line === from.line + 2) {
      frame.push({ text: '...', indent: 0, length: 0 });
      line = to.line;
    }
    const text = lines.line(line);
    const first = line === from.line ? from.column : text.length - text.trimStart().length;
    const last = line === to.line ? to.column : text.length;
    frame.push({ number: line + 1, ...cut(text, first, last, width) });
  }
  return frame;
}

/** A line's window of at most `width` columns that shows the stretch from `start` to `end`, or where it begins. */
function cut(text: string, start: number, end: number, width: number): Omit<FrameLine, 'number'> {
  // Only what could be seen is split into cells: a line may hold a megabyte. Twice the width leaves room for characters without one.
  const sliceStart = Math.max(0, start - 2 * width);
  const cells = cellsOf(text.slice(sliceStart, start + 3 * width), sliceStart);
  const stays = sliceStart === 0 && start + 3 * width >= text.length && widthOf(cells) <= width;
  const shown = stays ? cells : windowOf(cells, start, width);
  const before = widthOf(shown.filter((cell) => cell.end <= start));
  const inside = widthOf(shown.filter((cell) => cell.end > start && cell.start < end));
  return { text: shown.map((cell) => cell.text).join(''), indent: before, length: Math.max(1, inside) };
}

const ELLIPSIS = '…';

/** Cells around offset `start`: a third of the window before it, with an ellipsis on each side where something was left out. */
function windowOf(cells: readonly Cell[], start: number, width: number): readonly Cell[] {
  const found = cells.findIndex((cell) => cell.end > start);
  let first = found === -1 ? cells.length : found;
  for (let room = Math.floor(width / 3); first > 0; first--) {
    room -= cells[first - 1]?.width ?? 0;
    if (room < 0) break;
  }
  const shown: Cell[] = [];
  let room = width - 2;
  let next = first;
  for (; next < cells.length; next++) {
    const cell = cells[next];
    if (cell === undefined || cell.width > room) break;
    room -= cell.width;
    shown.push(cell);
  }
  const before = cells[first - 1];
  const after = cells[next];
  if (before !== undefined) shown.unshift({ ...before, text: ELLIPSIS, width: 1 });
  if (after !== undefined) shown.push({ ...after, text: ELLIPSIS, width: 1 });
  return shown;
}

const widthOf = (cells: readonly Cell[]): number => cells.reduce((sum, cell) => sum + cell.width, 0);
