import { closeSync, openSync, readSync } from 'node:fs';

// A worker writes its log to a file, where stdout and stderr keep their order; a pod's logs are what its first process writes. So the shim copies, as the
// file grows: a look ten times a second costs nothing beside a container.

const LOOK = 100;
const PIECE = 64 * 1024;

/** Takes what is copied, and calls back when it can take more: a stream, or what stands before one. */
export interface Sink {
  write(bytes: Uint8Array, done: () => void): unknown;
}

export class Tail {
  readonly #file: number;
  readonly #to: Sink;
  readonly #timer: NodeJS.Timeout;
  #copying: Promise<void> = Promise.resolve();

  /** @param path - It has to be there now, and may get another name or none meanwhile. */
  constructor(path: string, to: Sink) {
    this.#file = openSync(path, 'r');
    this.#to = to;
    this.#timer = setInterval(() => this.#look(), LOOK);
  }

  /** Copies what is left. */
  async end(): Promise<void> {
    clearInterval(this.#timer);
    this.#look();
    await this.#copying;
    closeSync(this.#file);
  }

  #look(): void {
    this.#copying = this.#copying.then(() => this.#copy());
  }

  async #copy(): Promise<void> {
    for (;;) {
      const piece = Buffer.allocUnsafe(PIECE);
      const length = readSync(this.#file, piece);
      if (length === 0) return;
      await new Promise<void>((resolve) => {
        this.#to.write(piece.subarray(0, length), resolve);
      });
    }
  }
}
