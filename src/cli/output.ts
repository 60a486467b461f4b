import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { OutputFile } from '../compiler/emit/output-file.ts';
import { CannotRun } from './cannot-run.ts';
import { isGenerated, mayBeGenerated } from './generated.ts';
import { readText } from './project.ts';

// The output folder: what would change in it, and the change itself. flowc touches only what it wrote, which it knows by how a file
// begins; so a folder may also hold what people put beside it, and a step that is gone leaves nothing behind.

/** What happens to one file. */
export interface Change {
  readonly kind: 'added' | 'changed' | 'same' | 'removed';
  readonly path: string;
  /** Empty where there was no file. */
  readonly before: string;
  /** Empty where there will be none. */
  readonly after: string;
}

/** Compares what flows came to with the folder `out`. Refuses to replace a file that flowc did not write. */
export function planChanges(out: string, files: readonly OutputFile[]): readonly Change[] {
  const wanted = new Map(files.map((file) => [join(out, file.path), file.text]));
  const changes = [...wanted].map(([path, after]): Change => {
    const before = readText(path);
    if (before === undefined) return { kind: 'added', path, before: '', after };
    if (!isGenerated(before)) {
      throw new CannotRun(
        `\`${path}\` was not written by flowc, and would be replaced`,
        'Move it away, or choose another folder with `--out`.',
      );
    }
    return { kind: before === after ? 'same' : 'changed', path, before, after };
  });
  const folders = new Set([...wanted.keys()].map(dirname));
  const left = [...folders].flatMap(generatedIn).filter(({ path }) => !wanted.has(path));
  return [...changes, ...left].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** Files in a folder that flowc once wrote, as changes that remove them. */
function generatedIn(folder: string): readonly Change[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter(mayBeGenerated)
    .map((name): Change => ({
      kind: 'removed',
      path: join(folder, name),
      before: readText(join(folder, name)) ?? '',
      after: '',
    }))
    .filter(({ before }) => isGenerated(before));
}

/**
 * Carries changes out. All new text is on the disk before the first file is put in place, each by a rename, so that a reader sees a file
 * whole or not at all, and a full disk changes nothing.
 */
export function applyChanges(changes: readonly Change[]): void {
  const staged: { readonly from: string; readonly to: string }[] = [];
  try {
    for (const { path, after } of changes.filter(({ kind }) => kind === 'added' || kind === 'changed')) {
      const from = join(dirname(path), `.flowc-${process.pid}-${staged.length}.tmp`);
      mkdirSync(dirname(path), { recursive: true });
      staged.push({ from, to: path });
      writeFileSync(from, after);
    }
    for (const { from, to } of staged) renameSync(from, to);
  } catch (error) {
    for (const { from } of staged) rmSync(from, { force: true });
    throw new CannotRun(`cannot write the output: ${error instanceof Error ? error.message : String(error)}`);
  }
  for (const { path } of changes.filter(({ kind }) => kind === 'removed')) rmSync(path, { force: true });
}
