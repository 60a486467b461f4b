import { availableParallelism } from 'node:os';
import { didYouMean } from '../../compiler/diagnostics/did-you-mean.ts';
import { planParameters } from '../../compiler/plan/plan-of.ts';
import type { ResumeOptions, RunOptions } from '../../runtime/local/options.ts';
import { runFlow } from '../../runtime/local/run.ts';
import { storeFileParameters } from '../../runtime/shim/parameters.ts';
import { runKey } from '../../runtime/store/layout.ts';
import type { Store } from '../../runtime/store/store.ts';
import type { Arguments } from '../arguments.ts';
import { CannotRun } from '../cannot-run.ts';
import type { ExitCode } from '../command.ts';
import { resolveSettings } from '../config/resolve.ts';
import type { Io } from '../io.ts';
import type { Flow } from '../pipeline.ts';
import { packCode } from './code.ts';
import { conclude, concludeJson } from './conclude.ts';
import { Display } from './display.ts';
import type { Parameters } from './parameters.ts';
import { JsonReporter } from './reporter.ts';
import { checkedRunId, newRunId } from './run-id.ts';
import { stopBySignals } from './stop.ts';

// From a flow and its parameters to the end of its run: what `run` and `resume` share. What can be refused is refused before anything starts.

export interface Launch {
  readonly flow: Flow;
  readonly store: Store;
  readonly args: Arguments;
  readonly io: Io;
  readonly parameters: Parameters;
  readonly tags: readonly string[];
  readonly resume?: ResumeOptions;
}

/** Does all that can fail without a run; undefined: the code cannot be packed, which has been told. */
async function prepare({ flow, store, args, io, ...given }: Launch): Promise<Omit<RunOptions, 'signal'> | undefined> {
  const steps = flow.graph.steps.map(({ name }) => name);
  const only = args.texts('only').flatMap((text) => text.split(',').map((step) => knownStep('--only', step, steps)));
  const maxWorkers = workersOf(args);
  const { external = [] } = await resolveSettings(args, io);
  const [run, code, parameters] = await Promise.all([
    idOfRun(args, store, flow.graph.flow.name),
    packCode(flow, external, store, io, isJson(args)),
    // A path that the flow itself names begins at the project's root.
    storeFileParameters({ parameters: planParameters(flow.graph) }, given.parameters, store, flow.source.root),
  ]);
  if (code === undefined) return undefined;
  const { plan, ...packed } = code;
  return {
    store,
    plan,
    code: packed,
    run,
    parameters,
    maxWorkers,
    tags: [...new Set([...plan.tags, ...given.tags])],
    shim: io.shim,
    reuse: args.has('reuse'),
    delays: !args.has('no-delay'),
    ...(only.length > 0 ? { only } : {}),
    ...(given.resume === undefined ? {} : { resume: given.resume }),
    cwd: io.cwd,
    env: io.env,
  };
}

export async function launch(given: Launch): Promise<ExitCode> {
  const { flow, store, args, io } = given;
  const options = await prepare(given);
  if (options === undefined) return 1;
  const { plan, run, reuse, resume } = options;
  const reporter = isJson(args) ? new JsonReporter(io, plan) : new Display(io, plan, run, reuse);
  const stop = stopBySignals(io, (line) => reporter.stopping(line));
  const began = performance.now();
  try {
    const running = runFlow({ ...options, signal: stop.signal }, (event) => reporter.on(event));
    const end = await Promise.race([running, stop.now]).finally(() => reporter.close());
    if (typeof end === 'number') return end;
    const seconds = (performance.now() - began) / 1000;
    const totals = reporter.progress.totals();
    const origins = resume?.origins ?? [];
    const ended = { flow: plan.flow, run, origins, end, seconds, totals, root: flow.source.root, store };
    await (isJson(args) ? concludeJson(ended, io) : conclude(ended, args, io));
    return exitCode(end.status, stop.code());
  } finally {
    stop.end();
  }
}

const isJson = (args: Arguments): boolean => args.text('reporter') === 'json';

function exitCode(status: string, stopped: ExitCode | undefined): ExitCode {
  if (status === 'succeeded' || status === 'partial') return 0;
  return (status === 'interrupted' ? stopped : undefined) ?? 1;
}

/** A step of the flow, as an option names it. */
export function knownStep(option: string, step: string, steps: readonly string[]): string {
  if (steps.includes(step)) return step;
  throw new CannotRun(
    `\`${option}\` names \`${step}\`, which is no step of the flow${didYouMean(step, steps)}`,
    `Its steps: ${steps.map((one) => `\`${one}\``).join(', ')}.`,
  );
}

function workersOf(args: Arguments): number {
  const text = args.text('max-workers');
  if (text === undefined) return availableParallelism();
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new CannotRun(`\`--max-workers\` cannot be \`${text}\``, 'It is a whole number from 1 to 9999.');
}

async function idOfRun(args: Arguments, store: Store, flow: string): Promise<string> {
  const asked = args.text('run-id');
  if (asked === undefined) return newRunId(new Date());
  const run = checkedRunId(asked);
  if ((await store.head(runKey({ flow, run }))) === undefined) return run;
  throw new CannotRun(
    `there is a run \`${flow}/${run}\` already`,
    `A run's id is its own for ever. To go on with that one: \`flowc resume ${flow}/${run}\`.`,
  );
}
