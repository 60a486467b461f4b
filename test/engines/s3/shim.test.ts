// A flow whose pods share nothing but a bucket.

import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { attemptKey } from '../../../src/runtime/store/layout.ts';
import { ShimFlow } from '../../unit/runtime/shim/shim-flow.ts';
import { startProxy, type Proxy } from './proxy.ts';
import { ACCESS_KEY, BUCKET, buildS3Server, haveS3Server, SECRET_KEY, startS3Server, type S3Server } from './server.ts';

const WAIT = 10 * 60_000;

const CREDENTIALS = { AWS_ACCESS_KEY_ID: ACCESS_KEY, AWS_SECRET_ACCESS_KEY: SECRET_KEY, AWS_REGION: 'us-east-1' };

describe.runIf(haveS3Server)('a flow on S3', () => {
  let server: S3Server;
  let proxy: Proxy;

  beforeAll(async () => {
    for (const [name, value] of Object.entries(CREDENTIALS)) vi.stubEnv(name, value);
    await buildS3Server();
    server = await startS3Server();
    proxy = await startProxy(server.socket);
  }, WAIT);

  afterAll(async () => {
    await proxy.close();
    await server.stop();
    vi.unstubAllEnvs();
  });

  test('runs, with artifacts that are fetched ahead and such as load when they are read, files, a foreach and logs', async () => {
    const flow = await ShimFlow.of(
      `
      words: string[] = [];
      big!: string;
      model!: FileArtifact;
      length!: number;
      total!: number;
      @step start() {
        writeFileSync('model.bin', 'x'.repeat(1_000_000));
        this.model = file('model.bin');
        this.words = ['a', 'bb', 'ccc'];
        this.big = 'y'.repeat(100_000);
        console.log('started');
        this.next(this.each, { foreach: this.words });
      }
      @step each(word: string) { this.length = word.length; console.error('length', this.length); this.next(this.join); }
      @step join(inputs: Inputs<TestFlow>) {
        this.total = inputs.reduce((sum, input) => sum + input.length, 0);
        note(String(read(inputs[2], 'length')));
        this.next(this.end);
      }
      @step async end() { note([this.total, read(this, 'big'), (await text(this.model.stream())).length].join(' ').length.toString()); }`,
      // What flowc does not see to be read is loaded while everything waits.
      `import { writeFileSync } from 'node:fs';
       import { text } from 'node:stream/consumers';
       const read = (object: unknown, name: string): unknown => Reflect.get(object as object, name);`,
      {
        root: `s3://${BUCKET}/flows`,
        env: { AWS_ENDPOINT_URL_S3: proxy.url, ...CREDENTIALS },
      },
    );
    onTestFinished(() => flow.remove());
    const ran = await flow.walk();
    expect(ran.map(({ step, frames }) => `${step}/${frames}`)).toEqual([
      'start/',
      'each/0',
      'each/1',
      'each/2',
      'join/',
      'end/',
    ]);
    expect(flow.notes()).toEqual(['3', String('6 '.length + 100_000 + ' 1000000'.length)]);
    const { attempt } = await flow.result('each', '1');
    const log = await flow.store.get(
      attemptKey({ flow: 'TestFlow', run: 'r1' }, { step: 'each', frames: '1' }, attempt, 'log'),
    );
    expect(Buffer.from(log ?? []).toString()).toBe('length 2\n');
    expect(await flow.objects('end')).toEqual(['attempts/0/end.json', 'attempts/0/start.json', 'result.json']);
  }, 120_000);
});
