import { randomBytes } from 'node:crypto';
import { Blobs } from '../../../../src/runtime/store/blobs.ts';
import { FolderStore } from '../../../../src/runtime/store/folder.ts';

// Run by folder.test.ts in a mount namespace: writes to a folder that cannot take it, and prints what came of it.

const [, , what = '', folder = ''] = process.argv;
const store = new FolderStore(folder);

if (what === 'fill') await store.put('filling', randomBytes(20 * 1024 * 1024));
// The rest of the disk is left for one small file, and taken in the same way.
const large = randomBytes(20 * 1024 * 1024);

const keys = async (prefix: string): Promise<string[]> => {
  const found: string[] = [];
  for await (const { key } of store.list(prefix)) found.push(key);
  return found;
};

const failure = async (work: Promise<unknown>): Promise<string> => work.then(() => 'no failure', String);

console.log(
  JSON.stringify({
    put: await failure(store.put('large', large)),
    once: await failure(store.putIfAbsent('once', large)),
    blob: await failure(new Blobs(store).put({ size: large.length, chunks: () => [large] })),
    keys: await keys(''),
    unfinished: await keys('tmp/'),
  }),
);
