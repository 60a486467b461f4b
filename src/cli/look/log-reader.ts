import type { Store } from '../../runtime/store/store.ts';

// Parts of a log by range, so that a log of any size, in lines of any length, takes no more memory than a piece of it.

const PIECE = 1 << 18;
const LINE_FEED = 10;

/** Where the last `count` lines of a log of `size` bytes begin; a last line without an end counts. Read from the end backwards. */
export async function startOfTail(store: Store, key: string, size: number, count: number): Promise<number> {
  if (count === 0) return size;
  let left = count;
  for (let end = size; end > 0; end -= PIECE) {
    const start = Math.max(0, end - PIECE);
    const piece = (await store.get(key, { start, end })) ?? new Uint8Array(0);
    // The line feed that ends the log begins no line.
    for (let at = piece.length - 1 - (end === size ? 1 : 0); at >= 0; at--) {
      if (piece[at] === LINE_FEED && --left === 0) return start + at + 1;
    }
  }
  return 0;
}

/** The bytes of a log from `start`, where there are any, to where it ends now. */
export async function* readFrom(store: Store, key: string, start: number): AsyncGenerator<Uint8Array> {
  const stream = await (start === 0 ? store.stream(key) : store.stream(key, { start, end: Infinity }));
  for await (const chunk of stream ?? []) yield chunk;
}

/** Whole lines of a log from `start` on; of a line without an end only where it is longer than a piece, or `ended` says that no more comes. */
export async function* newLines(store: Store, key: string, start: number, ended: boolean): AsyncGenerator<Uint8Array> {
  const size = (await store.head(key))?.size ?? 0;
  for (let at = start; at < size;) {
    const piece = await store.get(key, { start: at, end: Math.min(size, at + PIECE) });
    if (piece === undefined || piece.length === 0) return;
    const isLast = at + piece.length >= size;
    const whole = isLast && !ended && piece.length < PIECE ? piece.lastIndexOf(LINE_FEED) + 1 : piece.length;
    if (whole > 0) yield piece.subarray(0, whole);
    if (isLast) return;
    at += whole;
  }
}
