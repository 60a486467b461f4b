import type { Io } from './io.ts';
import type { Arguments } from './arguments.ts';

/** 0 fine, 1 findings (or stale output), 2 could not run. */
export type ExitCode = 0 | 1 | 2;

export interface Option {
  readonly type: 'string' | 'boolean';
  readonly help: string;
  /** How help names the value: `DIR`. */
  readonly value?: string;
  readonly short?: string;
  /** The only values there are. */
  readonly of?: readonly string[];
}

export type Options = Readonly<Record<string, Option>>;

/** A command of the command line; one file each. */
export interface Command {
  readonly name: string;
  /** What stands after `flowc `. */
  readonly usage: string;
  /** A paragraph. */
  readonly about: string;
  readonly examples: readonly { readonly run: string; readonly does: string }[];
  readonly options: Options;
  run(args: Arguments, io: Io): Promise<ExitCode>;
}
