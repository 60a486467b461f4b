import type { Client } from '../client/client.ts';
import { NotFound } from '../client/errors.ts';
import { find, type Found } from '../client/pathspec.ts';
import type { Arguments } from './arguments.ts';
import { CannotRun } from './cannot-run.ts';
import type { Command, ExitCode } from './command.ts';
import { datastoreOptions } from './datastore.ts';
import type { Io } from './io.ts';
import { follow } from './look/follow.ts';
import { readFrom, startOfTail } from './look/log-reader.ts';
import { targetOf, tasksNamed, type LogTarget } from './look/log-targets.ts';
import { LogWriter } from './look/log-writer.ts';
import { countOf, look, pathspecOf } from './look/look.ts';
import { ask, orchestratorOptions, targetOption } from './orchestrators/ask.ts';
import { painter } from './paint.ts';

// `flowc logs`: what tasks wrote to stdout and stderr, byte for byte.

export const logsCommand: Command = {
  name: 'logs',
  usage: 'logs PATHSPEC [--follow] [--attempt N] [--tail N] [--target airflow|step-functions]',
  about:
    'Shows what a task wrote to stdout and stderr, in order and byte for byte: of the attempt that succeeded, else of the last one. For a step or a run it ' +
    'shows all its tasks, each line with the task before it where there are several. With `--target` it shows what the orchestrator has of them, which is where a ' +
    'pod or job that never began says why; there a run is named as for `flowc status`.',
  examples: [
    { run: 'flowc logs TrainFlow/latest/train/3', does: 'of one task' },
    { run: 'flowc logs TrainFlow/latest/train/3 --attempt 0', does: 'of its first attempt' },
    { run: 'flowc logs latest --follow', does: 'of a whole run, while it goes on' },
    { run: 'flowc logs latest/train --tail 5', does: 'the last lines of each task of a step' },
    { run: 'flowc logs TrainFlow/latest/train/3 --target airflow', does: 'what Airflow has of a task' },
    { run: 'flowc logs latest/train --target step-functions', does: 'what CloudWatch and AWS Batch have of a step' },
  ],
  options: {
    follow: { type: 'boolean', short: 'f', help: 'go on while the task or run does' },
    attempt: { type: 'string', value: 'N', help: 'of this attempt; the first is 0' },
    tail: { type: 'string', value: 'N', help: 'only the last N lines of each task' },
    ...datastoreOptions,
    ...orchestratorOptions,
    target: { ...targetOption, help: 'what this orchestrator has, in place of what is in the datastore' },
  },
  run: (args, io) =>
    args.has('target') ? logsElsewhere(args, io) : look(args, io, (client) => logs(client, args, io)),
};

async function logsElsewhere(args: Arguments, io: Io): Promise<ExitCode> {
  const { taskLogs } = await import('./orchestrators/task-logs.ts');
  return ask(args, io, (orchestrator) => taskLogs(orchestrator, args, io, (several) => writerFor(several, io)));
}

async function logs(client: Client, args: Arguments, io: Io): Promise<ExitCode> {
  const pathspec = pathspecOf(args, 'logs TrainFlow/latest/train/3');
  const found = await find(client, pathspec);
  if (found.kind === 'flow' || found.kind === 'artifact') throw noLog(pathspec, found);
  const options = { attempt: countOf(args, 'attempt'), tail: countOf(args, 'tail') };
  const tasks = await tasksNamed(found.run, found);
  if (args.has('follow')) {
    await follow(client, found, writerFor(found.kind !== 'task', io), options);
    return 0;
  }
  const targets: LogTarget[] = [];
  for (const task of tasks) {
    const target = await targetOf(found.run, task, options.attempt);
    if (target !== undefined) targets.push(target);
  }
  if (targets.length === 0) throw noAttempt(pathspec, options.attempt, tasks[0]?.entry.attempts.length ?? 0);
  await showAll(found, targets, options.tail, writerFor(targets.length > 1, io));
  const [only, more] = targets;
  if (only !== undefined && more === undefined) remark(only, options.attempt, io);
  return 0;
}

function writerFor(several: boolean, { out }: Io): LogWriter {
  const paint = painter(out);
  return new LogWriter(out, several ? (label) => paint('frame', `${label} │ `) : undefined);
}

async function showAll(
  { run: { store } }: Exclude<Found, { kind: 'flow' }>,
  targets: readonly LogTarget[],
  tail: number | undefined,
  writer: LogWriter,
): Promise<void> {
  for (const { key, label, attempt } of targets) {
    const size = attempt.log ?? 0;
    const start = tail === undefined ? 0 : await startOfTail(store, key, size, tail);
    if (start > 0 && start === size) continue;
    for await (const bytes of readFrom(store, key, start)) if (!writer.write(label, bytes)) return;
    writer.endLine();
  }
}

/** What the bytes themselves do not say, to stderr. */
function remark({ label, attempt, attempts }: LogTarget, asked: number | undefined, { err }: Io): void {
  if (attempt.log === undefined) err.write(`${label} has no log${attempt.ended === undefined ? ' yet' : ''}\n`);
  if (attempts > 1 && asked === undefined) {
    err.write(`this is \`--attempt ${attempt.number}\`, of ${attempts} from 0 on\n`);
  }
}

function noLog(pathspec: string, found: Extract<Found, { kind: 'flow' | 'artifact' }>): CannotRun {
  if (found.kind === 'flow') {
    return new CannotRun(`\`${pathspec}\` is a flow, and runs have logs`, `Say \`flowc logs ${found.flow}/latest\`.`);
  }
  return new CannotRun(`\`${pathspec}\` is an artifact`, `Say \`flowc get ${pathspec}\` for its value.`);
}

const noAttempt = (pathspec: string, number: number | undefined, attempts: number): NotFound =>
  new NotFound(
    number === undefined ? `nothing of \`${pathspec}\` has started` : `\`${pathspec}\` has no attempt ${number}`,
    pathspec,
    [],
    attempts === 0 ? '`--follow` waits for it.' : `It has ${attempts}, from 0 on.`,
  );
