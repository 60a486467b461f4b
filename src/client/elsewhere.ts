import { SIDE_BY_SIDE } from '../runtime/shim/bounded.ts';
import { ahead } from '../runtime/store/chunks.ts';
import { resultKey } from '../runtime/store/layout.ts';
import { readEnd, readStart } from './records.ts';
import type { Run } from './run.ts';
import type { TaskEntry } from './run-index.ts';
import { mayBeLive, type RunStatus } from './status.ts';

// A run of another engine than flowc's, or on another machine: nobody writes down how it ends, but its tasks write down how they do. So what can be said
// follows from them, the surest first. That a run failed is said when a task has failed for good and nothing runs: branches beside it may be about to start
// another task, which does not save the run.

/** Between two tasks of a run a scheduler looks at it, a pod is found a place and its image is fetched: so long, in milliseconds, a silent run counts as one that goes on. */
const SILENCE = 10 * 60_000;

export async function statusElsewhere(run: Run, now: Date): Promise<RunStatus> {
  if ((await run.store.head(resultKey(run.id, { step: 'end', frames: '' }))) !== undefined) return 'succeeded';
  // Of a run whose code cannot be read there is less to say, and still something.
  const [index, plan] = await Promise.all([run.index(), run.plan().catch(() => undefined)]);
  // Exit handlers run after all else has ended, so what began before them has; what begins after them, somebody has had the engine try again.
  const exits = Object.keys(plan?.exitHandlers ?? {}).flatMap((handler) => index.tasks(handler));
  const over = Math.max(...exits.map(lastBegun));
  const since = [...index.all()].filter((entry) => lastBegun(entry) > over);
  if (exits.length > 0 && since.length === 0) return 'failed';
  const open = since.filter(({ done }) => done === undefined);
  if (await some(open, (entry) => isLive(run, entry, now))) return 'running';
  const caught = (step: string): boolean => plan?.steps[step]?.settings.catchError !== undefined;
  if (await some(open, async (entry) => !caught(entry.task.step) && (await hasFailed(run, entry)))) return 'failed';
  const latest = index.latest ?? new Date(run.record.started);
  return now.getTime() - latest.getTime() < SILENCE ? 'running' : 'unknown';
}

const lastBegun = ({ attempts }: TaskEntry): number => attempts.at(-1)?.started?.getTime() ?? 0;

async function some(entries: readonly TaskEntry[], is: (entry: TaskEntry) => Promise<boolean>): Promise<boolean> {
  for await (const found of ahead(entries, SIDE_BY_SIDE, is)) if (found) return true;
  return false;
}

/** An engine tries again when the try before is over: only the last attempt may go on, whatever the others left. */
async function isLive({ store, id }: Run, { task, attempts }: TaskEntry, now: Date): Promise<boolean> {
  const last = attempts.at(-1);
  if (last === undefined || last.ended !== undefined) return false;
  const start = await readStart(store, id, task, last);
  return start !== undefined && mayBeLive(start, now);
}

/** No try is left. */
async function hasFailed({ store, id }: Run, { task, attempts }: TaskEntry): Promise<boolean> {
  const last = attempts.at(-1);
  const end = last?.ended === undefined ? undefined : await readEnd(store, id, task, last);
  return end !== undefined && end.retry !== true && FINAL.includes(end.outcome);
}

const FINAL = ['failed', 'timed-out', 'killed', 'refused'];
