import { didYouMean } from '../compiler/diagnostics/did-you-mean.ts';
import type { Arguments } from './arguments.ts';
import { CannotRun } from './cannot-run.ts';
import type { Command, ExitCode, Option } from './command.ts';
import { commands, isCommand } from './commands.ts';
import type { Io } from './io.ts';
import { painter } from './paint.ts';
import { wrap } from './wrap.ts';

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

/** Everything about a command; `more` are paragraphs that follow what it says of itself. */
export function writeHelp(
  { usage, about, examples, options }: Command,
  { out }: Io,
  more: readonly string[] = [],
): void {
  const paint = painter(out);
  const width = Math.min(out.width, 120);
  const parts = [
    `${paint('heading', 'Usage:')} flowc ${usage}`,
    wrap(about, width),
    `${paint('heading', 'Examples')}\n${examples.map(({ run, does }) => `  ${paint('frame', `# ${does}`)}\n  ${run}`).join('\n')}`,
  ];
  const rows = Object.entries(options).map(([name, option]) => [formOf(name, option), option.help] as const);
  if (rows.length > 0) parts.push(`${paint('heading', 'Options')}\n${table(rows, width)}`);
  if ('image' in options) parts.push(CONFIGURATION);
  out.write(`${[...parts, ...more].join('\n\n')}\n`);
}

const formOf = (name: string, { value, short }: Option): string =>
  `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`;

const CONFIGURATION = `Settings may also stand in flowc.config.ts (or .json) beside package.json, and in environment variables (FLOWC_IMAGE
for --image). A flag holds over a variable, a variable over the file:

  import { defineConfig } from 'flowc/config';
  export default defineConfig({
    target: 'argo',
    image: 'registry.example/flows:1',
    environments: { prod: { namespace: 'flows', serviceAccount: 'runner' } },
  });`;

const MOST_COLUMNS = 34;

/** Two columns; a long first column has its line to itself. */
export function table(rows: readonly (readonly [string, string])[], width: number): string {
  const left = Math.min(MOST_COLUMNS, Math.max(...rows.map(([first]) => first.length))) + 4;
  return rows
    .map(([first, second]) => {
      const start = `  ${first}`;
      const gap = start.length + 2 > left ? `\n${' '.repeat(left)}` : ' '.repeat(left - start.length);
      return `${start}${gap}${wrap(second, Math.max(width, left + 30), left)}`;
    })
    .join('\n');
}
