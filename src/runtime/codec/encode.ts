import { constants } from 'node:buffer';
import type { ByteSource } from '../store/store.ts';
import { binaryOf, chunksOf, type Binary } from './binary.ts';
import { printHead } from './envelope.ts';
import { isExactJson } from './exact.ts';
import type { FileHooks } from './files.ts';
import { extraReason, NotStorable } from './not-storable.ts';
import { extraOfBinary } from './own-properties.ts';
import { sectionChunks, sectionStarts } from './sections.ts';
import { tag, type Tagged } from './tagged-encoder.ts';

/** An envelope as bytes that can be read again and again, while the value is not changed. */
export interface Encoded extends ByteSource {
  chunks(): Iterable<Uint8Array>;
  /** The sha256 of every file that the value holds a handle of. */
  readonly files: readonly string[];
}

/**
 * The envelope of a value: `raw` where the value is nothing but bytes, `json` where JSON is exactly the value, else `tagged`. The same value gives the same
 * bytes; the order of keys belongs to the value. Bytes are not copied: the chunks are views of the value's own.
 *
 * @throws NotStorable names what cannot be stored exactly, and where it lies.
 */
export function encode(value: unknown, files: Pick<FileHooks, 'refOf'>): Encoded {
  const binary = typeof value === 'object' && value !== null ? binaryOf(value) : undefined;
  if (binary !== undefined) {
    const extra = extraOfBinary(value as object);
    if (extra !== undefined) throw new NotStorable('', extraReason(extra));
    return raw(binary);
  }
  const json = isExactJson(value) ? printJson(value) : undefined;
  return json === undefined ? tagged(tag(value, files)) : encoded([printHead({ format: 'json' }), json]);
}

function raw({ type, buffer, start, end }: Binary): Encoded {
  const length = (end - start) / type.width;
  const head = printHead({ format: 'raw', type: type.name, length, dtype: type.dtype, shape: [length] });
  return {
    size: head.length + end - start,
    files: [],
    *chunks() {
      yield head;
      yield* chunksOf(buffer, start, end);
    },
  };
}

/** Undefined: it would be longer than a string can be, here or where it is read again. */
function printJson(value: unknown): Uint8Array | undefined {
  let text: string;
  try {
    text = JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  return Buffer.byteLength(text) > constants.MAX_STRING_LENGTH ? undefined : Buffer.from(text);
}

function tagged({ lines, sections, files }: Tagged): Encoded {
  const text = lines.reduce((size, line) => size + line.length, 0);
  const head = printHead({ format: 'tagged', text });
  const sizes = sections.map(({ size }) => size);
  return {
    size: head.length + (sectionStarts(sizes, text).at(-1) ?? text),
    files,
    *chunks() {
      yield head;
      yield* lines;
      yield* sectionChunks(sections, text);
    },
  };
}

const encoded = (chunks: readonly Uint8Array[]): Encoded => ({
  size: chunks.reduce((size, chunk) => size + chunk.length, 0),
  files: [],
  chunks: () => chunks,
});
