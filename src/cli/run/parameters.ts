import { statSync } from 'node:fs';
import { planParameters } from '../../compiler/plan/plan-of.ts';
import type { Json } from '../../runtime/json.ts';
import type { PlanParameter } from '../../runtime/plan.ts';
import { readParameters, type GivenParameter } from '../../runtime/shim/parameters.ts';
import type { Arguments } from '../arguments.ts';
import { CannotRun } from '../cannot-run.ts';
import type { Options } from '../command.ts';
import type { Io } from '../io.ts';
import type { Flow } from '../pipeline.ts';
import { parameterTable } from './flow-help.ts';
import { collectParameters, flagOf, type Given } from './given.ts';

// The parameters of a run: what is given, what is missing, and whether all of it holds, before anything starts.

export interface Asked {
  readonly flow: Flow;
  readonly args: Arguments;
  readonly io: Io;
  /** The command's own options. */
  readonly options: Options;
  /** The command that lists the parameters. */
  readonly help: string;
  /** Those of the run that is resumed: they hold where nothing else is said, and the environment is not asked. */
  readonly before?: Parameters;
}

export type Parameters = Readonly<Record<string, Json>>;

/** By field, as run.json keeps them, but for files that are given now: their paths. Throws CannotRun with all that is wrong. */
export const parametersOf = (asked: Asked): Parameters => checked(asked).values;

/** As `parametersOf`, and only what somebody gave: for an engine that knows the defaults of the flow it has. */
export function givenParametersOf(asked: Asked): Parameters {
  const { values, given } = checked(asked);
  return Object.fromEntries(Object.entries(values).filter(([name]) => given.has(name)));
}

function checked({ flow, args, io, options, help, before }: Asked): {
  readonly values: Parameters;
  readonly given: ReadonlyMap<string, Given>;
} {
  const plan = { flow: flow.graph.flow.name, parameters: planParameters(flow.graph) };
  const env = before === undefined ? io.env : {};
  const sources = { flags: args.ofFlow, file: args.text('params'), options };
  const { given, faults } = collectParameters(plan.parameters, sources, { cwd: io.cwd, env });

  const kept = plan.parameters.filter(({ name }) => !given.has(name) && before?.[name] !== undefined);
  // A file of the origin's is in the datastore already.
  const stored = new Set(kept.filter(({ kind }) => kind === 'file'));
  const all = new Map<string, GivenParameter>(kept.map(({ name }) => [name, { json: before?.[name] ?? null }]));
  for (const { name } of stored) all.delete(name);
  for (const [name, { value }] of given) all.set(name, value);
  const parameters = plan.parameters.filter((parameter) => !stored.has(parameter));
  const { values, problems } = readParameters({ ...plan, parameters }, all);

  const missing: PlanParameter[] = [];
  const lines = faults.map(({ source, message }) => `${source} ${message}`);
  for (const parameter of parameters) {
    const source = given.get(parameter.name)?.source ?? `\`${flagOf(parameter)}\``;
    const problem = problems.find(({ name }) => name === parameter.name)?.message ?? fileProblem(parameter, given);
    // Of a flag without its value that has been said already.
    if (problem === undefined || faults.some((fault) => fault.source === source)) continue;
    lines.push(`${source} ${problem}`);
    if (!all.has(parameter.name)) missing.push(parameter);
  }
  if (lines.length > 0) throw cannotTake(plan.flow, lines, missing, help, io);
  const restored = Object.fromEntries([...stored].map(({ name }) => [name, before?.[name] ?? null]));
  return { values: { ...values, ...restored }, given };
}

function fileProblem({ name, kind }: PlanParameter, given: ReadonlyMap<string, Given>): string | undefined {
  const value = given.get(name)?.value;
  const path = value !== undefined && 'json' in value ? value.json : undefined;
  if (kind !== 'file' || typeof path !== 'string') return undefined;
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return `names \`${path}\`, which is not there`;
  return found.isFile() ? undefined : `names \`${path}\`, which is no file`;
}

function cannotTake(
  flow: string,
  lines: readonly string[],
  missing: readonly PlanParameter[],
  help: string,
  { err }: Io,
): CannotRun {
  const [first = '', ...others] = lines;
  const said = others.length === 0 ? first : [`the parameters of \`${flow}\` do not hold`, ...lines].join('\n  ');
  const table = missing.length === 0 ? '' : `\n${parameterTable(missing, err.width)}`;
  return new CannotRun(said + table, `\`${help}\` lists the flow's parameters.`);
}
