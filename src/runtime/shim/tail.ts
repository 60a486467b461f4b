import { open, type FileHandle } from 'node:fs/promises';
import type { Writable } from 'node:stream';

// A worker writes its log to a file, where stdout and stderr keep their order; a pod's logs are what its first process writes. So the shim copies, as the
// file grows: a look ten times a second costs nothing beside a container.

const LOOK = 100;
const PIECE = 64 * 1024;

export class Tail {
  readonly #file: FileHandle;
  readonly #to: Writable;
  readonly #timer: NodeJS.Timeout;
  #copying: Promise<void> = Promise.resolve();

  /** The file may get another name meanwhile. */
  static async of(path: string, to: Writable): Promise<Tail> {
    return new Tail(await open(path, 'r'), to);
  }

  private constructor(file: FileHandle, to: Writable) {
    this.#file = file;
    this.#to = to;
    this.#timer = setInterval(() => this.#look(), LOOK);
  }

  /** Copies what is left. */
  async end(): Promise<void> {
    clearInterval(this.#timer);
    this.#look();
    await this.#copying;
    await this.#file.close();
  }

  #look(): void {
    this.#copying = this.#copying.then(() => this.#copy());
  }

  async #copy(): Promise<void> {
    for (;;) {
      const { bytesRead, buffer } = await this.#file.read(Buffer.allocUnsafe(PIECE));
      if (bytesRead === 0) return;
      await new Promise<void>((resolve) => {
        this.#to.write(buffer.subarray(0, bytesRead), () => resolve());
      });
    }
  }
}
