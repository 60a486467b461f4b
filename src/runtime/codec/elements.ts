import { createHash, hash } from 'node:crypto';
import type { ByteRange, ByteSource } from '../store/store.ts';
import { decode } from './decode.ts';
import { encode, type Encoded } from './encode.ts';
import { aligned, checkedCount, MalformedEnvelope, printHead, splitEnvelope } from './envelope.ts';
import type { FileHooks } from './files.ts';
import { NotStorable } from './not-storable.ts';
import { Spool } from './spool.ts';

// The elements of a foreach, one blob: a head, the envelope of each element, and at the end a table of rows of one size. Who knows the size of the blob and
// the number of elements finds a row, and by it an element, with two reads of a few bytes, however many elements there are. Each row holds the hash of
// its element, since nobody reads the whole blob to verify its own.

const ALIGNMENT = 64;

/** Offset and size, 8 bytes each, little-endian, and the sha256. */
const ROW = 48;
/** Rows that share a piece of memory. */
const ROWS = 4096;

/** An open set of elements. Their bytes are held until `dispose`. */
export interface ElementsEncoded extends ByteSource {
  readonly count: number;
  /** The sha256 of every file that the elements hold handles of. */
  readonly files: readonly string[];
  chunks(): Iterable<Uint8Array>;
  dispose(): void;
}

/** Reads a part of the blob of elements. */
export type ReadRange = (range: ByteRange) => Promise<Uint8Array>;

/**
 * Drains an iterable, once, into the form that `readElement` reads. Each element is copied when its turn comes.
 *
 * @param spool - A folder for a temporary file, used when the elements are more than 64 MB.
 * @throws NotStorable whose path begins with the element's index: `[3].connect`.
 */
export function encodeElements(
  items: Iterable<unknown>,
  files: Pick<FileHooks, 'refOf'>,
  spool: string,
): ElementsEncoded {
  const bytes = new Spool(spool);
  const named = new Set<string>();
  const rows: Buffer[] = [];
  let count = 0;
  try {
    bytes.append(printHead({ format: 'elements' }));
    for (const item of items) {
      const { sha256, size, files: inside } = append(bytes, item, count, files);
      for (const file of inside) named.add(file);
      if (count % ROWS === 0) rows.push(Buffer.alloc(ROWS * ROW));
      writeRow(rows.at(-1), (count % ROWS) * ROW, bytes.size - size, size, sha256);
      count += 1;
    }
    pad(bytes);
  } catch (error) {
    bytes.dispose();
    throw error;
  }
  const table = rows.map((piece, index) => piece.subarray(0, Math.min(ROWS, count - index * ROWS) * ROW));
  return {
    count,
    size: bytes.size + count * ROW,
    files: [...named],
    *chunks() {
      yield* bytes.chunks();
      yield* table;
    },
    dispose: () => bytes.dispose(),
  };
}

/**
 * One element, verified by the hash in its row.
 *
 * @param size - Of the whole blob.
 * @param count - Of its elements.
 * @throws MalformedEnvelope
 */
export async function readElement(
  read: ReadRange,
  size: number,
  count: number,
  index: number,
  files: Pick<FileHooks, 'handleOf'>,
): Promise<unknown> {
  const table = tableStart(size, count);
  checkedCount(index, 'the index of an element', count - 1);
  const row = await readExactly(read, table + index * ROW, ROW);
  const { start, end } = rangeOf(row, table, index);
  const bytes = await readExactly(read, start, end - start);
  if (!row.subarray(16).equals(hash('sha256', bytes, 'buffer'))) {
    throw new MalformedEnvelope(`element ${index} is damaged: its bytes have another sha256 than its row says`);
  }
  return decode(splitEnvelope(bytes), files);
}

/** The sha256 of every element's envelope, in one read: equal elements have equal ones. */
export async function readElementHashes(read: ReadRange, size: number, count: number): Promise<readonly string[]> {
  const table = await readExactly(read, tableStart(size, count), count * ROW);
  return Array.from({ length: count }, (_, index) => table.toString('hex', index * ROW + 16, (index + 1) * ROW));
}

interface Appended {
  readonly sha256: Buffer;
  readonly size: number;
  readonly files: readonly string[];
}

function append(bytes: Spool, item: unknown, index: number, hooks: Pick<FileHooks, 'refOf'>): Appended {
  const encoded = encodeAt(item, index, hooks);
  pad(bytes);
  const sha256 = createHash('sha256');
  for (const chunk of encoded.chunks()) {
    sha256.update(chunk);
    bytes.append(chunk);
  }
  return { sha256: sha256.digest(), size: encoded.size, files: encoded.files };
}

function encodeAt(item: unknown, index: number, hooks: Pick<FileHooks, 'refOf'>): Encoded {
  try {
    return encode(item, hooks);
  } catch (error) {
    if (error instanceof NotStorable) throw new NotStorable(`[${index}]${error.path}`, error.reason);
    throw error;
  }
}

function pad(bytes: Spool): void {
  const missing = aligned(bytes.size, ALIGNMENT) - bytes.size;
  if (missing > 0) bytes.append(new Uint8Array(missing));
}

function writeRow(rows: Buffer | undefined, at: number, offset: number, size: number, sha256: Buffer): void {
  rows?.writeBigUInt64LE(BigInt(offset), at);
  rows?.writeBigUInt64LE(BigInt(size), at + 8);
  rows?.set(sha256, at + 16);
}

function tableStart(size: number, count: number): number {
  const start = size - count * ROW;
  if (start < ALIGNMENT) throw new MalformedEnvelope(`${size} bytes cannot hold ${count} elements`);
  return start;
}

function rangeOf(row: Buffer, table: number, index: number): ByteRange {
  const start = row.readBigUInt64LE(0);
  const end = start + row.readBigUInt64LE(8);
  if (end > table) throw new MalformedEnvelope(`the row of element ${index} points out of the blob, to byte ${end}`);
  return { start: Number(start), end: Number(end) };
}

async function readExactly(read: ReadRange, start: number, length: number): Promise<Buffer> {
  const bytes = length === 0 ? new Uint8Array() : await read({ start, end: start + length });
  if (bytes.length !== length) {
    throw new MalformedEnvelope(`${bytes.length} bytes were read at byte ${start} instead of ${length}: it is cut off`);
  }
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
