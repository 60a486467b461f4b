import { pipeline, Readable } from 'node:stream';
import { constants, createZstdCompress, createZstdDecompress, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { ByteSource, Chunks } from './store.ts';

// Compression is the stored object's own affair: a blob that begins with zstd's magic number is one zstd frame, whose header says how long its content
// is, and any other blob is its content. A user's file may itself begin with that number; such a file is always compressed, so that the rule has no
// exception. Level 1: it is about as fast as the hash, where saving is not to wait for the compressor.

const MAGIC = 0xfd2fb528;

const LEVEL = 1;

/** Below it a blob takes one block of a disk anyway, and can be read by eye. */
const SMALL = 1024;

const PLACES = 8;
const PLACE = 16 * 1024;

/** What a sample has to come down to. Above it reading would pay for a few bytes less. */
const PAYS = 0.8;

/** zstd writes at least four bytes for a block of at most 128 KiB. */
const LARGEST_RATIO = 32 * 1024;

export const isCompressed = (bytes: Uint8Array): boolean =>
  bytes.length >= 4 && view(bytes).getUint32(0, true) === MAGIC;

/** A taste of a source: its beginning and places evenly spread, taken from the pieces as they pass. */
export class Sample {
  readonly #size: number;
  readonly #parts: Uint8Array[] = [];
  #passed = 0;

  constructor(size: number) {
    this.#size = size;
  }

  see(piece: Uint8Array): void {
    const from = this.#passed;
    this.#passed += piece.length;
    const apart = Math.max(PLACE, this.#size / PLACES);
    for (let place = Math.ceil(from / apart); place * apart < this.#passed; place++) {
      const at = Math.floor(place * apart) - from;
      this.#parts.push(piece.subarray(at, at + PLACE));
    }
  }

  pays(): boolean {
    const bytes = Buffer.concat(this.#parts);
    if (isCompressed(bytes)) return true;
    return this.#size >= SMALL && zstdCompressSync(bytes, options(bytes.length)).length < bytes.length * PAYS;
  }
}

/** Tastes a source that nobody has read yet: one in memory as it passes, a file at its places. */
export async function paysFor(source: ByteSource): Promise<boolean> {
  const sample = new Sample(source.size);
  const chunks = source.chunks();
  if (Symbol.iterator in chunks) {
    for (const chunk of chunks) sample.see(chunk);
  } else if (source.read === undefined) {
    for await (const chunk of chunks) {
      sample.see(chunk);
      break;
    }
  } else {
    const apart = Math.ceil(source.size / PLACES);
    const places = Array.from({ length: PLACES }, (_, place) => place * apart).filter((at) => at < source.size);
    const read = source.read.bind(source);
    const parts = await Promise.all(places.map((start) => read({ start, end: Math.min(start + PLACE, source.size) })));
    const taken = new Sample(parts.reduce((sum, part) => sum + part.length, 0));
    for (const part of parts) taken.see(part);
    return taken.pays();
  }
  return sample.pays();
}

/** One frame. */
export const compress = (chunks: Chunks, size: number): Readable =>
  piped(chunks, createZstdCompress({ ...options(size), chunkSize: 1024 * 1024 }));

export const decompress = (chunks: Chunks): Readable => piped(chunks, createZstdDecompress({ chunkSize: 1024 * 1024 }));

/** All of it, which is `size` bytes. Throws where it is not. */
export function decompressed(bytes: Uint8Array, size: number): Uint8Array {
  const content = zstdDecompressSync(bytes, { maxOutputLength: Math.max(size, 1) });
  if (content.length !== size) throw new RangeError(`${content.length} bytes where its frame says ${size}`);
  return content;
}

/** How long the content of a frame is (RFC 8878, 3.1.1.1). `stored` is the size of the frame. Throws where that is not said, or cannot be true. */
export function contentSize(frame: Uint8Array, stored: number): number {
  const descriptor = frame[4] ?? 0;
  const single = (descriptor & 0x20) !== 0;
  const at = 5 + (single ? 0 : 1) + ([0, 1, 2, 4][descriptor & 3] ?? 0);
  const width = [single ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  if (width === 0 || frame.length < at + width)
    throw new RangeError('its zstd frame does not say how long its content is');
  const bytes = view(frame);
  const size =
    width === 1
      ? bytes.getUint8(at)
      : width === 2
        ? bytes.getUint16(at, true) + 256
        : width === 4
          ? bytes.getUint32(at, true)
          : Number(bytes.getBigUint64(at, true));
  if (size > stored * LARGEST_RATIO) throw new RangeError('its zstd frame claims more than it can hold');
  return size;
}

/** zlib's errors carry a code such as `ZSTD_error_checksum_wrong` or `Z_BUF_ERROR`. */
export const isZlibError = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z');

const options = (size: number) => ({
  params: { [constants.ZSTD_c_compressionLevel]: LEVEL, [constants.ZSTD_c_contentSizeFlag]: 1 },
  pledgedSrcSize: size,
});

/** The transform, which fails where its source does. */
function piped(chunks: Chunks, transform: ReturnType<typeof createZstdCompress>): Readable {
  pipeline(Readable.from(chunks), transform, () => undefined);
  return transform;
}

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
