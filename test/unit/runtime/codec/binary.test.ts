import { describe, expect, test } from 'vitest';
import { encode } from '../../../../src/runtime/codec/encode.ts';
import { decode } from '../../../../src/runtime/codec/decode.ts';
import { again, bytesOf, formatOf, headOf, hooks } from './codec.ts';
import { difference } from './same.ts';

const numbers = [
  Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float16Array, Float32Array, Float64Array,
]; // prettier-ignore

const lone: readonly (readonly [string, object])[] = [
  ...numbers.map((Class) => [Class.name, Class.from([1, 2.5, -3, 200])] as const),
  ['BigInt64Array', BigInt64Array.from([-1n, 2n ** 62n])],
  ['BigUint64Array', BigUint64Array.from([2n ** 64n - 1n])],
  ['ArrayBuffer', Uint8Array.from([1, 2, 3]).buffer],
  ['DataView', new DataView(Uint8Array.from([1, 2, 3]).buffer, 1, 2)],
  ['Buffer', Buffer.from('pooled')],
];

describe('bytes alone', () => {
  test.each(lone)('a %s is stored raw and comes back as what it was', (name, value) => {
    expect(headOf(bytesOf(value))).toMatchObject({ format: 'raw', type: name });
    expect(difference(value, again(value))).toBeUndefined();
    expect(difference({ value }, again({ value }))).toBeUndefined();
    expect(formatOf({ value })).toBe('tagged');
  });

  test('the head says in words of numpy what they are', () => {
    const bytes = bytesOf(new Float32Array(3));
    expect(headOf(bytes)).toEqual({
      flowc: 1, format: 'raw', type: 'Float32Array', length: 3, dtype: '<f4', shape: [3],
    }); // prettier-ignore
    expect(bytes.indexOf('\n')).toBe(127);
    expect(bytes.length).toBe(128 + 12);
  });

  test('are not copied, neither on the way in nor out', () => {
    const value = Float64Array.from([1, 2]);
    const [head = new Uint8Array(), chunk] = [...encode(value, hooks).chunks()];
    expect(chunk?.buffer).toBe(value.buffer);
    const body = new Uint8Array(16);
    expect((decode({ head, body }, hooks) as Float64Array).buffer).toBe(body.buffer);
    expect((decode({ head, body: new Uint8Array(new ArrayBuffer(32), 8, 16) }, hooks) as Float64Array).byteOffset).toBe(
      0,
    );
  });

  test('of a view only what it shows is stored', () => {
    const view = new Uint16Array(1000).fill(7).subarray(10, 12);
    expect(bytesOf(view).length).toBe(128 + 4);
    expect((again(view) as Uint16Array).buffer.byteLength).toBe(4);
    expect((again([view]) as [Uint16Array])[0].buffer.byteLength).toBe(4);
    expect(bytesOf([Buffer.from('abc')]).toString()).not.toContain('other');
    const [other, same] = [Buffer.from('other'), [Buffer.from('abc'), Buffer.from('def')]];
    expect(bytesOf(same).equals(bytesOf([Buffer.from('abc'), Buffer.from('def')])), `beside ${other.toString()}`).toBe(
      true,
    );
  });
});

describe('views within a value', () => {
  test('share memory where they shared it, and nothing else', () => {
    const memory = new ArrayBuffer(64);
    const value = { a: new Float64Array(memory, 16, 2), b: new Uint8Array(memory, 3, 5), c: new Uint8Array(2) };
    value.b[0] = 9;
    const copy = again(value) as typeof value;
    expect(difference(value, copy)).toBeUndefined();
    expect(copy.a.buffer).toBe(copy.b.buffer);
    expect(copy.c.buffer).not.toBe(copy.b.buffer);
    expect(copy.a.byteOffset - copy.b.byteOffset).toBe(13);
    expect(copy.a.buffer.byteLength).toBe(3 + 29);
  });

  test('lie in their whole ArrayBuffer where that is in the value too', () => {
    const memory = new ArrayBuffer(64);
    const copy = again([new Uint8Array(memory, 3, 5), memory]) as [Uint8Array, ArrayBuffer];
    expect(copy[0].buffer).toBe(copy[1]);
    expect([copy[0].byteOffset, copy[1].byteLength]).toEqual([3, 64]);
  });

  test('a Buffer shares only where it overlaps', () => {
    const pool = Buffer.from(new ArrayBuffer(100));
    const [a, b, c] = [pool.subarray(0, 10), pool.subarray(5, 20), pool.subarray(20, 30)];
    const copy = again([c, b, a, pool.subarray(7, 7)]) as [Buffer, Buffer, Buffer, Buffer];
    copy[2][7] = 42;
    expect(copy[1][2]).toBe(42);
    expect(copy[0].buffer).not.toBe(copy[1].buffer);
    expect(copy[1].buffer.byteLength).toBe(20);
  });

  test('what no view shows is not in the bytes', () => {
    const memory = Buffer.from('secret..shown...secret');
    const own = new Uint8Array(memory).buffer;
    const bytes = bytesOf([new Uint8Array(own, 9, 2), new Uint16Array(own, 10, 1)]).toString();
    expect(bytes).toContain('how');
    expect(bytes).not.toContain('secret');
  });
});
