import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CannotRun } from '../cannot-run.ts';
import { readText } from '../project.ts';
import type { ContextFile } from './context.ts';

// The context on the disk. What an earlier call wrote goes, so that no old code comes into a new image; what people put beside it stays.

const OWN = ['Dockerfile', 'flowc'];

/** Writes a context to a folder that is new, empty or one of flowc's. Throws CannotRun where it is another's, or cannot be written. */
export function writeContext(folder: string, files: ReadonlyMap<string, ContextFile>): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false)
    throw new CannotRun(`\`${folder}\` is a file`, 'Name a folder with `--out`.');
  if (isAnothers(folder, files)) {
    throw new CannotRun(
      `\`${folder}\` has files that flowc did not write, and would be replaced`,
      'Choose a folder of its own with `--out`.',
    );
  }
  const fresh = join(folder, `.flowc-${process.pid}.tmp`);
  try {
    for (const [path, { bytes, mode }] of files) put(join(fresh, path), bytes, mode);
    for (const name of OWN) {
      rmSync(join(folder, name), { recursive: true, force: true });
      if (existsSync(join(fresh, name))) renameSync(join(fresh, name), join(folder, name));
    }
  } catch (error) {
    throw new CannotRun(`cannot write the image: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** A builder copies modes into the image, where another user reads: they are to be the same whatever this user's umask is. */
function put(path: string, bytes: Uint8Array, mode: number): void {
  mkdirSync(dirname(path), { recursive: true });
  chmodSync(dirname(path), 0o755);
  writeFileSync(path, bytes);
  chmodSync(path, mode);
}

/** flowc's Dockerfiles begin alike. */
function isAnothers(folder: string, files: ReadonlyMap<string, ContextFile>): boolean {
  if (!existsSync(folder) || !readdirSync(folder).some((name) => OWN.includes(name))) return false;
  const [firstLine = ''] = Buffer.from(files.get('Dockerfile')?.bytes ?? [])
    .toString()
    .split('\n');
  return readText(join(folder, 'Dockerfile'))?.startsWith(`${firstLine}\n`) !== true;
}
