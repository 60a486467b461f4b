import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { runLoop } from '../local/loop.ts';
import { DamagedPackage, UnreadablePackage } from '../package/package.ts';
import { environment, exitCodes } from '../protocol.ts';
import { attemptsPrefix } from '../store/layout.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import { runAttempt } from './attempt.ts';
import { begin, type Begun } from './begin.ts';
import { writeControl } from './control.ts';
import { isToRun } from './guard.ts';
import type { Outcome } from './order.ts';
import { readTaskArguments, type TaskArguments } from './protocol-io.ts';
import { Refused } from './refused.ts';
import { checkGraph } from './run-record.ts';
import { spreadSecrets } from './spread-secrets.ts';
import { Tail } from './tail.ts';
import { WorkerProcess } from './worker-process.ts';

// The shim of a pod: one attempt of one task, from the arguments and environment that the manifest gives to the control and exit code that the engine reads. It
// is the supervisor of one worker; of a loop that is run as one task, the engine of its tasks.

/** Between the pod's SIGTERM and the worker's SIGKILL, in ms: Kubernetes grants 30 s, and the attempt's end has to be written too. */
const GRACE = 20_000;

/** What a pod came to; `not-taken`: the guard found that there is nothing to run. */
type PodOutcome = Outcome | { readonly kind: 'not-taken' };

/** Answers with the exit code. @param env - Of this process: what is in whole secrets is added to it. */
export async function runPod(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  let folder: string | undefined;
  try {
    const given = readTaskArguments(args, env);
    spreadSecrets(env);
    folder = await mkdtemp(join(tmpdir(), 'flowc-task-'));
    const outcome = await (given.collapsed ? loop : attempt)(given, env, folder);
    if (outcome.kind === 'done' || outcome.kind === 'caught') await writeControl(given.control, outcome.control, env);
    else if (outcome.kind === 'not-taken') say(`nothing is to run: ${whyNotTaken(given)}`);
    // What has a stack the worker has said itself, in the log.
    else if (outcome.error.stack === undefined) say(outcome.error.message);
    return exitCodeOf(outcome);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    const isFinal = error instanceof Refused || error instanceof UnreadablePackage || error instanceof DamagedPackage;
    return isFinal ? exitCodes.refused : exitCodes.failed;
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
}

async function attempt(given: TaskArguments, env: NodeJS.ProcessEnv, folder: string): Promise<PodOutcome> {
  const log = join(folder, 'log');
  const opening = openStore(given.datastore, env);
  const worker = WorkerProcess.start({ shim: import.meta.filename, env, store: opening, log });
  const tail = new Tail(log, process.stdout);
  const stop = stopOnSignal();
  let store: Store | undefined;
  try {
    store = await opening;
    const begun = await begin(given, store, (code) => worker.preload(code));
    if (given.guard && !(await isToRun({ store, ...begun }))) return { kind: 'not-taken' };
    return await runAttempt({
      store,
      ...begun,
      attempt: given.attempt ?? (await attemptsBegun(store, begun)),
      worker,
      ...(given.tries === undefined ? {} : { tries: given.tries }),
      ...podIn(env),
      tempRoot: folder,
      signal: stop.signal,
      grace: GRACE,
    });
  } finally {
    worker.kill('SIGKILL');
    await tail.end();
    await store?.close();
  }
}

/** Which attempt this is, for engines whose own count is of something else: Step Functions has in it what never came to run. */
async function attemptsBegun(store: Store, { record, task }: Begun): Promise<number> {
  let count = 0;
  for await (const _ of store.folders(attemptsPrefix(record, task))) count++;
  return count;
}

/** All tasks of a loop, in the place of one. */
async function loop(given: TaskArguments, env: NodeJS.ProcessEnv, folder: string): Promise<PodOutcome> {
  const stop = stopOnSignal();
  const store = await openStore(given.datastore, env);
  try {
    const { task: first, ...begun } = await begin(given, store);
    checkGraph(begun.record, begun.plan);
    if (given.guard && !(await isToRun({ store, task: first, ...begun }))) return { kind: 'not-taken' };
    return await runLoop({
      store,
      ...begun,
      first,
      shim: import.meta.filename,
      maxWorkers: availableParallelism(),
      reuse: false,
      delays: true,
      cwd: process.cwd(),
      env,
      ...podIn(env),
      signal: stop.signal,
      grace: GRACE,
      folder,
      out: process.stdout,
    });
  } finally {
    await store.close();
  }
}

/** Set by AWS Batch in every container. Its definitions of jobs know of no id that a manifest could put elsewhere. */
const BATCH_JOB = 'AWS_BATCH_JOB_ID';

/** What the engine calls this attempt. */
function podIn(env: NodeJS.ProcessEnv): { readonly pod?: string } {
  const pod = env[environment.pod] ?? env[BATCH_JOB];
  return pod === undefined ? {} : { pod };
}

/** Aborts when the pod is told to stop. */
function stopOnSignal(): AbortController {
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());
  return stop;
}

const whyNotTaken = ({ exit }: TaskArguments): string =>
  exit === undefined
    ? 'the recorded decisions lead elsewhere'
    : 'the run ended otherwise than this exit handler is for';

function exitCodeOf(outcome: PodOutcome): number {
  switch (outcome.kind) {
    case 'done':
    case 'caught':
      return 0;
    case 'timed-out':
      return exitCodes.timedOut;
    case 'refused':
      return exitCodes.refused;
    case 'not-taken':
      return exitCodes.notTaken;
    case 'killed':
      return 128 + constants.signals[outcome.signal ?? 'SIGTERM'];
    default:
      return exitCodes.failed;
  }
}

function say(message: string): void {
  process.stderr.write(`flowc-task: ${message}\n`);
}
