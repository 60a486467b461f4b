import { NotFound } from '../../client/errors.ts';
import type { Project } from '../../compiler/ir/settings.ts';
import { Fault } from '../../orchestrators/fault.ts';
import type { Orchestrator, OrchestratorId } from '../../orchestrators/orchestrator.ts';
import { dagIdOf } from '../../../targets/airflow/names.ts';
import { machineName } from '../../../targets/step-functions/names.ts';
import type { Arguments } from '../arguments.ts';
import { CannotRun } from '../cannot-run.ts';
import { commandLines } from '../command-lines.ts';
import type { ExitCode, Option, Options } from '../command.ts';
import { fits, wanted } from '../config/check.ts';
import { configured, whichConfig } from '../config/resolve.ts';
import { flagOf, optionsOf, settings, variableOf } from '../config/settings.ts';
import type { Io } from '../io.ts';
import { tellNotFound } from '../not-found.ts';
import type { Flow } from '../pipeline.ts';
import { grouped } from '../run/words.ts';

// From a command line to the orchestrator that it means. Each orchestrator is loaded when it is asked.

interface Known {
  open(args: Arguments, io: Io): Promise<Orchestrator>;
  /** What its target calls the flow of this name. */
  workflowOf(flow: string, project: Project | undefined): string;
}

const orchestrators: Readonly<Record<OrchestratorId, Known>> = {
  airflow: {
    async open(args, io) {
      const url = await airflowUrlOf(args, io);
      const { openAirflow } = await import('../../orchestrators/airflow/airflow.ts');
      return openAirflow(url, io.env);
    },
    workflowOf: dagIdOf,
  },
  'step-functions': {
    async open(_, io) {
      const { openStepFunctions } = await import('../../orchestrators/step-functions/step-functions.ts');
      return openStepFunctions(io.env, progressOn(io));
    },
    workflowOf: machineName,
  },
};

/** How far a look at what many elements did is, in one line on a terminal, which goes when the look is over. */
function progressOn({ err }: Io): (read: number, known: number) => void {
  let last = performance.now();
  let shown = false;
  return (read, known) => {
    const over = read === known;
    if (!err.interactive || !(over ? shown : performance.now() - last > TICK)) return;
    err.write(`\r\x1b[2K${over ? '' : `looking at what the elements did: ${grouped(read)} of ${grouped(known)}`}`);
    shown = !over;
    last = performance.now();
  };
}

/** Milliseconds: what takes less is not worth a word. */
const TICK = 200;

const askable = Object.keys(orchestrators) as readonly OrchestratorId[];

/** What an orchestrator has of a flow. */
export const workflowOf = ({ id }: Orchestrator, { graph: { flow } }: Flow): string =>
  orchestrators[id].workflowOf(flow.name, flow.settings.project);

export const targetOption: Option = {
  type: 'string',
  value: askable.join('|'),
  of: askable,
  help: 'the orchestrator to ask (default: FLOWC_TARGET, the configuration)',
};

/** The options of every command that asks an orchestrator. */
export const orchestratorOptions: Options = { target: targetOption, ...optionsOf('airflowUrl'), ...whichConfig };

/** Commands to type next that ask the same orchestrator. */
export const askLines = (
  rows: readonly (readonly [command: string, does: string])[],
  target: OrchestratorId,
  args: Arguments,
): string => {
  const asking = rows.map(([command, does]) => [`${command} --target ${target}`, does] as const);
  return commandLines(asking, args, [flagOf('airflowUrl'), ...Object.keys(whichConfig)]);
};

/**
 * Gives `work` the orchestrator of the call. What is not there is an answer too: it is told, with what may have been meant, and the exit code is 1. An
 * orchestrator that cannot be asked is exit code 2.
 */
export async function ask(
  args: Arguments,
  io: Io,
  work: (orchestrator: Orchestrator) => Promise<ExitCode>,
): Promise<ExitCode> {
  const target = await targetOf(args, io);
  try {
    return await work(await orchestrators[target].open(args, io));
  } catch (error) {
    if (error instanceof Fault) throw new CannotRun(error.message, error.help);
    if (error instanceof NotFound) return tellNotFound(error, args, io);
    throw error;
  }
}

async function targetOf(args: Arguments, io: Io): Promise<OrchestratorId> {
  const said = args.text('target') ?? (io.env['FLOWC_TARGET'] || undefined);
  const target = said ?? (await configured(args, io))?.settings.target;
  const known = askable.find((one) => one === target);
  if (known !== undefined) return known;
  throw new CannotRun(
    target === undefined ? 'no orchestrator is named' : `\`${target}\` is none of the orchestrators that flowc asks`,
    `Say ${askable.map((one) => `\`--target ${one}\``).join(' or ')}. What runs left in the datastore needs none: \`flowc runs\`, \`show\` and \`logs\`.`,
  );
}

async function airflowUrlOf(args: Arguments, io: Io): Promise<string> {
  const flag = args.text(flagOf('airflowUrl'));
  const said = flag ?? (io.env[variableOf('airflowUrl')] || undefined);
  const url = said ?? (await configured(args, io))?.settings.airflowUrl;
  if (url === undefined) {
    throw new CannotRun(
      'it is not said where Airflow is',
      'Say `--airflow-url https://airflow.example`, or set `airflowUrl` in flowc.config.ts or FLOWC_AIRFLOW_URL.',
    );
  }
  if (fits(url, settings.airflowUrl.form)) return url;
  const source = flag === undefined ? variableOf('airflowUrl') : `--${flagOf('airflowUrl')}`;
  throw new CannotRun(`\`${source}\` cannot be \`${url}\``, `It is ${wanted(settings.airflowUrl)}.`);
}
