import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { deleteUnchanged } from '../../../src/client/delete-unchanged.ts';
import { FolderStore } from '../../../src/runtime/store/folder.ts';
import type { StoredObject } from '../../../src/runtime/store/store.ts';
import { datastore } from './stored-runs.ts';

/** What anybody sees who looks just before somebody else writes. */
class Behind extends FolderStore {
  override head(key: string): Promise<StoredObject> {
    return Promise.resolve({ key, size: 1, modified: new Date(0) });
  }
}

const listed: StoredObject = { key: 'blobs/aa/bb', size: 1, modified: new Date(0) };

test('an object that is made new between the look and the delete goes back to its place', async () => {
  const { root, store } = datastore();
  await store.put(listed.key, Buffer.from('x'));
  await deleteUnchanged(new Behind(root), [listed]);
  expect(await store.head(listed.key)).toMatchObject({ size: 1 });
  expect(readdirSync(join(root, 'tmp'))).toEqual([]);
});

test('an object that is gone already is no error', async () => {
  const { root } = datastore();
  await expect(deleteUnchanged(new Behind(root), [listed])).resolves.toBeUndefined();
});
