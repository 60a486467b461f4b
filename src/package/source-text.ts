import { readFileSync } from 'node:fs';
import type { Span } from '../compiler/ir/span.ts';

// The project's files as the rest of flowc counts them: in UTF-16 units, without a byte order mark.

/** A file's text; undefined where it cannot be read, which the bundler then says better. */
export function readSource(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    return undefined;
  }
}

/** Where a specifier is written in a file's text: its first time between quotes. */
export function spanOfSpecifier(file: string, text: string, specifier: string): Span {
  const found = [`'${specifier}'`, `"${specifier}"`, `\`${specifier}\``]
    .map((quoted) => text.indexOf(quoted))
    .filter((start) => start !== -1);
  const start = Math.min(...found, text.length);
  return start === text.length ? { file, start: 0, end: 0 } : { file, start, end: start + specifier.length + 2 };
}
