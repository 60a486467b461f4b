import { parseArgs } from 'node:util';
import { CannotRun } from '../../src/cli/cannot-run.ts';
import { oneOf } from '../../src/cli/arguments.ts';
import { engines, type EngineId } from './engines.ts';

// `npm run engine -- TARGET FILE… [--param name=value]… [--expect failed]`, from words to what they mean.

export const HELP = `Runs flows on a real engine and holds what they leave against a local run of the same flows.

Usage: npm run engine -- TARGET FILE… [--param NAME=VALUE]… [--expect succeeded|failed]

  TARGET                 ${Object.keys(engines).join(' or ')}
  FILE                   flow.ts, flow.ts#Flow, or a pattern in quotes; all of them run at once
  --param NAME=VALUE     a parameter of every flow named, may be repeated
  --expect failed        the runs are to fail, there and locally, with the same tasks
  --help                 this text

stdout has a line of JSON for each run as it ends:
  flow, status, engine, version, seconds; message, where it failed;
  tasks: step, task, state, attempts, inputs, and artifacts by name with their sha256;
  started: what the engine itself says it started; differences: sentences, none if all is as expected.

Exit code: 0 all as expected, 1 a difference, 2 nothing could be run.
`;

export interface CommandLine {
  readonly target: EngineId;
  readonly files: readonly string[];
  readonly parameters: Readonly<Record<string, string>>;
  readonly expect: 'succeeded' | 'failed';
}

/** Undefined: help is asked for. Throws CannotRun. */
export function readCommandLine(argv: readonly string[]): CommandLine | undefined {
  const { values, positionals } = parsed(argv);
  if (values.help === true) return undefined;
  const [target, ...files] = positionals;
  if (target === undefined || !isEngine(target)) {
    const said = target === undefined ? 'no engine is named' : `there is no engine \`${target}\``;
    throw new CannotRun(said, `The first word is ${oneOf(Object.keys(engines))}.`);
  }
  if (files.length === 0) throw new CannotRun('no flow is named', `Name a file: \`${target} flows/train.ts\`.`);
  const { expect = 'succeeded' } = values;
  if (expect !== 'succeeded' && expect !== 'failed')
    throw new CannotRun(`\`--expect\` cannot be \`${expect}\``, 'It is `succeeded` or `failed`.');
  return { target, files, parameters: Object.fromEntries((values.param ?? []).map(parameterOf)), expect };
}

const isEngine = (word: string): word is EngineId => Object.hasOwn(engines, word);

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        param: { type: 'string', multiple: true },
        expect: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new CannotRun(error instanceof Error ? error.message : String(error), '`--help` lists the options.');
  }
}

function parameterOf(word: string): readonly [name: string, value: string] {
  const at = word.indexOf('=');
  if (at < 1) throw new CannotRun(`\`--param ${word}\` names no value`, 'Say `--param NAME=VALUE`.');
  return [word.slice(0, at), word.slice(at + 1)];
}
