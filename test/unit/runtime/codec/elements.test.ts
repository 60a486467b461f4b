import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { encodeElements, readElement, readElementHashes } from '../../../../src/runtime/codec/elements.ts';
import { MalformedEnvelope } from '../../../../src/runtime/codec/envelope.ts';
import { NotStorable } from '../../../../src/runtime/codec/not-storable.ts';
import type { ByteRange } from '../../../../src/runtime/store/store.ts';
import { Handle, hooks } from './codec.ts';

/* oxlint-disable no-sparse-arrays -- holes are among what is stored */

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'flowc-elements-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** A stored blob of elements that counts what is read of it. */
class Blob {
  readonly count: number;
  readonly bytes: Buffer;
  readonly reads: ByteRange[] = [];

  constructor(items: Iterable<unknown>) {
    const encoded = encodeElements(items, hooks, folder);
    this.count = encoded.count;
    this.bytes = Buffer.concat([...encoded.chunks()]);
    if (encoded.size !== this.bytes.length) throw new Error('another size came than was promised');
    if (!Buffer.concat([...encoded.chunks()]).equals(this.bytes))
      throw new Error('the second reading gave other bytes');
    encoded.dispose();
  }

  readonly read = (range: ByteRange): Promise<Uint8Array> => {
    this.reads.push(range);
    return Promise.resolve(this.bytes.subarray(range.start, range.end));
  };

  element(index: number, count = this.count): Promise<unknown> {
    return readElement(this.read, this.bytes.length, count, index, hooks);
  }

  hashes(): Promise<readonly string[]> {
    return readElementHashes(this.read, this.bytes.length, this.count);
  }

  all(): Promise<readonly unknown[]> {
    return Promise.all(Array.from({ length: this.count }, (_, index) => this.element(index)));
  }
}

describe('the elements of a foreach', () => {
  test('come back from any iterable', async () => {
    const items = [1, undefined, { a: 1n }, new Float64Array(3), 'x'];
    expect(await new Blob(items).all()).toEqual(items);
    expect(await new Blob(new Set(items)).all()).toEqual(items);
    expect(await new Blob(new Map([['a', 1]])).all()).toEqual([['a', 1]]);
    expect(await new Blob(new Float32Array([1, 2])).all()).toEqual([1, 2]);
    expect(await new Blob([, 1]).all()).toEqual([undefined, 1]);
  });

  test('may be none', async () => {
    const blob = new Blob([]);
    expect(blob.count).toBe(0);
    await expect(blob.element(0)).rejects.toThrow(MalformedEnvelope);
    expect(await blob.hashes()).toEqual([]);
  });

  test('are copied when their turn comes', async () => {
    const reused = new Uint8Array(2);
    function* items() {
      for (let index = 0; index < 3; index += 1) {
        reused.fill(index);
        yield reused;
      }
    }
    expect(await new Blob(items()).all()).toEqual([0, 1, 2].map((byte) => new Uint8Array([byte, byte])));
  });

  test('cost two small reads each, however many there are', async () => {
    const blob = new Blob(Array.from({ length: 20_000 }, (_, index) => ({ index })));
    expect(await blob.element(12_345)).toEqual({ index: 12_345 });
    expect(blob.reads.map(({ start, end }) => end - start)).toEqual([48, 64 + '{"index":12345}'.length]);
  });

  test('have a hash by which equal ones are told', async () => {
    const [a, b, c] = await new Blob([{ x: 1 }, { x: 2 }, { x: 1 }]).hashes();
    expect(a).toMatch(/^[0-9a-f]{64}$/);
    expect([a === c, a === b]).toEqual([true, false]);
  });

  test('name the files they hold, each once', () => {
    const file = new Handle({ sha256: 'b'.repeat(64), size: 1, name: 'b' });
    const encoded = encodeElements([file, { file }], hooks, folder);
    expect(encoded.files).toEqual(['b'.repeat(64)]);
    encoded.dispose();
  });

  test('beyond 64 MB lie in a file that leaves nothing behind', async () => {
    const piece = Buffer.alloc(5 * 2 ** 20);
    function* items() {
      for (let index = 0; index < 15; index += 1) yield piece.fill(index);
    }
    const blob = new Blob(items());
    expect(blob.bytes.length).toBeGreaterThan(15 * piece.length);
    const [first, last] = [(await blob.element(0)) as Buffer, (await blob.element(14)) as Buffer];
    expect([first.equals(Buffer.alloc(piece.length, 0)), last.equals(Buffer.alloc(piece.length, 14))]).toEqual([
      true,
      true,
    ]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('that cannot be stored are named by their index', () => {
    let closed = false;
    function* items() {
      try {
        yield 1;
        yield { connect: () => 1 };
      } finally {
        closed = true;
      }
    }
    expect(() => encodeElements(items(), hooks, folder)).toThrow(NotStorable);
    expect(() => encodeElements([1, { connect: () => 1 }], hooks, folder)).toThrow(/^`\[1\]\.connect` is a function/);
    expect(closed).toBe(true);
  });
});

describe('a damaged blob of elements is named', () => {
  test('at every byte of an element and of its row', async () => {
    const blob = new Blob(['a', 'b']);
    const row = blob.bytes.length - 48;
    const start = Number(blob.bytes.readBigUInt64LE(row));
    for (const at of [start, start + 30, start + 64, row, row + 7, row + 8, row + 15, row + 16, row + 47]) {
      const byte = blob.bytes[at] ?? 0;
      blob.bytes[at] = byte ^ 0x41;
      await expect(blob.element(1), `byte ${at}`).rejects.toThrow(MalformedEnvelope);
      blob.bytes[at] = byte;
    }
    expect(await blob.element(1)).toBe('b');
  });

  test('where it is cut off, or has not as many as somebody says', async () => {
    const blob = new Blob(['a', 'b']);
    await expect(blob.element(0, 3)).rejects.toThrow(MalformedEnvelope);
    await expect(blob.element(0, 1e9)).rejects.toThrow(/cannot hold 1000000000 elements/);
    await expect(blob.element(2)).rejects.toThrow(/index of an element is 2/);
    const short = (range: ByteRange) => Promise.resolve(blob.bytes.subarray(range.start, range.end - 1));
    await expect(readElement(short, blob.bytes.length, 2, 0, hooks)).rejects.toThrow(/cut off/);
  });
});
