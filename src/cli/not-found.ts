import type { NotFound } from '../client/errors.ts';
import { didYouMean } from '../compiler/diagnostics/did-you-mean.ts';
import type { Arguments } from './arguments.ts';
import { CannotRun } from './cannot-run.ts';
import type { Io } from './io.ts';
import { reportFault, reportJson } from './report.ts';

/** For a command that can do nothing without what it was to find. */
export const withoutIt = ({ message, given, known, help }: NotFound): CannotRun =>
  new CannotRun(`${message}${didYouMean(given, known)}`, help);

/** For a command that looks for something: that it is not there is an answer, with what may have been meant. Exit code 1. */
export function tellNotFound(error: NotFound, args: Arguments, io: Io): 1 {
  const told = withoutIt(error);
  reportFault(told, io);
  if (args.text('reporter') === 'json') reportJson([], { error: { message: told.message, help: told.help } }, io);
  return 1;
}
