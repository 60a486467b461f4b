import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCommand,
  type CompletedPart,
  type ListObjectsV2CommandOutput,
  type S3Client,
} from './aws.ts';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { ahead, asSource, pieces, ranges, sideBySide } from './chunks.ts';
import { newClient, type Patience, PATIENCE } from './s3-client.ts';
import {
  codeOf,
  isMissing,
  isUnreachable,
  mayHelpToTryAgain,
  s3Error,
  statusOf,
  TornAnswer,
  triesOf,
  type Operation,
} from './s3-errors.ts';
import { StoreError, type ByteRange, type ByteSource, type Store, type StoredObject } from './store.ts';

// A datastore in a bucket. Everything larger than a part goes in parts, up and down, some side by side: so memory is bounded, a fault costs one part,
// and each part, being in memory, can be sent again. The SDK tries again by its own rules; around it stands a loop for what it does not see (bodies
// that end early) and for servers that need longer than the SDK is patient. S3 shows an object when its last byte has arrived, never before.

/** Every part but the last has this size, or more where an object needs it: 10,000 parts is the most that S3 takes. */
const PART = 8 * 1024 * 1024;
const MOST_PARTS = 9_000;

/** Parts of one object under way. */
const WIDTH = 4;

/** The most that one request deletes. */
const DELETED_AT_ONCE = 1_000;

const TEMP = 'tmp/';

export async function openS3(root: string, env: NodeJS.ProcessEnv, patience: Patience = PATIENCE): Promise<Store> {
  const [, bucket = '', path = ''] = /^s3:\/\/([^/]*)\/*(.*?)\/*$/s.exec(root) ?? [];
  if (bucket === '') throw new StoreError(`\`${root}\` names no bucket. Write \`s3://bucket/prefix\`.`);
  const place = { root, bucket, prefix: path === '' ? '' : `${path}/` };
  return new S3Store(place, await newClient(env, patience), patience);
}

interface Place {
  readonly root: string;
  readonly bucket: string;
  readonly prefix: string;
}

interface Part {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The size of the whole object, */
  readonly total: number;
  /** and which one it is, so that no other is mixed in. */
  readonly etag: string | undefined;
}

class S3Store implements Store {
  readonly root: string;
  readonly #bucket: string;
  readonly #prefix: string;
  readonly #client: S3Client;
  readonly #patience: Patience;

  constructor({ root, bucket, prefix }: Place, client: S3Client, patience: Patience) {
    this.root = root;
    this.#bucket = bucket;
    this.#prefix = prefix;
    this.#client = client;
    this.#patience = patience;
  }

  async get(
    key: string,
    { start, end }: ByteRange = { start: 0, end: Infinity },
  ): Promise<Uint8Array<ArrayBuffer> | undefined> {
    if (end <= start) return (await this.head(key)) && new Uint8Array(0);
    const first = await this.#part(key, { start, end: Math.min(end, start + PART) });
    if (first === undefined) return undefined;
    const length = Math.max(0, Math.min(end, first.total) - start);
    if (first.bytes.length >= length) return first.bytes;
    const bytes = new Uint8Array(length);
    bytes.set(first.bytes);
    const rest = bytes.subarray(first.bytes.length);
    return (await this.#fill(key, rest, start + first.bytes.length, first.etag)) ? bytes : undefined;
  }

  async stream(key: string, { start, end }: ByteRange = { start: 0, end: Infinity }): Promise<Readable | undefined> {
    const first = await this.#part(key, { start, end: Math.min(end, start + PART) });
    return first && Readable.from(this.#rest(key, first, start, end), { objectMode: false, highWaterMark: PART });
  }

  async *#rest(key: string, first: Part, start: number, end: number): AsyncGenerator<Uint8Array> {
    yield first.bytes;
    const rest = ranges(start + first.bytes.length, Math.min(end, first.total), PART);
    for await (const part of ahead(rest, WIDTH, (range) => this.#part(key, range, first.etag))) {
      if (part === undefined)
        throw new StoreError(`\`${key}\` of the datastore \`${this.root}\` was deleted while it was read.`);
      yield part.bytes;
    }
  }

  fill(key: string, target: Uint8Array<ArrayBuffer>, start: number): Promise<boolean> {
    return this.#fill(key, target, start);
  }

  async #fill(key: string, target: Uint8Array<ArrayBuffer>, start: number, etag?: string): Promise<boolean> {
    let whole = true;
    await sideBySide(ranges(0, target.length, PART), WIDTH, async (range) => {
      const to = target.subarray(range.start, range.end);
      const part = await this.#part(key, { start: start + range.start, end: start + range.end }, etag, to);
      whole &&= part !== undefined && part.bytes.length === to.length;
    });
    return whole;
  }

  /** One request's worth, whole. The bytes are written to `target` where one is given, which is as long as the range. */
  async #part(
    key: string,
    { start, end }: ByteRange,
    etag?: string,
    target?: Uint8Array<ArrayBuffer>,
  ): Promise<Part | undefined> {
    const get = new GetObjectCommand({ ...this.#at(key), Range: `bytes=${start}-${end - 1}`, IfMatch: etag });
    return this.#try('read', key, async () => {
      try {
        const answer = await this.#client.send(get);
        const length = answer.ContentLength ?? 0;
        const bytes = target?.subarray(0, length) ?? new Uint8Array(length);
        await receive(answer.Body, bytes);
        return {
          bytes,
          total: Number(/\/(\d+)$/.exec(answer.ContentRange ?? '')?.[1] ?? start + length),
          etag: answer.ETag,
        };
      } catch (error) {
        if (isMissing(error)) return undefined;
        // Nothing of the object lies in the range: so it is with every range of an empty object.
        if (statusOf(error) === 416) return { bytes: new Uint8Array(0), total: start, etag };
        throw error;
      }
    });
  }

