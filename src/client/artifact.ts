import { bodyOffset, readHead, type Head } from '../runtime/codec/envelope.ts';
import { decode } from '../runtime/codec/decode.ts';
import { Blobs } from '../runtime/store/blobs.ts';
import type { ArtifactRef, FileRef } from '../runtime/store/records.ts';
import type { Store } from '../runtime/store/store.ts';

// An artifact of a task, as far as somebody wants to know it: its size for nothing, what it is for the first bytes, its value for all of them.

/** What a FileArtifact is outside of a task. */
export class StoredFile implements FileRef {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;

  constructor({ name, size, sha256 }: FileRef) {
    this.name = name;
    this.size = size;
    this.sha256 = sha256;
  }
}

export class Artifact {
  readonly name: string;
  readonly ref: ArtifactRef;
  readonly #blobs: Blobs;

  constructor(store: Store, name: string, ref: ArtifactRef) {
    this.name = name;
    this.ref = ref;
    this.#blobs = new Blobs(store);
  }

  /** How the value is stored, and the beginning of its bytes. */
  async head(): Promise<{ readonly head: Head; readonly beginning: Uint8Array }> {
    let first: Uint8Array = new Uint8Array(0);
    for await (const chunk of await this.#blobs.stream(this.ref.sha256)) {
      first = Buffer.concat([first, chunk]);
      const start = bodyOffset(first);
      if (start !== undefined) return { head: headOf(first.subarray(0, start)), beginning: first.subarray(start) };
    }
    throw new Error(`the artifact \`${this.name}\` ends within its first line`);
  }

  /** The value, checked. Of a file, and wherever one lies in the value, a StoredFile. */
  async value(): Promise<unknown> {
    return decode(await this.#blobs.get(this.ref.sha256), { handleOf: (ref) => new StoredFile(ref) });
  }

  /** The bytes that follow the envelope's head: JSON text or a buffer's content. Damaged ones end with an error. */
  async *body(): AsyncGenerator<Uint8Array> {
    let first: Uint8Array = new Uint8Array(0);
    let start: number | undefined;
    for await (const chunk of await this.#blobs.stream(this.ref.sha256)) {
      const bytes: Uint8Array = chunk;
      if (start !== undefined) {
        yield bytes;
        continue;
      }
      first = Buffer.concat([first, bytes]);
      start = bodyOffset(first);
      if (start !== undefined && first.length > start) yield first.subarray(start);
    }
  }

  /** A stored file's own bytes, to a file: whole and checked, or nothing. */
  async download({ sha256 }: FileRef, path: string): Promise<void> {
    await this.#blobs.download(sha256, path);
  }
}

const headOf = (head: Uint8Array): Head => readHead({ head, body: new Uint8Array(0) });
