import { parseArgs } from 'node:util';
import { didYouMean } from '../compiler/diagnostics/did-you-mean.ts';
import { CannotRun } from './cannot-run.ts';
import type { Command, Options } from './command.ts';

// Node's own parser finds the tokens; what is said about a wrong one is ours, for its messages do not know which flag was meant.
// A library would bring commands, help and colours of its own for the hundred lines that it saves, and cost start-up time.

/** A flag that is none of the command's: a flow's parameter, it is to be hoped. `value`: the word after `=`, or else after the flag. */
export interface FlowFlag {
  /** `--learning-rate` */
  readonly flag: string;
  readonly value?: string;
  /** The value stood after `=`. */
  readonly inline?: true;
}

/** What stood on the command line after the command's name. */
export class Arguments {
  readonly positionals: readonly string[];
  readonly ofFlow: readonly FlowFlag[];
  readonly #values: ReadonlyMap<string, true | readonly string[]>;

  constructor(
    positionals: readonly string[],
    values: ReadonlyMap<string, true | readonly string[]>,
    ofFlow: readonly FlowFlag[] = [],
  ) {
    this.positionals = positionals;
    this.#values = values;
    this.ofFlow = ofFlow;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  text(name: string): string | undefined {
    return this.texts(name)[0];
  }

  /** All values of an option that takes many. */
  texts(name: string): readonly string[] {
    const values = this.#values.get(name);
    return values === undefined || values === true ? [] : values;
  }
}

type Of = Pick<Command, 'options' | 'ofFlow'>;

/** Reads `argv` by a command's table of options; throws CannotRun with a way out. `command` is what help is asked for with. */
export function parseArguments(argv: readonly string[], of: Of, command: string): Arguments {
  const { options } = of;
  const { own, ofFlow } = of.ofFlow === true ? splitFlowFlags(argv, options) : { own: argv, ofFlow: [] };
  const { tokens } = parseArgs({
    args: [...own],
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
  const values = new Map<string, true | string[]>();
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const value = checked(token, options, command);
    const known = values.get(token.name);
    const many = options[token.name]?.many !== undefined;
    if (known !== undefined && !many) throw new CannotRun(`\`--${token.name}\` is given twice`, 'Say it once.');
    if (value === true) values.set(token.name, true);
    else values.set(token.name, [...(known === true ? [] : (known ?? [])), value]);
  }
  return new Arguments(positionals, values, ofFlow);
}

/**
 * Takes the flags that are none of `options` out of `argv`, each with the word that follows it: whether it is a value only the flow knows. A negative
 * number is a word. Behind the first word that stands for itself, an option of many words takes all that follow.
 */
function splitFlowFlags(
  argv: readonly string[],
  options: Options,
): { readonly own: readonly string[]; readonly ofFlow: readonly FlowFlag[] } {
  const own: string[] = [];
  const ofFlow: FlowFlag[] = [];
  let hasWord = false;
  const isWord = (text: string | undefined): text is string => text !== undefined && !/^-(?![\d.]|$)/.test(text);
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? '';
    const [, flag = '', value] = /^(--[^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    const next = argv[at + 1];
    const option = Object.hasOwn(options, flag.slice(2)) ? options[flag.slice(2)] : undefined;
    if (flag === '') {
      own.push(word);
      hasWord ||= isWord(word);
    } else if (option === undefined) {
      if (value !== undefined) ofFlow.push({ flag, value, inline: true });
      else if (isWord(next)) ofFlow.push({ flag, value: argv[++at] ?? '' });
      else ofFlow.push({ flag });
    } else {
      own.push(word);
      if (option.type === 'string' && value === undefined && next !== undefined) own.push(argv[++at] ?? '');
      if (option.many !== 'words' || !hasWord) continue;
      while (isWord(argv[at + 1])) own.push(`${flag}=${argv[++at] ?? ''}`);
    }
  }
  return { own, ofFlow };
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
