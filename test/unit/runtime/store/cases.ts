import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { printHead, type Envelope } from '../../../../src/runtime/codec/envelope.ts';
import { DamagedBlob, MissingBlob } from '../../../../src/runtime/store/blob-errors.ts';
import { Blobs, SyncBlobs } from '../../../../src/runtime/store/blobs.ts';
import { fileSource } from '../../../../src/runtime/store/chunks.ts';
import { requireConditionalPuts } from '../../../../src/runtime/store/hold.ts';
import { blobKey, keyPart } from '../../../../src/runtime/store/layout.ts';
import type { ByteRange, ByteSource, Store, SyncStore } from '../../../../src/runtime/store/store.ts';

// What every back end does, in one list.

export interface OpenStore {
  readonly store: Store;
  /** The same, where it can also be read while everything waits. */
  readonly sync?: SyncStore;
  dispose(): Promise<void>;
}

const MEBIBYTE = 1024 * 1024;

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const text = (stored: Uint8Array | undefined): string | undefined => stored && Buffer.from(stored).toString();

const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** Chunks of all sizes. */
function source(content: Uint8Array, cut = 700_001): ByteSource {
  return {
    size: content.length,
    *chunks() {
      for (let at = 0; at < content.length; at += cut) yield content.subarray(at, at + cut);
    },
  };
}

function envelope(body: Uint8Array): Buffer {
  return Buffer.concat([printHead({ format: 'raw', type: 'Uint8Array', length: body.length }), body]);
}

async function gathered<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const keysIn = async (store: Store, prefix: string): Promise<string[]> =>
  (await gathered(store.list(prefix))).map(({ key }) => key).toSorted();

