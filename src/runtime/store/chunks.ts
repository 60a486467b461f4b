import { open } from 'node:fs/promises';
import type { ByteSource, Chunks } from './store.ts';

// Bytes on their way. A source gives chunks as it likes, of 3 bytes or of 5 GB; what hashes, writes and uploads wants pieces of one size, large enough
// that a call for each costs nothing, and small enough that some of them side by side do not show in memory.

export const PIECE = 4 * 1024 * 1024;

/** Bytes in memory as a source. */
export const asSource = (bytes: Uint8Array | ByteSource): ByteSource =>
  bytes instanceof Uint8Array ? { size: bytes.length, chunks: () => [bytes] } : bytes;

/** The same bytes in pieces of `size`, the last one smaller. A large chunk is cut without a copy. */
export async function* pieces(chunks: Chunks, size = PIECE): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length;) {
      const part = chunk.subarray(at, at + size - length);
      at += part.length;
      length += part.length;
      waiting.push(part);
      if (length < size) continue;
      yield joined(waiting);
      waiting = [];
      length = 0;
    }
  }
  if (length > 0) yield joined(waiting);
}

const joined = (parts: readonly Uint8Array[]): Uint8Array =>
  parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);

/** `work` for every item, at most `width` at once; the first error ends it, after all that runs has ended. */
export async function sideBySide<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
  width: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | undefined;
  const fail = (error: unknown): void => {
    failure ??= { error };
  };
  try {
    for await (const item of items) {
      const one: Promise<void> = work(item)
        .catch(fail)
        .finally(() => running.delete(one));
      running.add(one);
      if (running.size >= width) await Promise.race(running);
      if (failure !== undefined) break;
    }
  } catch (error) {
    fail(error);
  }
  await Promise.all(running);
  if (failure !== undefined) throw failure.error;
}

/** Results of `work` in the order of the items, while up to `width` of them are under way. */
export async function* ahead<Item, Result>(
  items: Iterable<Item>,
  width: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const running: Promise<Result>[] = [];
  try {
    for (const item of items) {
      const one = work(item);
      // It may fail before its turn comes; then it is thrown at its turn.
      one.catch(() => undefined);
      running.push(one);
      const next = running.length >= width ? running.shift() : undefined;
      if (next !== undefined) yield await next;
    }
    for (let next = running.shift(); next !== undefined; next = running.shift()) yield await next;
  } finally {
    await Promise.allSettled(running);
  }
}

/** The ranges of `size` from `start` to `end`. */
export function* ranges(start: number, end: number, size: number): Generator<{ start: number; end: number }> {
  for (let at = start; at < end; at += size) yield { start: at, end: Math.min(at + size, end) };
}

/** A file of the user's. One that becomes shorter while it is read is an error. */
export async function fileSource(path: string): Promise<ByteSource> {
  const file = await open(path);
  const { size } = await file.stat();
  await file.close();
  return {
    size,
    chunks: () => fileChunks(path, size),
    read: async ({ start, end }) => {
      const handle = await open(path);
      try {
        return await readAt(handle, path, start, end);
      } finally {
        await handle.close();
      }
    },
  };
}

async function* fileChunks(path: string, size: number): AsyncGenerator<Uint8Array> {
  const file = await open(path);
  try {
    yield* ahead(ranges(0, size, PIECE), 3, ({ start, end }) => readAt(file, path, start, end));
  } finally {
    await file.close();
  }
}

type Handle = Awaited<ReturnType<typeof open>>;

async function readAt(file: Handle, path: string, start: number, end: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(end - start);
  if (!(await readFully(file, bytes, start))) throw new Error(`The file \`${path}\` became shorter while it was read`);
  return bytes;
}

/** Fills `target` from `start` on; `false` where the file ends before that. */
export async function readFully(file: Handle, target: Uint8Array, start: number): Promise<boolean> {
  for (let at = 0; at < target.length;) {
    const { bytesRead } = await file.read(target, at, target.length - at, start + at);
    if (bytesRead === 0) return false;
    at += bytesRead;
  }
  return true;
}
