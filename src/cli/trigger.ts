import { resolve } from 'node:path';
import { NotFound } from '../client/errors.ts';
import { textOf } from '../orchestrators/find.ts';
import type { Orchestrator, RunName } from '../orchestrators/orchestrator.ts';
import type { Arguments } from './arguments.ts';
import { CannotRun } from './cannot-run.ts';
import type { Command, ExitCode } from './command.ts';
import { writeHelp } from './help-text.ts';
import type { Io } from './io.ts';
import { withoutIt } from './not-found.ts';
import { ask, askLines, orchestratorOptions, workflowOf } from './orchestrators/ask.ts';
import { concludeRun, waitOption } from './orchestrators/conclude.ts';
import { watch } from './orchestrators/watch.ts';
import type { Flow } from './pipeline.ts';
import { reporterOption, reportJson } from './report.ts';
import { flowHelp } from './run/flow-help.ts';
import { readParameterFile } from './run/given.ts';
import { givenParametersOf, type Parameters } from './run/parameters.ts';
import { newRunId } from './run/run-id.ts';
import { compileOne } from './run/source.ts';
import { shellWord } from './shell-word.ts';
import { isFileName } from './sources.ts';

// `flowc trigger`: a run of a flow where its manifests are. The flow's file, where it is at hand, says how it is called there and what its parameters are, so
// that what is wrong with them is told before anything is sent.

export const triggerCommand: Command = {
  name: 'trigger',
  usage: 'trigger FLOW --target airflow|step-functions [--PARAMETER VALUE]… [--unpause] [--wait]',
  about:
    "Begins a run of a flow in the orchestrator that has its manifests, and prints the run's id alone on stdout. FLOW is the flow's file: then its parameters are " +
    'flags, checked before anything is sent, and `flowc trigger FILE --help` lists them. Or it is what the orchestrator calls the workflow, with ' +
    'parameters in the file of `--params`. What nobody gives has the default of the manifests that are there. With `--wait` the exit code is 0 where the run ' +
    'succeeded, and 1 where it failed.',
  examples: [
    { run: 'flowc trigger flows/train.ts --target airflow --learning-rate 0.2', does: 'with a parameter' },
    { run: 'flowc trigger train-flow --target airflow --params today.json', does: 'by the id of its DAG' },
    { run: 'flowc trigger train-flow --target step-functions', does: 'by the name of its state machine' },
    {
      run: 'run=$(flowc trigger flows/train.ts --target airflow --wait) && flowc get $run/end/best',
      does: 'in a script',
    },
  ],
  options: {
    wait: waitOption,
    unpause: { type: 'boolean', help: 'Airflow: let it run from now on where it is paused' },
    params: { type: 'string', value: 'FILE', help: 'parameters as one JSON object, by field; flags hold over it' },
    ...orchestratorOptions,
    reporter: reporterOption,
    help: { type: 'boolean', short: 'h', help: 'this help, and the parameters of the flow' },
  },
  ofFlow: true,
  run,
};

async function run(args: Arguments, io: Io): Promise<ExitCode> {
  const [word, extra] = args.positionals;
  if (word === undefined && args.has('help')) {
    writeHelp(triggerCommand, io);
    return 0;
  }
  if (word === undefined)
    throw new CannotRun('no flow to trigger', 'Name its file: `flowc trigger flows/train.ts --target airflow`.');
  if (extra !== undefined) {
    throw new CannotRun(
      `one flow at a time can be triggered, and here are \`${word}\` and \`${extra}\``,
      'A parameter is given by its flag: `--learning-rate 0.2`.',
    );
  }
  if (!isFileName(word, io.cwd)) {
    return args.has('help') ? help(io) : begin(word, parametersFor(word, args, io), args, io);
  }
  const flow = compileOne(word, io, args.text('reporter') === 'json');
  if (flow === undefined) return 1;
  if (args.has('help')) return help(io, flow);
  return begin(flow, parametersOf(flow, word, args, io), args, io);
}

function help(io: Io, flow?: Flow): ExitCode {
  const about = flow && flowHelp({ ...flow.graph.flow, parameters: flow.graph.parameters }, io.out);
  writeHelp(triggerCommand, io, about);
  return 0;
}

function parametersOf(flow: Flow, word: string, args: Arguments, io: Io): Parameters {
  const { options } = triggerCommand;
  const given = givenParametersOf({ flow, args, io, options, help: `flowc trigger ${word} --help` });
  const file = flow.graph.parameters.find(({ name, kind }) => kind === 'file' && name in given);
  if (file === undefined) return given;
  throw new CannotRun(
    `\`${file.name}\` is a file of this machine, which tasks elsewhere do not see`,
    'Put the file where they do and make its default that path, or run the flow here: `flowc run`.',
  );
}

/** Of a workflow whose flow is not at hand: what they have to be, the orchestrator knows. */
function parametersFor(word: string, args: Arguments, io: Io): Parameters {
  const [flag] = args.ofFlow;
  if (flag !== undefined) {
    throw new CannotRun(
      `\`${flag.flag}\` is no option of flowc, and the parameters of \`${word}\` are not known here`,
      'Name the file of its flow, or give parameters by `--params FILE`.',
    );
  }
  const file = args.text('params');
  return file === undefined ? {} : readParameterFile(resolve(io.cwd, file), file);
}

/** @param what - The flow, or what the orchestrator calls it. */
async function begin(what: Flow | string, parameters: Parameters, args: Arguments, io: Io): Promise<ExitCode> {
  return ask(args, io, async (orchestrator) => {
    const workflow = typeof what === 'string' ? what : workflowOf(orchestrator, what);
    const name = { workflow, run: `flowc__${newRunId(new Date())}` };
    await orchestrator.trigger({ ...name, parameters, unpause: args.has('unpause') }).catch(fault);
    const json = args.text('reporter') === 'json';
    if (!json) tell(name, orchestrator, args, io);
    if (args.has('wait')) {
      const report = await watch(orchestrator, name, io);
      return concludeRun(report, name, orchestrator, args, json ? io : { ...io, out: io.err });
    }
    if (json) reportJson([], { run: name }, io);
    return 0;
  });
}

function fault(error: unknown): never {
  throw error instanceof NotFound ? withoutIt(error) : error;
}

function tell(name: RunName, { id, title, place }: Orchestrator, args: Arguments, { out, err }: Io): void {
  out.write(`${name.run}\n`);
  if (args.has('wait')) return;
  const run = shellWord(textOf(name));
  const rows = [
    [`flowc status ${run}`, 'how far it is; `--wait` waits for its end'],
    [`flowc stop ${run}`, 'ends it'],
  ] as const;
  err.write(`\`${textOf(name)}\` has begun in ${title} at ${place}\n\n${askLines(rows, id, args)}\n`);
}
