import { existsSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pieces, sideBySide } from './chunks.ts';
import { codeOf } from './folder-errors.ts';
import type { Chunks } from './store.ts';

// New files and folders, for the store in a folder.

/** A file that is not there yet, in a folder that may be missing. Hashing, in the source, and writing go on side by side: two pieces are under way while the next one is made. */
export async function writeNew(path: string, chunks: Chunks): Promise<void> {
  const file = await openNew(path);
  try {
    let at = 0;
    await sideBySide(pieces(chunks), 2, async (piece) => {
      let position = at;
      at += piece.length;
      for (let done = 0; done < piece.length;) {
        const { bytesWritten } = await file.write(piece, done, piece.length - done, position);
        done += bytesWritten;
        position += bytesWritten;
      }
    });
  } finally {
    await file.close();
  }
}

async function openNew(path: string): Promise<Awaited<ReturnType<typeof open>>> {
  try {
    return await open(path, 'wx');
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    await makeFolder(dirname(path));
    return open(path, 'wx');
  }
}

/** With all above it. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    // Node's recursive mkdir says ENOENT also of a read-only disk; the first folder that is missing tells the truth, or that somebody else made it.
    let missing = path;
    while (!existsSync(dirname(missing))) missing = dirname(missing);
    await mkdir(missing);
    await mkdir(path, { recursive: true });
  }
}
