import { basename, resolve } from 'node:path';
import type { Json } from '../json.ts';
import type { Plan, PlanParameter } from '../plan.ts';
import { Blobs } from '../store/blobs.ts';
import { fileSource } from '../store/chunks.ts';
import type { FileRef } from '../store/records.ts';
import type { Store } from '../store/store.ts';

// The parameters of a run, from whoever starts it, checked before anything runs: an orchestrator gives texts, the command line texts and a JSON file. What
// comes out is what run.json keeps.

/** What is given of a parameter: JSON itself, or a text that may be JSON. */
export type GivenParameter = { readonly text: string } | { readonly json: Json };

export interface ParameterProblem {
  readonly name: string;
  /** `has to be at least 0, and is -1` */
  readonly message: string;
}

export interface ReadParameters {
  /** By field; of kind file, still the path. One not given, without a default, is absent. */
  readonly values: Readonly<Record<string, Json>>;
  /** All of them. */
  readonly problems: readonly ParameterProblem[];
}

export function readParameters(
  { flow, parameters }: Pick<Plan, 'flow' | 'parameters'>,
  given: ReadonlyMap<string, GivenParameter>,
): ReadParameters {
  const values: [string, Json][] = [];
  const problems: ParameterProblem[] = [];
  for (const name of given.keys()) {
    if (!parameters.some((parameter) => parameter.name === name)) {
      problems.push({
        name,
        message: `is no parameter of \`${flow}\`, which has ${listed(parameters.map((one) => one.name))}`,
      });
    }
  }
  for (const parameter of parameters) {
    const value = valueOf(parameter, given.get(parameter.name));
    if (value instanceof Problem) problems.push({ name: parameter.name, message: value.message });
    else if (value !== undefined) values.push([parameter.name, value]);
  }
  return { values: Object.fromEntries(values), problems };
}

/** A value that cannot be taken. */
class Problem {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

function valueOf(parameter: PlanParameter, given: GivenParameter | undefined): Json | undefined | Problem {
  const isOptional = parameter.default === undefined && !parameter.required;
  if (given === undefined || (isOptional && 'text' in given && given.text === '')) {
    if (parameter.default !== undefined) return parameter.default;
    return parameter.required ? new Problem('has no default and has to be given') : undefined;
  }
  const json = 'json' in given ? given.json : readText(parameter, given.text);
  const wrong = json === undefined ? `be ${wanted(parameter)}` : missed(parameter, json);
  if (json === undefined || wrong !== undefined) return new Problem(`has to ${wrong}, and is \`${shown(given)}\``);
  return json;
}

/** The JSON that a text stands for; undefined where it stands for none. */
function readText(parameter: PlanParameter, text: string): Json | undefined {
  const json = parseJson(text);
  switch (parameter.kind) {
    case 'string':
    case 'date':
    case 'file':
      return typeof json === 'string' ? json : text;
    case 'choice':
      return isChoice(parameter, json) ? json : text;
    case 'number':
    case 'integer':
      return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
    default:
      return json;
  }
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

const isChoice = ({ of = [] }: PlanParameter, json: Json | undefined): boolean =>
  (typeof json === 'string' || typeof json === 'number') && of.includes(json);

/** What a value has to do and does not: `be at least 0`. */
function missed(parameter: PlanParameter, json: Json): string | undefined {
  if (!kinds[parameter.kind](json, parameter)) return `be ${wanted(parameter)}`;
  const { pattern, min, max } = parameter;
  if (pattern !== undefined && typeof json === 'string' && !new RegExp(pattern.source, pattern.flags).test(json)) {
    return `match \`/${pattern.source}/${pattern.flags}\``;
  }
  if (min !== undefined && order(json) < order(min)) return `be at least ${min}`;
  if (max !== undefined && order(json) > order(max)) return `be at most ${max}`;
  return undefined;
}

/** Numbers and dates in their order. */
const order = (value: Json): number => (typeof value === 'string' ? Date.parse(value) : Number(value));

const isText = (json: Json): boolean => typeof json === 'string';

const kinds: Readonly<Record<PlanParameter['kind'], (json: Json, parameter: PlanParameter) => boolean>> = {
  string: isText,
  file: (json) => isText(json) && json !== '',
  number: (json) => typeof json === 'number' && Number.isFinite(json),
  integer: (json) => Number.isSafeInteger(json),
  boolean: (json) => typeof json === 'boolean',
  date: (json) => typeof json === 'string' && isDate(json),
  choice: (json, parameter) => isChoice(parameter, json),
  json: () => true,
};

/** A day, or a moment with its offset: without one it would be another moment on every machine. As the compiler checks defaults. */
const DATE =
  /^(\d{4})-(\d\d)-(\d\d)(?:T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,3})?)?(?:Z|[+-][01]\d:[0-5]\d))?$/;

function isDate(text: string): boolean {
  const [, year, month, day] = DATE.exec(text) ?? [];
  if (day === undefined || Number.isNaN(Date.parse(text))) return false;
  // `Date` carries a 31st of February over into March.
  return new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day);
}

function wanted({ kind, of = [] }: PlanParameter): string {
  const words = {
    string: 'a text',
    number: 'a number',
    integer: 'a whole number',
    boolean: '`true` or `false`',
    date: 'a date, `2026-01-31` or `2026-01-31T06:00:00Z`',
    choice: `one of ${of.map((one) => `\`${one}\``).join(', ')}`,
    file: 'the path of a file',
    json: 'JSON',
  };
  return words[kind];
}

const shown = (given: GivenParameter): string => ('text' in given ? given.text : JSON.stringify(given.json));

const listed = (names: readonly string[]): string =>
  names.length === 0 ? 'none' : names.map((name) => `\`${name}\``).join(', ');

/**
 * Stores what parameters of kind file name, and puts FileRefs in place of their paths.
 *
 * @param cwd - What a relative path is relative to.
 */
export async function storeFileParameters(
  { parameters }: Pick<Plan, 'parameters'>,
  values: Readonly<Record<string, Json>>,
  store: Store,
  cwd: string,
): Promise<Readonly<Record<string, Json>>> {
  const blobs = new Blobs(store);
  const stored: Record<string, Json> = { ...values };
  for (const { name, kind } of parameters) {
    const path = values[name];
    if (kind === 'file' && typeof path === 'string') stored[name] = { ...(await storeFile(blobs, resolve(cwd, path))) };
  }
  return stored;
}

async function storeFile(blobs: Blobs, path: string): Promise<FileRef> {
  const { sha256, size } = await blobs.put(await fileSource(path));
  return { sha256, size, name: basename(path) };
}
