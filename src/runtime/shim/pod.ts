import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstTask } from '../navigate/after.ts';
import { packageIn } from '../package/packages-folder.ts';
import { DamagedPackage, UnreadablePackage } from '../package/package.ts';
import { files, unpack } from '../package/unpack.ts';
import type { Plan } from '../plan.ts';
import { environment, exitCodes } from '../protocol.ts';
import { codeKey } from '../store/layout.ts';
import { openStore } from '../store/open.ts';
import { FORMAT, type RunRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { runAttempt } from './attempt.ts';
import { findEnding } from './ending.ts';
import { isToRun } from './guard.ts';
import type { Outcome } from './order.ts';
import { readParameters, storeFileParameters } from './parameters.ts';
import { readTaskArguments, writeControl, type TaskArguments } from './protocol-io.ts';
import { Refused } from './refused.ts';
import { findRun, noRun, openRun } from './run-record.ts';
import { Tail } from './tail.ts';
import { WorkerProcess } from './worker-process.ts';

// The shim of a pod: one attempt of one task, from the arguments and environment that the manifest gives to the control and exit code that the engine reads. It
// is the supervisor of one worker.

/** Between the pod's SIGTERM and the worker's SIGKILL, in ms: Kubernetes grants 30 s, and the attempt's end has to be written too. */
const GRACE = 20_000;

/** Answers with the exit code. */
export async function runPod(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  let folder: string | undefined;
  try {
    const given = readTaskArguments(args, env);
    folder = await mkdtemp(join(tmpdir(), 'flowc-task-'));
    const outcome = await attempt(given, env, folder);
    if (outcome.kind === 'done' || outcome.kind === 'caught') await writeControl(given.control, outcome.control);
    // What has a stack the worker has said itself, in the log.
    else if ('error' in outcome && outcome.error.stack === undefined) say(outcome.error.message);
    return exitCodeOf(outcome);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    const isFinal = error instanceof Refused || error instanceof UnreadablePackage || error instanceof DamagedPackage;
    return isFinal ? exitCodes.refused : exitCodes.failed;
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
}

/** What a pod came to; `not-taken`: the guard found that there is nothing to run. */
type PodOutcome = Outcome | { readonly kind: 'not-taken' };

async function attempt(given: TaskArguments, env: NodeJS.ProcessEnv, folder: string): Promise<PodOutcome> {
  const log = join(folder, 'log');
  const worker = WorkerProcess.start({ shim: import.meta.filename, env, log });
  worker.open(given.datastore);
  const tail = await Tail.of(log, process.stdout);
  const stop = stopOnSignal();
  let store: Store | undefined;
  try {
    store = await openStore(given.datastore, env);
    const code = await unpacked(given, store);
    worker.preload(code.folder);
    const plan = JSON.parse(await readFile(join(code.folder, files.plan), 'utf8')) as Plan;
    const record = await runOf(given, plan, store);
    const { task, attempt: number, tries, guard } = given;
    const exit = given.exit === '' ? await findEnding(store, record) : given.exit;
    const run = { store, record, plan, code, task, ...(exit === undefined ? {} : { exit }) };
    if (guard && !(await isToRun(run))) return { kind: 'not-taken' };
    const pod = env[environment.pod];
    return await runAttempt({
      ...run,
      attempt: number,
      worker,
      ...(tries === undefined ? {} : { tries }),
      ...(pod === undefined ? {} : { pod }),
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

async function unpacked({ code: id, packages }: TaskArguments, store: Store): Promise<{ id: string; folder: string }> {
  return { id, folder: await unpack({ id, folder: packages, store }, join(tmpdir(), 'flowc-code')) };
}

/** The run that the task belongs to. Its first task begins it, on whichever try gets so far. */
async function runOf(given: TaskArguments, plan: Plan, store: Store): Promise<RunRecord> {
  const { flow, run, task, engine, code, exit, attempt: number } = given;
  if (plan.flow !== flow)
    throw new Refused(
      `the code package \`${code}\` is of the flow \`${plan.flow}\`, and the task is one of \`${flow}\``,
    );
  const first = firstTask(plan);
  const begins = exit === undefined && task.step === first.step && task.frames === first.frames;
  const begun = begins && number === 0 ? undefined : await findRun(store, { flow, run });
  if (begun !== undefined) return begun;
  if (!begins) throw noRun(store, { flow, run });
  const { values, problems } = readParameters(plan, given.parameters);
  if (problems.length > 0)
    throw new Refused(problems.map(({ name, message }) => `the parameter \`${name}\` ${message}`).join('\n'));
  const parameters = await storeFileParameters(plan, values, store, process.cwd());
  // Whoever looks at the run or resumes it has no such image or volume.
  const packed = await packageIn(given.packages, code);
  if (packed !== undefined) await store.putIfAbsent(codeKey(code), packed);
  const started = new Date().toISOString();
  return openRun(store, {
    format: FORMAT,
    flow,
    run,
    graph: plan.graph,
    code,
    parameters,
    tags: plan.tags,
    engine,
    started,
    origins: [],
  });
}

/** Aborts when the pod is told to stop. */
function stopOnSignal(): AbortController {
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());
  return stop;
}

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
