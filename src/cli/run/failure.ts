import { join } from 'node:path';
import { Lines } from '../../compiler/diagnostics/frame.ts';
import { renderer, type Finding } from '../../compiler/diagnostics/render.ts';
import type { ErrorRecord } from '../../runtime/store/records.ts';
import type { Io } from '../io.ts';
import { painter } from '../paint.ts';
import { display, readText } from '../project.ts';

// Why a task failed, as diagnostics are shown: the error over the line of the flow's source that threw it.

/** Text for stdout, without a line end. `root`: the project's, from which stacks call files. */
export function failureText(error: ErrorRecord, root: string, { cwd, out }: Io): string {
  const message = error.name === 'Error' ? error.message : `${error.name}: ${error.message}`;
  const place = placeIn(error.stack ?? '', root);
  const paint = painter(out);
  if (place === undefined) return `${paint('error', 'error')}${paint('message', `: ${message}`)}`;
  const finding: Finding = { severity: 'error', message, span: place, related: [] };
  return renderer({ source: readText, display: (file) => display(cwd, file), width: out.width, paint })(finding);
}

/** The first frame of a stack that lies in a file of the project which is still there. */
function placeIn(stack: string, root: string): Finding['span'] | undefined {
  for (const [, file = '', line, column] of stack.matchAll(/^ +at (?:.*\()?(?:async )?([^()\n]+):(\d+):(\d+)\)?$/gm)) {
    if (file.startsWith('node_modules/')) continue;
    const path = join(root, file);
    const text = readText(path);
    if (text === undefined) continue;
    const start = new Lines(text).startOf(Number(line) - 1) + Number(column) - 1;
    const word = /^[\w$]+/.exec(text.slice(start))?.[0] ?? ' ';
    return { file: path, start, end: start + word.length };
  }
  return undefined;
}
