import type { Task } from '../runtime/task.ts';

/** The form of a task id: `main`, `3`, `0.v2`. */
const TASK_ID = /^(main|v?\d+(\.v?\d+)*)$/;

export const isTaskId = (text: string): boolean => TASK_ID.test(text);

/** The frames of a task id: those of `main` are empty. */
export const framesOf = (id: string): string => (id === 'main' ? '' : id);

/** A task as a key of a map. */
export const taskKey = ({ step, frames }: Task): string => `${step}/${frames}`;

/** Orders frames as the engine counts them: 2 before 10, v2 before v10, a frame before what lies inside it. */
export function compareFrames(a: string, b: string): number {
  const [left, right] = [a.split('.'), b.split('.')];
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const difference = numberOf(left[at]) - numberOf(right[at]);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

const numberOf = (frame = ''): number => Number(frame.replace('v', ''));
