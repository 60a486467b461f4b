import type { Arguments } from './arguments.ts';
import { CannotRun } from './cannot-run.ts';
import type { Command, ExitCode } from './command.ts';
import { writeHelp } from './help-text.ts';
import type { Io } from './io.ts';
import { flowHelp } from './run/flow-help.ts';
import { launch } from './run/launch.ts';
import { runOptions } from './run/options.ts';
import { parametersOf } from './run/parameters.ts';
import { compileOne } from './run/source.ts';
import { withStore } from './run/with-store.ts';

// `flowc run`: a flow on this machine, by the local engine.

export const runCommand: Command = {
  name: 'run',
  usage: 'run FILE[#Flow] [--PARAMETER VALUE]… [--tag TAG]… [--only STEP…]',
  about:
    'Runs a flow on this machine: every task in a process of its own, as many at a time as there are cores, through the same code that runs a task in a ' +
    "pod. The flow's parameters are flags; `flowc run FILE --help` lists them. A run that fails is gone on with by `flowc resume`.",
  examples: [
    { run: 'flowc run flows/train.ts', does: 'with the defaults of its parameters' },
    {
      run: 'flowc run flows/train.ts --learning-rate 0.2 --tag trial',
      does: 'the parameter `learningRate`, and a tag',
    },
    { run: 'flowc run flows/train.ts --help', does: 'the parameters of that flow' },
    { run: 'flowc run flows/train.ts --only start', does: 'as far as `start`, and no further' },
    { run: 'flowc run flows/train.ts --reporter json', does: 'each event of the run as one line of JSON' },
  ],
  options: runOptions,
  ofFlow: true,
  run,
};

async function run(args: Arguments, io: Io): Promise<ExitCode> {
  const [file, extra] = args.positionals;
  if (file === undefined && args.has('help')) {
    writeHelp(runCommand, io);
    return 0;
  }
  if (file === undefined) throw new CannotRun('no flow to run', 'Name its file: `flowc run flows/train.ts`.');
  if (extra !== undefined) throw tooMany(file, extra);
  const flow = compileOne(file, io, args.text('reporter') === 'json');
  if (flow === undefined) return 1;
  if (args.has('help')) {
    const { flow: info, parameters } = flow.graph;
    writeHelp(runCommand, io, flowHelp({ ...info, parameters }, io.out));
    return 0;
  }
  const help = `flowc run ${file} --help`;
  const parameters = parametersOf({ flow, args, io, options: runOptions, help });
  return withStore(args, io, (store) => launch({ flow, store, args, io, parameters, tags: args.texts('tag') }));
}

const tooMany = (file: string, extra: string): CannotRun =>
  new CannotRun(
    `one flow at a time can be run, and here are \`${file}\` and \`${extra}\``,
    'A parameter is given by its flag: `--learning-rate 0.2`.',
  );
