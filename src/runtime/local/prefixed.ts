import type { Sink } from '../shim/tail.ts';

const LINE_FEED = 10;

/** Puts a prefix before each line, so that one can tell apart what several tasks print at once. Lines go on whole: the beginning of one waits for its end. */
export class Prefixed implements Sink {
  readonly #to: Sink;
  readonly #prefix: string;
  #begun: Uint8Array[] = [];

  constructor(to: Sink, prefix: string) {
    this.#to = to;
    this.#prefix = bytewise(Buffer.from(prefix));
  }

  write(bytes: Uint8Array, done: () => void): void {
    const end = bytes.lastIndexOf(LINE_FEED) + 1;
    const whole = [...this.#begun, bytes.subarray(0, end)];
    if (end === 0) this.#begun.push(bytes);
    else this.#begun = [bytes.subarray(end)];
    if (end === 0) done();
    else this.#send(whole, done);
  }

  /** Gives the last line the end that it lacks, and adds one, where it is not empty. */
  async end(last: string): Promise<void> {
    const begun = this.#begun.filter(({ length }) => length > 0);
    const lines = [
      ...(begun.length === 0 ? [] : [...begun, Buffer.from('\n')]),
      Buffer.from(last === '' ? '' : `${last}\n`),
    ];
    if (lines.length > 0) await new Promise<void>((resolve) => this.#send(lines, resolve));
  }

  #send(parts: readonly Uint8Array[], done: () => void): void {
    const lines = bytewise(Buffer.concat(parts)).split('\n').slice(0, -1);
    this.#to.write(Buffer.from(lines.map((line) => `${this.#prefix}${line}\n`).join(''), 'latin1'), done);
  }
}

/** A character for each byte, whatever they mean. */
const bytewise = (bytes: Buffer): string => bytes.toString('latin1');
