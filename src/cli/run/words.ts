import { cellsOf, harmless } from '../../compiler/diagnostics/cells.ts';

// Numbers and texts as the display of a run says them.

/** `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min${whole % 60 === 0 ? '' : ` ${whole % 60} s`}`;
  return `${Math.floor(minutes / 60)} h${minutes % 60 === 0 ? '' : ` ${minutes % 60} min`}`;
}

/** `12,000` */
export const grouped = (count: number): string => String(count).replaceAll(/(?<=\d)(?=(?:\d{3})+$)/g, ',');

/** `1 task`, `12,000 tasks` */
export const counted = (count: number, noun: string): string => `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;

/** As much of a line as `width` columns hold, with `…` where something is left out. */
export function fit(line: string, width: number): string {
  const cells = cellsOf(line);
  let used = 0;
  let kept = 0;
  for (const cell of cells) {
    if (used + cell.width > width) break;
    used += cell.width;
    kept++;
  }
  if (kept === cells.length) return cells.map(({ text }) => text).join('');
  while (kept > 0 && used > width - 1) used -= cells[--kept]?.width ?? 0;
  return `${cells
    .slice(0, kept)
    .map(({ text }) => text)
    .join('')}…`;
}

const SGR = /(\x1b\[[\d;:]*m)/;

/**
 * A line that a task printed, fit for a terminal: its colours stay where colours are wanted; all else that would move the cursor is made visible.
 * Of a progress bar, which goes back to the line's beginning again and again, the last state.
 */
export function tame(line: string, colour: boolean): string {
  const last = line.replace(/\r+$/, '').split('\r').at(-1) ?? '';
  const parts = last.split(SGR).map((part, index) => {
    if (index % 2 === 1) return colour ? part : '';
    return harmless(part.replaceAll('\t', '    '));
  });
  return parts.join('') + (colour && parts.length > 1 ? '\x1b[0m' : '');
}
