// Python as data, and the one way for it to become text: every value that enters a DAG file goes through `printPython`, which quotes what is text. It lays
// out as `ruff format` does, on a line where that fits and else an element a line, so that nobody's formatter touches what flowc wrote.
// https://docs.astral.sh/ruff/formatter/

/** A value of a DAG file: JSON, or one of the few other things that are written in one. */
export type Python =
  null | boolean | number | string | Name | Call | Entries | readonly Python[] | { readonly [key: string]: Python };

/** A variable, or something of one: `frames`, `json.loads`. */
export class Name {
  readonly name: string;

  constructor(name: string) {
    if (!/^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(name)) throw new Error(`\`${name}\` is no name in Python`);
    this.name = name;
  }
}

/** A call, and perhaps an attribute of what it gives: `timedelta(seconds=30)`, `dag.get_task("start").output`. */
export class Call {
  readonly callee: Name;
  readonly args: readonly Python[];
  readonly kwargs: Readonly<Record<string, Python>>;
  readonly attribute: Name | undefined;

  constructor(
    callee: string,
    args: readonly Python[],
    kwargs: Readonly<Record<string, Python>> = {},
    attribute?: string,
  ) {
    this.callee = new Name(callee);
    this.args = args;
    this.kwargs = kwargs;
    this.attribute = attribute === undefined ? undefined : new Name(attribute);
  }
}

/** A dict that begins with another's entries: `{**ENVIRONMENT, "A": "b"}`. */
export class Entries {
  readonly base: Name;
  readonly own: Readonly<Record<string, Python>>;

  constructor(base: string, own: Readonly<Record<string, Python>>) {
    this.base = new Name(base);
    this.own = own;
  }
}

/** `train = BashOperator(…)`; without the variable where nobody names it. */
export interface Assignment {
  readonly variable?: Name;
  readonly value: Python;
}

/** Columns of a line, as ruff has it. */
export const WIDTH = 88;
const STEP = 4;

/** Where a value stands: the column in which it begins, the indentation of its line, and how many characters have to follow it on its last line. */
interface At {
  readonly column: number;
  readonly indent: number;
  readonly after: number;
}

export function printAssignment({ variable, value }: Assignment, indent: number): string {
  const before = variable === undefined ? '' : `${variable.name} = `;
  return `${before}${print(value, { column: indent + before.length, indent, after: 0 })}`;
}

/** @param after - What follows on the last line. */
export function printValue(value: Python, indent: number, column = indent, after = ''): string {
  return `${print(value, { column, indent, after: after.length })}${after}`;
}

/** Lists of tasks, each waiting for all of the one before: `a >> [b, c]`. */
export function printChain(chain: readonly (readonly Name[])[], indent: number): string {
  if (fitsOnLine(chain, indent)) return chainOnOneLine(chain);
  const [first = [], ...rest] = chain;
  const pad = ' '.repeat(indent);
  if (first.length > 1) return [print(first, { column: WIDTH, indent, after: 0 }), ...rest.map(operand)].join(' >> ');
  const lines = [operand(first), ...rest.map((one) => `>> ${operand(one)}`)];
  return `(\n${lines.map((line) => `${pad}    ${line}\n`).join('')}${pad})`;
}

export const fitsOnLine = (chain: readonly (readonly Name[])[], indent: number): boolean =>
  indent + chainOnOneLine(chain).length <= WIDTH;

const chainOnOneLine = (chain: readonly (readonly Name[])[]): string => chain.map(operand).join(' >> ');

const operand = (names: readonly Name[]): string => {
  const [only, ...more] = names;
  return onOneLine(only !== undefined && more.length === 0 ? only : names);
};

