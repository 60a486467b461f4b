import { describe, expect, test } from 'vitest';
import { datastore, trained, type Datastore } from '../client/stored-runs.ts';
import { flowc, projectWith, type Ran } from './run.ts';

const show = ({ root }: Datastore, pathspec: string, ...args: readonly string[]): Promise<Ran> =>
  flowc('/', ['show', pathspec, '--datastore', root, ...args]);

/** The cells of a table's lines. */
const cells = (text: string): readonly (readonly string[])[] =>
  text.split('\n').map((line) => line.trim().split(/ {2,}/));

const error = {
  name: 'RangeError',
  message: 'rate is 0',
  stack: 'RangeError: rate is 0\n    at fit (flows/train.ts:3:11)\n    at TrainFlow.train (flows/train.ts:9:5)',
};

async function failedRun(): Promise<Datastore> {
  const to = datastore();
  const run = await to.run('r', { parameters: { rate: 0 }, tags: ['nightly'] });
  await run.done('start/main', { count: 3 });
  await run.done('train/0', { artifacts: { score: 0.5 } });
  await run.attempt('train/1', { attempt: 0, end: { outcome: 'killed', signal: 'SIGKILL' } });
  await run.attempt('train/1', { attempt: 1, end: { outcome: 'failed', error, exitCode: 1 } });
  await run.done('train/2');
  await run.end('failed');
  return to;
}

