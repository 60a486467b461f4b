import { cellsOf } from '../diagnostics/cells.ts';
import type { Graph, Step } from '../ir/graph.ts';
import { firstSentence, flowFacts, settingsOf } from './summary.ts';
import { rowsOf, type Row } from './terminal-rows.ts';

// A picture for a person at a terminal: the flow as a tree on the left, in the order in which it runs, and what each step is and needs
// beside it. No line is wider than the screen; colours only help, they say nothing that the text does not.

export interface TerminalOptions {
  /** Columns of the screen, 10 or more. Default 80. */
  readonly width?: number;
  /** Default: none. */
  readonly color?: boolean;
  /** Says of each step what it reads and writes. */
  readonly data?: boolean;
}

type Role = Row['role'] | 'rails' | 'flow' | 'doc' | 'settings' | 'data';

// Only the sixteen colours that every terminal theme defines.
const SGR: Readonly<Record<Exclude<Role, 'doc'>, string>> = {
  flow: '1',
  step: '1',
  rails: '2',
  way: '2',
  parallel: '34',
  foreach: '35',
  choice: '33',
  loop: '36',
  settings: '2',
  data: '32',
};

interface Piece {
  readonly text: string;
  readonly role: Role;
}

type Paint = (piece: Piece) => string;

/** Details are left out where fewer columns than these remain for them. */
const NARROWEST = 16;

export function printTerminal(graph: Graph, { width = 80, color = false, data = false }: TerminalOptions): string {
  const paint: Paint = ({ text, role }) =>
    !color || role === 'doc' || text.trim() === '' ? text : `\x1b[${SGR[role]}m${text}\x1b[0m`;
  const steps = new Map(graph.steps.map((step) => [step.name, step]));
  const settings = settingsOf(graph);
  const rows = [...rowsOf(graph, Math.floor(width / 3))];
  const column =
    Math.min(
      Math.floor(width / 2),
      rows.reduce((widest, row) => Math.max(widest, labelWidth(row)), 0),
    ) + 2;
  const lines = rows.flatMap((row) => {
    const step = row.step === undefined ? undefined : steps.get(row.step);
    const details = step === undefined ? [] : detailsOf(step, settings.of(step), data);
    return rowLines(row, details, { column, width, paint });
  });
  return `${[...header(graph, width, paint), '', ...lines].join('\n')}\n`;
}

function* header(graph: Graph, width: number, paint: Paint): Generator<string> {
  yield* wrap([{ text: graph.flow.name, role: 'flow' }], width, paint);
  yield* wrap(words(firstSentence(graph.flow.doc), 'doc'), width, paint);
  const facts = flowFacts(graph);
  const column = Math.max(0, ...facts.map(([heading]) => heading.length)) + 4;
  for (const [heading, parts] of facts) {
    if (width - column < NARROWEST) continue;
    const [first = '', ...others] = wrap(listed(parts), width - column, paint);
    yield `  ${paint({ text: heading, role: 'rails' })}${' '.repeat(column - 2 - heading.length)}${first}`;
    for (const line of others) yield `${' '.repeat(column)}${line}`;
  }
}

/** What is said beside a step, one paragraph below the other. */
function detailsOf(step: Step, settings: readonly string[], data: boolean): readonly (readonly Piece[])[] {
  const about = [...words(firstSentence(step.doc), 'doc'), ...listed(settings, ['(', ')'])];
  const paragraphs = data ? [about, ...dataOf(step).map((text) => words(text, 'data'))] : [about];
  return paragraphs.filter((paragraph) => paragraph.length > 0);
}

function dataOf({ data }: Step): readonly string[] {
  const all = data.escapes !== undefined;
  const inputs = data.inputs.map(({ branch, name }) => (branch === undefined ? name : `${branch}.${name}`));
  const merges = data.merges.flatMap(({ include, exclude }) => {
    if (include !== undefined) return include.map(({ name }) => name);
    return exclude === undefined ? ['all'] : [`all but ${exclude.map(({ name }) => name).join(', ')}`];
  });
  const uses: readonly (readonly [string, readonly string[]])[] = [
    ['reads', all ? ['all'] : data.needs],
    ['inputs', data.inputsEscape === undefined ? inputs : ['all']],
    ['merges', merges],
    ['writes', all ? ['all'] : data.writes],
  ];
  return uses.flatMap(([verb, names]) => (names.length === 0 ? [] : [`${verb} ${[...new Set(names)].join(', ')}`]));
}

interface Screen {
  /** Where details begin. */
  readonly column: number;
  readonly width: number;
  readonly paint: Paint;
}

function rowLines(row: Row, details: readonly (readonly Piece[])[], { column, width, paint }: Screen): string[] {
  const rails = paint({ text: row.rails, role: 'rails' });
  const room = Math.max(1, (details.length > 0 ? column - 2 : width) - row.rails.length - 2);
  const label = `${rails}${paint({ text: `${row.mark} ${clip(row.text, room)}`, role: row.role })}`;
  if (width - column < NARROWEST) return [label];
  const [first, ...others] = details.flatMap((paragraph) => [...wrap(paragraph, width - column, paint)]);
  if (first === undefined) return [label];
  const gap = ' '.repeat(Math.max(2, column - Math.min(labelWidth(row), column - 2)));
  const margin = `${paint({ text: row.below, role: 'rails' })}${' '.repeat(column - row.below.length)}`;
  return [`${label}${gap}${first}`, ...others.map((line) => `${margin}${line}`)];
}

const labelWidth = ({ rails, text }: Row): number => rails.length + 2 + columns(text);

const words = (text: string | undefined, role: Role): readonly Piece[] =>
  (text ?? '').split(/\s+/).flatMap((word) => (word === '' ? [] : [{ text: word, role }]));

/** Parts that are not broken, a dot between them. */
const listed = (parts: readonly string[], [open, close] = ['', '']): readonly Piece[] =>
  parts.map((part, index) => {
    const end = index === parts.length - 1 ? close : ' ·';
    return { text: `${index === 0 ? open : ''}${part}${end}`, role: 'settings' };
  });

/** Lines of pieces, none of which is broken; neighbours of one role are painted as one. */
function* wrap(pieces: readonly Piece[], width: number, paint: Paint): Generator<string> {
  let line: Piece[] = [];
  let used = 0;
  for (const piece of pieces) {
    const shown = { text: clip(piece.text, width), role: piece.role };
    const needed = columns(shown.text);
    if (used > 0 && used + 1 + needed > width) {
      yield line.map(paint).join(' ');
      line = [];
      used = 0;
    }
    const last = line.at(-1);
    if (last?.role === shown.role) line.splice(-1, 1, { text: `${last.text} ${shown.text}`, role: last.role });
    else line.push(shown);
    used += needed + (used > 0 ? 1 : 0);
  }
  if (used > 0) yield line.map(paint).join(' ');
}

function columns(text: string): number {
  return cellsOf(text).reduce((sum, { width }) => sum + width, 0);
}

/** The text on one line, harmless, and cut with an ellipsis where it is too wide. */
function clip(text: string, width: number): string {
  const cells = cellsOf(text.replace(/\s+/g, ' '));
  const whole = cells.reduce((sum, cell) => sum + cell.width, 0);
  if (whole <= width) return cells.map((cell) => cell.text).join('');
  let shown = '';
  let used = 1;
  for (const cell of cells) {
    used += cell.width;
    if (used > width) break;
    shown += cell.text;
  }
  return `${shown}…`;
}
