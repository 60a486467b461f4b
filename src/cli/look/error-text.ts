import { join } from 'node:path';
import type { ErrorRecord } from '../../runtime/store/records.ts';
import type { Io } from '../io.ts';
import { painter } from '../paint.ts';
import { readText, rootOf } from '../project.ts';

// The error of a task, with the lines of the flow around the place, as the file has them now: a code package carries no sources.

const AROUND = 2;

/** An error as lines of text, `indent` blanks from the left. */
export function errorText({ name, message, stack }: ErrorRecord, io: Io, indent = 2): string {
  const paint = painter(io.out);
  const title = `${name}: ${message}`;
  const text =
    stack?.startsWith(title) === true ? stack : [title, stack].filter((part) => part !== undefined).join('\n');
  const [first = '', ...rest] = text.split('\n');
  const lines = [paint('error', first), ...rest, ...sourceLines(stack ?? '', io)];
  return lines.map((line) => `${' '.repeat(indent)}${line}`.trimEnd()).join('\n') + '\n';
}

function sourceLines(stack: string, { cwd, out }: Io): readonly string[] {
  const paint = painter(out);
  for (const [, file = '', at = ''] of stack.matchAll(/(?:\(|at )([^\s():][^():]*):(\d+):\d+\)?$/gm)) {
    if (file.startsWith('node_modules/') || file.startsWith('node:') || file.startsWith('/')) continue;
    const lines = readText(join(rootOf(join(cwd, 'flow.ts')), file))?.split('\n');
    const line = Number(at);
    if (lines === undefined || line > lines.length) return [];
    const from = Math.max(0, line - 1 - AROUND);
    const shown = lines.slice(from, line + AROUND);
    const width = String(from + shown.length).length;
    return [
      '',
      paint('frame', `${file}, as it is now`),
      ...shown.map((text, index) => {
        const number = from + index + 1;
        const gutter = `${number === line ? '>' : ' '} ${String(number).padStart(width)} │ `;
        return `${paint(number === line ? 'error' : 'frame', gutter)}${text.replace(/\r$/, '')}`;
      }),
    ];
  }
  return [];
}
