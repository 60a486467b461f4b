// A flow whose pods share nothing but a bucket.

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { attemptKey } from '../../../src/runtime/store/layout.ts';
import { openStore } from '../../../src/runtime/store/open.ts';
import { END, ShimFlow } from '../../unit/runtime/shim/shim-flow.ts';
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

  const onS3 = async (members: string): Promise<ShimFlow> => {
    const env = { AWS_ENDPOINT_URL_S3: proxy.url, ...CREDENTIALS };
    // Runs have a prefix each, as all are called the same.
    const flow = await ShimFlow.of(members, '', { root: `s3://${BUCKET}/${randomUUID()}`, env });
    onTestFinished(() => flow.remove());
    return flow;
  };

  test('a log of 100,000 lines on two streams is whole and in order, in the pod and in the bucket', async () => {
    const flow = await onS3(`
      @step start() {
        for (let line = 0; line < 100_000; line++) process[line % 3 === 0 ? 'stderr' : 'stdout'].write('line ' + line + '\\n');
        this.next(this.end);
      }
      ${END}`);
    const { code, output } = await flow.pod('start');
    const { attempt } = await flow.result('start');
    const task = { step: 'start', frames: '' };
    const log = await flow.store.get(attemptKey({ flow: 'TestFlow', run: flow.run }, task, attempt, 'log'));
    const lines = Array.from({ length: 100_000 }, (_, line) => `line ${line}\n`).join('');
    expect([code, output === lines, Buffer.from(log ?? []).toString() === lines]).toEqual([0, true, true]);
  }, 120_000);

  test('a task that is started twice at once, and once more after it succeeded, has one result', async () => {
    const flow = await onS3(`
      value!: number;
      @step start() { this.next(this.pick); }
      @step pick() {
        note('picked');
        this.value = Math.random();
        if (this.value < 0.5) this.next(this.low); else this.next(this.high);
      }
      @step low() { this.next(this.end); }
      @step high() { this.next(this.end); }
      ${END}`);
    await flow.pod('start');
    const ends = await Promise.all([flow.pod('pick'), flow.pod('pick')]);
    const result = await flow.result('pick');
    ends.push(await flow.pod('pick'));
    for (const { code, control } of ends) expect([code, control]).toEqual([0, result.control]);
    expect(await flow.result('pick')).toEqual(result);
    const outcomes = (await flow.ends('pick')).map(({ outcome }) => outcome).toSorted();
    expect(outcomes).toEqual(['succeeded', 'superseded', 'superseded']);
    expect(flow.notes().length).toBeLessThanOrEqual(2);
  }, 120_000);

  test('the control is put where it is wanted, beside the frames of a foreach, by every attempt alike', async () => {
    const flow = await onS3(`
      length!: number;
      @step start() { this.next(this.each, { foreach: ['a', 'bb'] }); }
      @step each(word: string) { this.length = word.length; this.next(this.inner, { foreach: word === 'a' ? [] : [1, 2] }); }
      @step inner() { this.next(this.joinInner); }
      @step joinInner(inputs: Inputs<TestFlow>) { note(String(inputs.length)); this.next(this.join); }
      @step join(inputs: Inputs<TestFlow>) { note(String(inputs.length)); this.next(this.end); }
      ${END}`);
    const run = async (step: string, frames = '') => {
      const place = `s3://${BUCKET}/${randomUUID()}/tasks/control`;
      const { code, output } = await flow.pod(step, { frames, env: { FLOWC_CONTROL: place } });
      expect([code, output]).toEqual([0, '']);
      const store = await openStore(place, { AWS_ENDPOINT_URL_S3: proxy.url, ...CREDENTIALS });
      onTestFinished(() => store.close());
      const objects = await Array.fromAsync(store.list(''), async ({ key }) => [key, await store.get(key)] as const);
      return Object.fromEntries(objects.map(([key, bytes = []]) => [key, Buffer.from(bytes).toString()]));
    };
    const first = {
      'return.json': '{"next":"each","count":2,"inside":""}',
      'frames.json': '["0","1"]',
    };
    expect(await run('start')).toEqual(first);
    expect(await run('start')).toEqual(first);
    expect(await run('each', '0')).toEqual({
      'return.json': '{"next":"inner","count":0,"inside":"0."}',
      'frames.json': '[]',
    });
    expect((await run('each', '1'))['frames.json']).toBe('["1.0","1.1"]');
    expect(await run('inner', '1.1')).toEqual({ 'return.json': '{"next":"joinInner"}' });
  }, 120_000);
});