/** To be called inside a `describe` that names the back end. */
export function storeCases(open: () => Promise<OpenStore>): void {
  let opened: OpenStore;
  let store: Store;
  let blobs: Blobs;
  let folder: string;

  // While everything waits, where the store has that.
  const now = async (key: string, range?: ByteRange): Promise<Uint8Array<ArrayBuffer> | undefined> =>
    opened.sync === undefined ? store.get(key, range) : opened.sync.getSync(key, range);
  const blobNow = async (address: string): Promise<Envelope> =>
    opened.sync === undefined ? blobs.get(address) : new SyncBlobs(opened.sync).getSync(address);

  beforeAll(async () => {
    opened = await open();
    store = opened.store;
    blobs = new Blobs(store);
    folder = mkdtempSync(join(tmpdir(), 'flowc-store-'));
  });

  afterAll(async () => {
    await opened.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  describe('objects', () => {
    test('come back as they were put, whole and by range', async () => {
      await store.put('some/hello', bytes('hello, store'));
      expect(text(await store.get('some/hello'))).toBe('hello, store');
      expect(text(await store.get('some/hello', { start: 7, end: 10 }))).toBe('sto');
      expect(text(await store.get('some/hello', { start: 7, end: Infinity }))).toBe('store');
      expect(text(await store.get('some/hello', { start: 3, end: 3 }))).toBe('');
      expect(text(await store.get('some/hello', { start: 50, end: 60 }))).toBe('');
      expect(text(await now('some/hello'))).toBe('hello, store');
      expect(text(await now('some/hello', { start: 7, end: 10 }))).toBe('sto');
      const stream = await store.stream('some/hello');
      expect(text(stream && (await buffer(stream)))).toBe('hello, store');
      const target = new Uint8Array(5);
      expect(await store.fill('some/hello', target, 7)).toBe(true);
      expect(text(target)).toBe('store');
      expect(await store.head('some/hello')).toMatchObject({ key: 'some/hello', size: 12 });
    });

    test('may be empty', async () => {
      await store.put('some/nothing', new Uint8Array(0));
      expect(await store.get('some/nothing')).toEqual(new Uint8Array(0));
      expect(await now('some/nothing')).toEqual(new Uint8Array(0));
      const stream = await store.stream('some/nothing');
      expect(stream && (await buffer(stream))).toHaveLength(0);
      expect(await store.head('some/nothing')).toMatchObject({ size: 0 });
    });

    test('that are not there are no error', async () => {
      expect(await store.get('none')).toBeUndefined();
      expect(await store.get('none', { start: 0, end: 0 })).toBeUndefined();
      expect(await now('none')).toBeUndefined();
      expect(await store.stream('none')).toBeUndefined();
      expect(await store.head('none')).toBeUndefined();
      expect(await store.fill('none', new Uint8Array(1), 0)).toBe(false);
      expect(await store.touch('none')).toBe(false);
      expect(await keysIn(store, 'none/')).toEqual([]);
      expect(await gathered(store.folders('none/'))).toEqual([]);
      await store.delete(['none']);
    });

    test('that end early do not fill what is longer', async () => {
      await store.put('some/short', bytes('abc'));
      expect(await store.fill('some/short', new Uint8Array(5), 1)).toBe(false);
    });

    test('are replaced by a put', async () => {
      await store.put('some/changing', bytes('the first and longer'));
      await store.put('some/changing', bytes('the second'));
      expect(text(await store.get('some/changing'))).toBe('the second');
    });

    test('of many parts come back by every way', async () => {
      const content = randomBytes(21 * MEBIBYTE + 5);
      await store.put('large', source(content));
      expect((await store.head('large'))?.size).toBe(content.length);
      expect(content.equals((await store.get('large')) ?? new Uint8Array())).toBe(true);
      expect(content.equals((await now('large')) ?? new Uint8Array())).toBe(true);
      const stream = await store.stream('large', { start: 5, end: 20 * MEBIBYTE });
      expect(content.subarray(5, 20 * MEBIBYTE).equals((stream && (await buffer(stream))) ?? new Uint8Array())).toBe(
        true,
      );
      const target = new Uint8Array(18 * MEBIBYTE);
      expect(await store.fill('large', target, MEBIBYTE)).toBe(true);
      expect(content.subarray(MEBIBYTE, 19 * MEBIBYTE).equals(target)).toBe(true);
    });

    test('lie alone in their buffers', async () => {
      await store.put('some/alone', bytes('alone'));
      expect((await store.get('some/alone'))?.buffer.byteLength).toBe(5);
      expect((await now('some/alone', { start: 1, end: Infinity }))?.buffer.byteLength).toBe(4);
    });

    test('whose source fails leave nothing behind', async () => {
      const failing = (size: number): ByteSource => ({
        size,
        *chunks() {
          yield new Uint8Array(size);
          throw new Error('the source is gone');
        },
      });
      await expect(store.put('failed/small', failing(10))).rejects.toThrow('the source is gone');
      await expect(store.put('failed/large', failing(20 * MEBIBYTE))).rejects.toThrow('the source is gone');
      expect(await keysIn(store, 'failed/')).toEqual([]);
      expect(await keysIn(store, 'tmp/')).toEqual([]);
    });

    test('have keys with any character that `keyPart` lets through', async () => {
      const key = `odd/${keyPart('ü/ä %+~!*() \u{1F600}')}/${keyPart('..')}/x`;
      await store.put(key, bytes('odd'));
      expect(text(await store.get(key))).toBe('odd');
      expect(await keysIn(store, 'odd/')).toEqual([key]);
      expect(await store.touch(key)).toBe(true);
      await store.delete([key]);
      expect(await store.head(key)).toBeUndefined();
    });
  });

  describe('a conditional put', () => {
    test('puts where nothing is, and else changes nothing', async () => {
      expect(await store.putIfAbsent('once/a', bytes('first'))).toBe(true);
      expect(await store.putIfAbsent('once/a', bytes('second'))).toBe(false);
      expect(text(await store.get('once/a'))).toBe('first');
      expect(await keysIn(store, 'tmp/')).toEqual([]);
    });

    test('has one winner among 20 at once, whose bytes stay', async () => {
      const won = await Promise.all(
        Array.from({ length: 20 }, (_, n) => store.putIfAbsent('once/race', bytes(`writer ${n}`))),
      );
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(text(await store.get('once/race'))).toBe(`writer ${won.indexOf(true)}`);
    });

    test('is found to be there, the first time and later', async () => {
      await requireConditionalPuts(store);
      await requireConditionalPuts(store);
      expect(text(await store.get('flowc.json'))).toBe('{"format":1}\n');
    });
  });

  describe('a listing', () => {
    test('has every object below its prefix and no other, and nothing unfinished', async () => {
      const keys = ['list/a/1', 'list/a/b/2', 'list/a/b/c/3', 'list/ab/4', 'list/5'];
      for (const key of [...keys, 'tmp/unfinished']) await store.put(key, bytes(key));
      expect(await keysIn(store, 'list/')).toEqual(keys.toSorted());
      expect(await keysIn(store, 'list/a/')).toEqual(['list/a/1', 'list/a/b/2', 'list/a/b/c/3']);
      expect(await keysIn(store, '')).not.toContain('tmp/unfinished');
      expect(await keysIn(store, 'tmp/')).toEqual(['tmp/unfinished']);
      expect((await gathered(store.folders('list/'))).toSorted()).toEqual(['a', 'ab']);
      expect((await gathered(store.folders('list/a/'))).toSorted()).toEqual(['b']);
      expect(await gathered(store.folders(''))).not.toContain('tmp');
      await store.delete(['tmp/unfinished', 'list/a/b/c/3', 'list/a/b/2', 'none/at/all']);
      expect(await keysIn(store, 'list/a/')).toEqual(['list/a/1']);
      expect(await gathered(store.folders('list/a/'))).toEqual([]);
    });

    test('of more than a thousand objects is whole, and they can be deleted at once', async () => {
      const keys = Array.from({ length: 1_100 }, (_, n) => `many/${n % 7}/${n}`);
      for (let at = 0; at < keys.length; at += 50) {
        await Promise.all(keys.slice(at, at + 50).map((key) => store.put(key, bytes('x'))));
      }
      expect(await keysIn(store, 'many/')).toEqual(keys.toSorted());
      await store.delete(keys);
      expect(await keysIn(store, 'many/')).toEqual([]);
    });
  });

  describe('a blob', () => {
    const random = envelope(randomBytes(300_000));
    const zeros = envelope(new Uint8Array(300_000));
    const largeRandom = envelope(randomBytes(20 * MEBIBYTE));
    const largeZeros = envelope(new Uint8Array(20 * MEBIBYTE));

    test.each([
      ['small', envelope(bytes('{}'))],
      ['random', random],
      ['compressible', zeros],
      ['large and random', largeRandom],
      ['large and compressible', largeZeros],
      ['with an empty body', envelope(new Uint8Array(0))],
    ])('%s comes back by every way, head and body in their own buffers', async (_, content) => {
      const put = await blobs.put(source(content));
      expect(put).toEqual({ sha256: sha256(content), size: content.length });
      for (const { head, body } of [await blobs.get(put.sha256), await blobNow(put.sha256)]) {
        expect(content.equals(Buffer.concat([head, body]))).toBe(true);
        expect(body.byteOffset).toBe(0);
        expect(body.buffer.byteLength).toBe(body.length);
        expect(content.indexOf('\n') + 1).toBe(head.length);
      }
      expect(content.equals(await buffer(await blobs.stream(put.sha256)))).toBe(true);
      await blobs.download(put.sha256, join(folder, 'downloaded'));
      expect(content.equals(readFileSync(join(folder, 'downloaded')))).toBe(true);
    });

    test('is compressed by zstd where that pays, unless it is to stay plain', async () => {
      const stored = async (content: Buffer): Promise<Buffer> =>
        Buffer.from((await store.get(blobKey((await blobs.put(source(content))).sha256))) ?? new Uint8Array());
      for (const content of [zeros, largeZeros]) {
        const small = await stored(content);
        expect(small.length).toBeLessThan(content.length / 100);
        expect(content.equals(zstdDecompressSync(small))).toBe(true);
      }
      expect(await stored(random)).toHaveLength(random.length);
      for (const content of [envelope(new Uint8Array(300_001)), envelope(new Uint8Array(20 * MEBIBYTE + 1))]) {
        const { sha256: address } = await blobs.put(source(content), { plain: true });
        expect(await store.head(blobKey(address))).toMatchObject({ size: content.length });
        expect(content.subarray(100, 200).equals(await blobs.range(address, { start: 100, end: 200 }))).toBe(true);
        const end = content.length;
        await expect(blobs.range(address, { start: end - 5, end: end + 5 })).rejects.toThrow(DamagedBlob);
      }
    });

    test('is the file itself, also where the file looks compressed', async () => {
      const magic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
      for (const content of [
        Buffer.alloc(0),
        magic,
        Buffer.concat([magic, randomBytes(50_000)]),
        Buffer.concat([magic, randomBytes(17 * MEBIBYTE)]),
      ]) {
        const path = join(folder, 'given');
        writeFileSync(path, content);
        const { sha256: address, size } = await blobs.put(await fileSource(path));
        expect({ address, size }).toEqual({ address: sha256(content), size: content.length });
        expect(content.equals(await buffer(await blobs.stream(address)))).toBe(true);
      }
    });

    test('whose source is not the same twice is refused', async () => {
      let turn = 0;
      const changing: ByteSource = { size: 2_000, chunks: () => [new Uint8Array(2_000).fill(turn++)] };
      const before = await keysIn(store, 'blobs/');
      await expect(blobs.put(changing)).rejects.toThrow('changed while they were stored');
      expect(await keysIn(store, 'blobs/')).toEqual(before);
      expect(await keysIn(store, 'tmp/')).toEqual([]);
    });

    test('that is missing is named', async () => {
      const address = sha256(bytes('nobody put this'));
      const named = { name: 'MissingBlob', sha256: address, key: blobKey(address), root: store.root };
      await expect(blobs.get(address)).rejects.toMatchObject(named);
      await expect(blobNow(address)).rejects.toThrow(MissingBlob);
      await expect(blobs.stream(address)).rejects.toMatchObject(named);
      await expect(blobs.range(address, { start: 0, end: 1 })).rejects.toMatchObject(named);
      await expect(blobs.download(address, join(folder, 'missing'))).rejects.toMatchObject(named);
      await expect(blobs.get('../../etc/passwd')).rejects.toThrow(MissingBlob);
    });

    const altered = (content: Buffer): Buffer => {
      const copy = Buffer.from(content);
      copy[copy.length - 9] = (copy.at(-9) ?? 0) ^ 1;
      return copy;
    };
    // A frame whose header says 2^62 bytes.
    const boasting = Buffer.from('28b52ffde0000000000000004001000000', 'hex');
    test.each<[string, Buffer, (stored: Buffer) => Buffer]>([
      ['altered', random, altered],
      ['altered in its head', random, (stored) => Buffer.concat([bytes('nonsense'), stored.subarray(8)])],
      ['cut', random, (stored) => stored.subarray(0, stored.length - 5)],
      ['longer', random, (stored) => Buffer.concat([stored, bytes('more')])],
      ['empty', random, () => Buffer.alloc(0)],
      ['large and altered', largeRandom, altered],
      ['compressed and altered', zeros, altered],
      ['compressed and cut', zeros, (stored) => stored.subarray(0, stored.length - 5)],
      ['boasting of its size', zeros, () => boasting],
      ['large, compressed and cut', largeZeros, (stored) => stored.subarray(0, stored.length - 5)],
    ])('that is %s is named and never used', async (_, content, damage) => {
      const { sha256: address } = await blobs.put(source(content));
      const key = blobKey(address);
      const stored = Buffer.from((await store.get(key)) ?? new Uint8Array());
      await store.put(key, damage(stored));
      const named = { name: 'DamagedBlob', sha256: address, key, root: store.root };
      await expect(blobs.get(address)).rejects.toMatchObject(named);
      await expect(blobNow(address)).rejects.toThrow(DamagedBlob);
      await expect(blobs.stream(address).then(buffer)).rejects.toMatchObject(named);
      await expect(blobs.download(address, join(folder, 'damaged'))).rejects.toMatchObject(named);
      expect(existsSync(join(folder, 'damaged'))).toBe(false);
      expect(readdirSync(folder).filter((file) => file.endsWith('.part'))).toEqual([]);
      await store.put(key, stored);
      expect((await blobs.get(address)).body.length).toBeGreaterThan(0);
    });
  });
}
