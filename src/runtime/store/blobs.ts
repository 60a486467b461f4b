import { createHash, randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { Envelope } from '../codec/envelope.ts';
import { PIECE, pieces, sideBySide } from './chunks.ts';
import { compress, decompress, isCompressed, isZlibError, paysFor, Sample } from './compression.ts';
import { DamagedBlob, MissingBlob, type BlobPlace } from './blob-errors.ts';
import { loadEnvelope, loadEnvelopeSync } from './load-envelope.ts';
import { blobKey } from './layout.ts';
import type { ByteRange, ByteSource, Chunks, Store, SyncStore } from './store.ts';

// Content-addressed bytes: an artifact's envelope, or a user's file as it is. The address is the sha256 of the uncompressed bytes, so what is there
// already is never written again, and what comes back is checked. A large source is hashed while a folder writes it, and named after; a store that
// wants the name first hashes first, and again on the way up, since a file may change in between.

/** How long gc leaves alone what no run holds, in milliseconds: a run that is about to name a blob that it found has at least half of it. */
export const GRACE = 7 * 24 * 60 * 60 * 1000;

/** What is smaller is hashed first: then, where it is there already, nothing is written at all. */
const HASHED_FIRST = 16 * 1024 * 1024;

export interface PutOptions {
  /** Stays uncompressed, to be read by range. */
  readonly plain?: boolean;
}

export interface StoredBlob {
  readonly sha256: string;
  /** Uncompressed, bytes. */
  readonly size: number;
}

export class Blobs {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** The bytes are in the store when this returns; written only where they were not. */
  async put(source: ByteSource, { plain = false }: PutOptions = {}): Promise<StoredBlob> {
    if (this.#store.draft !== undefined && source.size > HASHED_FIRST)
      return this.#putDraft(this.#store.draft.bind(this.#store), source, plain);
    const sample = new Sample(source.size);
    const { sha256, size } = await digest(source, (piece) => sample.see(piece));
    const key = blobKey(sha256);
    if (await this.#holds(key, size)) return { sha256, size };
    const chunks = (): Chunks => unchanged(source, sha256);
    const stored = !plain && sample.pays() ? (): Chunks => compress(chunks(), size) : chunks;
    await this.#store.put(key, { size, chunks: stored });
    return { sha256, size };
  }

  async #putDraft(draft: NonNullable<Store['draft']>, source: ByteSource, plain: boolean): Promise<StoredBlob> {
    const hash = createHash('sha256');
    let size = 0;
    async function* hashed(): AsyncGenerator<Uint8Array> {
      for await (const piece of pieces(source.chunks())) {
        hash.update(piece);
        size += piece.length;
        yield piece;
      }
    }
    const pays = !plain && (await paysFor(source));
    const written = await draft(pays ? compress(hashed(), source.size) : hashed());
    const sha256 = hash.digest('hex');
    const key = blobKey(sha256);
    if (await this.#holds(key, size)) await written.discard();
    else await written.publish(key);
    return { sha256, size };
  }

  /** Whether it is there, and gc will leave it there. An empty file where bytes belong is what a loss of power leaves. */
  async #holds(key: string, size: number): Promise<boolean> {
    const found = await this.#store.head(key);
    if (found === undefined || (found.size === 0 && size > 0)) return false;
    return Date.now() - found.modified.getTime() < GRACE / 2 || this.#store.touch(key);
  }

  /** An artifact's envelope, checked. What was lost or altered on the way is asked for once more. Throws MissingBlob, DamagedBlob. */
  async get(sha256: string): Promise<Envelope> {
    const place = placeIn(this.#store, sha256);
    return twice(() => loadEnvelope(this.#store, place));
  }

  /** Bytes of a blob that was put `plain`; not checked. Throws MissingBlob, and DamagedBlob where it ends before that. */
  async range(sha256: string, range: ByteRange): Promise<Uint8Array> {
    const place = placeIn(this.#store, sha256);
    const bytes = await this.#store.get(place.key, range);
    if (bytes === undefined) throw new MissingBlob(place);
    if (bytes.length !== range.end - range.start) throw new DamagedBlob(place, 'it is shorter than its table says');
    return bytes;
  }

  /** The uncompressed bytes, checked: a damaged blob ends with an error in place of its end. Throws MissingBlob. */
  async stream(sha256: string): Promise<Readable> {
    const place = placeIn(this.#store, sha256);
    const stored = await this.#store.stream(place.key);
    if (stored === undefined) throw new MissingBlob(place);
    return Readable.from(checked(stored, place), { objectMode: false, highWaterMark: PIECE });
  }

  /** To a file: whole and checked, or nothing. Throws MissingBlob, DamagedBlob. */
  async download(sha256: string, path: string): Promise<void> {
    const unfinished = `${path}.${randomUUID()}.part`;
    try {
      await twice(async () => {
        const file = await open(unfinished, 'w');
        try {
          await sideBySide(pieces(await this.stream(sha256)), 1, (piece) => file.writeFile(piece));
        } finally {
          await file.close();
        }
      });
      await rename(unfinished, path);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
  }
}

/** As a worker has them. */
export class SyncBlobs extends Blobs {
  readonly #store: SyncStore;

  constructor(store: SyncStore) {
    super(store);
    this.#store = store;
  }

  /** As `get`, while everything waits. What is large and compressed takes twice its memory for a moment. */
  getSync(sha256: string): Envelope {
    const place = placeIn(this.#store, sha256);
    try {
      return loadEnvelopeSync(this.#store, place);
    } catch (error) {
      if (error instanceof DamagedBlob) return loadEnvelopeSync(this.#store, place);
      throw error;
    }
  }
}

function placeIn({ root }: Store, sha256: string): BlobPlace {
  const place = { sha256, key: blobKey(sha256), root };
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new MissingBlob(place);
  return place;
}

async function digest(source: ByteSource, see: (piece: Uint8Array) => void): Promise<StoredBlob> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of pieces(source.chunks())) {
    hash.update(piece);
    see(piece);
    size += piece.length;
  }
  return { sha256: hash.digest('hex'), size };
}

/** The same bytes once more. Throws at their end, before the store makes them visible, where they are not the same. */
async function* unchanged(source: ByteSource, sha256: string): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const piece of pieces(source.chunks())) {
    hash.update(piece);
    yield piece;
  }
  if (hash.digest('hex') !== sha256)
    throw new Error('The bytes changed while they were stored: a file was written to.');
}

async function* checked(stored: Readable, place: BlobPlace): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  const content = pieces(stored);
  try {
    const first = await content.next();
    const rest = (async function* () {
      if (first.done !== true) yield first.value;
      yield* content;
    })();
    const compressed = first.done !== true && isCompressed(first.value);
    for await (const chunk of compressed ? decompress(rest) : rest) {
      hash.update(chunk);
      yield chunk;
    }
  } catch (error) {
    if (isZlibError(error)) throw new DamagedBlob(place, 'it cannot be decompressed', error);
    throw error;
  } finally {
    stored.destroy();
  }
  if (hash.digest('hex') !== place.sha256) throw new DamagedBlob(place);
}

async function twice<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DamagedBlob) return work();
    throw error;
  }
}
