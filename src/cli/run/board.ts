import type { Painter } from '../paint.ts';
import { doneOf, isQuiet, type Progress, type StepProgress } from './progress.ts';
import { counted, duration, fit, grouped } from './words.ts';

// The board that stands at the bottom of a terminal while a flow runs: a line for each step that has begun.

const MOST_ROWS = 16;

export interface Screen {
  /** Columns and rows. */
  readonly width: number;
  readonly height: number;
  readonly paint: Painter;
}

/** The lines of the board at `now` (milliseconds). Where there are more steps than rows, those that are done stand in one line. */
export function boardLines(progress: Progress, now: number, { width, height, paint }: Screen): readonly string[] {
  const rows = Math.max(1, Math.min(MOST_ROWS, height - 2));
  const steps = [...progress.steps.values()];
  const busy = steps.filter((step) => !isQuiet(step) || step.failed > 0);
  const fold = steps.length > rows;
  const shown = fold ? busy.slice(0, Math.max(1, rows - 2)) : steps;
  const column = Math.min(32, Math.max(0, ...shown.map(({ step }) => step.length)));
  const lines = shown.map((step) => lineOf(step, now, column, width, paint));
  if (!fold) return lines;
  const done = steps.length - busy.length;
  return [
    ...(done > 0 ? [`${paint('added', '✓')} ${counted(done, 'step')} done`] : []),
    ...lines,
    ...(busy.length > shown.length ? [`  … and ${counted(busy.length - shown.length, 'more step')}`] : []),
  ].slice(0, rows);
}

function lineOf(step: StepProgress, now: number, column: number, width: number, paint: Painter): string {
  const [role, mark] = markOf(step);
  const done = `${grouped(doneOf(step))}${step.expected === undefined ? '' : `/${grouped(step.expected)}`}`;
  const states = [
    step.failed > 0 && `${grouped(step.failed)} failed`,
    step.running > 0 && `${grouped(step.running)} running`,
    step.waiting > 0 && `${grouped(step.waiting)} to try again`,
    step.retries > 0 && `${grouped(step.retries)} retried`,
    step.caught > 0 && `${grouped(step.caught)} caught`,
    step.reused > 0 && `${grouped(step.reused)} reused`,
  ].filter((state) => state !== false);
  const until = isQuiet(step) ? step.until : now;
  const time = duration(Math.max(0, until - step.since) / 1000);
  const rest = `${step.step.padEnd(column)}  ${done.padStart(9)}  ${time.padStart(9)}  ${states.join(', ')}`;
  return `${paint(role, mark)} ${fit(rest.trimEnd(), width - 3)}`;
}

function markOf(step: StepProgress): readonly ['error' | 'warning' | 'added' | 'help', string] {
  if (step.failed > 0) return ['error', '✗'];
  if (!isQuiet(step)) return ['help', '●'];
  return step.caught > 0 ? ['warning', '!'] : ['added', '✓'];
}
