import { NotDecided, NotTaken } from '../runtime/navigate/decisions.ts';
import { Navigator, type OpenForeach } from '../runtime/navigate/navigator.ts';
import { SIDE_BY_SIDE } from '../runtime/shim/bounded.ts';
import { ahead } from '../runtime/store/chunks.ts';
import type { Task } from '../runtime/task.ts';
import type { Run } from './run.ts';

/** Where a task comes from. */
export interface Origin {
  /** The task before it, or the first of those that it joins; of a split, in the order written. */
  readonly inputs: readonly Task[];
  /** How many there are in all. */
  readonly count: number;
  /** The foreaches around it, the outermost first. */
  readonly foreach: readonly OpenForeach[];
}

/** Follows recorded decisions. Undefined where they do not lead to the task (an exit handler, an arm not taken), or the plan is gone. */
export async function originOf(run: Run, task: Task, most: number): Promise<Origin | undefined> {
  const plan = await run.plan();
  const step = plan?.steps[task.step];
  if (plan === undefined || step === undefined) return undefined;
  const navigator = new Navigator(plan, run.results);
  try {
    const foreach = await navigator.foreachOf(task);
    if (step.takes !== 'inputs') {
      const parent = await navigator.parent(task);
      return { inputs: parent === undefined ? [] : [parent], count: parent === undefined ? 0 : 1, foreach };
    }
    const join = await navigator.joinOf(task);
    const { count } = join;
    const indices = Array.from({ length: Math.min(count, most) }, (_, index) => index);
    return {
      inputs: await Array.fromAsync(ahead(indices, SIDE_BY_SIDE, (index) => join.input(index))),
      count,
      foreach,
    };
  } catch (error) {
    if (error instanceof NotDecided || error instanceof NotTaken) return undefined;
    throw error;
  }
}
