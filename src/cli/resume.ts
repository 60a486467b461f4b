import { existsSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { join, relative } from 'node:path';
import { Client } from '../client/client.ts';
import { find, nameOf } from '../client/pathspec.ts';
import type { Run } from '../client/run.ts';
import type { Json } from '../runtime/json.ts';
import type { Store } from '../runtime/store/store.ts';
import type { Arguments } from './arguments.ts';
import { CannotRun } from './cannot-run.ts';
import type { Command, ExitCode } from './command.ts';
import { writeHelp } from './help-text.ts';
import type { Io } from './io.ts';
import type { Flow } from './pipeline.ts';
import { rootOf } from './project.ts';
import { flowHelp } from './run/flow-help.ts';
import { knownStep, launch } from './run/launch.ts';
import { refuseLive } from './run/live-origin.ts';
import { runOptions } from './run/options.ts';
import { parametersOf, type Parameters } from './run/parameters.ts';
import { compileOne } from './run/source.ts';
import { withStore } from './run/with-store.ts';
import { isFileName } from './sources.ts';

// `flowc resume`: a new run that takes over from another what still holds. Which run and which file may both be left out: the latest run that did not
// succeed, and the file that its flow came from.

export const resumeCommand: Command = {
  name: 'resume',
  usage: 'resume [RUN] [FILE] [--from STEP] [--force] [--PARAMETER VALUE]…',
  about:
    'Runs a flow again, and takes over from an earlier run every task whose result still holds: it succeeded, so did all that it follows from, and its input ' +
    'is the same. The code may have changed; a parameter is as it was unless it is given. Without RUN it is the latest that did not succeed, nor was ' +
    'resumed to success. A run of another engine comes home: what it left is read from the datastore, and what is missing runs on this machine.',
  examples: [
    { run: 'flowc resume', does: 'the latest run that did not succeed' },
    { run: 'flowc resume TrainFlow/20261121-031502-k3f9', does: 'that run; the beginning of its id is enough' },
    { run: 'flowc resume train-flow-x7k2p --datastore s3://flows/prod', does: 'a run of Argo, by its name there' },
    { run: 'flowc resume --from train', does: 'the latest run, and `train` and all after it anew' },
    { run: 'flowc resume k3f9 flows/train.ts --learning-rate 0.1', does: 'with another file and parameter' },
  ],
  options: {
    from: { type: 'string', value: 'STEP', help: 'run this step and all that follows it anew' },
    force: { type: 'boolean', help: 'also where its records say that a run of another engine goes on' },
    ...runOptions,
  },
  ofFlow: true,
  run,
};

async function run(args: Arguments, io: Io): Promise<ExitCode> {
  const { runName, file } = named(args.positionals, io.cwd);
  if (args.has('help')) return help(file, args, io);
  const json = args.text('reporter') === 'json';
  const given = file === undefined ? undefined : compileOne(file, io, json);
  if (file !== undefined && given === undefined) return 1;
  return withStore(args, io, async (store) => {
    const origin = await originOf(store, runName, given?.graph.flow.name, args, io);
    const flow = given ?? compileOne(await fileOf(origin, io), io, json);
    return flow === undefined ? 1 : launchFrom(origin, flow, store, args, io);
  });
}

function help(file: string | undefined, args: Arguments, io: Io): ExitCode {
  const flow = file === undefined ? undefined : compileOne(file, io, args.text('reporter') === 'json');
  if (file !== undefined && flow === undefined) return 1;
  const about = flow && flowHelp({ ...flow.graph.flow, parameters: flow.graph.parameters }, io.out);
  writeHelp(resumeCommand, io, about);
  return 0;
}

/** Which word is the run and which the file, in any order. */
function named(
  words: readonly string[],
  cwd: string,
): { readonly runName: string | undefined; readonly file: string | undefined } {
  const files = words.filter((word) => isFileName(word, cwd));
  const runs = words.filter((word) => !isFileName(word, cwd));
  if (files.length > 1 || runs.length > 1) {
    throw new CannotRun(
      `one run at a time can be resumed, and here are ${words.map((word) => `\`${word}\``).join(', ')}`,
      'Name a run, the file of its flow, both or neither: `flowc resume TrainFlow/k3f9 flows/train.ts`.',
    );
  }
  return { runName: runs[0], file: files[0] };
}

/** @param flow - Only runs of this flow. */
async function originOf(
  store: Store,
  name: string | undefined,
  flow: string | undefined,
  args: Arguments,
  io: Io,
): Promise<Run> {
  const client = new Client(store);
  const anew = args.has('from');
  if (name === undefined) return latest(client, flow, anew, io);
  const found = await find(client, flow === undefined || name.includes('/') ? name : `${flow}/${name}`);
  if (found.kind === 'flow') return latest(client, found.flow, anew, io);
  if (found.kind !== 'run')
    throw new CannotRun(`\`${name}\` names more than a run`, 'To begin at a step: `--from STEP`.');
  if (flow !== undefined && found.run.id.flow !== flow)
    throw new CannotRun(`\`${name}\` is a run of \`${found.run.id.flow}\`, and the file holds \`${flow}\``);
  await refuseLive(found.run, args.has('force'), io);
  return found.run;
}

