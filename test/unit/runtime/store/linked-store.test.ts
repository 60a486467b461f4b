import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FolderStore } from '../../../../src/runtime/store/folder.ts';
import { MOST_BYTES } from '../../../../src/runtime/store/packets.ts';
import { serveStore } from '../../../../src/runtime/store/served-store.ts';
import { StoreError, type Store } from '../../../../src/runtime/store/store.ts';

// A worker that asks its supervisor, in two processes. Two folders stand for the supervisor's connection and the worker's own, so that it shows which was used.

const WORKER = fileURLToPath(new URL('linked-worker.ts', import.meta.url));

let folder: string;
let served: FolderStore;
let own: FolderStore;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowc-linked-'));
  served = new FolderStore(join(folder, 'served'));
  own = new FolderStore(join(folder, 'own'));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** What the body of a function of `store` returns in the worker; what it throws, as a text. */
async function inWorker(code: string, store: Promise<Store> = Promise.resolve(served)): Promise<unknown> {
  const stdio = ['ignore', 'pipe', 'inherit', 'ignore', 'pipe', 'pipe'] as const;
  const child = spawn(process.execPath, [WORKER, own.root, code], { stdio: [...stdio] });
  for (const socket of child.stdio.slice(4)) serveStore(socket as Duplex, store);
  return JSON.parse(await text(child.stdout as Readable));
}

const bytes = (content: string): Uint8Array => new TextEncoder().encode(content);

describe('a store of which a supervisor answers', () => {
  test('gives objects whole and by range, awaited and while everything waits, and says what is not there', async () => {
    await served.put('some/hello', bytes('hello, store'));
    await served.put('some/nothing', new Uint8Array(0));
    for (const get of ['await store.get', 'store.getSync'])
      expect(
        await inWorker(`return [
          text(${get}('some/hello')),
          text(${get}('some/hello', { start: 7, end: 10 })),
          text(${get}('some/hello', { start: 7, end: Infinity })),
          text(${get}('some/hello', { start: 50, end: 60 })),
          text(${get}('some/nothing')),
          typeof ${get}('none'),
          (${get}('some/hello')).buffer.byteLength,
        ]`),
      ).toEqual(['hello, store', 'sto', 'store', '', '', 'undefined', 12]);
    const facts = await served.head('some/hello');
    expect(await inWorker(`return [await store.head('some/hello'), typeof (await store.head('none'))]`)).toEqual([
      { ...facts, modified: facts?.modified.toISOString() },
      'undefined',
    ]);
    expect(await inWorker(`return text((await (await store.stream('some/hello')).toArray())[0])`)).toBe('hello, store');
    expect(await inWorker(`return typeof (await store.stream('none'))`)).toBe('undefined');
  });

  test('takes objects, keeps what is there where it is to, and makes them new', async () => {
    const put = `
      await store.put('a', Buffer.from('first'));
      await store.put('b', { size: 4, chunks: () => [Buffer.from('in '), Buffer.from('2')] });
      await store.put('empty', new Uint8Array(0));
      return [await store.putIfAbsent('a', Buffer.from('again')), await store.putIfAbsent('c', Buffer.from('third')),
        await store.touch('a'), await store.touch('none')]`;
    expect(await inWorker(put)).toEqual([false, true, true, false]);
    const stored = await Promise.all(['a', 'b', 'c', 'empty'].map((key) => served.get(key)));
    expect(stored.map((content) => Buffer.from(content ?? []).toString())).toEqual(['first', 'in 2', 'third', '']);
  });

  test('answers many at once, each with its own', async () => {
    for (let index = 0; index < 50; index++)
      await served.put(`many/${index}`, new Uint8Array(index * 9_973).fill(index));
    const gets = `Promise.all(Array.from({ length: 50 }, (_, index) => store.get('many/' + index)))`;
    const right = `(bytes, index) => bytes.length === index * 9973 && bytes.every((byte) => byte === index)`;
    expect(await inWorker(`return (await ${gets}).every(${right})`)).toBe(true);
    expect(await inWorker(`const all = ${gets}; store.getSync('many/7'); return (await all).every(${right})`)).toBe(
      true,
    );
  });

  test('leaves to a connection of its own what does not fit into a packet, and what lists', async () => {
    const most = new Uint8Array(MOST_BYTES).fill(1);
    await served.put('most', most);
    await own.put('most', most);
    const more = new Uint8Array(MOST_BYTES + 5).fill(2);
    await served.put('more', more);
    await own.put('more', new Uint8Array(MOST_BYTES + 5).fill(3));
    const seen = `(bytes) => [bytes.length, bytes.at(-1)]`;
    expect(
      await inWorker(`
        const seen = ${seen};
        const target = new Uint8Array(3);
        await store.fill('more', target, 0);
        await store.put('large', { size: ${MOST_BYTES + 1}, chunks: () => [new Uint8Array(${MOST_BYTES + 1})] });
        return [seen(await store.get('most')), seen(await store.get('more')), seen(store.getSync('most')), seen(store.getSync('more')),
          seen(Buffer.concat(await (await store.stream('more')).toArray())), seen(target),
          (await Array.fromAsync(store.list(''))).map(({ key }) => key).sort()]`),
    ).toEqual([
      ...[
        [MOST_BYTES, 1],
        [MOST_BYTES + 5, 3],
        [MOST_BYTES, 1],
        [MOST_BYTES + 5, 2],
        [MOST_BYTES + 5, 3],
        [3, 3],
      ],
      ['large', 'more', 'most'],
    ]);
    expect(await served.head('large')).toBeUndefined();
  });

  test('fails as the supervisor’s does, in its words', async () => {
    const failing = Promise.reject<Store>(new StoreError('The bucket is not there. Create it.'));
    failing.catch(() => undefined);
    for (const call of [`await store.get('a')`, `store.getSync('a')`, `await store.put('a', new Uint8Array(1))`])
      expect(await inWorker(call, failing)).toBe('StoreError: The bucket is not there. Create it.');
  });

  test('keeps no process alive that waits for nothing', async () => {
    await served.put('a', bytes('a'));
    expect(await inWorker(`return text(await store.get('a'))`)).toBe('a');
  });
});
