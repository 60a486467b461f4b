import type { Io } from './io.ts';
import type { Arguments } from './arguments.ts';

/** 0 fine, 1 findings (or stale output, or a run that failed), 2 could not run; 129, 130 and 143: ended by SIGHUP, SIGINT or SIGTERM. */
export type ExitCode = 0 | 1 | 2 | 129 | 130 | 143;

export interface Option {
  readonly type: 'string' | 'boolean';
  readonly help: string;
  /** How help names the value: `DIR`. */
  readonly value?: string;
  readonly short?: string;
  /** The only values there are. */
  readonly of?: readonly string[];
  /** May be given more than once; `words`, where flags may be a flow's: also as `--only a b`. */
  readonly many?: true | 'words';
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
  /** Flags that are none of these are the parameters of a flow, which nobody knows before it is compiled. The command says its own `--help`. */
  readonly ofFlow?: true;
  run(args: Arguments, io: Io): Promise<ExitCode>;
}
