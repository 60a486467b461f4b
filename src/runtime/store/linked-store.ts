import { read, readSync, writeSync } from 'node:fs';
import { Readable } from 'node:stream';
import { asSource, pieces } from './chunks.ts';
import { MOST_BYTES, packet, PacketReader, type Packet, type StoreReply, type StoreRequest } from './packets.ts';
import { StoreError, type ByteRange, type ByteSource, type Store, type StoredObject, type SyncStore } from './store.ts';

// A datastore on S3 as a worker has it. The AWS SDK takes longer to load than all the rest of a worker's start, and its supervisor has loaded it already: so that
// one does what a worker asks. Only for what does not fit into one packet the worker has a client of its own, which a large object is worth.
// served-store.ts is the other end.

/** Files of the worker's process: sockets whose other ends the supervisor has. */
const LINK = { requests: 4, sync: 5 } as const;

/** The most that is read at once from a socket. */
const READ = 256 * 1024;

type Reply = Packet<StoreReply>;

export class LinkedStore implements SyncStore {
  readonly root: string;
  readonly #open: () => Promise<Store>;
  readonly #requests = new Requests(LINK.requests);
  #own: Promise<Store> | undefined;

  /** @param open - Opens the store in this process. */
  constructor(root: string, open: () => Promise<Store>) {
    this.root = root;
    this.#open = open;
  }

  async get(key: string, range: ByteRange = ALL): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const first = bytesIn(await this.#ask(firstOf(key, range)));
    return first !== undefined && goesOn(first, range) ? (await this.#here()).get(key, range) : first;
  }

  getSync(key: string, range: ByteRange = ALL): Uint8Array<ArrayBuffer> | undefined {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for (let { start } = range; ; start += MOST_BYTES) {
      const rest = { start, end: range.end };
      const part = bytesIn(askSync(LINK.sync, firstOf(key, rest)));
      if (part === undefined) return undefined;
      parts.push(part);
      // Large enough to lie alone.
      if (!goesOn(part, rest)) return parts.length === 1 ? part : Buffer.concat(parts);
    }
  }

  async stream(key: string, range: ByteRange = ALL): Promise<Readable | undefined> {
    const first = bytesIn(await this.#ask(firstOf(key, range)));
    if (first === undefined) return undefined;
    return goesOn(first, range)
      ? (await this.#here()).stream(key, range)
      : Readable.from([first], { objectMode: false });
  }

  async fill(key: string, target: Uint8Array<ArrayBuffer>, start: number): Promise<boolean> {
    return (await this.#here()).fill(key, target, start);
  }

  async head(key: string): Promise<StoredObject | undefined> {
    const { missing, size = 0, modified = 0 } = said(await this.#ask({ call: 'head', key }));
    return missing === true ? undefined : { key, size, modified: new Date(modified) };
  }

  async put(key: string, bytes: Uint8Array | ByteSource): Promise<void> {
    const source = asSource(bytes);
    if (source.size > MOST_BYTES) return (await this.#here()).put(key, bytes);
    const whole = await Array.fromAsync(pieces(source.chunks(), MOST_BYTES));
    said(await this.#ask({ call: 'put', key }, Buffer.concat(whole)));
  }

  async putIfAbsent(key: string, bytes: Uint8Array): Promise<boolean> {
    if (bytes.length > MOST_BYTES) return (await this.#here()).putIfAbsent(key, bytes);
    return said(await this.#ask({ call: 'putIfAbsent', key }, bytes)).done === true;
  }

  async *list(prefix: string): AsyncGenerator<StoredObject> {
    yield* (await this.#here()).list(prefix);
  }

  async *folders(prefix: string): AsyncGenerator<string> {
    yield* (await this.#here()).folders(prefix);
  }

  async delete(keys: readonly string[]): Promise<void> {
    await (await this.#here()).delete(keys);
  }

  async touch(key: string): Promise<boolean> {
    return said(await this.#ask({ call: 'touch', key })).done === true;
  }

  localPath(): undefined {
    return undefined;
  }

  async close(): Promise<void> {
    await (await this.#own)?.close();
  }

  #ask(request: StoreRequest, bytes?: Uint8Array): Promise<Reply> {
    return this.#requests.send(request, bytes);
  }

  #here(): Promise<Store> {
    return (this.#own ??= this.#open());
  }
}

/** What a reply says. Throws StoreError where the supervisor's store failed. */
function said({ head }: Reply): Exclude<StoreReply, { readonly error: string }> {
  if ('error' in head) throw new StoreError(head.error);
  return head;
}

const bytesIn = (reply: Reply): Uint8Array<ArrayBuffer> | undefined =>
  said(reply).missing === true ? undefined : reply.bytes;

const ALL: ByteRange = { start: 0, end: Infinity };

const firstOf = (key: string, { start, end }: ByteRange): StoreRequest => ({
  call: 'get',
  key,
  start,
  end: Math.min(end, start + MOST_BYTES),
});

/** Whether there may be more than one packet has brought. */
const goesOn = (first: Uint8Array, { start, end }: ByteRange): boolean =>
  first.length === MOST_BYTES && end - start > MOST_BYTES;

/** Many at once on one socket. It is read only while there is something to wait for, so that waiting alone keeps no process alive. */
class Requests {
  readonly #file: number;
  readonly #reader = new PacketReader<StoreReply>();
  readonly #waiting = new Map<number, PromiseWithResolvers<Reply>>();
  readonly #buffer = Buffer.allocUnsafeSlow(READ);
  #count = 0;

  constructor(file: number) {
    this.#file = file;
  }

  send(request: StoreRequest, bytes?: Uint8Array): Promise<Reply> {
    const id = this.#count++;
    const reply = Promise.withResolvers<Reply>();
    this.#waiting.set(id, reply);
    writeAll(this.#file, packet({ id, ...request }, bytes));
    if (this.#waiting.size === 1) this.#read();
    return reply.promise;
  }

  #read(): void {
    // Not by node:net, which takes as long to load as all else that a worker needs of Node.
    read(this.#file, this.#buffer, 0, READ, null, (error, length) => {
      if (error !== null || length === 0) return this.#fail(error);
      for (const reply of this.#reader.take(this.#buffer.subarray(0, length))) {
        this.#waiting.get(reply.head.id)?.resolve(reply);
        this.#waiting.delete(reply.head.id);
      }
      if (this.#waiting.size > 0) this.#read();
    });
  }

  #fail(error: Error | null): void {
    for (const { reject } of this.#waiting.values()) reject(gone(error));
    this.#waiting.clear();
  }
}

function askSync(file: number, request: StoreRequest): Reply {
  const reader = new PacketReader<StoreReply>();
  const buffer = Buffer.allocUnsafe(READ);
  writeAll(file, packet({ id: 0, ...request }));
  for (;;) {
    const length = readSync(file, buffer);
    if (length === 0) throw gone(null);
    for (const reply of reader.take(buffer.subarray(0, length))) return reply;
  }
}

function writeAll(file: number, parts: readonly Uint8Array[]): void {
  for (const part of parts) for (let at = 0; at < part.length;) at += writeSync(file, part, at);
}

const gone = (error: Error | null): StoreError =>
  new StoreError(
    `The task's supervisor has gone, and with it the way to the datastore${error === null ? '' : `: ${error.message}`}.`,
  );
