import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, type Dirent } from 'node:fs';
import { link, open, opendir, rename, rm, rmdir, stat, unlink, utimes } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pid } from 'node:process';
import { Readable } from 'node:stream';
import { readFully, sideBySide } from './chunks.ts';
import { codeOf, folderError, isMissing } from './folder-errors.ts';
import { makeFolder, writeNew } from './folder-files.ts';
import {
  StoreError,
  type ByteRange,
  type ByteSource,
  type Chunks,
  type Draft,
  type SyncStore,
  type StoredObject,
} from './store.ts';

// A datastore in a folder: the key is the path. An object is written under `tmp/`, then renamed, or linked where nothing may be replaced; both
// are atomic, so nobody sees half an object, and a process that is killed leaves no more than a file in `tmp/`. Nothing is synced to the disk: that
// would cost more than the work of a small task, and protects only from a loss of power, after which a torn blob is found by its hash.

const ALL: ByteRange = { start: 0, end: Infinity };

const TEMP = 'tmp';

/** Files at once when one is asked about, removed or written of many. */
const WIDTH = 32;

export class FolderStore implements SyncStore {
  readonly root: string;

  constructor(root: string) {
    this.root = resolve(root);
  }

  async get(key: string, range = ALL): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return this.#reading(key, async (path) => {
      const file = await open(path);
      try {
        const bytes = new Uint8Array(lengthOf((await file.stat()).size, range));
        return (await readFully(file, bytes, range.start)) ? bytes : this.#tookAway(key);
      } finally {
        await file.close();
      }
    });
  }

  getSync(key: string, range = ALL): Uint8Array<ArrayBuffer> | undefined {
    try {
      const file = openSync(this.#path(key), 'r');
      try {
        const bytes = new Uint8Array(lengthOf(fstatSync(file).size, range));
        for (let at = 0; at < bytes.length;) {
          const read = readSync(file, bytes, at, bytes.length - at, range.start + at);
          if (read === 0) this.#tookAway(key);
          at += read;
        }
        return bytes;
      } finally {
        closeSync(file);
      }
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw folderError(this.root, 'read', key, error);
    }
  }

  async stream(key: string, { start, end } = ALL): Promise<Readable | undefined> {
    return this.#reading(key, async (path) => {
      const file = await open(path);
      // A stream's end is the last byte; an empty range has none.
      const last = Math.max(start, end) - 1;
      if (last < start) {
        await file.close();
        return Readable.from([]);
      }
      return file.createReadStream({ start, end: last, highWaterMark: 1024 * 1024 });
    });
  }

  async fill(key: string, target: Uint8Array<ArrayBuffer>, start: number): Promise<boolean> {
    const filled = await this.#reading(key, async (path) => {
      const file = await open(path);
      try {
        return await readFully(file, target, start);
      } finally {
        await file.close();
      }
    });
    return filled ?? false;
  }

  async head(key: string): Promise<StoredObject | undefined> {
    return this.#reading(key, async (path) => {
      const found = await stat(path);
      return found.isFile() ? { key, size: found.size, modified: found.mtime } : undefined;
    });
  }

  async put(key: string, bytes: Uint8Array | ByteSource): Promise<void> {
    const draft = await this.#draft(key, bytes instanceof Uint8Array ? [bytes] : bytes.chunks());
    await draft.publish(key);
  }

  async putIfAbsent(key: string, bytes: Uint8Array): Promise<boolean> {
    const draft = await this.#draft(key, [bytes]);
    try {
      await this.#named(key, (path) => link(draft.path, path));
      return true;
    } catch (error) {
      // A network file system may answer a link that was made with EEXIST, when its first answer was lost: then the file has two names.
      if (codeOf(error) === 'EEXIST') return (await stat(draft.path)).nlink > 1;
      throw this.#linkError(key, error);
    } finally {
      await draft.discard();
    }
  }

  draft(chunks: Chunks): Promise<Draft> {
    return this.#draft('a blob', chunks);
  }

  async *list(prefix: string): AsyncGenerator<StoredObject> {
    const folders = [prefix];
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      for await (const entries of this.#entries(folder)) {
        const files: StoredObject[] = [];
        await sideBySide(entries, WIDTH, async (entry) => {
          const key = `${folder}${entry.name}`;
          if (entry.isDirectory()) folders.push(`${key}/`);
          else {
            const file = await this.head(key);
            if (file !== undefined) files.push(file);
          }
        });
        yield* files;
      }
    }
  }

  async *folders(prefix: string): AsyncGenerator<string> {
    for await (const entries of this.#entries(prefix)) {
      for (const entry of entries) if (entry.isDirectory()) yield entry.name;
    }
  }

  async delete(keys: readonly string[]): Promise<void> {
    await sideBySide(keys, WIDTH, async (key) => {
      const path = this.#path(key);
      try {
        await unlink(path);
      } catch (error) {
        if (!isMissing(error)) throw folderError(this.root, 'delete', key, error);
      }
      await this.#prune(dirname(path));
    });
  }

  async touch(key: string): Promise<boolean> {
    const now = new Date();
    const touched = await this.#reading(key, (path) => utimes(path, now, now).then(() => true), 'touch');
    return touched ?? false;
  }

  localPath(key: string): string {
    return this.#path(key);
  }

  async close(): Promise<void> {}

  /** Keys come from records that others wrote: none leads out of the folder. */
  #path(key: string): string {
    const parts = key.split('/');
    if (parts.some((part) => part === '' || part === '.' || part === '..') || key.includes('\0')) {
      throw new StoreError(
        `\`${key}\` is no key of the datastore \`${this.root}\`: something damaged, or foreign, names it.`,
      );
    }
    return join(this.root, ...parts);
  }

  async #reading<T>(key: string, work: (path: string) => Promise<T>, operation = 'read'): Promise<T | undefined> {
    const path = this.#path(key);
    try {
      return await work(path);
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw folderError(this.root, operation, key, error);
    }
  }

  #tookAway(key: string): never {
    throw new StoreError(`\`${key}\` of the datastore \`${this.root}\` became shorter while it was read.`);
  }

  async #draft(key: string, chunks: Chunks): Promise<FolderDraft> {
    const path = join(this.root, TEMP, `${pid}-${randomUUID()}`);
    try {
      await writeNew(path, chunks);
    } catch (error) {
      await rm(path, { force: true }).catch(() => undefined);
      throw folderError(this.root, 'store', key, error);
    }
    return {
      path,
      discard: () => rm(path, { force: true }),
      publish: async (name) => {
        try {
          await this.#named(name, (target) => rename(path, target));
        } catch (error) {
          await rm(path, { force: true }).catch(() => undefined);
          throw folderError(this.root, 'store', name, error);
        }
      },
    };
  }

  /** Gives a name in a folder that may be missing, and that somebody who deletes may take away again at any moment. */
  async #named(key: string, name: (path: string) => Promise<void>): Promise<void> {
    const path = this.#path(key);
    for (let left = 5; ; left--) {
      try {
        return await name(path);
      } catch (error) {
        if (codeOf(error) !== 'ENOENT' || left === 0) throw error;
        await makeFolder(dirname(path));
      }
    }
  }

  #linkError(key: string, error: unknown): unknown {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EXDEV'].includes(codeOf(error) ?? '')) {
      return folderError(this.root, 'store', key, error);
    }
    return new StoreError(
      `The datastore \`${this.root}\` lies on a file system without hard links, by which flowc makes sure that a task has one result. Choose a folder on another one, or S3.`,
      { cause: error },
    );
  }

  /** The entries of a folder, some at a time. */
  async *#entries(prefix: string): AsyncGenerator<readonly Dirent[]> {
    const path = prefix === '' ? this.root : this.#path(prefix.replace(/\/$/, ''));
    let entries: Dirent[] = [];
    try {
      for await (const entry of await opendir(path, { bufferSize: 256 })) {
        if (prefix === '' && entry.name === TEMP) continue;
        entries.push(entry);
        if (entries.length < 256) continue;
        yield entries;
        entries = [];
      }
    } catch (error) {
      if (!isMissing(error)) throw folderError(this.root, 'list', prefix, error);
    }
    yield entries;
  }

  /** An object store has no empty folders, so this has none either. */
  async #prune(folder: string): Promise<void> {
    try {
      for (let at = folder; at.length > this.root.length; at = dirname(at)) await rmdir(at);
    } catch {
      // Not empty, or somebody else was faster.
    }
  }
}

interface FolderDraft extends Draft {
  readonly path: string;
}

const lengthOf = (size: number, { start, end }: ByteRange): number => Math.max(0, Math.min(size, end) - start);
