// A run of Argo's over S3, as its pods leave it, looked at and brought home: pods here are processes with the arguments and environment that the manifests give.

import { join } from 'node:path';
import { env as machine } from 'node:process';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { artifactsOf } from '../../../src/client/artifacts-of.ts';
import { Client } from '../../../src/client/client.ts';
import { find } from '../../../src/client/pathspec.ts';
import { flowc, type Ran } from '../../unit/cli/run.ts';
import { ShimFlow } from '../../unit/runtime/shim/shim-flow.ts';
import { startProxy, type Proxy } from './proxy.ts';
import { ACCESS_KEY, BUCKET, buildS3Server, haveS3Server, SECRET_KEY, startS3Server, type S3Server } from './server.ts';

const CREDENTIALS = { AWS_ACCESS_KEY_ID: ACCESS_KEY, AWS_SECRET_ACCESS_KEY: SECRET_KEY, AWS_REGION: 'us-east-1' };

const ROOT = `s3://${BUCKET}/flows`;
const WORKFLOW = 'test-flow-x7k2p';
const RUN = `${WORKFLOW}-5f0c9a1e`;

const FLOW = `
  words: string[] = [];
  length!: number;
  total!: number;
  @step start() {
    this.words = ['a', 'bb', 'ccc'];
    this.next(this.measure, { foreach: this.words });
  }
  @step measure(word: string) {
    console.log('measuring', word);
    if (word === 'bb' && process.env['FLOWC_POD'] !== undefined) throw new RangeError('no ruler here');
    note(word);
    this.length = word.length;
    this.next(this.sum);
  }
  @step sum(inputs: Inputs<TestFlow>) {
    this.total = inputs.reduce((sum, input) => sum + input.length, 0);
    this.next(this.end);
  }
  @step end() {}`;

describe.runIf(haveS3Server)('a run of Argo over S3', { timeout: 120_000 }, () => {
  let server: S3Server;
  let proxy: Proxy;
  let flow: ShimFlow;

  beforeAll(async () => {
    for (const [name, value] of Object.entries(CREDENTIALS)) vi.stubEnv(name, value);
    await buildS3Server();
    server = await startS3Server();
    proxy = await startProxy(server.socket);
    const env = {
      ...CREDENTIALS,
      AWS_ENDPOINT_URL_S3: proxy.url,
      FLOWC_RUN: RUN,
      FLOWC_ENGINE: 'argo/5f0c9a1e-77aa-4c1d-9b1f-0123456789ab',
    };
    flow = await ShimFlow.of(FLOW, '', { root: ROOT, env });
    await pod('start');
    await pod('measure', '0');
  }, 10 * 60_000);

  afterAll(async () => {
    await flow.remove();
    await proxy.close();
    await server.stop();
    vi.unstubAllEnvs();
  });

  const podOf = (step: string, frames = ''): string => `${WORKFLOW}-${step}-${1000 + Number(frames)}`;

  const pod = async (step: string, frames = ''): Promise<number | string> =>
    (await flow.pod(step, { frames, env: { FLOWC_POD: podOf(step, frames) } })).code;

  const command = (...argv: readonly string[]): Promise<Ran> =>
    flowc(join(flow.folder, 'project'), argv, {
      env: { PATH: machine['PATH'], ...CREDENTIALS, AWS_ENDPOINT_URL_S3: proxy.url, FLOWC_DATASTORE: ROOT },
    });

  /** What every task of a run left: sha256 by artifact. */
  async function left(run: string): Promise<Readonly<Record<string, string>>> {
    const found = await find(new Client(flow.store), `TestFlow/${run}`);
    if (found.kind !== 'run') throw new Error(`${run} is no run`);
    const hashes: Record<string, string> = {};
    for (const task of (await found.run.steps()).flatMap(({ tasks }) => tasks)) {
      for (const { name, ref } of await artifactsOf(found.run, task))
        hashes[`${task.task.step}/${task.task.frames}/${name}`] = ref.sha256;
    }
    return hashes;
  }

  test('is looked at while it goes on, and neither resumed nor taken for failed', async () => {
    const { out } = await command('runs');
    expect(out).toMatch(new RegExp(`\\n${RUN} +TestFlow +running`));
    expect((await command('logs', `${WORKFLOW}/measure`)).out).toBe('measuring a\n');
    expect((await command('get', `${WORKFLOW}/measure/0/length`)).out).toBe('1\n');
    const { code, err } = await command('resume', WORKFLOW, 'flow.ts');
    expect([code, err]).toEqual([2, expect.stringContaining(`or stop it (\`argo stop ${WORKFLOW}\`)`)]);
  });

  test('in a bucket that is not there is told in the line that a pod says', async () => {
    const { code, err } = await command('runs', '--datastore', 's3://nowhere/flows');
    expect([code, err]).toEqual([
      2,
      expect.stringContaining('`s3://nowhere/flows` cannot list `runs/`: NoSuchBucket: '),
    ]);
  });

  test('that has failed is explained by its pod, and followed to its end', async () => {
    const following = command('logs', WORKFLOW, '--follow');
    expect(await pod('measure', '1')).toBe(1);
    expect((await following).out).toContain('measure/1 │ measuring bb\n');
    const { out } = await command('explain', podOf('measure', '1'));
    expect(out).toContain(`TestFlow/${RUN}/measure/1\n`);
    expect(out).toMatch(/step +measure, flow\.ts:\d+\n/);
    expect(out).toContain('RangeError: no ruler here\n');
    const page = (await command('show', WORKFLOW)).out;
    expect(page).toMatch(new RegExp(`^TestFlow/${RUN}  failed\n`));
    expect(page).toContain(`workflow  ${WORKFLOW}\n`);
    expect((await command('show', `${WORKFLOW}/measure/1`)).out).toContain(podOf('measure', '1'));
  });

  test('goes on at home from the task that failed, and leaves what an unbroken run leaves', async () => {
    const before = flow.notes().length;
    const resumed = await command('resume', WORKFLOW, '--run-id', 'home');
    expect(resumed.code, resumed.err + resumed.out).toBe(0);
    expect(resumed.err).not.toContain('warning');
    expect(flow.notes().slice(before).toSorted()).toEqual(['bb', 'ccc']);
    const unbroken = await command('run', 'flow.ts', '--run-id', 'unbroken');
    expect(unbroken.code, unbroken.err).toBe(0);
    expect(await left('home')).toEqual(await left('unbroken'));
    expect((await command('get', 'home/end/total')).out).toBe('6\n');
    expect((await command('show', 'home')).out).toContain(`resumes  ${RUN}`);
  });
});
