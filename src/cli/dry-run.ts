import { Diagnostics } from '../compiler/diagnostics/sink.ts';
import { planOf } from '../compiler/plan/plan-of.ts';
import { targets } from '../../targets/index.ts';
import type { Arguments } from './arguments.ts';
import { CannotRun } from './cannot-run.ts';
import type { Command, ExitCode } from './command.ts';
import { configOptions, resolveSettings, type Resolved } from './config/resolve.ts';
import { datastoreOf } from './datastore.ts';
import { Assumptions } from './dry-run/assumptions.ts';
import { forecast } from './dry-run/forecast.ts';
import { writePage } from './dry-run/page.ts';
import { emitFlow } from './emit.ts';
import type { Io } from './io.ts';
import { compileSources, relocate, type Flow } from './pipeline.ts';
import { exitCodeOf, reportFindings, reporterOption, reportJson } from './report.ts';
import { findSources } from './sources.ts';

// `flowc dry-run`: the whole run walked as an engine would, without running a step.

export const dryRunCommand: Command = {
  name: 'dry-run',
  usage: 'dry-run FILE[#Flow] [--target argo|airflow|step-functions] [--assume NAME=VALUE]… [--max-workers N]',
  about:
    'Walks a whole run and runs no step of it: which tasks there are and in what order, with which command, environment, resources, retries and timeouts, and ' +
    'what they ask for at peak. What only the code of a step could tell is assumed: a foreach has as many elements as are written out, else 2; a step that decides ' +
    'takes its first way, and leaves a loop at once. `--assume` says otherwise: `items=50` for the width of a foreach, by the field that it runs over or by a step of ' +
    'it; `pick=publish` for the way on of a step; `pick=improve*3,publish` for one visit of a loop after another, and `pick=improve*3` leaves after three.',
  examples: [
    { run: 'flowc dry-run flows/train.ts', does: 'as the local engine would run it' },
    {
      run: 'flowc dry-run flows/train.ts --target argo --assume files=100000',
      does: 'as Argo would, with as many files',
    },
    { run: 'flowc dry-run flows/train.ts --assume check=fetch*3,end', does: 'goes round the loop three times' },
    { run: "flowc dry-run flows/train.ts --reporter json | jq '.peak'", does: 'for programs' },
  ],
  options: {
    assume: {
      type: 'string',
      value: 'NAME=VALUE',
      many: true,
      help: 'how wide a foreach is, or which way a step goes',
    },
    'max-workers': { type: 'string', value: 'N', help: 'the most tasks at a time (default: all of a wave)' },
    ...configOptions,
    reporter: reporterOption,
  },
  run,
};

async function run(args: Arguments, io: Io): Promise<ExitCode> {
  const [file, extra] = args.positionals;
  if (file === undefined) throw new CannotRun('no flow to walk', 'Name its file: `flowc dry-run flows/train.ts`.');
  if (extra !== undefined) {
    throw new CannotRun(
      `one flow at a time can be walked, and here are \`${file}\` and \`${extra}\``,
      extra.includes('=') ? `Each assumption has its flag: \`--assume ${extra}\`.` : undefined,
    );
  }
  const settings = await resolveSettings(args, io);
  const { flows, findings } = compileSources(findSources([file], io.cwd), io);
  const [flow, another] = flows;
  if (another !== undefined) throw severalFlows(file, flows);
  const all = [...findings, ...(flow === undefined ? [] : findingsOf(flow, settings))];
  const json = args.text('reporter') === 'json';
  if (!json) reportFindings(all, io);
  const code = exitCodeOf(all, false);
  if (code !== 0 || flow === undefined) {
    if (json) reportJson(all, {}, io);
    return code;
  }
  const plan = planOf(flow.graph);
  const found = forecast(
    plan,
    new Assumptions(flow.graph, plan, args.texts('assume')),
    await engineOf(settings, args, io),
  );
  if (json) reportJson(all, found, io);
  else writePage(found, io.out);
  return 0;
}

/** What the target says of the flow: what it cannot hold, it could not run. */
function findingsOf({ graph, source }: Flow, settings: Resolved) {
  const sink = new Diagnostics();
  if (settings.target !== undefined) emitFlow(graph, settings.target, settings, sink);
  return sink.sorted().map((found) => relocate(found, source.root));
}

async function engineOf({ target, image, datastore, parallelism }: Resolved, args: Arguments, io: Io) {
  const workers = workersOf(args) ?? (target === undefined ? undefined : parallelism);
  const limit = workers === undefined ? {} : { maxWorkers: workers };
  if (target === undefined)
    return { engine: 'the local engine', datastore: (await datastoreOf(args, io)).root, ...limit };
  return {
    engine: targets[target].title,
    ...(image === undefined ? {} : { image }),
    ...(datastore === undefined ? {} : { datastore }),
    ...limit,
  };
}

function workersOf(args: Arguments): number | undefined {
  const text = args.text('max-workers');
  if (text === undefined || /^[1-9]\d{0,8}$/.test(text)) return text === undefined ? undefined : Number(text);
  throw new CannotRun(`\`--max-workers\` cannot be \`${text}\``, 'It is a whole number from 1.');
}

function severalFlows(file: string, flows: readonly Flow[]): CannotRun {
  const names = flows.map(({ source, graph }) => `\`${source.file}#${graph.flow.name}\``).join(', ');
  return new CannotRun(
    `one flow at a time can be walked, and \`${file}\` names ${flows.length}`,
    `Pick one of ${names}.`,
  );
}
