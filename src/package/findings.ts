import { resolve } from 'node:path';
import type { Location, Message } from 'esbuild';
import type { Finding } from '../compiler/diagnostics/render.ts';
import type { Span } from '../compiler/ir/span.ts';
import { inRoot } from './in-root.ts';
import { readSource } from './source-text.ts';

// What esbuild says, as flowc says it: names in backticks, a span in UTF-16 units (esbuild counts lines from 1 and bytes from 0), the other places
// beside it, and for what people meet most what to do.

/** @param root - The project's; `flowFile` is where a finding without a place is shown. */
export function findingOf(message: Message, severity: Finding['severity'], root: string, flowFile: string): Finding {
  const help = helpOf(message);
  const elsewhere = message.notes.flatMap(({ text, location }) => {
    const span = location && spanOf(location, root);
    return span ? [{ message: inOurWords(text), span }] : [];
  });
  return {
    severity,
    message: inOurWords(message.text),
    ...(help === undefined ? {} : { help }),
    span: (message.location && spanOf(message.location, root)) ?? { file: flowFile, start: 0, end: 0 },
    related: elsewhere,
  };
}

function inOurWords(text: string): string {
  const words = text
    .replaceAll('flowc:api', 'flowc')
    .replaceAll(/"([^"]*)"/g, '`$1`')
    .replace(/\.$/, '');
  return /^[A-Z][a-z]/.test(words) ? words.charAt(0).toLowerCase() + words.slice(1) : words;
}

function helpOf({ text }: Message): string | undefined {
  const [, missing] = /^Could not resolve "(.+)"$/.exec(text) ?? [];
  if (missing !== undefined) {
    return /^[./#]/.test(missing)
      ? 'Code is packed with all that it imports, so the file has to be there: see whether the path is right.'
      : `Install the package, or, where the image of the tasks has it, name it under \`external\` in flowc.config.`;
  }
  if (text.startsWith('No loader is configured for ')) {
    return "Say what the import is: `with { type: 'text' }`, `with { type: 'bytes' }` or `with { type: 'json' }`.";
  }
  return undefined;
}

function spanOf({ file, namespace, line, column, length, lineText }: Location, root: string): Span | undefined {
  const path = resolve(root, file);
  const text = ['', 'file'].includes(namespace) ? readSource(path) : undefined;
  if (text === undefined) return undefined;
  const bytes = Buffer.from(lineText);
  const before = bytes.subarray(0, column).toString().length;
  const width = bytes.subarray(column, column + length).toString().length;
  const start = startOfLine(text, line) + before;
  return { file: inRoot(root, path), start, end: start + width };
}

/** Lines as esbuild counts them: JavaScript's. */
function startOfLine(text: string, line: number): number {
  let start = 0;
  let count = 1;
  for (const { index, 0: end } of text.matchAll(/\r\n?|[\n\u2028\u2029]/g)) {
    if (count === line) break;
    start = index + end.length;
    count++;
  }
  return start;
}
