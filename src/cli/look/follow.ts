import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '../../client/client.ts';
import type { Found } from '../../client/pathspec.ts';
import type { Run, RunTask, TaskState } from '../../client/run.ts';
import { newLines, startOfTail } from './log-reader.ts';
import { logOf, tasksNamed, type LogTarget } from './log-targets.ts';
import type { LogWriter } from './log-writer.ts';

// Logs while they grow. The datastore tells nobody that something came, so it is asked again and again, the more seldom the longer an answer takes. What
// is finished and shown is not asked for any more.

const PAUSE = 300;

export interface FollowOptions {
  /** Only of the attempts with this number. */
  readonly attempt: number | undefined;
  /** Of what is there at first only so many lines. */
  readonly tail: number | undefined;
}

/** Goes on until what a pathspec names is over, or the reader has gone. */
export async function follow(
  client: Client,
  found: Exclude<Found, { kind: 'flow' }>,
  writer: LogWriter,
  options: FollowOptions,
): Promise<void> {
  const tails = new Map<string, Tail>();
  for (let first = true; ; first = false) {
    const began = performance.now();
    const run = (await client.run(found.run.id)) ?? found.run;
    const tasks = await tasksNamed(run, found);
    const over = await isOver(run, found, tasks);
    for (const { target, ended } of targetsOf(tasks, options.attempt)) {
      const tail = tails.get(target.key) ?? { at: 0, done: false };
      if (!tails.has(target.key)) {
        tails.set(target.key, tail);
        if (first) tail.at = await beginning(run, target, options.tail);
      }
      if (!(await show(run, target, tail, writer, ended || over))) return;
    }
    if (over) return;
    await sleep(Math.max(PAUSE, 2 * (performance.now() - began)));
  }
}

interface Tail {
  at: number;
  /** All is shown, and no more comes. */
  done: boolean;
}

const AT_WORK: readonly TaskState[] = ['running', 'waiting'];

/** A run of another engine than flowc's says only by its last task that it is over. */
async function isOver(run: Run, found: Found, tasks: readonly RunTask[]): Promise<boolean> {
  const status = await run.status();
  if (status !== 'running' && status !== 'unknown') return true;
  return found.kind === 'task' && tasks.length > 0 && tasks.every(({ state }) => !AT_WORK.includes(state));
}

function* targetsOf(
  tasks: readonly RunTask[],
  number: number | undefined,
): Generator<{ readonly target: LogTarget; readonly ended: boolean }> {
  for (const task of tasks) {
    for (const attempt of task.entry.attempts) {
      if (number !== undefined && attempt.number !== number) continue;
      yield { target: logOf(task, attempt), ended: attempt.ended !== undefined };
    }
  }
}

async function beginning({ store }: Run, { key }: LogTarget, tail: number | undefined): Promise<number> {
  const size = tail === undefined ? undefined : (await store.head(key))?.size;
  return size === undefined || tail === undefined ? 0 : startOfTail(store, key, size, tail);
}

/** `false`: the reader has gone. */
async function show(
  { store }: Run,
  target: LogTarget,
  tail: Tail,
  writer: LogWriter,
  ended: boolean,
): Promise<boolean> {
  if (tail.done) return true;
  for await (const lines of newLines(store, target.key, tail.at, ended)) {
    tail.at += lines.length;
    if (!writer.write(target.label, lines)) return false;
  }
  tail.done = ended;
  return true;
}
