// The command line of the bench.
import { parseArgs } from 'node:util';

export interface Options {
  /** Names of cases, of tools, or `case/tool`; empty means all. */
  readonly only: readonly string[];
  readonly runs: number;
  /** Seconds after which a command is given up. */
  readonly timeout: number;
  readonly json: boolean;
}

export const help = `Usage: npm run bench -- [options]

Measures flowc, Metaflow and Hera compiling the same flows to Argo Workflows, flowc and Metaflow compiling them to Airflow and to Step Functions, how
long Airflow reads those DAG files, and flowc and Metaflow running flows here.

  --only NAME     a case (chain-500, run-hello), a tool (flowc), or both (chain-500/flowc); may be repeated
  --runs N        measured runs of each command, after one that only warms up (5)
  --timeout S     seconds after which a command is given up (60)
  --json          the readings as JSON
  --help          this text

Exit code: 0 measured, 1 flowc failed in a case, 2 could not measure.
Examples:
  npm run bench -- --only flowc
  npm run bench -- --only chain-500 --runs 11 --json
`;

/** A command line that asks for nothing sensible; the message says what to do. */
export class UsageError extends Error {}

/** Reads the arguments; undefined where help is wanted. `names` are all that `--only` may name. */
export function readOptions(args: readonly string[], names: readonly string[]): Options | undefined {
  const { values } = parse(args);
  if (values.help) return undefined;
  for (const name of values.only) {
    if (!names.some((known) => matches(known, name))) {
      throw new UsageError(`\`--only ${name}\` names nothing. Choose from:\n  ${names.join('\n  ')}`);
    }
  }
  return {
    only: values.only,
    runs: atLeastOne('--runs', values.runs),
    timeout: atLeastOne('--timeout', values.timeout),
    json: values.json,
  };
}

/** Whether `case/tool` is what `--only` asks for. */
export function selected(options: Options, name: string): boolean {
  return options.only.length === 0 || options.only.some((wanted) => matches(name, wanted));
}

function matches(name: string, wanted: string): boolean {
  return name === wanted || name.split('/').includes(wanted);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        only: { type: 'string', multiple: true, default: [] },
        runs: { type: 'string', default: '5' },
        timeout: { type: 'string', default: '60' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
  }
}

function atLeastOne(option: string, text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new UsageError(`\`${option}\` wants a whole number from 1, not \`${text}\`.`);
  return Number(text);
}
