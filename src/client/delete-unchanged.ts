import { randomUUID } from 'node:crypto';
import { link, mkdir, rename, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SIDE_BY_SIDE } from '../runtime/shim/bounded.ts';
import { sideBySide } from '../runtime/store/chunks.ts';
import { StoreError, type Store, type StoredObject } from '../runtime/store/store.ts';

// Deletes objects unless they have become new since they were listed. A writer that finds an old blob makes it new and relies on it, maybe between our look
// and our delete. In a folder nothing comes between: the file is taken out of the way first, where no writer can find it any more, and looked at
// there. An object store has no such move; there some milliseconds lie between the look and the delete.

/** Few at a time, so that little passes between the look and the delete. */
const BATCH = 100;

export async function deleteUnchanged(store: Store, objects: readonly StoredObject[]): Promise<void> {
  for (let at = 0; at < objects.length; at += BATCH) {
    const keys: string[] = [];
    await sideBySide(objects.slice(at, at + BATCH), SIDE_BY_SIDE, async (object) => {
      const found = await store.head(object.key);
      if (found?.modified.getTime() !== object.modified.getTime()) return;
      const path = store.localPath(object.key);
      const aside = store.localPath(`tmp/gc-${randomUUID()}`);
      if (path === undefined || aside === undefined) keys.push(object.key);
      else await takeAway(path, aside, object.modified).catch((error: unknown) => cannotDelete(path, error));
    });
    if (keys.length > 0) await store.delete(keys);
  }
}

async function takeAway(path: string, aside: string, modified: Date): Promise<void> {
  await mkdir(dirname(aside), { recursive: true });
  try {
    await rename(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  // Found and made new at the last moment: it goes back, unless somebody has written it again already.
  if ((await stat(aside)).mtime.getTime() !== modified.getTime()) {
    await link(aside, path).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
  }
  await unlink(aside);
}

function cannotDelete(path: string, error: unknown): never {
  const reason = error instanceof Error ? error.message : String(error);
  throw new StoreError(
    `\`${path}\` cannot be deleted: ${reason}. Run \`flowc gc\` again as who may write to the datastore.`,
  );
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);
