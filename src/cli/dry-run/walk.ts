import { after, BoundExceeded, controlOf, firstTask } from '../../runtime/navigate/after.ts';
import type { Plan } from '../../runtime/plan.ts';
import type { Control, Task } from '../../runtime/task.ts';
import { CannotRun } from '../cannot-run.ts';
import type { Assumptions } from './assumptions.ts';

// The whole run as an engine would walk it, with assumptions where a task would decide. All elements of a foreach do the same, so the first stands for them all and
// a foreach of 100,000 costs what one of 1 does.

/** Tasks of one step that run side by side and differ in nothing but indices. */
export interface Batch {
  readonly step: string;
  /** `{0..49}.v2`: a foreach's indices as a shell writes a range; empty at the top. */
  readonly frames: string;
  readonly count: number;
  readonly control: Control;
}

/** What can run at the same time: each wave once the one before is done. */
export type Wave = readonly Batch[];

/** More visits of loops than anybody reads. */
const MOST = 50_000;

/** A task that stands for `count` of its kind. */
interface Waiting {
  readonly task: Task;
  readonly count: number;
  /** The widths of the foreaches that are open around it, from the outside in. */
  readonly widths: readonly number[];
  readonly wave: number;
}

/** Branches or elements on the way to their join. */
interface Group {
  readonly join: Omit<Waiting, 'wave'>;
  left: number;
  wave: number;
}

export function walkRun(plan: Plan, assumptions: Assumptions): readonly Wave[] {
  const waves: Batch[][] = [];
  const groups = new Map<string, Group>();
  const waiting: Waiting[] = [{ task: firstTask(plan), count: 1, widths: [], wave: 0 }];
  // The list grows while it is walked.
  for (const at of waiting) {
    if (waiting.length > MOST) throw tooLong(waiting.at(-1)?.task.step ?? '');
    const { task, count, widths, wave } = at;
    const control = decide(plan, task, assumptions);
    (waves[wave] ??= []).push({ step: task.step, frames: pattern(task.frames, widths), count, control });
    const next = after(plan, task, control);
    if (next.kind === 'task') waiting.push({ ...at, task: next.task, wave: wave + 1 });
    else if (next.kind === 'group') {
      const join = { task: next.join, count, widths };
      const isEach = next.open === 'foreach';
      const left = isEach ? Math.min(1, next.count) : next.count;
      const inside = isEach ? { count: count * next.count, widths: [...widths, next.count] } : { count, widths };
      if (left === 0) waiting.push({ ...join, wave: wave + 1 });
      else groups.set(keyOf(next.join), { join, left, wave: 0 });
      for (let index = 0; index < left; index++) waiting.push({ ...inside, task: next.first(index), wave: wave + 1 });
    } else if (next.kind === 'close') {
      const group = groups.get(keyOf(next.join));
      if (group === undefined) throw new Error(`nothing opened what ${next.join.step} joins`);
      group.wave = Math.max(group.wave, wave + 1);
      if (--group.left === 0) waiting.push({ ...group.join, wave: group.wave });
    }
  }
  return waves;
}

const keyOf = ({ step, frames }: Task): string => `${step}/${frames}`;

function decide(plan: Plan, task: Task, assumptions: Assumptions): Control {
  const way = assumptions.way(task);
  try {
    return controlOf(plan, task, way, way?.kind === 'foreach' ? assumptions.width(task.step, way) : 0);
  } catch (error) {
    if (!(error instanceof BoundExceeded)) throw error;
    const { header, maxVisits } = error;
    throw new CannotRun(
      `as is assumed, \`${task.step}\` would go back to \`${header}\` for visit ${maxVisits + 1} of at most ${maxVisits}, and the run would fail`,
      `Let it leave the loop in time: \`--assume ${task.step}=${way?.targets[0] ?? ''}*${maxVisits - 1}\`.`,
    );
  }
}

const tooLong = (step: string): CannotRun =>
  new CannotRun(
    `as is assumed, the run goes round and round: ${MOST.toLocaleString('en')} steps in it have not ended, the last \`${step}\``,
    'Say how often a loop is visited: `--assume pick=improve*3` goes to `improve` three times, and then leaves.',
  );

/** The frames of all that a task stands for. */
function pattern(frames: string, widths: readonly number[]): string {
  let open = 0;
  return frames.replaceAll(/(?<![^.])\d+/g, (index) => {
    const width = widths[open++] ?? 1;
    return width === 1 ? index : `{0..${width - 1}}`;
  });
}
