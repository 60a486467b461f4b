import { createHash, type Hash } from 'node:crypto';
import { bodyOffset, type Envelope } from '../codec/envelope.ts';
import { DamagedBlob, MissingBlob, type BlobPlace } from './blob-errors.ts';
import { ahead, PIECE, ranges } from './chunks.ts';
import { contentSize, decompress, decompressed, isCompressed, isZlibError } from './compression.ts';
import type { Store, SyncStore } from './store.ts';

// A whole blob in memory, as a decoder wants it: head and body in buffers of their own, without a copy of a large body at any time. Its first bytes say
// where the body begins; then the rest is read straight to its place, some pieces ahead of the hash.

/** One request for nearly every artifact there is. */
const FIRST = 8 * 1024 * 1024;

/** Pieces under way. */
const AHEAD = 4;

export async function loadEnvelope(store: Store, place: BlobPlace): Promise<Envelope> {
  const first = await store.get(place.key, { start: 0, end: FIRST });
  if (first === undefined) throw new MissingBlob(place);
  if (first.length < FIRST && !isCompressed(first)) return whole(first, place);
  const stored = first.length < FIRST ? first.length : await sizeOf(store, place);
  if (!isCompressed(first)) return large(store, place, first, stored);
  const size = sane(place, () => contentSize(first, stored));
  if (stored < FIRST && size <= FIRST)
    return whole(
      sane(place, () => decompressed(first, size)),
      place,
    );
  return inflate(store, place, size);
}

export function loadEnvelopeSync(store: SyncStore, place: BlobPlace): Envelope {
  const first = store.getSync(place.key, { start: 0, end: FIRST });
  if (first === undefined) throw new MissingBlob(place);
  if (isCompressed(first)) {
    const frame = first.length < FIRST ? first : (store.getSync(place.key) ?? first);
    return whole(
      sane(place, () => decompressed(frame, contentSize(frame, frame.length))),
      place,
    );
  }
  if (first.length < FIRST) return whole(first, place);
  const start = startOfBody(first, place);
  const head = alone(first.subarray(0, start));
  const body = store.getSync(place.key, { start, end: Infinity });
  if (body === undefined) throw new MissingBlob(place);
  verify(createHash('sha256').update(head).update(body), place);
  return { head, body };
}

async function sizeOf(store: Store, place: BlobPlace): Promise<number> {
  const found = await store.head(place.key);
  if (found === undefined) throw new MissingBlob(place);
  return found.size;
}

/** All bytes are at hand. They are checked before anything reads them. */
function whole(bytes: Uint8Array, place: BlobPlace): Envelope {
  verify(createHash('sha256').update(bytes), place);
  const start = startOfBody(bytes, place);
  return { head: alone(bytes.subarray(0, start)), body: alone(bytes.subarray(start)) };
}

async function large(store: Store, place: BlobPlace, first: Uint8Array, size: number): Promise<Envelope> {
  const start = startOfBody(first, place);
  const body = new Uint8Array(size - start);
  body.set(first.subarray(start));
  const hash = createHash('sha256').update(first);
  const pieces = ahead(ranges(first.length, size, PIECE), AHEAD, async (range) => {
    const piece = body.subarray(range.start - start, range.end - start);
    if (!(await store.fill(place.key, piece, range.start))) throw new DamagedBlob(place, 'it is cut off');
    return piece;
  });
  for await (const piece of pieces) hash.update(piece);
  verify(hash, place);
  return { head: alone(first.subarray(0, start)), body };
}

/** Compressed and large on either side: decompressed piece by piece to its place. */
async function inflate(store: Store, place: BlobPlace, size: number): Promise<Envelope> {
  const stream = await store.stream(place.key);
  if (stream === undefined) throw new MissingBlob(place);
  const hash = createHash('sha256');
  let beginning: Uint8Array = new Uint8Array(0);
  let head: Uint8Array | undefined;
  let body = new Uint8Array(0);
  let at = 0;
  try {
    for await (const chunk of decompress(stream)) {
      const bytes: Uint8Array = chunk;
      hash.update(bytes);
      if (head !== undefined) {
        if (at + bytes.length > body.length) throw new DamagedBlob(place, 'it is longer than it says');
        body.set(bytes, at);
        at += bytes.length;
        continue;
      }
      beginning = Buffer.concat([beginning, bytes]);
      const start = sane(place, () => bodyOffset(beginning));
      if (start === undefined) continue;
      head = alone(beginning.subarray(0, start));
      body = new Uint8Array(size - start);
      at = beginning.length - start;
      body.set(beginning.subarray(start));
    }
  } catch (error) {
    throw isZlibError(error) ? new DamagedBlob(place, 'it cannot be decompressed', error) : error;
  }
  verify(hash, place);
  if (head === undefined || at < body.length) throw new DamagedBlob(place, 'it is cut off');
  return { head, body };
}

function verify(hash: Hash, place: BlobPlace): void {
  if (hash.digest('hex') !== place.sha256) throw new DamagedBlob(place);
}

function startOfBody(first: Uint8Array, place: BlobPlace): number {
  const start = sane(place, () => bodyOffset(first));
  if (start === undefined) throw new DamagedBlob(place, 'it has no envelope');
  return start;
}

/** What bytes that nobody has checked yet make a reader throw. */
function sane<T>(place: BlobPlace, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new DamagedBlob(place, error instanceof Error ? error.message : String(error), error);
  }
}

function alone(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes.length);
  copy.set(bytes);
  return copy;
}
