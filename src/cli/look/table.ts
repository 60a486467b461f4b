import { cellsOf } from '../../compiler/diagnostics/cells.ts';
import type { Output } from '../io.ts';
import { painter, type Painter } from '../paint.ts';
import { fit } from '../run/words.ts';

// Tables in the terminal. One that is wider than the terminal has its widest columns cut until it fits, names that are to be typed last; in a pipe nothing
// is cut, since whoever reads there wants the values whole.

type Role = Parameters<Painter>[0];

/** A cell, and how it is painted. */
export type Cell = string | { readonly text: string; readonly role: Role };

export interface Column {
  readonly title: string;
  readonly right?: true;
  /** It is what people copy: cut only where all else has been. */
  readonly key?: true;
}

const GAP = '  ';
const NARROWEST = 8;

/** The lines of a table, `indent` columns from the left. */
export function tableOf(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  out: Output,
  indent = 0,
): string {
  const paint = painter(out);
  const header = columns.map(({ title }): Cell => ({ text: title, role: 'frame' }));
  const lines = columns.some(({ title }) => title !== '') ? [header, ...rows] : rows;
  const widths = columns.map((_, at) => lines.reduce((most, line) => Math.max(most, columnsOf(textOf(line[at]))), 0));
  if (out.interactive) {
    const most = out.width - indent - GAP.length * (columns.length - 1);
    const others = columns.flatMap(({ key }, at) => (key === true ? [] : [at]));
    shrink(widths, others, most);
    shrink(widths, [...columns.keys()], most);
  }
  return lines
    .map((line) => {
      const cells = columns.map(({ right }, at) => {
        const cell = line[at] ?? '';
        const text = fit(textOf(cell), widths[at] ?? 0);
        const blank = ' '.repeat(Math.max(0, (widths[at] ?? 0) - columnsOf(text)));
        const painted = typeof cell === 'string' || text === '' ? text : paint(cell.role, text);
        return right === true ? blank + painted : painted + blank;
      });
      return `${' '.repeat(indent)}${cells.join(GAP).trimEnd()}\n`;
    })
    .join('');
}

const textOf = (cell: Cell | undefined): string => (typeof cell === 'object' ? cell.text : (cell ?? ''));

const columnsOf = (text: string): number => cellsOf(text).reduce((sum, { width }) => sum + width, 0);

/** Takes from the widest of some columns, one by one, until all columns together are no wider than `most`. */
function shrink(widths: number[], some: readonly number[], most: number): void {
  let over = widths.reduce((sum, width) => sum + width, 0) - most;
  for (; over > 0; over--) {
    const widest = some.reduce((a, b) => ((widths[b] ?? 0) > (widths[a] ?? 0) ? b : a));
    const width = widths[widest] ?? 0;
    if (width <= NARROWEST) return;
    widths[widest] = width - 1;
  }
}
