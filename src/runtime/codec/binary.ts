import { types } from 'node:util';

// The values that are bytes: ArrayBuffer, its views and Buffer. Numbers lie in them little-endian, as on every machine that flowc runs on.

export interface BinaryType {
  readonly name: string;
  /** In numpy's words. */
  readonly dtype: string;
  /** Bytes of an element, and what its place must be a multiple of. */
  readonly width: number;
  readonly prototype: object;
  /** A view over bytes, without a copy; `offset` in bytes, `length` in elements. */
  readonly over: (buffer: ArrayBuffer, offset: number, length: number) => object;
}

/** A value that is bytes, and which bytes of its ArrayBuffer it shows: from `start` up to, not with, `end`. */
export interface Binary {
  readonly type: BinaryType;
  readonly buffer: ArrayBuffer;
  readonly start: number;
  readonly end: number;
}

interface ViewClass {
  readonly name: string;
  readonly prototype: object;
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBuffer, offset: number, length: number): object;
}

const numbers = (Class: ViewClass, dtype: string): BinaryType => ({
  name: Class.name,
  dtype,
  width: Class.BYTES_PER_ELEMENT,
  prototype: Class.prototype,
  over: (buffer, offset, length) => new Class(buffer, offset, length),
});

const bytes = (Class: { name: string; prototype: object }, over: BinaryType['over']): BinaryType => ({
  name: Class.name,
  dtype: '|u1',
  width: 1,
  prototype: Class.prototype,
  over,
});

const all: readonly BinaryType[] = [
  bytes(ArrayBuffer, (buffer) => buffer),
  bytes(Buffer, (buffer, offset, length) => Buffer.from(buffer, offset, length)),
  bytes(DataView, (buffer, offset, length) => new DataView(buffer, offset, length)),
  numbers(Int8Array, '|i1'),
  numbers(Uint8Array, '|u1'),
  numbers(Uint8ClampedArray, '|u1'),
  numbers(Int16Array, '<i2'),
  numbers(Uint16Array, '<u2'),
  numbers(Int32Array, '<i4'),
  numbers(Uint32Array, '<u4'),
  numbers(Float16Array, '<f2'),
  numbers(Float32Array, '<f4'),
  numbers(Float64Array, '<f8'),
  numbers(BigInt64Array, '<i8'),
  numbers(BigUint64Array, '<u8'),
];

const byPrototype = new Map(all.map((type) => [type.prototype, type]));
const byName = new Map(all.map((type) => [type.name, type]));

export const binaryTypeNamed = (name: unknown): BinaryType | undefined =>
  typeof name === 'string' ? byName.get(name) : undefined;

/** Undefined: it is none, or its memory is not its own (shared, resizable, detached). */
export function binaryOf(value: object): Binary | undefined {
  const type = byPrototype.get(Object.getPrototypeOf(value));
  if (type === undefined) return undefined;
  if (types.isArrayBuffer(value)) {
    if (type.name !== 'ArrayBuffer' || !isSteady(value)) return undefined;
    return { type, buffer: value, start: 0, end: value.byteLength };
  }
  if (!ArrayBuffer.isView(value) || !isSteady(value.buffer)) return undefined;
  return { type, buffer: value.buffer, start: value.byteOffset, end: value.byteOffset + value.byteLength };
}

const isSteady = (buffer: ArrayBufferLike): buffer is ArrayBuffer =>
  types.isArrayBuffer(buffer) && !buffer.resizable && !buffer.detached;

const CHUNK = 2 ** 23;

/** Views of the value's own bytes, none of them large. */
export function* chunksOf(buffer: ArrayBuffer, start: number, end: number): Iterable<Uint8Array> {
  for (let at = start; at < end; at += CHUNK) yield new Uint8Array(buffer, at, Math.min(CHUNK, end - at));
}
