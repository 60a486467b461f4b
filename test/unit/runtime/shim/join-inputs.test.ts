import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { encode } from '../../../../src/runtime/codec/encode.ts';
import { InputTable } from '../../../../src/runtime/shim/input-table.ts';
import { JoinInputs } from '../../../../src/runtime/shim/join-inputs.ts';
import { TaskFiles } from '../../../../src/runtime/shim/stored-file.ts';
import { SyncBlobs } from '../../../../src/runtime/store/blobs.ts';
import { blobKey } from '../../../../src/runtime/store/layout.ts';
import { openLinked } from '../../../../src/runtime/store/open.ts';
import type { ArtifactRef } from '../../../../src/runtime/store/records.ts';
import type { SyncStore } from '../../../../src/runtime/store/store.ts';

// Inputs without a flow around them, over a real datastore.

let folder: string;
let store: SyncStore;
let blobs: SyncBlobs;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flowc-inputs-'));
  store = openLinked(folder, {});
  blobs = new SyncBlobs(store);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const put = (value: unknown): Promise<ArtifactRef> => blobs.put(encode(value, { refOf: () => undefined }));

function inputsOf(table: InputTable, artifacts: readonly string[]): JoinInputs {
  return new JoinInputs({
    table,
    flow: { constant: 'c', score: 'the join’s own' },
    artifacts,
    blobs,
    files: new TaskFiles(blobs, folder),
  });
}

/** Two inputs with a score each and a list that both hold. */
async function scored(): Promise<InputTable> {
  const table = new InputTable(2, {}, ['a', 'b']);
  const list = await put([1, 2]);
  table.set(0, { score: await put(1), list });
  table.set(1, { score: await put(2), list });
  return table;
}

interface Scored {
  readonly score: number;
  readonly list: number[];
}

test('what was fetched ahead is read without the datastore', async () => {
  const table = await scored();
  const inputs = inputsOf(table, ['score', 'list']);
  await inputs.fetch(['score']);
  await store.delete([0, 1].map((index) => blobKey(table.ref(index, 'score')?.sha256 ?? '')));
  expect((inputs.array as readonly Scored[]).map(({ score }) => score)).toEqual([1, 2]);
});

test('what was not is loaded when it is read, once an input', async () => {
  const table = await scored();
  const [first] = inputsOf(table, ['score', 'list']).array as readonly Scored[];
  const list = first?.list;
  await store.delete([blobKey(table.ref(0, 'list')?.sha256 ?? '')]);
  expect(list).toEqual([1, 2]);
  expect(first?.list).toBe(list);
});

test('each input has its own copy of a value that it shares with another', async () => {
  const inputs = inputsOf(await scored(), ['score', 'list']);
  await inputs.fetch('all');
  const [first, second] = inputs.array as readonly Scored[];
  first?.list.push(3);
  expect(second?.list).toEqual([1, 2]);
});

test('large buffers that were fetched ahead are each input’s own, too', async () => {
  const table = new InputTable(2, {});
  const bytes = await put(new Uint8Array(10_000));
  table.set(0, { bytes });
  table.set(1, { bytes });
  const inputs = inputsOf(table, ['bytes']);
  await inputs.fetch(['bytes']);
  const [first, second] = inputs.array as readonly { readonly bytes: Uint8Array }[];
  first?.bytes.fill(1);
  expect(second?.bytes.some((byte) => byte !== 0)).toBe(false);
});

test('they show what they hold where they are logged or printed as JSON', async () => {
  const { array } = inputsOf(await scored(), ['score', 'list']);
  expect(inspect(array)).toContain('{ score: 1, list: [ 1, 2 ] }');
  expect(inspect(array[0])).toBe('{ score: 1, list: [ 1, 2 ] }');
  expect(JSON.stringify(array)).toBe('[{"score":1,"list":[1,2]},{"score":2,"list":[1,2]}]');
});

test('100,000 of them are not 100,000 objects at once', async () => {
  const table = new InputTable(100_000, {});
  const score = await put(1);
  for (let index = 0; index < table.count; index++) table.set(index, { score });
  const { array } = inputsOf(table, ['score']);
  expect(array.length).toBe(100_000);
  expect((array.at(-1) as Scored | undefined)?.score).toBe(1);
  expect(Object.hasOwn(array, 99_999)).toBe(true);
  expect(99_999 in array && !(100_000 in array)).toBe(true);
});
