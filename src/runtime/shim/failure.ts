import type { RunFailure } from '../../api/current.ts';
import type { Plan } from '../plan.ts';
import { runPrefix } from '../store/layout.ts';
import type { AttemptEnd, ErrorRecord, RunRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { readJson } from './results.ts';

// What ended a run that failed, for `current.failure`. No engine hands it on in a form of ours, so it is looked up: of the tasks that have no result, and whose
// last attempt failed, the one that ended last; where there is none, the one whose last attempt began last and left no word of its end.

/** `tasks/train/3.v0/attempts/1-k3f9x2/end.json`, `tasks/train/3.v0/result.json` */
const RECORD = /^tasks\/([^/]+)\/([^/]+)\/(?:attempts\/((\d+)-[^/]+)\/(start|end)|result)\.json$/;

/** An attempt of a step, by what it has recorded. */
interface Attempted {
  readonly stepName: string;
  readonly taskId: string;
  readonly attempt: number;
  /** When it began, as the datastore has it, in ms. */
  readonly began: number;
  /** Its end, where it left one. */
  readonly end?: { readonly key: string; readonly at: number };
}

export async function findFailure(store: Store, run: RunRecord, plan: Plan): Promise<RunFailure | undefined> {
  for (const { stepName, taskId, attempt, end } of (await lastAttempts(store, run, plan)).toSorted(latestEndFirst)) {
    const error = end === undefined ? lost(stepName, taskId) : (await readJson<AttemptEnd>(store, end.key))?.error;
    if (error !== undefined) return { ...error, attempt, stepName, taskId };
  }
  return undefined;
}

/** Those without an end come last, the latest first. */
const latestEndFirst = (a: Attempted, b: Attempted): number => (b.end?.at ?? 0) - (a.end?.at ?? 0) || b.began - a.began;

const lost = (stepName: string, taskId: string): ErrorRecord => ({
  name: 'lost',
  message: `the task \`${stepName}/${taskId}\` has left no word of its end: its container was killed or lost, or is just being stopped`,
});

/** Of the tasks that have no result. By one listing: of a wide foreach nearly all have. */
async function lastAttempts(store: Store, run: RunRecord, plan: Plan): Promise<readonly Attempted[]> {
  const attempts = new Map<string, Attempted>();
  const done = new Set<string>();
  const prefix = runPrefix(run);
  for await (const { key, modified } of store.list(`${prefix}tasks/`)) {
    const [, stepName, taskId = '', name, number, file] = RECORD.exec(key.slice(prefix.length)) ?? [];
    // An exit handler has no part in how the run ended.
    if (stepName === undefined || !Object.hasOwn(plan.steps, stepName)) continue;
    const at = modified.getTime();
    const of = `${stepName}/${taskId}/${name}`;
    const before = attempts.get(of) ?? { stepName, taskId, attempt: Number(number), began: at };
    if (name === undefined) done.add(`${stepName}/${taskId}`);
    else attempts.set(of, file === 'end' ? { ...before, end: { key, at } } : { ...before, began: at });
  }
  const last = new Map<string, Attempted>();
  for (const one of [...attempts.values()].toSorted((a, b) => a.began - b.began || a.attempt - b.attempt))
    last.set(`${one.stepName}/${one.taskId}`, one);
  return [...last].flatMap(([task, one]) => (done.has(task) ? [] : [one]));
}
