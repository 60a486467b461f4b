import type { Readable } from 'node:stream';

// The small interface between flowc and a place that keeps bytes: a local folder, or S3 and what speaks like it. Keys are relative, with `/` between
// their parts. Every put is whole or nothing: no reader ever sees half an object.

/** Bytes that can be read more than once: a hash first, then a copy, and again after a fault. */
export interface ByteSource {
  readonly size: number;
  /** All bytes, in order, from the start at every call. Nobody writes to a chunk after it was given out. */
  chunks(): Chunks;
  /** A piece from the middle, where that does not cost reading all before it. A source in memory, whose chunks are at hand, needs none. */
  read?(range: ByteRange): Promise<Uint8Array>;
}

export type Chunks = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** The bytes from `start` up to, not with, `end`, which may lie past the end of the object, or be Infinity. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface StoredObject {
  readonly key: string;
  readonly size: number;
  readonly modified: Date;
}

/**
 * A back end. A method that cannot do its work after retries throws a StoreError that names root, key and what to do; that an object is not there is
 * no error.
 */
export interface Store {
  /** As the user named it: a folder, absolute, or `s3://bucket/prefix`. */
  readonly root: string;
  /** The bytes lie alone in their ArrayBuffer. */
  get(key: string, range?: ByteRange): Promise<Uint8Array<ArrayBuffer> | undefined>;
  stream(key: string, range?: ByteRange): Promise<Readable | undefined>;
  /** Reads from `start` on into all of `target`, without another copy; `false`: the object is not there, or ends before that. */
  fill(key: string, target: Uint8Array<ArrayBuffer>, start: number): Promise<boolean>;
  head(key: string): Promise<StoredObject | undefined>;
  /** Replaces what is there. */
  put(key: string, bytes: Uint8Array | ByteSource): Promise<void>;
  /** Puts only where nothing is; `false`: something is there and stays. Of many at once one wins. */
  putIfAbsent(key: string, bytes: Uint8Array): Promise<boolean>;
  /** For an object whose key follows from its bytes: writes them now, takes the key later. Absent where a store wants the key first. */
  draft?(chunks: Chunks): Promise<Draft>;
  /** Every object whose key begins with `prefix`, which ends with `/` or is empty. What lies in `tmp/` is shown only to who asks for it. */
  list(prefix: string): AsyncIterable<StoredObject>;
  /** The names of the next part of the keys below `prefix`: the folders in a folder. */
  folders(prefix: string): AsyncIterable<string>;
  delete(keys: readonly string[]): Promise<void>;
  /** Makes it as new as if it had been put now; `false`: it is not there, or has to be put again for that. */
  touch(key: string): Promise<boolean>;
  /** The file that is, or will be, the object: where the store is a folder, a log may grow in its place. */
  localPath(key: string): string | undefined;
  /** Ends connections. */
  close(): Promise<void>;
}

/** A store as a worker has it, where there is code that cannot wait: the getter of an artifact that nobody foresaw would be read. */
export interface SyncStore extends Store {
  /** As `get`, while everything waits. */
  getSync(key: string, range?: ByteRange): Uint8Array<ArrayBuffer> | undefined;
}

/** Bytes that are stored, but not under any key yet. Exactly one of the two is to be called. */
export interface Draft {
  publish(key: string): Promise<void>;
  discard(): Promise<void>;
}

/** The store failed, and trying again did not help. */
export class StoreError extends Error {
  override readonly name: string = 'StoreError';
}
