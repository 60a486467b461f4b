import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';

// Bytes that are made once and read several times: in memory while they are few, else in a file. The file has no name from the moment it is open, so
// nothing is left of it however the process ends.

/** Bytes kept in memory. */
const IN_MEMORY = 64 * 2 ** 20;
/** Bytes collected before they are written, once there is a file, and read at once. */
const AT_ONCE = 4 * 2 ** 20;
/** Small pieces share memory: a million of them are no million buffers. */
const BLOCK = 2 ** 18;

export class Spool {
  readonly #folder: string;
  #file: number | undefined;
  #written = 0;
  /** Full but for the last. */
  #blocks: Uint8Array[] = [];
  #collected = 0;

  /** `folder` is made when it is needed. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  get size(): number {
    return this.#written + this.#collected;
  }

  /** Takes a copy. */
  append(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length;) at += this.#collect(chunk.subarray(at));
    if (this.#collected > (this.#file === undefined ? IN_MEMORY : AT_ONCE)) this.#flush();
  }

  *chunks(): Iterable<Uint8Array> {
    for (let at = 0; at < this.#written;) {
      const block = this.#read(at, Math.min(AT_ONCE, this.#written - at));
      yield block;
      at += block.length;
    }
    yield* this.#filled();
  }

  /** Frees the space; the bytes are gone. */
  dispose(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
    this.#written = 0;
    this.#forget();
  }

  /** Takes as much as the last block has room for. */
  #collect(bytes: Uint8Array): number {
    const used = this.#collected % BLOCK;
    if (used === 0) this.#blocks.push(new Uint8Array(BLOCK));
    const taken = bytes.subarray(0, BLOCK - used);
    this.#blocks.at(-1)?.set(taken, used);
    this.#collected += taken.length;
    return taken.length;
  }

  *#filled(): Iterable<Uint8Array> {
    for (const [index, block] of this.#blocks.entries()) yield block.subarray(0, this.#collected - index * BLOCK);
  }

  #flush(): void {
    this.#file ??= openNameless(this.#folder);
    for (const chunk of this.#filled()) {
      for (let at = 0; at < chunk.length;)
        at += writeSync(this.#file, chunk, at, chunk.length - at, this.#written + at);
      this.#written += chunk.length;
    }
    this.#forget();
  }

  #forget(): void {
    this.#blocks = [];
    this.#collected = 0;
  }

  #read(at: number, length: number): Uint8Array {
    const block = new Uint8Array(length);
    const read = this.#file === undefined ? 0 : readSync(this.#file, block, 0, length, at);
    if (read === 0) throw new Error('a temporary file of flowc was emptied or closed while it was read');
    return block.subarray(0, read);
  }
}

function openNameless(folder: string): number {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `spool-${randomBytes(8).toString('hex')}`);
  const file = openSync(path, 'wx+', 0o600);
  unlinkSync(path);
  return file;
}