describe('flowc show', () => {
  test('shows a flow by its runs', async () => {
    const to = datastore();
    await trained(to, 'a');
    expect((await show(to, 'TrainFlow')).out).toMatch(/^run +flow .*\na +TrainFlow +succeeded/);
  });

  test('shows a run: what it is, what failed and why, then its steps', async () => {
    const { out } = await show(await failedRun(), 'TrainFlow/r');
    expect(out).toMatch(/^TrainFlow\/r {2}failed\n {2}started /);
    expect(cells(out)).toEqual(
      expect.arrayContaining([
        ['tags', 'nightly'],
        ['parameter', 'rate = 0'],
        ['took', '3 min 20 s'],
      ]),
    );
    expect(out).toMatch(
      /\n {2}train\/1 failed\n {4}RangeError: rate is 0\n {8}at fit \(flows\/train.ts:3:11\)\n[^]*\n {2}step /,
    );
    expect(cells(out)).toEqual(
      expect.arrayContaining([
        ['start', '1', 'succeeded', expect.anything(), expect.anything()],
        ['train', '3', '2 succeeded, 1 failed', expect.anything(), expect.anything()],
      ]),
    );
  });

  test('shows a step by its tasks, what failed first', async () => {
    const { out } = await show(await failedRun(), 'r/train');
    expect(out).toMatch(/^TrainFlow\/r\/train {2}3 tasks: 2 succeeded, 1 failed\n/);
    const rows = cells(out).slice(-4, -1);
    expect(rows.map(([task, state, attempts]) => [task, state, attempts])).toEqual([
      ['1', 'failed', '2'],
      ['0', 'succeeded', '1'],
      ['2', 'succeeded', '1'],
    ]);
    expect(rows[0]?.at(-1)).toBe('RangeError: rate is 0');
  });

  test('shows the workflow of a run in Argo, and the pods of a task', async () => {
    const to = datastore();
    const run = await to.run('train-flow-x7k2p-8c1f0000', { engine: 'argo/8c1f0000-1f2e' });
    const pod = 'train-flow-x7k2p-start-1834920112';
    await run.attempt('start/main', { start: { pod }, end: { outcome: 'failed', error } });
    const page = (await show(to, 'train-flow-x7k2p')).out;
    expect(page).toMatch(/^TrainFlow\/train-flow-x7k2p-8c1f0000 {2}failed\n/);
    expect(cells(page)).toContainEqual(['workflow', 'train-flow-x7k2p']);
    expect(cells((await show(to, 'train-flow-x7k2p/start/main')).out).flat()).toContain(pod);
  });

  test('shows the DAG of a run in Airflow, which is named as it is there', async () => {
    const to = datastore();
    const id = 'manual__2026-01-31T03:00:00.123456+00:00';
    const run = await to.run(id, { engine: `airflow/train-flow/${id}/2026-01-31 03:00:00.123456+00:00` });
    await run.done('start/main', { count: 1, log: 'begun\n', artifacts: { rows: 3 } });
    await run.attempt('train/0', { end: { outcome: 'failed', error } });
    const page = (await show(to, id)).out;
    expect(page.startsWith(`TrainFlow/${id}  failed\n`)).toBe(true);
    expect(cells(page)).toContainEqual(['DAG', 'train-flow']);
    expect((await show(to, `TrainFlow/${id}/train/0`)).out).toContain(`TrainFlow/${id}/train/0  failed\n`);
    const at = async (...args: readonly string[]): Promise<string> =>
      (await flowc('/', [...args, '--datastore', to.root])).out;
    expect(await at('logs', `${id}/start`)).toBe('begun\n');
    expect(await at('get', `2026-01-31T03:00:00.123456+00:00/start/rows`, '--json')).toBe('3\n');
    expect(await at('runs')).toContain(`\n${id} `);
  });

  test('shows the execution of a run in Step Functions, whose name names it without the day', async () => {
    const to = datastore();
    const arn = 'arn:aws:states:eu-central-1:123456789012:execution:train-flow:flowc__20260131-030000-k3f9';
    const id = 'flowc__20260131-030000-k3f9-2026-01-31';
    await to.run(id, { engine: `step-functions/${arn}/2026-01-31T03:00:00.123Z` });
    const page = (await show(to, 'flowc__20260131-030000-k3f9')).out;
    expect(page).toContain(`TrainFlow/${id}`);
    expect(cells(page)).toContainEqual(['execution', 'train-flow/flowc__20260131-030000-k3f9']);
  });

  test('sums a wide step up', async () => {
    const to = datastore();
    const run = await to.run('r');
    await run.done('start/main', { count: 100 });
    await Promise.all(Array.from({ length: 100 }, (_, index) => run.done(`train/${index}`)));
    const { out } = await show(to, 'r/train');
    expect(out).toContain('100 tasks: 100 succeeded');
    expect(out).toMatch(/; a task [\d.]+ s to [\d.]+ s, half of them up to [\d.]+ s\n/);
    expect(out).toMatch(/\n {2}39 .*\n {2}and 60 more tasks: --reporter json lists all\n$/);
    const { step } = JSON.parse((await show(to, 'r/train', '--reporter', 'json')).out);
    expect([step.tasks.length, step.states]).toEqual([100, { succeeded: 100 }]);
  });

  test('shows a task: where it comes from, its attempts, error and the lines of the flow around it', async () => {
    const to = await failedRun();
    const root = projectWith({
      'flows/train.ts': 'export function fit(rate: number) {\n  // never\n  throw new RangeError();\n}\n',
    });
    const { out } = await flowc(root, ['show', 'r/train/1', '--datastore', to.root]);
    expect(out).toMatch(/^TrainFlow\/r\/train\/1 {2}failed\n/);
    expect(cells(out)).toEqual(
      expect.arrayContaining([
        ['foreach', 'index 1 of 3, opened by start/main'],
        ['input', 'start/main'],
      ]),
    );
    const attempts = cells(out).filter(([, outcome]) => outcome === 'killed' || outcome === 'failed');
    expect(attempts.slice(-2).map((row) => [row[0], row[1], row[4], row[5]])).toEqual([
      ['0', 'killed', 'SIGKILL', 'node-7, process 4711'],
      ['1', 'failed', '1', 'node-7, process 4711'],
    ]);
    expect(out).toContain(
      '\n  flows/train.ts, as it is now\n    1 │ export function fit(rate: number) {\n    2 │   // never\n  > 3 │   throw new RangeError();\n',
    );
  });

  test('shows what a task left: kind, size and as much of the value as fits', async () => {
    const to = datastore();
    const run = await to.run('r');
    const file = await to.file('model.bin', Buffer.from('weights'));
    const artifacts = {
      text: 'two\nlines',
      list: [1, 2, 3],
      map: new Map([['a', 1]]),
      big: 'x'.repeat(100_000),
      numbers: new Float64Array(20_000),
      model: file,
    };
    await run.done('start/main', { count: 0, artifacts });
    const { out } = await show(to, 'r/start/main');
    const rows = new Map(cells(out).map(([name, kind, size, ...value]) => [name, [kind, size, value.join(' ')]]));
    expect(rows.get('text')).toEqual(['string', expect.stringMatching(/ B$/), "'two\\nlines'"]);
    expect(rows.get('list')).toEqual(['Array(3)', expect.anything(), '[ 1, 2, 3 ]']);
    expect(rows.get('map')).toEqual(['Map(1)', expect.anything(), "Map(1) { 'a' => 1 }"]);
    expect(rows.get('big')).toEqual(['string', '100 kB', expect.stringMatching(/^"x{199}…$/)]);
    expect(rows.get('numbers')).toEqual(['Float64Array(20,000)', '160 kB', '']);
    expect(rows.get('model')).toEqual(['file', expect.anything(), 'model.bin, 7 B']);
    expect((await show(to, 'r/start/numbers')).out).toMatch(
      /^TrainFlow\/r\/start\/main\/numbers\n {2}kind {4}Float64Array\(20,000\)\n/,
    );
  });

  test('shows the inputs of a join, and how a foreach went on', async () => {
    const to = datastore();
    await trained(to, 'r');
    expect(cells((await show(to, 'r/pick/main')).out)).toContainEqual(['inputs', 'train/0, train/1, train/2']);
    expect(cells((await show(to, 'r/start/main')).out)).toEqual(
      expect.arrayContaining([
        ['next', 'train'],
        ['elements', '3'],
      ]),
    );
    const { task } = JSON.parse((await show(to, 'r/train/2', '--reporter', 'json')).out);
    expect(task).toMatchObject({
      step: 'train',
      task: '2',
      state: 'succeeded',
      inputs: ['start/main'],
      foreach: [{ step: 'start', index: 2, size: 3 }],
    });
  });

  test('says of a reused task where it came from', async () => {
    const to = datastore();
    await trained(to, 'first');
    await to.run('second', { origins: ['first'], started: '2026-11-20T12:00:00.000Z' });
    const { out } = await show(to, 'second/train/1');
    expect(out).toMatch(/^TrainFlow\/second\/train\/1 {2}reused\n/);
    expect(cells(out)).toContainEqual(['reused from', 'TrainFlow/first/train/1']);
    expect(cells(out).map(([name]) => name)).toContain('score');
    expect((await show(to, 'second')).out).toMatch(/\n {2}resumes +first\n/);
  });

  test('shows the other artifacts where one is damaged', async () => {
    const to = datastore();
    const run = await to.run('r');
    await run.done('start/main', { count: 0, artifacts: { good: 1, bad: 'this one' } });
    const { sha256 } = await to.put('this one');
    await to.store.put(`blobs/${sha256.slice(0, 2)}/${sha256.slice(2)}`, Buffer.from('rubbish'));
    const { code, out } = await show(to, 'r/start/main');
    expect([code, cells(out).find(([name]) => name === 'bad')?.[1]]).toEqual([0, 'damaged']);
    expect(cells(out).find(([name]) => name === 'good')?.[3]).toBe('1');
  });

  test.each([
    [[], 2, 'no pathspec is given'],
    [['r', 'r'], 2, 'one pathspec is wanted; here are 2'],
    [['r/trian'], 1, 'has no step `trian`; did you mean `train`?'],
    [['r/train/22'], 1, 'has no task `22`'],
    [['r/train/2/scroe'], 1, 'has no artifact `scroe`; did you mean `score`?'],
  ])('%j is exit code %i', async (args, code, says) => {
    const to = datastore();
    await trained(to, 'r');
    const ran = await flowc('/', ['show', ...args, '--datastore', to.root]);
    expect([ran.code, ran.err]).toEqual([code, expect.stringContaining(says)]);
  });
});
