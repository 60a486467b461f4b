import { catalogue } from '../../compiler/diagnostics/catalogue.ts';
import type { DiagnosticSpec } from '../../compiler/diagnostics/spec.ts';
import type { Io } from '../io.ts';
import { painter } from '../paint.ts';
import { wrap } from '../wrap.ts';
import type { Explanation } from './explanation.ts';

// The catalogue of diagnostics, as docs/errors.md has it.

type Entry = readonly [name: string, spec: DiagnosticSpec];

const entries: readonly Entry[] = Object.entries<DiagnosticSpec>(catalogue).toSorted(([, a], [, b]) =>
  a.code < b.code ? -1 : 1,
);

export const diagnosticNames: readonly string[] = entries.map(([name]) => name);

export function listDiagnostics({ out }: Io): void {
  const paint = painter(out);
  for (const [name, { code, severity }] of entries)
    out.write(`${paint(severity, code)} ${name}${severity === 'warning' ? ' (warning)' : ''}\n`);
}

/** By its code, the code's number or its name. */
export function explainDiagnostic(word: string, io: Io): Explanation | undefined {
  const number = /^\d+$/.test(word) ? `FLOWC${word}` : word;
  const found = entries.find(([name, { code }]) => name === word.toLowerCase() || code === number.toUpperCase());
  return found && explained(found, io);
}

export const allDiagnostics = (io: Io): readonly Explanation[] => entries.map((entry) => explained(entry, io));

function explained([name, { code, severity, why, help }]: Entry, { out }: Io): Explanation {
  const paint = painter(out);
  const body = [why, `${paint('help', 'help:')} ${help}`].map((text) => wrap(text, Math.min(out.width, 100)));
  const title = paint(severity, `${severity} ${code} ${name}`);
  return { text: `${[title, ...body].join('\n\n')}\n`, data: { kind: 'diagnostic', code, name, severity, why, help } };
}