function print(value: Python, at: At): string {
  const flat = onOneLine(value);
  if (typeof value === 'string') {
    const isShort = at.column + leastWidth(flat) + at.after <= WIDTH;
    return isShort || !value.includes('\n') ? flat : linesOf(value, at.indent);
  }
  if (at.column + mostWidth(flat) + at.after <= WIDTH) return flat;
  const inner = at.indent + STEP;
  const { open, items, close } = partsOf(value);
  if (items.length === 0) return flat;
  const pad = ' '.repeat(inner);
  const lines = items.map(({ before, item }) => {
    const text = item === undefined ? '' : print(item, { column: inner + before.length, indent: inner, after: 1 });
    return `${pad}${before}${text},\n`;
  });
  return `${open}\n${lines.join('')}${' '.repeat(at.indent)}${close}`;
}

/**
 * Columns that a text may take. How wide a character outside ASCII is, nobody agrees on; so it counts as what keeps a formatter from touching the line: what is laid out an
 * element a line stays so though it would fit.
 */
const mostWidth = (text: string): number => text.length + (text.match(/[^\x20-\x7e]/g) ?? []).length;
const leastWidth = (text: string): number => text.length - (text.match(/[^\x20-\x7e]/g) ?? []).length;

const onOneLine = (value: Python): string => {
  if (typeof value === 'string') return quoted(value);
  const { open, items, close } = partsOf(value);
  const inside = items.map(({ before, item }) => `${before}${item === undefined ? '' : onOneLine(item)}`);
  return `${open}${inside.join(', ')}${close}`;
};

interface Parts {
  readonly open: string;
  readonly items: readonly { readonly before: string; readonly item?: Python }[];
  readonly close: string;
}

function partsOf(value: Exclude<Python, string>): Parts {
  if (value === null) return { open: 'None', items: [], close: '' };
  if (typeof value === 'boolean') return { open: value ? 'True' : 'False', items: [], close: '' };
  if (typeof value === 'number') return { open: numeral(value), items: [], close: '' };
  if (value instanceof Name) return { open: value.name, items: [], close: '' };
  if (value instanceof Call) {
    const args = value.args.map((item) => ({ before: '', item }));
    const kwargs = Object.entries(value.kwargs).map(([name, item]) => ({ before: `${new Name(name).name}=`, item }));
    const attribute = value.attribute === undefined ? '' : `.${value.attribute.name}`;
    return { open: `${value.callee.name}(`, items: [...args, ...kwargs], close: `)${attribute}` };
  }
  if (value instanceof Entries)
    return { open: '{', items: [{ before: `**${value.base.name}` }, ...entriesOf(value.own)], close: '}' };
  if (isList(value)) return { open: '[', items: value.map((item) => ({ before: '', item })), close: ']' };
  return { open: '{', items: entriesOf(value), close: '}' };
}

const entriesOf = (dict: Readonly<Record<string, Python>>): Parts['items'] =>
  Object.entries(dict).map(([key, item]) => ({ before: `${quoted(key)}: `, item }));

const isList = (value: Python): value is readonly Python[] => Array.isArray(value);

/** JSON's numbers are Python's, but that a whole one may be too large for digits, and that zero has no sign among integers. */
const numeral = (value: number): string => (Object.is(value, -0) ? '-0.0' : String(value));

/** A string of several lines, one below the other. */
function linesOf(text: string, indent: number): string {
  const pad = ' '.repeat(indent + STEP);
  const lines = text.split(/(?<=\n)/).map((line) => `${pad}${quoted(line)}\n`);
  return `(\n${lines.join('')}${' '.repeat(indent)})`;
}

/** In double quotes, unless there are fewer to escape in single ones. What cannot be seen is escaped, so that a reviewer sees all there is. */
function quoted(text: string): string {
  const count = (quote: string): number => text.split(quote).length - 1;
  const quote = count('"') > count("'") ? "'" : '"';
  const inside = text.replace(/[\\'"]|[\p{C}\p{Zl}\p{Zp}]/gu, (char) => {
    if (char === '\\' || char === quote) return `\\${char}`;
    if (char === '"' || char === "'") return char;
    return escapes[char] ?? codePoint(char);
  });
  return `${quote}${inside}${quote}`;
}

const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function codePoint(char: string): string {
  const hex = (char.codePointAt(0) ?? 0).toString(16);
  if (hex.length <= 2) return `\\x${hex.padStart(2, '0')}`;
  return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
