import { randomUUID } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import { CannotRun } from '../cannot-run.ts';
import { codeOf } from '../io.ts';

/** Writes a file from bytes that may fail to come: it is whole, or it is as it was. */
export async function writeWhole(path: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  await refuseFolder(path);
  const unfinished = `${path}.${randomUUID()}.part`;
  try {
    const file = await open(unfinished, 'wx').catch((error: unknown) => cannotWrite(path, error));
    try {
      for await (const chunk of bytes) await file.writeFile(chunk).catch((error: unknown) => cannotWrite(path, error));
    } finally {
      await file.close();
    }
    await rename(unfinished, path).catch((error: unknown) => cannotWrite(path, error));
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** Before anything is read, since nobody wants to wait for 5 GB to hear it. */
export async function refuseFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() === true)
    throw new CannotRun(`\`${path}\` is a folder`, 'Name the file: `--out model.bin`.');
}

export function cannotWrite(path: string, error: unknown): never {
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'its folder does not exist',
    EACCES: 'its folder may not be written to',
    EROFS: 'the file system is read-only',
    ENOSPC: 'the disk is full',
  };
  const message = error instanceof Error ? error.message : String(error);
  throw new CannotRun(`cannot write \`${path}\`: ${reasons[codeOf(error) ?? ''] ?? message}`, 'It is as it was.');
}
