import { didYouMean } from '../compiler/diagnostics/did-you-mean.ts';
import { Arguments, parseArguments } from './arguments.ts';
import { CannotRun } from './cannot-run.ts';
import type { Command, ExitCode } from './command.ts';
import { commands, isCommand } from './commands.ts';
import type { Io } from './io.ts';
import { VERSION } from '../runtime/version.ts';

// Finds the command, loads it and nothing else, and turns what cannot be done into exit code 2 with a way out.

/** Runs a command line (without `node` and the script). */
export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  try {
    return await dispatch(argv, io);
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    const { reportFault, reportJson } = await import('./report.ts');
    reportFault(error, io);
    if (wantsJson(argv)) reportJson(error.findings, { error: { message: error.message, help: error.help } }, io);
    return 2;
  }
}

/** Also where the command line is what cannot be read: a program that asked for JSON gets some whatever happens. */
const wantsJson = (argv: readonly string[]): boolean =>
  argv.some((word, at) => word === '--reporter=json' || (word === '--reporter' && argv[at + 1] === 'json'));

async function dispatch([first, ...rest]: readonly string[], io: Io): Promise<ExitCode> {
  if (first === '--version' || first === '-V') {
    io.out.write(`${VERSION}\n`);
    return 0;
  }
  if (first === '--help' || first === '-h') return (await commands.help.load()).run(new Arguments([], new Map()), io);
  if (first === undefined) {
    await (await commands.help.load()).run(new Arguments([], new Map()), { ...io, out: io.err });
    return 2;
  }
  if (!isCommand(first)) throw unknownCommand(first);
  const command: Command = await commands[first].load();
  const asked = rest.includes('--help') || rest.includes('-h');
  if (asked && command.ofFlow !== true) {
    const { writeHelp } = await import('./help-text.ts');
    writeHelp(command, io);
    return 0;
  }
  return command.run(parseArguments(rest, command, `flowc ${first}`), io);
}

/** Teaches the closest right command: a misspelt one, or the one that a lone file wants. */
function unknownCommand(word: string): CannotRun {
  if (word.startsWith('-')) {
    return new CannotRun(
      `flowc has no option \`${word}\` of its own`,
      'It has `--help` and `--version`; all others stand after a command: `flowc compile flows/train.ts --target argo`.',
    );
  }
  const known = Object.keys(commands);
  const help = /\.[cm]?[jt]sx?(#|$)/.test(word)
    ? `To compile that file: \`flowc compile ${word} --target argo\`.`
    : `Commands are ${known.map((name) => `\`${name}\``).join(', ')}; \`flowc help\` says more.`;
  return new CannotRun(`flowc has no command \`${word}\`${didYouMean(word, known)}`, help);
}
