import { didYouMean } from '../compiler/diagnostics/did-you-mean.ts';
import { catalogue } from '../compiler/diagnostics/catalogue.ts';
import type { DiagnosticSpec } from '../compiler/diagnostics/spec.ts';
import type { Arguments } from './arguments.ts';
import { CannotRun } from './cannot-run.ts';
import type { Command, ExitCode } from './command.ts';
import type { Io } from './io.ts';
import { painter } from './paint.ts';
import { wrap } from './wrap.ts';

// `flowc explain`: the catalogue of diagnostics, as docs/errors.md has it, in the terminal.

export const explainCommand: Command = {
  name: 'explain',
  usage: 'explain [CODE…]',
  about: 'Says what a diagnostic means, why the rule stands and what to do. Without a code it lists them all.',
  examples: [
    { run: 'flowc explain FLOWC2001', does: 'by its code' },
    { run: 'flowc explain no-start', does: 'by its name' },
  ],
  options: {},
  run: explain,
};

const entries: readonly (readonly [name: string, spec: DiagnosticSpec])[] = Object.entries<DiagnosticSpec>(
  catalogue,
).toSorted(([, a], [, b]) => (a.code < b.code ? -1 : 1));

async function explain(args: Arguments, { out }: Io): Promise<ExitCode> {
  const paint = painter(out);
  if (args.positionals.length === 0) {
    for (const [name, { code, severity }] of entries)
      out.write(`${paint(severity, code)} ${name}${severity === 'warning' ? ' (warning)' : ''}\n`);
    return 0;
  }
  const texts = args.positionals.map((word) => {
    const [name, { code, severity, why, help }] = find(word);
    const body = [why, `${paint('help', 'help:')} ${help}`].map((text) => wrap(text, Math.min(out.width, 100)));
    return [paint(severity, `${severity} ${code} ${name}`), ...body].join('\n\n') + '\n';
  });
  out.write(texts.join('\n'));
  return 0;
}

function find(word: string): (typeof entries)[number] {
  const number = /^\d+$/.test(word) ? `FLOWC${word}` : word;
  const found = entries.find(([name, { code }]) => name === word.toLowerCase() || code === number.toUpperCase());
  if (found !== undefined) return found;
  // A near name is what was meant; a near code is only another one.
  const known = entries.map(([name]) => name);
  throw new CannotRun(
    `there is no diagnostic \`${word}\`${didYouMean(word, known)}`,
    '`flowc explain` lists them all.',
  );
}