/** The latest run that did not succeed and that none has resumed to success or is about to; where a step is to be run anew, the latest that is over. */
async function latest(client: Client, flow: string | undefined, anew: boolean, io: Io): Promise<Run> {
  const goneOnWith = new Set<string>();
  const runs = await client.runs(flow);
  for (const one of runs) {
    const status = await one.status();
    const isOpen = status !== 'running' && status !== 'succeeded';
    if (anew ? status !== 'running' : isOpen && !goneOnWith.has(nameOf(one))) {
      await refuseLive(one, false, io);
      return one;
    }
    for (const origin of one.record.origins) goneOnWith.add(`${one.id.flow}/${origin}`);
  }
  const which = flow === undefined ? 'run' : `run of \`${flow}\``;
  throw new CannotRun(
    `there is no ${which} to resume in \`${client.store.root}\``,
    anew || runs.length === 0
      ? 'Run the flow first: `flowc run flows/train.ts`.'
      : 'Every run that is over succeeded, if only by being resumed. To run a part of one anew, name it and a step: `flowc resume RUN --from STEP`.',
  );
}

/** The file that the run's flow came from, and the flow in it. Its code package calls it from the project's root. */
async function fileOf(origin: Run, io: Io): Promise<string> {
  const { flow, run: id } = origin.id;
  const file = (await origin.plan())?.file;
  const path = file === undefined ? undefined : join(rootOf(join(io.cwd, 'flow.ts')), file);
  if (path !== undefined && existsSync(path)) return `${relative(io.cwd, path)}#${flow}`;
  throw new CannotRun(
    path === undefined
      ? `the datastore does not have the code of \`${flow}/${id}\`, which says what file \`${flow}\` is in`
      : `\`${flow}\` came from \`${path}\`, which is not there`,
    `Name its file: \`flowc resume ${flow}/${id} ${file === undefined ? 'flows/train.ts' : `…/${file}`}\`.`,
  );
}

async function launchFrom(origin: Run, flow: Flow, store: Store, args: Arguments, io: Io): Promise<ExitCode> {
  const { record } = origin;
  const from = args.text('from');
  if (from !== undefined) {
    knownStep(
      '--from',
      from,
      flow.graph.steps.map(({ name }) => name),
    );
  }
  const before = record.parameters;
  const { options } = resumeCommand;
  const parameters = parametersOf({ flow, args, io, options, help: 'flowc resume FILE --help', before });
  const changed = Object.keys(parameters).filter((name) => !isDeepStrictEqual(parameters[name], before[name]));
  if (args.text('reporter') !== 'json') tellChanged(changed, before, parameters, io);
  return launch({
    flow,
    store,
    args,
    io,
    parameters,
    tags: [...record.tags, ...args.texts('tag')],
    resume: { origins: [record.run, ...record.origins], ...(from === undefined ? {} : { from }) },
  });
}

function tellChanged(changed: readonly string[], before: Parameters, now: Parameters, io: Io): void {
  const text = (value: Json | undefined): string => (value === undefined ? 'nothing' : JSON.stringify(value));
  for (const name of changed) io.out.write(`parameter ${name}: ${text(now[name])}, was ${text(before[name])}\n`);
}