  async head(key: string): Promise<StoredObject | undefined> {
    return this.#try('look at', key, async () => {
      try {
        const { ContentLength: size = 0, LastModified: modified = new Date(0) } = await this.#client.send(
          new HeadObjectCommand(this.#at(key)),
        );
        return { key, size, modified };
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    });
  }

  async put(key: string, bytes: Uint8Array | ByteSource): Promise<void> {
    const source = asSource(bytes);
    const mebibyte = 1024 * 1024;
    const size = Math.max(PART, Math.ceil(source.size / MOST_PARTS / mebibyte) * mebibyte);
    const parts = pieces(source.chunks(), size);
    const first = await parts.next();
    const only = first.done === true ? new Uint8Array(0) : first.value;
    if (only.length < size) return this.#putOne(key, only);
    await this.#putParts(
      key,
      (async function* () {
        yield only;
        yield* parts;
      })(),
    );
  }

  async #putOne(key: string, bytes: Uint8Array): Promise<void> {
    const put = new PutObjectCommand({ ...this.#at(key), Body: bytes, ContentLength: bytes.length });
    await this.#try('store', key, () => this.#client.send(put));
  }

  async #putParts(key: string, parts: AsyncIterable<Uint8Array>): Promise<void> {
    // The SDK gives every part a checksum unless it was told not to. The upload has to announce that, or S3 refuses the parts.
    const checks = (await this.#client.config.requestChecksumCalculation()) === 'WHEN_SUPPORTED';
    const create = new CreateMultipartUploadCommand({
      ...this.#at(key),
      ChecksumAlgorithm: checks ? 'CRC32' : undefined,
    });
    const { UploadId } = await this.#try('store', key, () => this.#client.send(create));
    const upload = { ...this.#at(key), UploadId };
    const done: CompletedPart[] = [];
    try {
      let count = 0;
      await sideBySide(parts, WIDTH, async (part) => {
        const PartNumber = ++count;
        const put = new UploadPartCommand({ ...upload, PartNumber, Body: part, ContentLength: part.length });
        const { ETag, ChecksumCRC32 } = await this.#try('store', key, () => this.#client.send(put));
        done[PartNumber - 1] = { PartNumber, ETag, ChecksumCRC32 };
      });
      await this.#complete(key, new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: done } }));
    } catch (error) {
      // Where this fails too, the bucket's own rule for unfinished uploads ends it.
      await this.#client.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
      throw error;
    }
  }

  /** An upload that is gone at the second try was completed by the first, whose answer was lost. */
  async #complete(key: string, complete: CompleteMultipartUploadCommand): Promise<void> {
    await this.#try('store', key, async (tries) => {
      try {
        await this.#client.send(complete);
      } catch (error) {
        if (codeOf(error) !== 'NoSuchUpload' || tries + triesOf(error) <= 1 || (await this.head(key)) === undefined)
          throw error;
      }
    });
  }

  async putIfAbsent(key: string, bytes: Uint8Array): Promise<boolean> {
    const put = new PutObjectCommand({ ...this.#at(key), Body: bytes, ContentLength: bytes.length, IfNoneMatch: '*' });
    return this.#try('store', key, async (tries) => {
      try {
        await this.#client.send(put);
        return true;
      } catch (error) {
        if (statusOf(error) !== 412) throw error;
        // What is there may be our own, from a try whose answer was lost.
        return tries + triesOf(error) > 1 && Buffer.compare((await this.get(key)) ?? new Uint8Array(0), bytes) === 0;
      }
    });
  }

  async *list(prefix: string): AsyncGenerator<StoredObject> {
    for await (const { Contents = [] } of this.#pages(prefix)) {
      for (const { Key = '', Size = 0, LastModified = new Date(0) } of Contents) {
        const key = Key.slice(this.#prefix.length);
        if (!key.startsWith(TEMP) || prefix.startsWith(TEMP)) yield { key, size: Size, modified: LastModified };
      }
    }
  }

  async *folders(prefix: string): AsyncGenerator<string> {
    for await (const { CommonPrefixes = [] } of this.#pages(prefix, '/')) {
      for (const { Prefix = '' } of CommonPrefixes) {
        const name = Prefix.slice(this.#prefix.length + prefix.length);
        if (prefix !== '' || name !== TEMP) yield name.slice(0, -1);
      }
    }
  }

  async *#pages(prefix: string, delimiter?: string): AsyncGenerator<ListObjectsV2CommandOutput> {
    let token: string | undefined;
    do {
      const list = new ListObjectsV2Command({
        Bucket: this.#bucket,
        Prefix: this.#prefix + prefix,
        Delimiter: delimiter,
        ContinuationToken: token,
      });
      const page = await this.#try('list', prefix, () => this.#client.send(list));
      yield page;
      token = page.NextContinuationToken;
    } while (token !== undefined);
  }

  async delete(keys: readonly string[]): Promise<void> {
    for (const { start, end } of ranges(0, keys.length, DELETED_AT_ONCE)) {
      const Objects = keys.slice(start, end).map((key) => ({ Key: this.#prefix + key }));
      const command = new DeleteObjectsCommand({ Bucket: this.#bucket, Delete: { Objects, Quiet: true } });
      await this.#try('delete', keys[start] ?? '', async () => {
        const { Errors = [] } = await this.#client.send(command);
        const [refused] = Errors.filter(({ Code }) => Code !== 'NoSuchKey');
        if (refused === undefined) return;
        throw Object.assign(new Error(`${refused.Key ?? ''}: ${refused.Message ?? ''}`), {
          name: refused.Code ?? 'Error',
        });
      });
    }
  }

  async touch(key: string): Promise<boolean> {
    const { Bucket, Key } = this.#at(key);
    const CopySource = `${Bucket}/${Key.split('/').map(encodeURIComponent).join('/')}`;
    return this.#try('touch', key, async () => {
      try {
        await this.#client.send(new CopyObjectCommand({ Bucket, Key, CopySource, MetadataDirective: 'REPLACE' }));
        return true;
      } catch (error) {
        // S3 copies no object over 5 GB in one go.
        if (isMissing(error) || ['InvalidRequest', 'EntityTooLarge'].includes(codeOf(error))) return false;
        throw error;
      }
    });
  }

  localPath(): undefined {
    return undefined;
  }

  async close(): Promise<void> {
    this.#client.destroy();
  }

  #at(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.#bucket, Key: this.#prefix + key };
  }

  /** `work` is told how often it was tried before. */
  async #try<T>(operation: Operation, key: string, work: (tries: number) => Promise<T>): Promise<T> {
    const started = performance.now();
    for (let tries = 0; ; tries++) {
      try {
        return await work(tries);
      } catch (error) {
        if (error instanceof StoreError) throw error;
        const passed = performance.now() - started;
        const patience = isUnreachable(error) ? this.#patience.unreachable : this.#patience.failing;
        if (!mayHelpToTryAgain(error) || passed > patience)
          throw s3Error({ root: this.root, key, operation }, error, passed / 1000);
        await sleep(Math.random() * Math.min(5_000, 100 * 2 ** tries));
      }
    }
  }
}

/** Fills `target` with the body of an answer. Throws TornAnswer where it is shorter. */
async function receive(body: unknown, target: Uint8Array): Promise<void> {
  let at = 0;
  if (body instanceof Readable) {
    for await (const chunk of body) {
      const bytes: Uint8Array = chunk;
      if (at + bytes.length > target.length) throw new TornAnswer('the answer is longer than it said');
      target.set(bytes, at);
      at += bytes.length;
    }
  }
  if (at < target.length) throw new TornAnswer(`the answer ended after ${at} of ${target.length} bytes`);
}
