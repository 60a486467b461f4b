import { dirname, resolve } from 'node:path';
import { flagName } from '../../compiler/analyze/parameters/flag-name.ts';
import { didYouMean } from '../../compiler/diagnostics/did-you-mean.ts';
import type { Json } from '../../runtime/json.ts';
import type { PlanParameter } from '../../runtime/plan.ts';
import type { GivenParameter } from '../../runtime/shim/parameters.ts';
import type { FlowFlag } from '../arguments.ts';
import { CannotRun } from '../cannot-run.ts';
import type { Options } from '../command.ts';
import type { Io } from '../io.ts';
import { readText } from '../project.ts';

// The parameters that a run is given, before anybody asks whether they hold: flags over the file of `--params` over the environment. A word of the command
// line or the environment becomes a value by what the flow says of the parameter; what cannot is handed on as it is, for the check to say why.

/** A value and who gave it, in backticks: `--rate`, FLOWC_PARAM_RATE, `rate` of a file. Of a file parameter: its absolute path. */
export interface Given {
  readonly value: GivenParameter;
  readonly source: string;
}

/** Something that is wrong: a sentence that begins with the source. */
export interface Fault {
  readonly source: string;
  readonly message: string;
}

export interface Collected {
  /** By field. */
  readonly given: ReadonlyMap<string, Given>;
  readonly faults: readonly Fault[];
}

export interface ParameterSources {
  readonly flags: readonly FlowFlag[];
  /** What `--params` says. */
  readonly file: string | undefined;
  /** The command's own options, which a mistyped flag may have meant. */
  readonly options: Options;
}

export const flagOf = ({ name }: PlanParameter): string => `--${flagName(name)}`;

/** `FLOWC_PARAM_LEARNING_RATE` */
export const variableOf = ({ name }: PlanParameter): string =>
  `FLOWC_PARAM_${flagName(name).replaceAll('-', '_').toUpperCase()}`;

export function collectParameters(
  parameters: readonly PlanParameter[],
  { flags, file, options }: ParameterSources,
  { cwd, env }: Pick<Io, 'cwd' | 'env'>,
): Collected {
  const faults: Fault[] = [];
  const given = new Map<string, Given>();
  for (const parameter of parameters) {
    const variable = variableOf(parameter);
    const text = env[variable];
    if (text) given.set(parameter.name, { value: valueOf(parameter, text, cwd), source: `\`${variable}\`` });
  }
  if (file !== undefined) fromFile(parameters, resolve(cwd, file), file, given, faults);
  fromFlags(parameters, flags, options, cwd, given, faults);
  return { given, faults };
}

function valueOf(parameter: PlanParameter, text: string, folder: string): GivenParameter {
  const json = jsonMeant(parameter, text, folder);
  return json === undefined ? { text } : { json };
}

/** The value that a text means. Where it means none: the text itself, and of kind json, which a text would be, undefined. */
function jsonMeant({ kind, of }: PlanParameter, text: string, folder: string): Json | undefined {
  switch (kind) {
    case 'string':
    case 'date':
      return text;
    case 'file':
      return resolve(folder, text);
    case 'number':
    case 'integer':
      return /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : text;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'choice':
      return of?.find((one) => String(one) === text) ?? text;
    case 'json':
      return parseJson(text).json;
  }
}

function parseJson(text: string): { readonly json: Json } | { readonly json?: never; readonly problem: string } {
  try {
    return { json: JSON.parse(text) as Json };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

/** What the file of `--params` says, whatever parameters there are. */
export function readParameterFile(path: string, shown: string): Readonly<Record<string, Json>> {
  const text = readText(path);
  if (text === undefined) throw new CannotRun(`there is no file \`${shown}\` for \`--params\``);
  const parsed = parseJson(text);
  if ('problem' in parsed) throw new CannotRun(`\`${shown}\` is no JSON: ${parsed.problem}`);
  const values = parsed.json;
  if (typeof values === 'object' && values !== null && !Array.isArray(values)) {
    return values as Readonly<Record<string, Json>>;
  }
  throw new CannotRun(
    `\`${shown}\` holds no parameters`,
    'The file of `--params` is one JSON object with a key for each field: `{ "learningRate": 0.2 }`.',
  );
}

function fromFile(
  parameters: readonly PlanParameter[],
  path: string,
  shown: string,
  given: Map<string, Given>,
  faults: Fault[],
): void {
  for (const [name, value] of Object.entries(readParameterFile(path, shown))) {
    const parameter = parameters.find((one) => one.name === name);
    const source = `\`${name}\` in \`${shown}\``;
    if (parameter === undefined) {
      const names = parameters.map((one) => one.name);
      faults.push({ source, message: `is no parameter of the flow${didYouMean(name, names)}` });
    } else {
      const isPath = parameter.kind === 'file' && typeof value === 'string';
      given.set(name, { value: { json: isPath ? resolve(dirname(path), value) : value }, source });
    }
  }
}

function fromFlags(
  parameters: readonly PlanParameter[],
  flags: readonly FlowFlag[],
  options: Options,
  cwd: string,
  given: Map<string, Given>,
  faults: Fault[],
): void {
  const byFlag = new Map(parameters.map((parameter) => [flagOf(parameter), parameter]));
  const seen = new Set<string>();
  for (const one of flags) {
    const { flag } = one;
    const off = byFlag.get(flag) === undefined ? byFlag.get(flag.replace(/^--no-/, '--')) : undefined;
    const parameter = byFlag.get(flag) ?? (off?.kind === 'boolean' ? off : undefined);
    const fault = (message: string): void => void faults.push({ source: `\`${flag}\``, message });
    if (parameter === undefined) {
      const known = [...byFlag.keys(), ...Object.keys(options).map((name) => `--${name}`)];
      fault(`is no option of flowc and no parameter of the flow${didYouMean(flag, known)}`);
      continue;
    }
    if (seen.has(parameter.name)) fault('is given twice');
    seen.add(parameter.name);
    const value = flagValue(parameter, one, off !== undefined, cwd, fault);
    if (value !== undefined) given.set(parameter.name, { value, source: `\`${flag}\`` });
  }
}

function flagValue(
  parameter: PlanParameter,
  { flag, value, inline }: FlowFlag,
  off: boolean,
  cwd: string,
  fault: (message: string) => void,
): GivenParameter | undefined {
  if (parameter.kind !== 'boolean') {
    if (value !== undefined) return valueOf(parameter, value, cwd);
    return void fault(`needs a value: \`${flag} ${placeholderOf(parameter)}\``);
  }
  if (value === undefined) return { json: !off };
  if (!off && (inline === true || value === 'true' || value === 'false')) return valueOf(parameter, value, cwd);
  return void fault(`takes no value, and \`${value}\` follows it; files and runs stand before the flow's parameters`);
}

/** How help names a parameter's value: `N`, `fast|exact`. */
export function placeholderOf({ kind, of }: PlanParameter): string {
  switch (kind) {
    case 'number':
    case 'integer':
      return 'N';
    case 'date':
      return 'DATE';
    case 'choice':
      return (of ?? []).join('|');
    case 'file':
      return 'PATH';
    case 'json':
      return 'JSON';
    case 'string':
    case 'boolean':
      return 'TEXT';
  }
}
