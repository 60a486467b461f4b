import type { Command, Option } from './command.ts';
import type { Io } from './io.ts';
import { painter } from './paint.ts';
import { wrap } from './wrap.ts';

// How help looks, for whoever writes some: it knows no command.

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
