import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { performance } from 'node:perf_hooks';
import { runAttempt } from '../shim/attempt.ts';
import type { Outcome } from '../shim/order.ts';
import type { Failure } from '../shim/retried.ts';
import { settingsOf } from '../shim/settings.ts';
import type { ErrorRecord, RunRecord } from '../store/records.ts';
import { StoreError } from '../store/store.ts';
import { taskId, type Control, type Task } from '../task.ts';
import type { EventBody, RunFailure, TaskNamed } from './events.ts';
import type { TasksOptions } from './options.ts';
import type { Pool } from './pool.ts';
import { retryIn, triesOf } from './retry.ts';

// One try of a task or exit handler: a worker, the attempt, its events, and whether there is another try.

/** What all tries share that one process makes for a run. */
export interface RunContext {
  readonly options: TasksOptions;
  readonly record: RunRecord;
  readonly pool: Pool;
  /** Its own folder for logs and temporary files of tasks. */
  readonly folder: string;
  readonly tell: (event: EventBody) => void;
}

export interface Try {
  readonly task: Task;
  /** 0 for the first. */
  readonly attempt: number;
  /** The task is an exit handler, and the run ended so. */
  readonly exit?: string;
}

export type Verdict =
  | { readonly kind: 'finished'; readonly control: Control }
  /** There is another try, in so many seconds. */
  | { readonly kind: 'again'; readonly delay: number }
  | { readonly kind: 'failed'; readonly failure: RunFailure };

/** @param mayRetry - Asked after a failure: a run that is about to end tries nothing again. */
export async function makeTry(context: RunContext, aTry: Try, mayRetry: () => boolean): Promise<Verdict> {
  const { options, tell } = context;
  const { task, attempt, exit } = aTry;
  const named: TaskNamed = { step: task.step, task: taskId(task), ...(exit === undefined ? {} : { handler: true }) };
  const { outcome, log, seconds } = await attemptOf(context, aTry, named);
  const about = { ...named, attempt, seconds, log };
  if (outcome.kind === 'done' || outcome.kind === 'caught') {
    tell({
      kind: 'task-finished',
      ...about,
      outcome: how(outcome),
      ...('error' in outcome ? { error: outcome.error } : {}),
    });
    return { kind: 'finished', control: outcome.control };
  }
  const wait = mayRetry()
    ? retryIn(settingsOf(options.plan, task.step, exit !== undefined), attempt, outcome)
    : undefined;
  const delay = options.delays || wait === undefined ? wait : 0;
  const { kind, ...rest } = outcome;
  tell({ kind: 'task-failed', ...about, outcome: kind, ...rest, ...(delay === undefined ? {} : { retryIn: delay }) });
  if (delay !== undefined) return { kind: 'again', delay };
  return { kind: 'failed', failure: { ...outcome.error, step: named.step, task: named.task, attempt } };
}

interface Made {
  readonly outcome: Outcome;
  readonly log: string;
  /** By a clock that never goes back. */
  readonly seconds: number;
}

async function attemptOf(
  { options, record, pool, folder, tell }: RunContext,
  aTry: Try,
  named: TaskNamed,
): Promise<Made> {
  const { task, attempt, exit } = aTry;
  const { store, plan, code, pod, signal, grace = GRACE } = options;
  const worker = pool.take();
  const began = performance.now();
  let log = worker.log;
  const tries = triesOf(settingsOf(plan, task.step, exit !== undefined));
  const attempted = runAttempt({
    store,
    record,
    plan,
    code,
    task,
    attempt,
    tries,
    worker,
    signal,
    ...(exit === undefined ? {} : { exit }),
    ...(pod === undefined ? {} : { pod }),
    tempRoot: folder,
    grace,
    onStart: (started) => {
      ({ log } = started);
      tell({ kind: 'task-started', ...named, attempt, log });
    },
  });
  const outcome = await attempted.catch(unable);
  const endedWell = outcome.kind === 'done';
  if (endedWell) pool.giveBack(worker);
  else worker.kill('SIGKILL');
  const isInTheWay = endedWell && !worker.reuse && dirname(log) === folder;
  if (isInTheWay) await rm(log, { force: true });
  return { outcome, log, seconds: (performance.now() - began) / 1000 };
}

/** Between SIGTERM and SIGKILL when the run is told to stop, in ms. */
const GRACE = 5000;

const how = (outcome: Extract<Outcome, { kind: 'done' | 'caught' }>): 'succeeded' | 'caught' | 'superseded' => {
  if (outcome.kind === 'caught') return 'caught';
  return outcome.superseded === true ? 'superseded' : 'succeeded';
};

/** The engine itself could not go on. */
const unable = (error: unknown): Failure =>
  error instanceof StoreError
    ? { kind: 'failed', error: asError(error), byStore: true }
    : { kind: 'refused', error: asError(error) };

export const asError = (thrown: unknown): ErrorRecord =>
  thrown instanceof Error ? { name: thrown.name, message: thrown.message } : { name: 'Error', message: String(thrown) };
