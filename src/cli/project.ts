import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { Host } from '../compiler/host.ts';
import type { Span } from '../compiler/ir/span.ts';
import { CannotRun } from './cannot-run.ts';
import { codeOf } from './io.ts';

// The compiler's world is a project: texts by their paths from its root. The root follows from the flow's file alone, never from where
// flowc was called, so that the output is the same from any folder.

/** Where a file's project begins: the folder of the nearest package.json, else the file's own. */
export function rootOf(file: string): string {
  const folder = dirname(file);
  for (const at of foldersUp(folder)) if (existsSync(join(at, 'package.json'))) return at;
  return folder;
}

/** A folder and all above it, the nearest first. */
export function* foldersUp(folder: string): Generator<string> {
  for (let at = folder; ; at = dirname(at)) {
    yield at;
    if (at === dirname(at)) return;
  }
}

/** The disk, as a project under `root` sees it. */
export function diskHost(root: string): Host {
  return { readFile: (path) => readText(join(root, path)) };
}

/** A file's text, without a byte order mark; undefined where there is none. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(codeOf(error) ?? '')) return undefined;
    throw new CannotRun(`cannot read \`${path}\`: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A file as a project calls it. */
export const inProject = (root: string, file: string): string => relative(root, file).split(sep).join('/');

/** A span whose file is named from `root`, with the file's absolute path: projects may be several, the disk is one. */
export const onDisk = (root: string, span: Span): Span => ({ ...span, file: join(root, span.file) });

/** How the reader who stands in `cwd` calls a file: the shorter way. */
export function display(cwd: string, file: string): string {
  const short = relative(cwd, file);
  return short.startsWith(`..${sep}..${sep}..`) ? file : short || file;
}
