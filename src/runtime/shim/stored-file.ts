import { createHash } from 'node:crypto';
import {
  copyFileSync,
  createReadStream,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  statSync,
  closeSync,
  type Stats,
} from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import type { FileArtifact } from '../../api/file.ts';
import type { Blobs } from '../store/blobs.ts';
import type { FileRef } from '../store/records.ts';
import { eachBounded } from './bounded.ts';
import { partOfFile } from './part-of-file.ts';

// `file(path)` and the handles that artifacts hold: one class for both. A new one keeps its file open, so that the step may remove or rename it, and is
// stored when the step has succeeded; one that was read from the datastore is downloaded when somebody asks for its path.

/** The files of one task. */
export class TaskFiles {
  readonly #blobs: Blobs;
  readonly #folder: string;
  readonly #fresh: StoredFile[] = [];

  /** @param folder - Where copies go; made when the first is there. */
  constructor(blobs: Blobs, folder: string) {
    this.#blobs = blobs;
    this.#folder = folder;
  }

  /** `file(path)`. */
  readonly file = (path: string): FileArtifact => {
    if (typeof path !== 'string') throw new TypeError(`\`file(…)\` takes the path of a file, not ${typeof path}`);
    const file = new StoredFile(this.#blobs, this.#folder, openFile(resolve(path)));
    this.#fresh.push(file);
    return file;
  };

  readonly handleOf = (ref: FileRef): FileArtifact => new StoredFile(this.#blobs, this.#folder, ref);

  readonly refOf = (value: object): FileRef | undefined => (value instanceof StoredFile ? value.ref() : undefined);

  /** Stores what the step has made handles of. */
  async store(): Promise<void> {
    await eachBounded(this.#fresh.length, 4, async (index) => this.#fresh[index]?.store());
  }

  close(): void {
    for (const file of this.#fresh) file.close();
  }
}

/** A file of this machine, open. */
interface OpenFile {
  readonly path: string;
  readonly fd: number;
  readonly stats: Stats;
}

function openFile(path: string): OpenFile {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (error) {
    throw new Error(`\`file('${path}')\`: the file cannot be read`, { cause: error });
  }
  const stats = fstatSync(fd);
  if (!stats.isFile()) {
    closeSync(fd);
    throw new Error(
      `\`file('${path}')\`: that is no file${stats.isDirectory() ? ' but a folder: store an archive of it' : ''}`,
    );
  }
  return { path, fd, stats };
}

class StoredFile implements FileArtifact {
  readonly size: number;
  readonly #blobs: Blobs;
  readonly #folder: string;
  readonly #open: OpenFile | undefined;
  #ref: FileRef | undefined;
  #isStored: boolean;
  #path: Promise<string> | undefined;

  constructor(blobs: Blobs, folder: string, of: OpenFile | FileRef) {
    this.#blobs = blobs;
    this.#folder = folder;
    this.#open = 'fd' in of ? of : undefined;
    this.#ref = 'fd' in of ? undefined : of;
    this.#isStored = !('fd' in of);
    this.size = 'fd' in of ? of.stats.size : of.size;
  }

  path(): Promise<string> {
    return (this.#path ??= this.#localCopy());
  }

  stream(): Readable {
    if (!this.#isStored && this.#open !== undefined) {
      return this.size === 0
        ? Readable.from([])
        : createReadStream('', { fd: this.#open.fd, autoClose: false, start: 0 });
    }
    const { sha256 } = this.ref();
    return Readable.from(chunksOf(this.#blobs, sha256), { objectMode: false });
  }

  /** Where the step wants it in a foreach's elements, the hash is needed before the file is stored. */
  ref(): FileRef {
    if (this.#ref !== undefined) return this.#ref;
    if (this.#open === undefined) throw new Error('a file handle without a file');
    this.#ref = { sha256: hashOf(this.#open), size: this.size, name: basename(this.#open.path) };
    return this.#ref;
  }

  async store(): Promise<void> {
    if (this.#isStored || this.#open === undefined) return;
    const { path, fd, stats } = this.#open;
    const { sha256 } = await this.#blobs.put(partOfFile(fd, { start: 0, end: this.size }));
    const now = fstatSync(fd);
    const isSame =
      now.size === stats.size && now.mtimeMs === stats.mtimeMs && (this.#ref ?? { sha256 }).sha256 === sha256;
    if (!isSame) {
      throw new Error(
        `\`file('${path}')\`: the file changed after the call. Call \`file(…)\` when the file is complete.`,
      );
    }
    this.#ref = { sha256, size: this.size, name: basename(path) };
    this.#isStored = true;
  }

  close(): void {
    if (this.#open !== undefined) closeSync(this.#open.fd);
  }

  async #localCopy(): Promise<string> {
    if (this.#open !== undefined && isStillThere(this.#open)) return this.#open.path;
    const { sha256, name } = this.ref();
    const folder = join(this.#folder, sha256);
    mkdirSync(folder, { recursive: true });
    const path = join(folder, basename(name) || 'file');
    if (this.#open !== undefined && !this.#isStored) copyFileSync(`/dev/fd/${this.#open.fd}`, path);
    else await this.#blobs.download(sha256, path);
    return path;
  }
}

async function* chunksOf(blobs: Blobs, sha256: string): AsyncGenerator<Uint8Array> {
  for await (const chunk of await blobs.stream(sha256)) yield chunk as Uint8Array;
}

function isStillThere({ path, stats }: OpenFile): boolean {
  const now = statSync(path, { throwIfNoEntry: false });
  return now !== undefined && now.ino === stats.ino && now.dev === stats.dev;
}

function hashOf({ fd, stats }: OpenFile): string {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(1 << 20);
  for (let at = 0; at < stats.size;) {
    const read = readSync(fd, buffer, 0, buffer.length, at);
    if (read === 0) break;
    hash.update(buffer.subarray(0, read));
    at += read;
  }
  return hash.digest('hex');
}
