// The readings as text for people.
import { styleText } from 'node:util';
import { growth, type Growth, type Reading, type Spread } from './reading.ts';

/** A table of each race, and one of growth. Bold only where standard output is a terminal that wants it. */
export function report(readings: readonly Reading[]): string {
  const tables = [...Map.groupBy(readings, ({ race }) => race)].map(([race, rows]) => readingsTable(race, rows));
  const grown = growth(readings);
  if (grown.length > 0) tables.push(table(['one more step', 'tool', 'wall ms', 'CPU ms'], grown.map(growthRow)));
  return tables.join('\n');
}

const HEAD = ['tool', 'wall ms', '(min–max)', 'CPU ms', '(min–max)', 'peak MB'];

function readingsTable(race: string, readings: readonly Reading[]): string {
  const figures = readings.flatMap(({ result }) => (result.kind === 'measured' ? Object.keys(result.figures) : []));
  const columns = [...new Set(figures)];
  const row = ({ name, tool, result }: Reading): readonly string[] => {
    if (result.kind === 'failed') return [name, tool, result.reason];
    const { wall, cpu, rss } = result;
    const cells = columns.map((column) => result.figures[column]?.toFixed(1) ?? '');
    return [name, tool, ...times(wall), ...times(cpu), (rss.median / 1e6).toFixed(0), ...cells];
  };
  return table([race, ...HEAD, ...columns], readings.map(row));
}

function times({ median, min, max }: Spread): readonly string[] {
  return [median.toFixed(0), `(${min.toFixed(0)}–${max.toFixed(0)})`];
}

function growthRow({ race, kind, tool, from, to, wall, cpu }: Growth): readonly string[] {
  return [`${race} ${kind} from ${from} to ${to}`, tool, wall.toFixed(3), cpu.toFixed(3)];
}

/** Two columns of names on the left, numbers on the right; a row that stops short (a failure) sets no width. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const whole = [head, ...rows.filter((cells) => cells.length === head.length)];
  const names = [head, ...rows];
  const widths = head.map((_, column) =>
    Math.max(...(column < 2 ? names : whole).map((cells) => cells[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) => {
    const short = cells.length < head.length;
    const pad = (cell: string, column: number) =>
      column < 2 || short ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
    return cells.map(pad).join('  ').trimEnd();
  };
  return [styleText('bold', line(head)), ...rows.map(line), ''].join('\n');
}
