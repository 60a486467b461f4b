import type { Output } from '../io.ts';

// Bytes of logs to a stream as they are, or with the task before each line. Lines may be of any length: what comes is passed on at once, and nothing is
// kept but whether a line has begun, and whose.

const LINE_FEED = 10;

export class LogWriter {
  readonly #out: Output;
  /** Undefined: bytes pass as they are. */
  readonly #prefixOf: ((label: string) => string) | undefined;
  /** Whose line has begun and has not ended. */
  #open: string | undefined;

  constructor(out: Output, prefixOf?: (label: string) => string) {
    this.#out = out;
    this.#prefixOf = prefixOf;
  }

  /** `false`: the reader has gone. */
  write(label: string, bytes: Uint8Array): boolean {
    if (this.#prefixOf === undefined) return this.#out.write(bytes);
    const prefix = Buffer.from(this.#prefixOf(label));
    const parts: Uint8Array[] = [];
    if (this.#open !== undefined && this.#open !== label) parts.push(Buffer.from('\n'));
    let begun = this.#open === label;
    for (let at = 0; at < bytes.length;) {
      const feed = bytes.indexOf(LINE_FEED, at);
      const end = feed < 0 ? bytes.length : feed + 1;
      if (!begun) parts.push(prefix);
      parts.push(bytes.subarray(at, end));
      begun = feed < 0;
      at = end;
    }
    if (bytes.length > 0) this.#open = begun ? label : undefined;
    return this.#out.write(Buffer.concat(parts));
  }

  /** Ends a line that a task left open, so that the next one's begins at the left. */
  endLine(): void {
    if (this.#open !== undefined) this.#out.write('\n');
    this.#open = undefined;
  }
}
