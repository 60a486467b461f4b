import type { RunTask, TaskState } from '../../client/run.ts';
import type { RunStatus } from '../../client/status.ts';
import { taskId } from '../../runtime/task.ts';
import { duration, grouped } from '../run/words.ts';
import type { Cell } from './table.ts';

// States, times and sizes as the commands that look at runs say them.

const ROLES = {
  succeeded: 'added',
  partial: 'added',
  reused: 'added',
  caught: 'warning',
  running: 'help',
  waiting: 'warning',
  failed: 'error',
  interrupted: 'error',
  unknown: 'frame',
} as const satisfies Record<RunStatus | TaskState | 'reused', string>;

export const stateCell = (state: keyof typeof ROLES): Cell => ({ text: state, role: ROLES[state] });

/** `reused` for a task that another run did. */
export const stateOf = ({ reused, state }: RunTask): keyof typeof ROLES => (reused ? 'reused' : state);

/** `2026-11-21 03:15:02`, where the reader is; `-` for no time. */
export function moment(time: Date | undefined): string {
  if (time === undefined || Number.isNaN(time.getTime())) return '-';
  const two = (part: number): string => String(part).padStart(2, '0');
  const date = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-');
  return `${date} ${[time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(':')}`;
}

/** How long something took; `-` where its end is not known. */
export const between = (from: Date | undefined, to: Date | undefined): string =>
  from === undefined || to === undefined ? '-' : duration(Math.max(0, to.getTime() - from.getTime()) / 1000);

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** `999 B`, `1.2 MB`. */
export function bytes(size: number): string {
  let at = 0;
  let shown = size;
  for (; shown >= 999.5 && at < UNITS.length - 1; at++) shown /= 1000;
  return `${at === 0 || shown >= 99.5 ? grouped(Math.round(shown)) : shown.toFixed(1)} ${UNITS[at]}`;
}

/** `train/3` */
export const shortName = ({ task }: Pick<RunTask, 'task'>): string => `${task.step}/${taskId(task)}`;

/** When the attempts of a task began, and when its result or its last attempt's end was put. */
export function timesOf({ entry }: RunTask): { readonly started: Date | undefined; readonly ended: Date | undefined } {
  const started = entry.attempts.find((attempt) => attempt.started !== undefined)?.started;
  return { started, ended: entry.attempts.at(-1)?.ended ?? entry.done };
}
