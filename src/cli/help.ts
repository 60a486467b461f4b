import { didYouMean } from '../compiler/diagnostics/did-you-mean.ts';
import type { Arguments } from './arguments.ts';
import { CannotRun } from './cannot-run.ts';
import type { Command, ExitCode } from './command.ts';
import { commands, isCommand } from './commands.ts';
import { table, writeHelp } from './help-text.ts';
import type { Io } from './io.ts';
import { painter } from './paint.ts';

// `flowc help`: made from what each command says about itself, examples first, as people read those.

export const helpCommand: Command = {
  name: 'help',
  usage: 'help [COMMAND]',
  about: 'Says how flowc, or one of its commands, is used.',
  examples: [{ run: 'flowc help compile', does: 'everything about compiling' }],
  options: {},
  run: help,
};

async function help(args: Arguments, io: Io): Promise<ExitCode> {
  const [word] = args.positionals;
  if (word === undefined) overview(io);
  else if (isCommand(word)) writeHelp(await commands[word].load(), io);
  else
    throw new CannotRun(
      `flowc has no command \`${word}\`${didYouMean(word, Object.keys(commands))}`,
      '`flowc help` lists them.',
    );
  return 0;
}

function overview({ out }: Io): void {
  const heading = (text: string): string => painter(out)('heading', text);
  const rows = Object.entries(commands).map(([name, { summary }]) => [name, summary] as const);
  out.write(`flowc compiles flows written in TypeScript to the manifests of an orchestrator that you already run, and runs them here.

${heading('Try')}
  flowc check flows/train.ts                    is it right?
  flowc graph flows/train.ts                    what does it look like?
  flowc run flows/train.ts                      run it on this machine
  flowc compile flows/train.ts --target argo    write its manifests

${heading('Commands')}
${table(rows, out.width)}

${heading('Options')}
${table(
  [
    ['-h, --help', 'help on a command'],
    ['-V, --version', "flowc's version"],
  ],
  out.width,
)}

\`flowc help COMMAND\` says more. Exit code: 0 fine, 1 something was found, 2 flowc could not run.
`);
}
