import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { catalogue } from '../src/compiler/diagnostics/catalogue.ts';
import type { DiagnosticSpec } from '../src/compiler/diagnostics/spec.ts';

// Makes docs/errors.md: every diagnostic of the catalogue with its reason, the way out, and what flowc prints for its fixture.
// `node scripts/generate-error-docs.ts` writes the page; a test holds it to the catalogue.

const root = new URL('../', import.meta.url);
export const errorsPage = new URL('docs/errors.md', root);

const parts: readonly (readonly [prefix: string, title: string])[] = [
  ['FLOWC1', 'Source and classes'],
  ['FLOWC2', 'Transitions and graph'],
  ['FLOWC3', 'Data'],
  ['FLOWC4', 'Decorators and parameters'],
  ['FLOWC5', 'Targets'],
];

/** The text of docs/errors.md. */
export function errorDocs(): string {
  const entries = Object.entries<DiagnosticSpec>(catalogue).toSorted(([, a], [, b]) => (a.code < b.code ? -1 : 1));
  const sections = parts.map(([prefix, title]) => {
    const own = entries.filter(([, { code }]) => code.startsWith(prefix));
    return [`## ${title}`, ...own.map(([name, spec]) => section(name, spec))].join('\n\n');
  });
  return (
    [
      '# Diagnostics',
      'Every error and warning of flowc. Codes are stable: they are never used twice. `flowc explain CODE` prints an entry in the terminal.\nThis page is made from the catalogue and the fixtures: change those, then run `npm run docs`.',
      ...sections,
      '',
    ]
      .join('\n\n')
      .trimEnd() + '\n'
  );
}

function section(name: string, { code, severity, why, help }: DiagnosticSpec): string {
  const example = readFileSync(new URL(`fixtures/errors/${name}/diagnostics.txt`, root), 'utf8').trimEnd();
  const heading = `### ${code} ${name}${severity === 'warning' ? ' (warning)' : ''}`;
  return [heading, why, `**What to do.** ${help}`, `\`\`\`text\n${example}\n\`\`\``].join('\n\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(errorsPage, errorDocs());
