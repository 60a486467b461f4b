// The store on S3: the cases of every store, against a real server, and then what happens when the server, or the way to it, fails.

import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { Blobs } from '../../../src/runtime/store/blobs.ts';
import { requireConditionalPuts } from '../../../src/runtime/store/hold.ts';
import { blobKey } from '../../../src/runtime/store/layout.ts';
import type { Patience } from '../../../src/runtime/store/s3-client.ts';
import { openS3 } from '../../../src/runtime/store/s3.ts';
import type { Store } from '../../../src/runtime/store/store.ts';
import { storeCases } from '../../unit/runtime/store/cases.ts';
import { startProxy, type Proxy } from './proxy.ts';
import { ACCESS_KEY, BUCKET, buildS3Server, haveS3Server, SECRET_KEY, startS3Server, type S3Server } from './server.ts';

const MEBIBYTE = 1024 * 1024;
const WAIT = 10 * 60_000;

const root = `s3://${BUCKET}/some/prefix`;

describe.runIf(haveS3Server)('S3', () => {
  let server: S3Server;
  let proxy: Proxy;
  let store: Store;
  const opened: Store[] = [];

  /** Short of patience, since it is to run out. */
  async function open(patience: Partial<Patience> = {}, env: NodeJS.ProcessEnv = {}): Promise<Store> {
    const all = { failing: 3_000, unreachable: 500, silent: 1_000, ...patience };
    const another = await openS3(root, { AWS_ENDPOINT_URL_S3: proxy.url, ...env }, all);
    opened.push(another);
    return another;
  }

  beforeAll(async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', ACCESS_KEY);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', SECRET_KEY);
    vi.stubEnv('AWS_REGION', 'us-east-1');
    await buildS3Server();
    server = await startS3Server();
    proxy = await startProxy(server.socket);
    store = await open();
  }, WAIT);

  afterEach(() => proxy.set());

  afterAll(async () => {
    for (const one of opened) await one.close();
    await proxy.close();
    await server.stop();
    vi.unstubAllEnvs();
  });

  storeCases(async () => ({ store, dispose: async () => undefined }));

  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const text = (stored: Uint8Array | undefined): string | undefined => stored && Buffer.from(stored).toString();
  const large = randomBytes(20 * MEBIBYTE);

  describe('tries again', () => {
    test.each([
      [500, 'InternalError'],
      [503, 'SlowDown'],
      [429, 'TooManyRequests'],
      [400, 'RequestTimeout'],
    ])('after %i %s, whatever it does', async (status, code) => {
      // More often than the SDK alone would.
      await proxy.set({ butEvery: 6, fault: { kind: 'status', status, code } });
      const patient = await open({ failing: 20_000 });
      await patient.put('again/a', bytes('a'));
      expect(text(await patient.get('again/a'))).toBe('a');
    });

    test('where an answer is cut in the middle of its body', async () => {
      await store.put('again/cut', large);
      const cut = { method: 'GET', times: 4, fault: { kind: 'cut', after: 1_000_000 } } as const;
      await proxy.set(cut);
      expect(large.equals((await store.get('again/cut')) ?? new Uint8Array())).toBe(true);
      await proxy.set(cut);
      const stream = await store.stream('again/cut');
      expect(large.equals((stream && (await buffer(stream))) ?? new Uint8Array())).toBe(true);
      // Three parts, and four that were cut.
      expect(await proxy.requests()).toHaveLength(7);
    });

    test('where the server falls silent', async () => {
      await store.put('again/silent', bytes('patience'));
      await proxy.set({ times: 2, fault: { kind: 'silent' } });
      expect(text(await (await open({ silent: 200, failing: 20_000 })).get('again/silent'))).toBe('patience');
    });

    test('where one part of an upload fails', async () => {
      const fault = { kind: 'status', status: 500, code: 'InternalError' } as const;
      await proxy.set({ url: /partNumber=2/, times: 4, fault });
      await (await open({ failing: 20_000 })).put('again/parts', large);
      expect((await proxy.requests()).filter(({ url }) => url.includes('partNumber=2'))).toHaveLength(5);
      expect(large.equals((await store.get('again/parts')) ?? new Uint8Array())).toBe(true);
    });

    test('a conditional put whose answer was lost, and knows its own object', async () => {
      await proxy.set({ method: 'PUT', times: 1, fault: { kind: 'lose' } });
      expect(await store.putIfAbsent('again/lost', bytes('mine'))).toBe(true);
      await proxy.set({ method: 'PUT', times: 1, fault: { kind: 'lose' } });
      expect(await store.putIfAbsent('again/lost', bytes('another'))).toBe(false);
      expect(text(await store.get('again/lost'))).toBe('mine');
    });

    test('the look whether there are conditional puts, each of whose answers was lost', async () => {
      await proxy.set({ method: 'PUT', butEvery: 2, fault: { kind: 'lose' } });
      await requireConditionalPuts(store);
      expect(text(await store.get('flowc.json'))).toBe('{"format":1}\n');
    });

    test('a conditional put that met another one', async () => {
      await proxy.set({ times: 1, fault: { kind: 'status', status: 409, code: 'ConditionalRequestConflict' } });
      expect(await store.putIfAbsent('again/met', bytes('mine'))).toBe(true);
    });

    test('the end of an upload whose answer was lost', async () => {
      await proxy.set({ method: 'POST', url: /uploadId=/, times: 1, fault: { kind: 'lose' } });
      await store.put('again/end', large);
      expect(
        (await proxy.requests()).filter(({ method, url }) => method === 'POST' && url.includes('uploadId=')),
      ).toHaveLength(2);
      expect(large.equals((await store.get('again/end')) ?? new Uint8Array())).toBe(true);
    });

    test('a blob that was altered on the way', async () => {
      const blobs = new Blobs(store);
      const content = Buffer.concat([
        Buffer.from(`${'{"flowc":1,"format":"raw"}'.padEnd(63)}\n`),
        randomBytes(100_000),
      ]);
      const { sha256 } = await blobs.put({ size: content.length, chunks: () => [content] });
      await proxy.set({ method: 'GET', times: 1, fault: { kind: 'alter' } });
      expect(content.subarray(64).equals((await blobs.get(sha256)).body)).toBe(true);
      expect(await proxy.requests()).toHaveLength(2);
      await proxy.set({ method: 'GET', fault: { kind: 'alter' } });
      await expect(blobs.get(sha256)).rejects.toMatchObject({ name: 'DamagedBlob', sha256 });
    });

    test('not at all where the server is only slow', async () => {
      await store.put('again/slow', bytes('slow'));
      await proxy.set({ fault: { kind: 'wait', time: 600 } });
      expect(text(await store.get('again/slow'))).toBe('slow');
      expect(await proxy.requests()).toHaveLength(1);
    });
  });

  describe('gives up with one clear error', () => {
    // The store's own patience is what is tested, and the SDK's comes first.
    beforeAll(() => void vi.stubEnv('AWS_MAX_ATTEMPTS', '1'));
    afterAll(() => void vi.stubEnv('AWS_MAX_ATTEMPTS', undefined));

    const start = (operation: string, key: string): string =>
      `StoreError: The datastore \`${root}\` cannot ${operation} \`${key}\`: `;

    test.each([
      [503, 'SlowDown', /SlowDown: made by the proxy\. Tried for \d+ s\. The server is overloaded/],
      [500, 'InternalError', /InternalError: made by the proxy\. Tried for \d+ s\./],
      [403, 'AccessDenied', /AccessDenied: made by the proxy\. These credentials may not do that/],
      [403, '', /AccessDenied \(403\)\. These credentials may not do that/],
      [403, 'InvalidAccessKeyId', /InvalidAccessKeyId: made by the proxy\. The server does not know this access key/],
      [403, 'RequestTimeTooSkewed', /RequestTimeTooSkewed: made by the proxy\. This machine's clock is wrong/],
      [400, 'AuthorizationHeaderMalformed', /made by the proxy\. The bucket lies in another region\. Set AWS_REGION/],
      [400, 'InvalidToken', /InvalidToken: made by the proxy\. The server does not take this session token/],
      [400, 'ExpiredToken', /ExpiredToken: made by the proxy\. The credentials have run out/],
      [403, 'SignatureDoesNotMatch', /SignatureDoesNotMatch: made by the proxy\. The secret key is wrong/],
      [404, 'NoSuchBucket', /NoSuchBucket: made by the proxy\. There is no such bucket/],
      [501, 'NotImplemented', /NotImplemented: made by the proxy\. The server has no such operation/],
    ])('where everything is answered with %i %s', async (status, code, expected) => {
      await proxy.set({ fault: { kind: 'status', status, code } });
      const impatient = await open({ failing: 300 });
      for (const [operation, key, failure] of [
        ['read', 'fail/a', await impatient.get('fail/a').catch(String)],
        ['store', 'fail/a', await impatient.put('fail/a', bytes('a')).catch(String)],
        ['store', 'fail/a', await impatient.put('fail/a', large).catch(String)],
        ['store', 'fail/a', await impatient.putIfAbsent('fail/a', bytes('a')).catch(String)],
        ['list', 'fail/', await impatient.list('fail/')[Symbol.asyncIterator]().next().catch(String)],
        ['delete', 'fail/a', await impatient.delete(['fail/a']).catch(String)],
      ] as const) {
        expect(failure).toContain(start(operation, key));
        expect(failure).toMatch(expected);
      }
      await proxy.set();
      expect(await store.head('fail/a')).toBeUndefined();
    });

    test('where something is not allowed, with the permission that is missing', async () => {
      await proxy.set({ fault: { kind: 'status', status: 403, code: 'AccessDenied' } });
      const impatient = await open({ failing: 300 });
      const [all, bucket] = [root.replace('s3://', 'arn:aws:s3:::'), `arn:aws:s3:::${BUCKET}`];
      await expect(impatient.get('a')).rejects.toThrow(
        `Allow s3:GetObject on \`${all}/*\`, and s3:ListBucket on \`${bucket}\`.`,
      );
      await expect(impatient.put('a', bytes('a'))).rejects.toThrow(`Allow s3:PutObject on \`${all}/*\`.`);
      await expect(impatient.delete(['a'])).rejects.toThrow(`Allow s3:DeleteObject on \`${all}/*\`.`);
      await expect(Array.fromAsync(impatient.list(''))).rejects.toThrow(`Allow s3:ListBucket on \`${bucket}\`.`);
    });

    test('where every answer is cut', async () => {
      await store.put('fail/cut', bytes('never whole'));
      await proxy.set({ method: 'GET', fault: { kind: 'cut', after: 4 } });
      const failure = await store.get('fail/cut').catch(String);
      expect(failure).toContain(start('read', 'fail/cut'));
      expect(failure).toMatch(/Tried for \d+ s/);
    });

    test('where the server never answers', async () => {
      await proxy.set({ fault: { kind: 'silent' } });
      const impatient = await open({ silent: 200, failing: 500 });
      await expect(impatient.get('fail/a')).rejects.toThrow(start('read', 'fail/a').replace('StoreError: ', ''));
    });

    test('where nobody listens', async () => {
      const nobody = await open({}, { AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:1' });
      await expect(nobody.get('fail/a')).rejects.toThrow(
        /cannot read `fail\/a`: ECONNREFUSED.*Could not connect\. Start the server/,
      );
    });

    test('where the bucket is not there', async () => {
      const none = await openS3('s3://no-such-bucket/x', { AWS_ENDPOINT_URL_S3: proxy.url });
      opened.push(none);
      await expect(none.put('a', bytes('a'))).rejects.toThrow(/cannot store `a`: NoSuchBucket: .*Create it/);
    });

    test('where there are no credentials', async () => {
      vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
      vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined);
      vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
      vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/dev/null');
      vi.stubEnv('AWS_CONFIG_FILE', '/dev/null');
      await expect((await open()).get('fail/a')).rejects.toThrow(
        /there are no credentials \(Could not load credentials from any providers\)\. Set AWS_ACCESS_KEY_ID/,
      );
      vi.stubEnv('AWS_ACCESS_KEY_ID', ACCESS_KEY);
      vi.stubEnv('AWS_SECRET_ACCESS_KEY', SECRET_KEY);
    });

    test('where the keys are wrong', async () => {
      vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'wrong');
      await expect((await open()).get('fail/a')).rejects.toThrow(/SignatureDoesNotMatch: .*The secret key is wrong/);
      vi.stubEnv('AWS_SECRET_ACCESS_KEY', SECRET_KEY);
    });

    test('and shows nothing of an upload whose part was refused', async () => {
      await proxy.set({ url: /partNumber=3/, fault: { kind: 'status', status: 403, code: 'AccessDenied' } });
      await expect(store.put('fail/part', large)).rejects.toThrow('AccessDenied');
      const requests = await proxy.requests();
      expect(requests.some(({ method, url }) => method === 'DELETE' && url.includes('uploadId='))).toBe(true);
      await proxy.set();
      expect(await store.head('fail/part')).toBeUndefined();
    });

    test('and leaves no file of a download that fails halfway', async () => {
      const blobs = new Blobs(store);
      const { sha256 } = await blobs.put({ size: large.length, chunks: () => [large] });
      const folder = mkdtempSync(join(tmpdir(), 'flowc-download-'));
      try {
        await proxy.set({ range: /^bytes=[1-9]/, fault: { kind: 'status', status: 403, code: 'AccessDenied' } });
        await expect(blobs.download(sha256, join(folder, 'file'))).rejects.toThrow('AccessDenied');
        await expect(blobs.stream(sha256).then(buffer)).rejects.toThrow('AccessDenied');
        expect(existsSync(join(folder, 'file'))).toBe(false);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });

    test('where the server ignores the condition of a put', async () => {
      await proxy.set({ method: 'PUT', fault: { kind: 'status', status: 200, code: '' } });
      await expect(requireConditionalPuts(store)).rejects.toThrow('has no conditional put: it ignores `If-None-Match`');
    });
  });

  test('a value that is there already is not sent again', async () => {
    const blobs = new Blobs(store);
    const source = { size: large.length, chunks: () => [large] };
    await blobs.put(source);
    await proxy.set();
    const sha256 = createHash('sha256').update(large).digest('hex');
    expect(await blobs.put(source)).toEqual({ sha256, size: large.length });
    expect((await proxy.requests()).map(({ method, url }) => [method, url])).toEqual([
      ['HEAD', expect.stringContaining(blobKey(sha256))],
    ]);
  });

  test('a small artifact costs one request to read', async () => {
    const blobs = new Blobs(store);
    const content = Buffer.from(`${'{"flowc":1,"format":"json"}'.padEnd(63)}\n{}`);
    const { sha256 } = await blobs.put({ size: content.length, chunks: () => [content] });
    await proxy.set();
    await blobs.get(sha256);
    expect(await proxy.requests()).toHaveLength(1);
  });

  test('where no region is named one is taken, and a prefix may be empty', async () => {
    vi.stubEnv('AWS_REGION', undefined);
    vi.stubEnv('AWS_CONFIG_FILE', '/dev/null');
    const plain = await openS3(`s3://${BUCKET}`, { AWS_ENDPOINT_URL: proxy.url });
    opened.push(plain);
    vi.stubEnv('AWS_REGION', 'us-east-1');
    await plain.put('top', bytes('top'));
    expect(text(await plain.get('top'))).toBe('top');
    expect(existsSync(join(server.folder, BUCKET, 'top'))).toBe(true);
  });
});
