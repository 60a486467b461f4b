import { hostname } from 'node:os';
import { describe, expect, test } from 'vitest';
import type { Client } from '../../../src/client/client.ts';
import { NotFound } from '../../../src/client/errors.ts';
import { compareFrames } from '../../../src/client/frames.ts';
import { originOf } from '../../../src/client/inputs.ts';
import { find, nameOf } from '../../../src/client/pathspec.ts';
import type { Run } from '../../../src/client/run.ts';
import { shortName } from '../../../src/cli/look/words.ts';
import type { RunStatus } from '../../../src/client/status.ts';
import type { Plan } from '../../../src/runtime/plan.ts';
import { planOfLines } from '../plan-of-lines.ts';
import { datastore, trained, trainPlan, type StoredRun } from './stored-runs.ts';

const dead = `local/${hostname()}/${2 ** 22 - 1}/k3f9`;
const alive = `local/${hostname()}/${process.pid}/k3f9`;

async function runOf(client: Client, pathspec: string): Promise<Run> {
  const found = await find(client, pathspec);
  if (found.kind === 'flow') throw new Error(`${pathspec} is a flow`);
  return found.run;
}

/** `train/3 failed`, and of a reused task where it comes from. */
async function tasksOf(client: Client, pathspec: string): Promise<readonly string[]> {
  const steps = await (await runOf(client, pathspec)).steps();
  return steps
    .flatMap(({ tasks }) => tasks)
    .map((task) => `${shortName(task)} ${task.reused ? `from ${task.run.run}` : task.state}`);
}

const mapped = <Value>(values: Readonly<Record<string, Value>>, by: (value: Value) => Value): Record<string, Value> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, by(value)]));

const problemOf = (client: Client, pathspec: string): Promise<unknown> =>
  find(client, pathspec).then(
    () => undefined,
    (error: unknown) => (error instanceof NotFound ? { message: error.message, known: error.known } : error),
  );

describe('runs', () => {
  test('come latest first, of one flow or of all', async () => {
    const to = datastore();
    const { client } = to;
    await to.run('b', { started: '2026-11-20T10:00:00.000Z' });
    await to.run('c', { started: '2026-11-20T12:00:00.000Z', plan: { ...trainPlan, flow: 'Other Flow' } });
    await to.run('a', { started: '2026-11-20T11:00:00.000Z' });
    expect(await client.flows()).toEqual(['Other Flow', 'TrainFlow']);
    expect((await client.runs()).map(nameOf)).toEqual(['Other Flow/c', 'TrainFlow/a', 'TrainFlow/b']);
    expect((await client.runs('TrainFlow')).map(nameOf)).toEqual(['TrainFlow/a', 'TrainFlow/b']);
  });

  test.each([
    ['whose engine said so', 'failed', dead, 'failed'],
    ['whose engine is there', undefined, alive, 'running'],
    ['whose engine died without a word', undefined, dead, 'interrupted'],
    ['of an engine elsewhere, without a task', undefined, 'local/other-host/1/k3f9', 'unknown'],
  ] as const)('%s: status', async (_, said, engine, status) => {
    const to = datastore();
    const { client } = to;
    const run = await to.run('r', { engine });
    if (said !== undefined) await run.end(said);
    expect(await (await runOf(client, 'TrainFlow/r')).status()).toBe(status);
  });

  describe('of another engine: status', () => {
    const failed = { end: { outcome: 'failed' } } as const;
    const lost = { start: { started: '2026-01-01T00:00:00.000Z', timeout: 60 } };
    const onExit: Plan = {
      ...trainPlan,
      exitHandlers: { notify: { source: 'flow.ts:9', when: 'always', needs: [], settings: {} } },
    };
    const catching: Plan = {
      ...trainPlan,
      steps: mapped(trainPlan.steps, (step) => ({ ...step, settings: { catchError: 'error' } })),
    };

    test.each<[string, RunStatus, Plan, (run: StoredRun) => Promise<unknown>]>([
      ['the last task has its result', 'succeeded', trainPlan, (run) => run.done('end/main')],
      ['an attempt has no end', 'running', trainPlan, (run) => run.attempt('start/main', {})],
      ['an attempt has no end and no time left', 'unknown', trainPlan, (run) => run.attempt('start/main', lost)],
      ['a task failed for good', 'failed', trainPlan, (run) => run.attempt('start/main', failed)],
      [
        'a task failed, and another goes on',
        'running',
        trainPlan,
        (run) => Promise.all([run.attempt('train/0', failed), run.attempt('train/1', {})]),
      ],
      [
        'a try follows on one that left no end',
        'failed',
        trainPlan,
        async (run) => {
          await run.attempt('start/main', {});
          await run.attempt('start/main', { attempt: 1, ...failed });
        },
      ],
      [
        'a task failed that has a try left',
        'unknown',
        trainPlan,
        (run) => run.attempt('start/main', { end: { outcome: 'failed', retry: true } }),
      ],
      ['a task failed whose error is caught', 'unknown', catching, (run) => run.attempt('start/main', failed)],
      [
        'an exit handler has begun, and a task never ended',
        'failed',
        onExit,
        async (run) => {
          await run.attempt('start/main', {});
          await run.attempt('notify/main', {});
        },
      ],
      ['all that began is done', 'unknown', trainPlan, (run) => run.done('start/main', { count: 2 })],
    ])('%s: %s', async (_, status, plan, makes) => {
      const to = datastore();
      const engines = ['argo/8c1f', 'airflow/train-flow/r/2026-11-20 10:00:00+00:00'];
      for (const [at, engine] of engines.entries()) await makes(await to.run(`r${at}`, { plan, engine }));
      to.age(3600);
      for (const at of engines.keys()) expect(await (await runOf(to.client, `r${at}`)).status()).toBe(status);
    });

    test('a task that failed is tried again by hand, from its first attempt on: it runs', async () => {
      const to = datastore();
      const run = await to.run('r', { plan: onExit });
      await run.attempt('start/main', failed);
      await run.attempt('start/main', { attempt: 1, ...failed });
      await run.attempt('notify/main', { end: {} });
      to.age(3600);
      const status = async (): Promise<RunStatus> => (await runOf(to.client, 'r')).status();
      expect(await status()).toBe('failed');
      await run.attempt('start/main', {});
      expect(await status()).toBe('running');
    });

    test('an end is said by the last of its tasks', async () => {
      const to = datastore();
      await (await to.run('r')).done('end/main');
      to.age(60);
      const ended = await (await runOf(to.client, 'r')).ended();
      expect(Math.round((Date.now() - (ended?.getTime() ?? 0)) / 1000)).toBeCloseTo(60, -1);
    });

    test('nothing is said for a while: it runs', async () => {
      const to = datastore();
      const run = await to.run('r');
      await run.done('start/main', { count: 2 });
      expect(await (await runOf(to.client, 'r')).status()).toBe('running');
    });
  });
});

