import { NotDecided } from '../navigate/decisions.ts';
import type { Plan } from '../plan.ts';
import type { RunRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import type { Task } from '../task.ts';
import { ResultsOrLost } from './catch.ts';
import { isHandledBy } from './ending.ts';
import { receivedBy } from './state.ts';

// `--guard`: what is asked for an engine that starts tasks whatever was decided. The supervisor asks, while its worker loads the flow's code and before
// anything of an attempt is recorded: so a task that is not to run leaves nothing at all, and one that was started too early nothing that looks like a failure of its
// own.

export interface Guarded {
  readonly store: Store;
  readonly record: RunRecord;
  readonly plan: Plan;
  readonly code: { readonly id: string };
  /** A step; with `exit`, an exit handler. */
  readonly task: Task;
  readonly exit?: string;
}

/** @throws Error where that cannot be said, since a task on the way there has left no result. */
export async function isToRun({ task, exit, ...run }: Guarded): Promise<boolean> {
  const { record, plan } = run;
  // The attempt refuses it, and says so in its records.
  if (plan.graph !== record.graph) return true;
  if (exit !== undefined) return isHandledBy(plan, task.step, exit);
  const results = new ResultsOrLost(run, { begun: true });
  try {
    if (!(await results.navigator.isTaken(task))) return false;
    // An engine that goes on after a task that was lost also goes on after one that failed for good, or never began, not only in the steps right behind it: it may hold
    // tasks back until others are over, however those end. What the lost one left is made up for here; for the others it cannot be. One that never began could be
    // begun yet, when somebody has the run go on.
    if (catches(plan)) await receivedBy(results.navigator, results, plan, task);
    return true;
  } catch (error) {
    if (!(error instanceof NotDecided)) throw error;
    throw new Error(`${error.message}: whether \`${task.step}\` is to run is not known`, { cause: error });
  }
}

const catches = ({ steps }: Plan): boolean =>
  Object.values(steps).some(({ settings }) => settings.catchError !== undefined);
