import type { Found } from '../../client/pathspec.ts';
import { readResult } from '../../client/records.ts';
import type { Run, RunTask } from '../../client/run.ts';
import type { AttemptEntry } from '../../client/run-index.ts';
import { attemptKey } from '../../runtime/store/layout.ts';
import { shortName } from './words.ts';

/** A log to show. */
export interface LogTarget {
  /** `train/3` */
  readonly label: string;
  readonly key: string;
  readonly attempt: AttemptEntry;
  /** The attempts that the task has had. */
  readonly attempts: number;
}

/** The tasks that a pathspec below a flow names, in the order of the plan. */
export async function tasksNamed(run: Run, found: Exclude<Found, { kind: 'flow' }>): Promise<readonly RunTask[]> {
  if (found.kind === 'run') return (await run.steps()).flatMap(({ tasks }) => tasks);
  if (found.kind === 'step') return run.tasks(found.step);
  return [(await run.task(found.task.task)) ?? found.task];
}

/**
 * The log of a task: of the attempt whose number is asked for, else of the one that wrote its result, else of the last. Undefined where there is no such
 * attempt.
 */
export async function targetOf(run: Run, task: RunTask, number: number | undefined): Promise<LogTarget | undefined> {
  const { attempts } = task.entry;
  const ofNumber = number === undefined ? attempts : attempts.filter((attempt) => attempt.number === number);
  const winner = attempts.length > 1 && number === undefined ? await winnerOf(run, task) : undefined;
  const attempt = ofNumber.find(({ name }) => name === winner) ?? ofNumber.at(-1);
  return attempt && logOf(task, attempt);
}

export const logOf = (task: RunTask, attempt: AttemptEntry): LogTarget => ({
  label: shortName(task),
  key: attemptKey(task.run, task.task, attempt.name, 'log'),
  attempt,
  attempts: task.entry.attempts.length,
});

async function winnerOf({ store }: Run, { run, task, entry }: RunTask): Promise<string | undefined> {
  return entry.done === undefined ? undefined : (await readResult(store, run, task))?.attempt;
}
