import type { Span } from '../ir/span.ts';
import { harmless } from './cells.ts';
import type { Diagnostic } from './diagnostic.ts';
import { frameOf, Lines } from './frame.ts';

// Findings as text for people: what is wrong, where, the source with the place underlined, the other places that take part, and what to do.
// Pure: who prints says how wide the screen is, how parts are painted and how files are called from where the reader stands.

/** A finding as it is shown; a usage error of the command line has neither code nor name. */
export type Finding = Omit<Diagnostic, 'code' | 'name'> & Partial<Pick<Diagnostic, 'code' | 'name'>>;

/** The parts of a report that may be coloured. */
export type Role = 'error' | 'warning' | 'message' | 'frame' | 'underline' | 'help' | 'related';

export interface RenderOptions {
  /** The text of a file as a span names it. */
  readonly source: (file: string) => string | undefined;
  /** How the reader calls a file. Default: as the span does. */
  readonly display?: (file: string) => string;
  /** Columns of the screen. Default 120. */
  readonly width?: number;
  /** Default: no colour. */
  readonly paint?: (role: Role, text: string) => string;
}

/** A function that renders findings, one string each, without a line end at the end. Texts are split into lines once. */
export function renderer(options: RenderOptions): (finding: Finding) => string {
  const { source, display = (file) => file, width = 120, paint = (_, text) => text } = options;
  const known = new Map<string, Lines | undefined>();

  const linesOf = (file: string): Lines | undefined => {
    if (!known.has(file)) {
      const text = source(file);
      known.set(file, text === undefined ? undefined : new Lines(text));
    }
    return known.get(file);
  };

  /** Where a span lies and the lines around it, `gutter` being the room for line numbers. */
  const place = (span: Span, gutter: number, role: Role, mark: string): string[] => {
    const lines = linesOf(span.file);
    const name = harmless(display(span.file));
    const arrow = paint('frame', `${' '.repeat(gutter)}-->`);
    if (lines === undefined) return [`${arrow} ${name}`];
    const at = lines.locate(span.start);
    const bar = paint('frame', `${' '.repeat(gutter)} |`);
    const out = [`${arrow} ${name}:${at.line + 1}:${at.column + 1}`, bar];
    for (const line of frameOf(lines, span.start, span.end, Math.max(20, width - gutter - 3))) {
      if (line.number === undefined) out.push(paint('frame', '.'.repeat(gutter)));
      else out.push(`${paint('frame', `${String(line.number).padStart(gutter)} |`)} ${line.text}`.trimEnd());
      if (line.length > 0) out.push(`${bar} ${' '.repeat(line.indent)}${paint(role, mark.repeat(line.length))}`);
    }
    return out;
  };

  const lastLine = ({ file, start, end }: Span): number => (linesOf(file)?.locate(Math.max(start, end)).line ?? 0) + 1;

  return (finding) => {
    const { severity, code, name, help, span, related } = finding;
    const gutter = Math.max(
      ...[span, ...related.map((other) => other.span)].map((one) => String(lastLine(one)).length),
    );
    const label = [severity, code, name].filter((part) => part !== undefined).join(' ');
    const out = [`${paint(severity, label)}${paint('message', `: ${harmless(finding.message)}`)}`];
    out.push(...place(span, gutter, severity, '^'));
    for (const [index, other] of related.entries()) {
      out.push(
        paint('related', `${index + 1}. ${harmless(other.message)}`),
        ...place(other.span, gutter, 'related', '-'),
      );
    }
    if (help !== undefined) out.push(`${paint('help', 'help:')} ${harmless(help)}`);
    return out.join('\n');
  };
}

/** `2 errors, 1 warning in 3 files`; empty where there is nothing to say. */
export function summary(findings: readonly Finding[]): string {
  const errors = findings.filter((finding) => finding.severity === 'error').length;
  const parts = [counted(errors, 'error'), counted(findings.length - errors, 'warning')].filter(
    (part) => part !== undefined,
  );
  if (parts.length === 0) return '';
  return `${parts.join(', ')} in ${counted(new Set(findings.map((finding) => finding.span.file)).size, 'file')}`;
}

const counted = (count: number, noun: string): string | undefined =>
  count === 0 ? undefined : `${count} ${noun}${count === 1 ? '' : 's'}`;
