import { renderer, summary, type Finding } from '../compiler/diagnostics/render.ts';
import { harmless } from '../compiler/diagnostics/cells.ts';
import { Lines } from '../compiler/diagnostics/frame.ts';
import type { Span } from '../compiler/ir/span.ts';
import type { CannotRun } from './cannot-run.ts';
import type { ExitCode, Option } from './command.ts';
import type { Io } from './io.ts';
import { painter } from './paint.ts';
import { display, readText } from './project.ts';

// What commands say about what they found: for people on stderr, so that stdout holds only what was asked for; for programs one object on
// stdout.

export const reporterOption: Option = {
  type: 'string',
  value: 'pretty|json',
  of: ['pretty', 'json'],
  help: 'for people, or one JSON object on stdout',
};

export const denyWarningsOption: Option = { type: 'boolean', help: 'treat a warning as an error' };

/** 1 where something stands in the way. */
export const exitCodeOf = (findings: readonly Finding[], denyWarnings: boolean): ExitCode =>
  findings.some((finding) => denyWarnings || finding.severity === 'error') ? 1 : 0;

/** Writes findings for people, and how many there are. */
export function reportFindings(findings: readonly Finding[], { cwd, err }: Io): void {
  if (findings.length === 0) return;
  const render = renderer({
    source: readText,
    display: (file) => display(cwd, file),
    width: err.width,
    paint: painter(err),
  });
  for (const finding of findings) err.write(`${render(finding)}\n\n`);
  err.write(`${summary(findings)}\n`);
}

/** Writes why flowc could not run. */
export function reportFault(fault: CannotRun, io: Io): void {
  const paint = painter(io.err);
  reportFindings(fault.findings, io);
  io.err.write(`${paint('error', 'error')}${paint('message', `: ${harmless(fault.message)}`)}\n`);
  if (fault.help !== undefined) io.err.write(`${paint('help', 'help:')} ${harmless(fault.help)}\n`);
}

/** The JSON reporter's object, on one line: findings with lines and columns from 1, and whatever else a command has to tell. */
export function reportJson(findings: readonly Finding[], also: object, { cwd, out }: Io): void {
  const known = new Map<string, Lines>();
  const place = (span: Span): object => {
    const lines = known.get(span.file) ?? new Lines(readText(span.file) ?? '');
    known.set(span.file, lines);
    const [start, end] = [lines.locate(span.start), lines.locate(span.end)];
    return {
      file: display(cwd, span.file),
      start: { offset: span.start, line: start.line + 1, column: start.column + 1 },
      end: { offset: span.end, line: end.line + 1, column: end.column + 1 },
    };
  };
  const diagnostics = findings.map(({ span, related, ...finding }) => ({
    ...finding,
    ...place(span),
    related: related.map((other) => ({ message: other.message, ...place(other.span) })),
  }));
  out.write(`${JSON.stringify({ diagnostics, ...also })}\n`);
}
