import { exitsOf } from '../navigate/after.ts';
import type { Plan } from '../plan.ts';
import { exitKey, resultKey } from '../store/layout.ts';
import type { ResultRecord, RunRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import type { Control, Task } from '../task.ts';
import { jsonBytes, putJson, Results } from './results.ts';

// A task's one result, put whole by a conditional put before anybody hears of it: of several attempts the first that succeeds wins, and all hand out its control.

export interface Put {
  readonly won: boolean;
  /** The winner's. */
  readonly control: Control;
}

export async function putResult(
  store: Store,
  run: RunRecord,
  plan: Plan,
  task: Task,
  result: ResultRecord,
): Promise<Put> {
  const won = await store.putIfAbsent(resultKey(run, task), jsonBytes(result));
  const winner = won ? result : await new Results(store, run).own(task);
  if (winner === undefined)
    throw new Error(`the result of \`${task.step}\` was there and is gone: somebody deletes what the run is writing`);
  await putExit(store, run, plan, task, winner.control);
  return { won, control: winner.control };
}

/** Where a task's way leaves a loop, those who come after the loop look here which visit was the last. */
export async function putExit(store: Store, run: RunRecord, plan: Plan, task: Task, control: Control): Promise<void> {
  // An exit handler decides nothing.
  if (!Object.hasOwn(plan.steps, task.step)) return;
  for (const { header, frames, record } of exitsOf(plan, task, control))
    await putJson(store, exitKey(run, header, frames), record);
}
