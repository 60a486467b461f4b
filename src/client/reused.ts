import { after, firstTask } from '../runtime/navigate/after.ts';
import type { Decisions } from '../runtime/navigate/decisions.ts';
import type { Plan } from '../runtime/plan.ts';
import { SIDE_BY_SIDE } from '../runtime/shim/bounded.ts';
import { ahead } from '../runtime/store/chunks.ts';
import type { Control, Task } from '../runtime/task.ts';
import { taskKey } from './frames.ts';

// Which tasks a resumed run took from its origins is nowhere written: it follows. A task is reused where the run has nothing of its own for it, all its parents
// are reused, and an origin has a result: one no older than the origins of its parents, since an older one was made from other parents. So the walk goes
// forward from the first task, and stops where the run itself went on.

/** A reused task; `origin` counts the run's origins, 0 for the newest. */
export interface ReusedTask {
  readonly task: Task;
  readonly origin: number;
}

/**
 * @param originOf - The newest origin that has a result of a task, where the run itself has nothing of it.
 */
export async function reusedTasks(
  plan: Plan,
  originOf: (task: Task) => number | undefined,
  decisions: Pick<Decisions, 'control'>,
): Promise<readonly ReusedTask[]> {
  const reused: ReusedTask[] = [];
  const joins = new Map<string, Waiting>();
  const isReused = ({ task, most }: Next): boolean => (originOf(task) ?? Infinity) <= most;
  for (let wave = [{ task: firstTask(plan), most: Number.MAX_SAFE_INTEGER }].filter(isReused); wave.length > 0;) {
    const next: Next[] = [];
    for await (const { task, control } of ahead(wave, SIDE_BY_SIDE, decided)) {
      const origin = originOf(task) ?? 0;
      reused.push({ task, origin });
      if (control !== undefined) next.push(...follow(plan, { task, origin }, control, joins));
    }
    wave = next.filter(isReused);
  }
  return reused;

  async function decided({ task }: Next): Promise<{ readonly task: Task; readonly control: Control | undefined }> {
    return { task, control: onlyControl(plan, task) ?? (await decisions.control(task)) };
  }
}

/** A task that may be reused, from one of the origins up to `most`. */
interface Next {
  readonly task: Task;
  readonly most: number;
}

/** A join that has not been come to by all yet. */
interface Waiting {
  missing: number;
  /** The newest origin of those that came. */
  most: number;
}

/** The control of a task that had nothing to decide, which most have: 100,000 of them are walked without a read. */
function onlyControl(plan: Plan, { step }: Task): Control | undefined {
  const [way, ...others] = plan.steps[step]?.ways ?? [];
  const [next] = way?.targets ?? [];
  return others.length === 0 && way?.kind === 'go' && next !== undefined ? { next } : undefined;
}

function follow(
  plan: Plan,
  { task, origin }: ReusedTask,
  control: Control,
  joins: Map<string, Waiting>,
): readonly Next[] {
  const then = after(plan, task, control);
  if (then.kind === 'end') return [];
  if (then.kind === 'task') return [{ task: then.task, most: origin }];
  const key = taskKey(then.join);
  if (then.kind === 'group') {
    joins.set(key, { missing: then.count, most: origin });
    if (then.count === 0) return [{ task: then.join, most: origin }];
    return Array.from({ length: then.count }, (_, index) => ({ task: then.first(index), most: origin }));
  }
  const join = joins.get(key);
  if (join === undefined) return [];
  join.missing--;
  join.most = Math.min(join.most, origin);
  return join.missing === 0 ? [{ task: then.join, most: join.most }] : [];
}
