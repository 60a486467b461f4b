import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { BoundExceeded } from '../navigate/after.ts';
import type { Plan } from '../plan.ts';
import { CONTRACT_VERSION } from '../protocol.ts';
import { attemptKey, type AttemptFile } from '../store/layout.ts';
import { FORMAT, type AttemptEnd, type AttemptStart, type RunRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { taskId, type Task } from '../task.ts';
import { takeLog, uploadLog } from './attempt-log.ts';
import { writeCaught } from './catch.ts';
import { putExit } from './put-result.ts';
import type { Outcome, TaskOrder } from './order.ts';
import { isRetried } from './retried.ts';
import { settingsOf } from './settings.ts';
import { putJson, Results } from './results.ts';
import type { WorkerProcess } from './worker-process.ts';

// One attempt from outside: its records in the datastore, the worker that makes it, the time that it may take, and what its end means. A pod's shim
// and the local engine both come through here, so an attempt is the same on every engine.

export interface AttemptOptions {
  readonly store: Store;
  readonly record: RunRecord;
  readonly plan: Plan;
  /** The code package: its id and the folder in which it lies unpacked. */
  readonly code: { readonly id: string; readonly folder: string };
  /** A step; with `exit`, an exit handler. */
  readonly task: Task;
  /** 0 for the first try. */
  readonly attempt: number;
  /** The most attempts that the engine makes. Left out: this one is the last. */
  readonly tries?: number;
  readonly exit?: string;
  /** What the engine calls the attempt. */
  readonly pod?: string;
  /** The attempt's temporary files lie in a folder in here, which is gone after it. */
  readonly tempRoot: string;
  /** A worker without an order. */
  readonly worker: WorkerProcess;
  /** The run is being stopped: the worker's group gets SIGTERM, and SIGKILL after `grace` ms. */
  readonly signal?: AbortSignal;
  readonly grace?: number;
  /** Called once the attempt has its log: a local file that grows. */
  readonly onStart?: (started: { readonly log: string; readonly attemptName: string }) => void;
}

/** What the worker itself adds to it follows from the plan. */
type Order = Omit<TaskOrder, 'environment'>;

/** Between SIGTERM and SIGKILL, in ms. */
const GRACE = 2000;

/** A name that people see is cut, as a file system takes no longer one than 255: a step's name and frames may be as long. */
const READABLE = 100;

/** The engine's number and what sets it apart from an attempt of the same number: `0-k3f9x2`. */
function attemptName(attempt: number): string {
  const random = randomBytes(6).reduce((text, byte) => text + (byte % 36).toString(36), '');
  return `${attempt}-${random}`;
}

/** @throws StoreError where the attempt's own records cannot be written. */
export async function runAttempt(options: AttemptOptions): Promise<Outcome> {
  const { store, record, task, attempt, worker } = options;
  const name = attemptName(attempt);
  const key = (file: AttemptFile): string => attemptKey(record, task, name, file);
  const log = takeLog(worker, store.localPath(key('log')));
  options.onStart?.({ log: log.path, attemptName: name });
  const tempDir = join(options.tempRoot, `${`${task.step}-${taskId(task)}`.slice(0, READABLE)}-${name}`);
  const start = putJson(store, key('start.json'), startRecord(options));
  start.catch(() => worker.kill('SIGKILL'));
  const supervised = await supervise(options, orderOf(options, name, tempDir));
  const outcome = isFailure(supervised) ? await afterFailure(options, name, supervised) : supervised;
  const retry = isFailure(outcome) && isTriedAgain(options, outcome);
  if (!worker.reuse) await worker.ended;
  await start;
  await Promise.all([
    putJson(store, key('end.json'), endRecord(outcome, retry)),
    log.inPlace ? undefined : uploadLog(store, key('log'), log),
    rm(tempDir, { recursive: true, force: true }),
  ]);
  return outcome;
}

function orderOf({ store, record, task, attempt, code, exit }: AttemptOptions, name: string, tempDir: string): Order {
  return {
    contract: CONTRACT_VERSION,
    store: store.root,
    record,
    ...task,
    attempt,
    attemptName: name,
    code: code.id,
    package: code.folder,
    ...(exit === undefined ? {} : { exit }),
    tempDir,
  };
}

function startRecord({ plan, task, attempt, code, worker, exit, pod }: AttemptOptions): AttemptStart {
  const settings = settingsOf(plan, task.step, exit !== undefined);
  return {
    format: FORMAT,
    attempt,
    code: code.id,
    started: new Date().toISOString(),
    host: hostname(),
    pid: worker.pid,
    ...(settings.timeout === undefined ? {} : { timeout: settings.timeout }),
    ...(pod === undefined ? {} : { pod }),
  };
}

/** Sees to it that the worker ends: by itself, by the step's timeout, or because the run is being stopped. */
async function supervise(options: AttemptOptions, order: Order): Promise<Outcome> {
  const { plan, task, worker, signal, grace = GRACE } = options;
  const { timeout } = settingsOf(plan, task.step, options.exit !== undefined);
  let stopped: 'timed-out' | 'killed' | undefined;
  let force: NodeJS.Timeout | undefined;
  const stop = (why: 'timed-out' | 'killed'): void => {
    stopped ??= why;
    worker.kill('SIGTERM');
    force ??= setTimeout(() => worker.kill('SIGKILL'), why === 'killed' ? grace : GRACE);
  };
  const onAbort = (): void => stop('killed');
  signal?.addEventListener('abort', onAbort);
  if (signal?.aborted === true) onAbort();
  const clock = timeout === undefined ? undefined : new Clock(timeout * 1000, () => stop('timed-out'));
  const outcome = await worker.run(order);
  clock?.stop();
  clearTimeout(force);
  signal?.removeEventListener('abort', onAbort);
  return stopped === undefined ? outcome : endedBy(stopped, outcome, timeout);
}

/** What a stopped attempt came to: where its result was written in time, it counts. */
function endedBy(stopped: 'timed-out' | 'killed', outcome: Outcome, timeout: number | undefined): Outcome {
  if (outcome.kind === 'done' || outcome.kind === 'refused') return outcome;
  if (stopped === 'killed') {
    return { kind: 'killed', error: { name: 'Killed', message: 'the task was told to stop' }, signal: 'SIGTERM' };
  }
  const message = `the attempt ran longer than its timeout of ${timeout} s`;
  return { kind: 'timed-out', error: { name: 'TimeoutError', message } };
}

/** A timer without Node's limit of 24 days. */
class Clock {
  #timer: NodeJS.Timeout | undefined;

  constructor(ms: number, ring: () => void) {
    const most = 2 ** 31 - 1;
    const wait = (left: number): void => {
      this.#timer = setTimeout(() => (left > most ? wait(left - most) : ring()), Math.min(left, most));
    };
    wait(ms);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

type Failed = Extract<Outcome, { kind: 'failed' | 'timed-out' | 'killed' }>;

const isFailure = (outcome: Outcome): outcome is Failed =>
  outcome.kind === 'failed' || outcome.kind === 'timed-out' || outcome.kind === 'killed';

/** A worker may end between its result and its answer, and another attempt may have won: what the datastore holds counts. */
async function afterFailure(options: AttemptOptions, name: string, failure: Failed): Promise<Outcome> {
  const { store, record, plan, task } = options;
  const done = await new Results(store, record).own(task);
  if (done === undefined) return afterLastTry(options, name, failure);
  await putExit(store, record, plan, task, done.control);
  return { kind: 'done', control: done.control, ...(done.attempt === name ? {} : { superseded: true }) };
}

/** What `@catchError` makes of a failure when no try is left. A run that is being stopped catches nothing: its engine tries again, or never. */
async function afterLastTry(options: AttemptOptions, name: string, failure: Failed): Promise<Outcome> {
  const { plan, task, exit, signal } = options;
  const settings = settingsOf(plan, task.step, exit !== undefined);
  if (settings.catchError === undefined || exit !== undefined || failure.byStore === true) return failure;
  if (isTriedAgain(options, failure) || signal?.aborted === true) return failure;
  try {
    return await writeCaught({ ...options, attemptName: name }, settings.catchError, failure);
  } catch (error) {
    if (!(error instanceof BoundExceeded)) throw error;
    return { kind: 'refused', error: { name: error.name, message: error.message } };
  }
}

/** Whether the engine has a try left for such a failure. */
function isTriedAgain({ plan, task, attempt, tries = attempt + 1, exit }: AttemptOptions, failure: Failed): boolean {
  return attempt + 1 < tries && isRetried(settingsOf(plan, task.step, exit !== undefined), failure);
}

const outcomes = {
  done: 'succeeded',
  caught: 'failed',
  failed: 'failed',
  'timed-out': 'timed-out',
  killed: 'killed',
  refused: 'refused',
} as const satisfies Record<Outcome['kind'], AttemptEnd['outcome']>;

function endRecord(outcome: Outcome, retry: boolean): AttemptEnd {
  const superseded = outcome.kind === 'done' && outcome.superseded === true;
  return {
    format: FORMAT,
    ended: new Date().toISOString(),
    outcome: superseded ? 'superseded' : outcomes[outcome.kind],
    ...('error' in outcome ? { error: outcome.error } : {}),
    ...(retry ? { retry } : {}),
    ...('exitCode' in outcome && outcome.exitCode !== undefined ? { exitCode: outcome.exitCode } : {}),
    ...('signal' in outcome && outcome.signal !== undefined ? { signal: outcome.signal } : {}),
  };
}