describe('tasks', () => {
  test('stand in the order of the plan, and of their frames as numbers', async () => {
    const to = datastore();
    const { client } = to;
    const run = await to.run('r');
    for (const name of ['train/10', 'train/2', 'train/0', 'start/main'])
      await run.done(name, name === 'start/main' ? { count: 11 } : {});
    expect(await tasksOf(client, 'r')).toEqual(
      ['start/main', 'train/0', 'train/2', 'train/10'].map((name) => `${name} succeeded`),
    );
    expect(['v10', 'v2', '3', '', '3.v0', '0.v2'].toSorted(compareFrames)).toEqual([
      '',
      '0.v2',
      'v2',
      '3',
      '3.v0',
      'v10',
    ]);
  });

  test('say what became of them', async () => {
    const to = datastore();
    const { client } = to;
    const plan = {
      ...trainPlan,
      steps: mapped(trainPlan.steps, (step) => ({ ...step, settings: { catchError: 'error' } })),
    };
    const run = await to.run('r', { plan, engine: alive });
    await run.attempt('start/main', { end: { outcome: 'failed', retry: true } });
    await run.attempt('train/0', { end: { outcome: 'failed' } });
    await run.attempt('train/1', {});
    await run.attempt('train/3', {});
    await run.attempt('train/3', { attempt: 1, end: { outcome: 'failed' } });
    await run.done('pick/main', { caught: true });
    expect(await tasksOf(client, 'r')).toEqual([
      'start/main waiting',
      'train/0 failed',
      'train/1 running',
      'train/3 failed',
      'pick/main caught',
    ]);
    await run.end('failed');
    expect(await tasksOf(client, 'r')).toEqual([
      'start/main failed',
      'train/0 failed',
      'train/1 interrupted',
      'train/3 failed',
      'pick/main caught',
    ]);
  });

  test('know what they join, and which foreach they lie in', async () => {
    const to = datastore();
    const { client } = to;
    await trained(to, 'r');
    const run = await runOf(client, 'r');
    const join = await originOf(run, { step: 'pick', frames: '' }, 2);
    expect(join).toMatchObject({
      count: 3,
      inputs: [
        { step: 'train', frames: '0' },
        { step: 'train', frames: '1' },
      ],
    });
    const body = await originOf(run, { step: 'train', frames: '2' }, 9);
    expect(body).toMatchObject({
      inputs: [{ step: 'start', frames: '' }],
      foreach: [{ step: 'start', index: 2, size: 3 }],
    });
  });
});

