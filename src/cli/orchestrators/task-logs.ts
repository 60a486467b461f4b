import { setTimeout as sleep } from 'node:timers/promises';
import { NotFound } from '../../client/errors.ts';
import { findRun, tasksNamed, textOf, type Named } from '../../orchestrators/find.ts';
import type { Orchestrator, RunReport, TaskReport } from '../../orchestrators/orchestrator.ts';
import type { Arguments } from '../arguments.ts';
import { CannotRun } from '../cannot-run.ts';
import type { ExitCode } from '../command.ts';
import type { Io } from '../io.ts';
import type { LogWriter } from '../look/log-writer.ts';
import { countOf, pathspecOf } from '../look/look.ts';
import { labelOf } from './run-page.ts';
import { isOver } from './watch.ts';

// `flowc logs --target …`: what the orchestrator itself has of tasks, in the form of the datastore's logs. There is more of a task that never came to run the
// shim, and less of others.

const PAUSE = 1000;

/** A writer of lines, with the task before each where there are `several`. */
export type Writer = (several: boolean) => LogWriter;

export async function taskLogs(
  orchestrator: Orchestrator,
  args: Arguments,
  io: Io,
  writerFor: Writer,
): Promise<ExitCode> {
  if (args.has('datastore'))
    throw new CannotRun('`--datastore` and `--target` exclude each other', 'Logs come from one of them.');
  const named = await findRun(
    orchestrator,
    pathspecOf(args, `logs TrainFlow/latest/train/3 --target ${orchestrator.id}`),
  );
  const options = { attempt: countOf(args, 'attempt'), tail: countOf(args, 'tail') };
  const report = await orchestrator.status(named.run, named.task !== undefined);
  const tasks = tasksNamed(report.tasks, named);
  const several = named.task === undefined && (named.step === undefined || tasks.length > 1);
  const writer = writerFor(several);
  if (args.has('follow')) return follow(orchestrator, named, options, writer);
  const targets = tasks.flatMap((task) => targetOf(task, options.attempt));
  if (targets.length === 0) throw noAttempt(named, tasks, options.attempt);
  for (const { task, attempt } of targets) {
    const lines = await orchestrator.log(named.run, task, attempt);
    if (!write(writer, task, options.tail === undefined ? lines : lastOf(lines, options.tail))) return 0;
  }
  const [only, more] = targets;
  if (only !== undefined && more === undefined && only.task.attempts > 1 && options.attempt === undefined) {
    io.err.write(`this is \`--attempt ${only.attempt}\`, of ${only.task.attempts} from 0 on\n`);
  }
  return 0;
}

const lastOf = (lines: readonly string[], count: number): readonly string[] => (count === 0 ? [] : lines.slice(-count));

/** `false`: the reader has gone. */
function write(writer: LogWriter, task: TaskReport, lines: readonly string[]): boolean {
  return lines.length === 0 || writer.write(labelOf(task), Buffer.from(`${lines.join('\n')}\n`));
}

interface Target {
  readonly task: TaskReport;
  readonly attempt: number;
}

/** The last attempt of a task, or the one that is asked for, where there is one. */
function targetOf(task: TaskReport, asked: number | undefined): readonly Target[] {
  const attempt = asked ?? task.attempts - 1;
  return attempt >= 0 && attempt < task.attempts ? [{ task, attempt }] : [];
}

function noAttempt({ run }: Named, tasks: readonly TaskReport[], asked: number | undefined): NotFound {
  const [task] = tasks;
  const what = task === undefined ? textOf(run) : `${textOf(run)}/${tasks.length > 1 ? task.step : labelOf(task)}`;
  const attempts = Math.max(0, ...tasks.map((one) => one.attempts));
  if (asked !== undefined && attempts > 0)
    return new NotFound(`\`${what}\` has no attempt ${asked}`, what, [], `It has ${attempts}, from 0 on.`);
  const state = task === undefined ? '' : `: it is ${task.said ?? task.state}`;
  const help = task?.state === 'waiting' ? '`--follow` waits for it.' : '`flowc status` says how far the run is.';
  return new NotFound(`nothing of \`${what}\` has started${state}`, what, [], help);
}

interface FollowOptions {
  readonly attempt: number | undefined;
  readonly tail: number | undefined;
}

const AT_WORK: readonly TaskReport['state'][] = ['waiting', 'running'];

/** Goes on until what is named is over, or the reader has gone. An attempt is asked for until it, or the task, is over. */
async function follow(
  orchestrator: Orchestrator,
  named: Named,
  { attempt, tail }: FollowOptions,
  writer: LogWriter,
): Promise<ExitCode> {
  const shown = new Map<string, number>();
  const done = new Set<string>();
  for (let first = true; ; first = false) {
    const began = performance.now();
    const report = await orchestrator.status(named.run, named.task !== undefined);
    const tasks = tasksNamed(report.tasks, named);
    for (const target of tasks.flatMap((task) => attemptsOf(task, attempt))) {
      const key = `${labelOf(target.task)}/${target.attempt}`;
      if (done.has(key)) continue;
      const lines = await orchestrator.log(named.run, target.task, target.attempt);
      const from = shown.get(key) ?? (first && tail !== undefined ? Math.max(0, lines.length - tail) : 0);
      if (!write(writer, target.task, lines.slice(from))) return 0;
      shown.set(key, lines.length);
      if (isEnded(target, report)) done.add(key);
    }
    if (isOver(report) || (named.step !== undefined && tasks.every(({ state }) => !AT_WORK.includes(state)))) return 0;
    await sleep(Math.max(PAUSE, 2 * (performance.now() - began)));
  }
}

function attemptsOf(task: TaskReport, asked: number | undefined): readonly Target[] {
  if (asked !== undefined) return targetOf(task, asked);
  return Array.from({ length: task.attempts }, (_, attempt) => ({ task, attempt }));
}

const isEnded = ({ task, attempt }: Target, report: RunReport): boolean =>
  attempt < task.attempts - 1 || !AT_WORK.includes(task.state) || isOver(report);
