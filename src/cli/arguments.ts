import { parseArgs } from 'node:util';
import { didYouMean } from '../compiler/diagnostics/did-you-mean.ts';
import { CannotRun } from './cannot-run.ts';
import type { Options } from './command.ts';

// Node's own parser finds the tokens; what is said about a wrong one is ours, for its messages do not know which flag was meant.
// A library would bring commands, help and colours of its own for the hundred lines that it saves, and cost start-up time.

/** What stood on the command line after the command's name. */
export class Arguments {
  readonly positionals: readonly string[];
  readonly #values: ReadonlyMap<string, string | true>;

  constructor(positionals: readonly string[], values: ReadonlyMap<string, string | true>) {
    this.positionals = positionals;
    this.#values = values;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  text(name: string): string | undefined {
    const value = this.#values.get(name);
    return typeof value === 'string' ? value : undefined;
  }
}

/** Reads `argv` by a table of options; throws CannotRun with a way out. `command` is what help is asked for with. */
export function parseArguments(argv: readonly string[], options: Options, command: string): Arguments {
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      Object.entries(options).map(([name, { type, short }]) => [
        name,
        short === undefined ? { type } : { type, short },
      ]),
    ),
    strict: false,
    tokens: true,
  });
  const positionals: string[] = [];
  const values = new Map<string, string | true>();
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const value = checked(token, options, command);
    if (values.has(token.name)) throw new CannotRun(`\`--${token.name}\` is given twice`, 'Say it once.');
    values.set(token.name, value);
  }
  return new Arguments(positionals, values);
}

/** The values of a choice, for the sentence that says what something is. */
export const oneOf = (values: readonly string[]): string =>
  `${values.length > 1 ? 'one of ' : ''}${values.map((one) => `\`${one}\``).join(', ')}`;

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function checked({ name, rawName, value, inlineValue }: OptionToken, options: Options, command: string): string | true {
  const option = Object.hasOwn(options, name) ? options[name] : undefined;
  if (option === undefined) {
    const known = Object.keys(options).map((one) => `--${one}`);
    throw new CannotRun(
      `\`${command}\` has no option \`${rawName}\`${didYouMean(rawName, known)}`,
      `\`flowc help${command.slice('flowc'.length)}\` lists the options.`,
    );
  }
  const form = `--${name} ${option.value ?? 'VALUE'}`;
  if (option.type === 'boolean') {
    if (value !== undefined) throw new CannotRun(`\`--${name}\` takes no value`, `Say \`--${name}\` or leave it out.`);
    return true;
  }
  if (value === undefined) throw new CannotRun(`\`${rawName}\` needs a value`, `Say \`${form}\`.`);
  if (!inlineValue && value.startsWith('-')) {
    throw new CannotRun(
      `\`${rawName}\` needs a value, and \`${value}\` looks like another option`,
      `Say \`${form}\`, or \`--${name}=${value}\` if that is what you mean.`,
    );
  }
  if (option.of !== undefined && !option.of.includes(value)) {
    throw new CannotRun(
      `\`--${name}\` cannot be \`${value}\`${didYouMean(value, option.of)}`,
      `It is ${oneOf(option.of)}.`,
    );
  }
  return value;
}
