import { argv, stdout } from 'node:process';
import { FolderStore } from '../../../../src/runtime/store/folder.ts';
import { LinkedStore } from '../../../../src/runtime/store/linked-store.ts';

// A worker's process: the body of a function of `store`, run, and what it returns printed as JSON. Linked by its files 4 and 5; what it opens itself is a folder.
//
// Usage: node linked-worker.ts FOLDER CODE

const [, , folder = '', code = ''] = argv;
const AsyncFunction = (async () => {}).constructor as new (
  ...text: string[]
) => (store: LinkedStore, text: (bytes?: Uint8Array) => string | undefined) => Promise<unknown>;

const store = new LinkedStore('s3://bucket', async () => new FolderStore(folder));
const text = (bytes?: Uint8Array): string | undefined => bytes && Buffer.from(bytes).toString();
const returned = await new AsyncFunction('store', 'text', code)(store, text).catch((error: unknown) => String(error));
stdout.write(JSON.stringify(returned ?? null));
await store.close();