describe('a resumed run', () => {
  test('has the tasks that it reused, and says from where', async () => {
    const to = datastore();
    const { client } = to;
    await trained(to, 'first');
    const second = await to.run('second', { origins: ['first'], started: '2026-11-20T11:00:00.000Z' });
    await second.done('train/1');
    await second.attempt('pick/main', { end: { outcome: 'failed' } });
    await second.end('failed');
    await to.run('third', { origins: ['second', 'first'], started: '2026-11-20T12:00:00.000Z' });
    expect(await tasksOf(client, 'second')).toEqual([
      'start/main from first',
      'train/0 from first',
      'train/1 succeeded',
      'train/2 from first',
      'pick/main failed',
    ]);
    // Not the join of the first run: one of its inputs ran anew in the second.
    expect(await tasksOf(client, 'latest')).toEqual([
      'start/main from first',
      'train/0 from first',
      'train/1 from second',
      'train/2 from first',
    ]);
  });

  test('reuses through loops and arms only where the run went', async () => {
    const to = datastore();
    const { client } = to;
    const plan = planOfLines('start: a', 'a: a | b | c', 'b: end', 'c: end', 'end');
    const first = await to.run('first', { plan });
    await first.done('start/main');
    await first.done('a/v0', { next: 'a' });
    await first.done('a/v1', { next: 'c' });
    await first.done('b/main');
    await first.done('c/main');
    await to.run('second', { plan, origins: ['first'], started: '2026-11-20T11:00:00.000Z' });
    expect(await tasksOf(client, 'Flow/second')).toEqual(
      ['start/main', 'a/v0', 'a/v1', 'c/main'].map((name) => `${name} from first`),
    );
  });
});

describe('a pathspec', () => {
  test('may say less, where that is enough', async () => {
    const to = datastore();
    const { client } = to;
    await trained(to, '20261120-100000-k3f9');
    await trained(to, '20261120-110000-m2p4', { started: '2026-11-20T11:00:00.000Z' });
    const kinds = async (pathspec: string): Promise<string> => {
      const found = await find(client, pathspec);
      if (found.kind === 'flow') return `flow ${found.flow}`;
      const task = 'task' in found ? shortName(found.task) : '';
      return [
        found.kind,
        found.run.id.run.slice(-4),
        'step' in found ? found.step : task,
        'artifact' in found ? found.artifact : '',
      ]
        .filter((part) => part !== '')
        .join(' ');
    };
    expect(await kinds('TrainFlow')).toBe('flow TrainFlow');
    expect(await kinds('TrainFlow/latest')).toBe('run m2p4');
    expect(await kinds('latest')).toBe('run m2p4');
    expect(await kinds('k3f9')).toBe('run k3f9');
    expect(await kinds('20261120-10/train')).toBe('step k3f9 train');
    expect(await kinds('TrainFlow/k3f9/train/2')).toBe('task k3f9 train/2');
    expect(await kinds('latest/end/main')).toBe('task m2p4 end/main');
    expect(await kinds('latest/end/best')).toBe('artifact m2p4 end/main best');
    expect(await kinds('latest/train/0/score')).toBe('artifact m2p4 train/0 score');
  });

  test('may call a run as Argo calls its workflow', async () => {
    const to = datastore();
    for (const run of ['train-8c1f0000', 'train-x7k2p-8c1f0001', 'train-x7k2p-old-8c1f0002']) await to.run(run);
    for (const [name, run] of [
      ['train', 'train-8c1f0000'],
      ['train-x7k2p', 'train-x7k2p-8c1f0001'],
      ['TrainFlow/train-x7k2p-old', 'train-x7k2p-old-8c1f0002'],
      ['8c1f0002', 'train-x7k2p-old-8c1f0002'],
    ] as const)
      expect((await runOf(to.client, name)).id.run).toBe(run);
    expect(await problemOf(to.client, 'train-')).toMatchObject({ message: '`train-` could be 3 runs' });
  });

  test('may call a run as Airflow does, or by its moment', async () => {
    const to = datastore();
    const scheduled = 'scheduled__2026-01-31T03:00:00+00:00';
    const manual = 'manual__2026-02-01T03:00:00.123456+00:00';
    await trained(to, scheduled);
    await trained(to, manual);
    for (const name of [scheduled, `TrainFlow/${scheduled}`, '2026-01-31T03:00:00+00:00', 'scheduled__2026-01'])
      expect((await runOf(to.client, name)).id.run).toBe(scheduled);
    expect((await find(to.client, `${manual}/train/1/score`)).kind).toBe('artifact');
  });

  test('that names nothing says what there is', async () => {
    const to = datastore();
    const { client } = to;
    expect(await problemOf(client, 'TrainFlow')).toMatchObject({ message: `there are no runs in ${to.root}` });
    await trained(to, '20261120-100000-k3f9');
    await trained(to, '20261120-110000-m2p4');
    expect(await problemOf(client, 'TrainFlwo')).toMatchObject({ known: ['TrainFlow'] });
    expect(await problemOf(client, '20261120')).toMatchObject({ message: '`20261120` could be 2 runs' });
    expect(await problemOf(client, 'TrainFlow/x9')).toMatchObject({ message: '`TrainFlow` has no run `x9`' });
    expect(await problemOf(client, 'k3f9/trian')).toMatchObject({
      message: '`TrainFlow/20261120-100000-k3f9` has no step `trian`',
      known: ['start', 'train', 'pick', 'end'],
    });
    expect(await problemOf(client, 'k3f9/train/7')).toMatchObject({
      message: '`TrainFlow/20261120-100000-k3f9/train` has no task `7`',
      known: ['0', '1', '2'],
    });
    for (const pathspec of ['k3f9/train/1/a/b', 'k3f9//1', 'k3f9/../x', '']) {
      expect(await problemOf(client, pathspec)).toMatchObject({ message: `\`${pathspec}\` is no pathspec` });
    }
  });
});
