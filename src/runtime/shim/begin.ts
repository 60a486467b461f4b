import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstTask } from '../navigate/after.ts';
import { fits, under } from '../navigate/frames.ts';
import { packageIn } from '../package/packages-folder.ts';
import { files, unpack } from '../package/unpack.ts';
import type { Plan } from '../plan.ts';
import { flags } from '../protocol.ts';
import { codeKey } from '../store/layout.ts';
import { FORMAT, type RunRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import type { Task } from '../task.ts';
import { findEnding } from './ending.ts';
import { readParameters, storeFileParameters } from './parameters.ts';
import type { TaskArguments } from './protocol-io.ts';
import { Refused } from './refused.ts';
import { findRun, noRun, openRun } from './run-record.ts';

// What a shim has to know before it can do anything, from what the manifest gives: the code, the run, and which task it is.

export interface Begun {
  readonly code: { readonly id: string; readonly folder: string };
  readonly plan: Plan;
  readonly record: RunRecord;
  /** A step; with `exit`, an exit handler. Of a loop that is run as one, its first task. */
  readonly task: Task;
  readonly exit?: string;
}

/** @param onCode - Called as soon as the code package is unpacked, with its folder. */
export async function begin(
  given: TaskArguments,
  store: Store,
  onCode: (folder: string) => void = () => {},
): Promise<Begun> {
  const { code: id, packages } = given;
  const folder = await unpack({ id, folder: packages, store }, join(tmpdir(), 'flowc-code'));
  onCode(folder);
  const plan = JSON.parse(await readFile(join(folder, files.plan), 'utf8')) as Plan;
  if (plan.flow !== given.flow)
    throw new Refused(
      `the code package \`${id}\` is of the flow \`${plan.flow}\`, and the task is one of \`${given.flow}\``,
    );
  const task = given.collapsed ? firstOfLoop(plan, given.task) : given.task;
  const record = await runOf(given, task, plan, store);
  const exit = given.exit === '' ? await findEnding(store, record) : given.exit;
  return { code: { id, folder }, plan, record, task, ...(exit === undefined ? {} : { exit }) };
}

/** The first task of a loop, given by its header and the frames around it. */
function firstOfLoop(plan: Plan, { step, frames }: Task): Task {
  const isHeader = Object.hasOwn(plan.steps, step) && plan.steps[step]?.loops.at(-1) === step;
  if (!isHeader) throw new Refused(`\`${flags.collapsed}\` runs a loop, and \`${step}\` is the header of none`);
  const first = { step, frames: under(frames, 'v0') };
  if (fits(plan, first)) return first;
  throw new Refused(
    `\`${flags.frames}\` are \`${frames}\`, which are not frames around the loop of \`${step}\`: with \`${flags.collapsed}\` they leave out its own visits`,
  );
}

/** The run that the task belongs to. Its first task begins it, on whichever try gets so far. */
async function runOf(given: TaskArguments, task: Task, plan: Plan, store: Store): Promise<RunRecord> {
  const { flow, run, engine, code, exit, attempt = 0 } = given;
  const first = firstTask(plan);
  const begins = exit === undefined && task.step === first.step && task.frames === first.frames;
  const begun = begins && attempt === 0 ? undefined : await findRun(store, { flow, run });
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
