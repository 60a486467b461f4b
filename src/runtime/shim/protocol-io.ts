import { parseArgs } from 'node:util';
import type { Json } from '../json.ts';
import { CONTROL_FOLDER, environment, flags, PACKAGES_FOLDER, SHIM } from '../protocol.ts';
import type { Task } from '../task.ts';
import type { GivenParameter } from './parameters.ts';
import { Refused } from './refused.ts';

// What a manifest gives to the shim: runtime/protocol.ts, read.

export interface TaskArguments {
  readonly flow: string;
  readonly run: string;
  readonly engine: string;
  readonly datastore: string;
  /** The code package's id, */
  readonly code: string;
  /** and the folder in which it may lie. */
  readonly packages: string;
  readonly task: Task;
  /** Missing where the engine says only how many there may be. */
  readonly attempt?: number;
  readonly tries?: number;
  /** The step is an exit handler, and the engine says that the run ended so; empty: it does not say. */
  readonly exit?: string;
  readonly guard: boolean;
  /** The task is a loop: its header, and the frames around it. */
  readonly collapsed: boolean;
  readonly parameters: ReadonlyMap<string, GivenParameter>;
  /** The folder that takes the control, or `s3://bucket/prefix`. */
  readonly control: string;
}

/** @throws Refused naming all that is missing. */
export function readTaskArguments(args: readonly string[], env: NodeJS.ProcessEnv): TaskArguments {
  const { step, frames = '', exit, guard = false, collapsed = false, ...given } = parsed(args);
  const { attempt = env[environment.attempt], tries = env[environment.tries] } = given;
  const missing = required.map((name) => environment[name]).filter((name) => (env[name] ?? '') === '');
  if (missing.length > 0)
    throw new Refused(
      `the task's environment lacks ${missing.join(', ')}: the manifests that \`flowc compile\` writes set them, where it was told of a datastore`,
    );
  const variable = (name: (typeof required)[number]): string => env[environment[name]] ?? '';
  return {
    flow: variable('flow'),
    run: variable('run'),
    engine: variable('engine'),
    datastore: variable('datastore'),
    code: variable('code'),
    packages: env[environment.packages] || PACKAGES_FOLDER,
    task: { step, frames },
    ...(attempt === undefined && tries !== undefined ? {} : { attempt: wholeNumber('attempt', attempt ?? '0') }),
    ...(tries === undefined ? {} : { tries: wholeNumber('tries', tries) }),
    ...(exit === undefined ? {} : { exit }),
    guard,
    collapsed,
    parameters: readGiven(env[environment.parameters]),
    control: env[environment.control] ?? CONTROL_FOLDER,
  };
}

const required = ['flow', 'run', 'engine', 'datastore', 'code'] as const;

function parsed(args: readonly string[]) {
  try {
    const text = { type: 'string' } as const;
    const options = {
      frames: text,
      attempt: text,
      tries: text,
      exit: text,
      guard: { type: 'boolean' },
      collapsed: { type: 'boolean' },
    } as const;
    const { values, positionals } = parseArgs({ args: args.map(withValue), options, allowPositionals: true });
    const [step, ...others] = positionals;
    if (step === undefined) throw new Error('no step is named');
    if (others.length > 0) throw new Error('more than one step is named');
    if (values.exit !== undefined && values.collapsed === true) throw new Error('an exit handler is no loop');
    return { ...values, step };
  } catch (error) {
    throw new Refused(
      `${error instanceof Error ? error.message : String(error)}. It runs one task of a flow, and is called by the manifests that \`flowc compile\` writes: ` +
        `\`${SHIM} STEP [${Object.values(flags).join('] [')}]\`, with ${required.map((name) => environment[name]).join(', ')} in its environment`,
    );
  }
}

/** `--exit` has a value or none, which node's parser knows of no argument. */
const withValue = (arg: string, index: number, args: readonly string[]): string =>
  arg === flags.exit && (args[index + 1] ?? '--').startsWith('--') ? `${arg}=` : arg;

function wholeNumber(name: 'attempt' | 'tries', text: string): number {
  if (!/^\d+$/.test(text))
    throw new Refused(`\`${flags[name]}\`, or ${environment[name]}, has to be a whole number, and is \`${text}\``);
  return Number(text);
}

function readGiven(text: string | undefined): ReadonlyMap<string, GivenParameter> {
  if (text === undefined || text === '') return new Map();
  const given = json(text);
  if (Array.isArray(given)) return new Map(given.flatMap(listedParameter));
  if (isObject(given)) {
    return new Map(Object.entries(given).flatMap(([name, value]) => (value === null ? [] : [[name, { json: value }]])));
  }
  throw new Refused(
    `\`${environment.parameters}\` has to be a JSON list of \`{ "name": …, "value": … }\`, or an object of values by name`,
  );
}

function listedParameter(entry: Json): [string, GivenParameter][] {
  const { name, value } = isObject(entry) ? entry : {};
  if (typeof name !== 'string' || value === undefined) return [];
  return [[name, typeof value === 'string' ? { text: value } : { json: value }]];
}

const isObject = (value: unknown): value is Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
