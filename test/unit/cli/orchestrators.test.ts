import { describe, expect, test } from 'vitest';
import type { StopSignal } from '../../../src/cli/io.ts';
import {
  byPath,
  dag,
  dagRun,
  notFound,
  page,
  serve,
  task,
  type Answer,
  type Asked,
  type Served,
} from '../orchestrators/airflow/server.ts';
import { flowc, projectWith, type Ran } from './run.ts';

// trigger, status, stop and logs, against a server that answers as Airflow does.

const flow = `import { FlowSpec, step, parameter } from 'flowc';

export class TrainFlow extends FlowSpec {
  learningRate = parameter.number({ default: 0.1, min: 0 });
  data = parameter.file({ default: 'data.csv' });

  @step
  start() {
    this.next(this.end);
  }

  @step
  end() {}
}
`;

const project = (files: Readonly<Record<string, string>> = {}): string =>
  projectWith({ 'train.ts': flow, 'data.csv': '', ...files });

const credentials = { FLOWC_AIRFLOW_TOKEN: 'secret' };

const call = (
  root: string,
  { url }: Pick<Served, 'url'>,
  argv: readonly string[],
  with_: Parameters<typeof flowc>[2] = {},
): Promise<Ran> => flowc(root, [...argv, '--target', 'airflow', '--airflow-url', url], { env: credentials, ...with_ });

type Answers = Parameters<typeof byPath>[0];

/** What a run is at: its state, and its tasks. */
type Look = readonly [state: string, ...tasks: readonly object[]];

/** An Airflow with the DAG `train-flow` and one run of it, which is at another of `looks` each time that somebody has looked at its tasks. */
function airflow(looks: readonly Look[], more: Answers = {}): ReturnType<typeof byPath> {
  let run = 'r1';
  let looked = 0;
  const now = (): Look => looks[Math.min(looked, looks.length - 1)] ?? ['queued'];
  return (asked) => {
    if (asked.method === 'POST') run = JSON.parse(asked.body).dag_run_id;
    const base = `/dags/train-flow/dagRuns/${run}`;
    return byPath({
      '/dags/train-flow': { json: dag('train-flow') },
      '/dags': ({ url }) => page(url, 'dags', [dag('train-flow')]),
      '/importErrors': ({ url }) => page(url, 'import_errors', []),
      '/dags/train-flow/dagRuns': ({ method, url }) =>
        method === 'POST' ? { json: dagRun('train-flow', run) } : page(url, 'dag_runs', [dagRun('train-flow', run)]),
      [base]: () => ({ json: dagRun('train-flow', run, now()[0]) }),
      [`${base}/taskInstances`]: ({ url }) => {
        const [, ...tasks] = now();
        looked++;
        return page(url, 'task_instances', tasks);
      },
      ...Object.fromEntries(Object.entries(more).map(([path, answer]) => [path.replace('RUN', base), answer])),
    })(asked);
  };
}

const sent = ({ asked }: Served): unknown => JSON.parse(asked.find(({ method }) => method === 'POST')?.body ?? 'null');

describe('flowc trigger', () => {
  test('begins a run of the flow in a file, with what is given, and prints its id alone', async () => {
    const server = await serve(airflow([]));
    const { code, out, err } = await call(project(), server, ['trigger', 'train.ts', '--learning-rate', '0.2']);
    expect(code).toBe(0);
    expect(out).toMatch(/^flowc__\d{8}-\d{6}-\w{4}\n$/);
    expect(sent(server)).toEqual({ dag_run_id: out.trim(), logical_date: null, conf: { learningRate: 0.2 } });
    expect(err).toContain(`flowc status train-flow/${out.trim()} --target airflow --airflow-url ${server.url} `);
  });

  test.each([
    [['train.ts', '--learning-rate', '-1'], '`--learning-rate` has to be at least 0'],
    [['train.ts', '--learnin-rate', '1'], 'did you mean `--learning-rate`?'],
    [['train.ts', '--data', 'data.csv'], '`data` is a file of this machine'],
    [['train-flow', '--learning-rate', '1'], 'the parameters of `train-flow` are not known here'],
    [['train-flow', '--params', 'none.json'], 'there is no file `none.json`'],
    [['none.ts'], 'there is no file `none.ts`'],
    [['train.ts', 'other.ts'], 'one flow at a time'],
    [[], 'no flow to trigger'],
  ])('sends nothing where something is wrong here: %j', async (argv, says) => {
    const server = await serve(airflow([]));
    const { code, out, err } = await call(project(), server, ['trigger', ...argv]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(says);
    expect(server.asked).toEqual([]);
  });

  test('takes a DAG’s id, with parameters of a file', async () => {
    const server = await serve(airflow([]));
    const root = project({ 'p.json': '{ "learningRate": 0.3, "other": [1] }', 'train-flow/x': '' });
    expect((await call(root, server, ['trigger', 'train-flow', '--params', 'p.json'])).code).toBe(0);
    expect(sent(server)).toMatchObject({ conf: { learningRate: 0.3, other: [1] } });
  });

  test('cannot begin what is not there', async () => {
    const server = await serve(airflow([]));
    const { code, err } = await call(project(), server, ['trigger', 'train-flo']);
    expect(code).toBe(2);
    expect(err).toContain('Airflow has no DAG `train-flo`; did you mean `train-flow`?');
  });

  test('says to unpause a paused one, and does so', async () => {
    const server = await serve(airflow([], { '/dags/train-flow': { json: dag('train-flow', { is_paused: true }) } }));
    const { code, err } = await call(project(), server, ['trigger', 'train.ts']);
    expect([code, err]).toEqual([2, expect.stringContaining('Say `--unpause`')]);
    expect((await call(project(), server, ['trigger', 'train.ts', '--unpause'])).code).toBe(0);
    expect(server.asked.at(-1)).toMatchObject({ method: 'PATCH', body: '{"is_paused":false}' });
  });

  test('waits for the end, tells how far it is, and ends as the run did', async () => {
    const server = await serve(
      airflow([
        ['running', task('start', 'running'), task('end', null)],
        ['failed', task('start', 'failed'), task('end', 'upstream_failed')],
      ]),
    );
    const { code, out, err } = await call(project(), server, ['trigger', 'train.ts', '--wait']);
    expect(code).toBe(1);
    expect(out).toMatch(/^flowc__[\w-]+\n$/);
    expect(err).toContain('running: 1 running, 1 waiting\n');
    expect(err).toContain('start/main failed after 1 attempt');
  });

  test('waits on while the orchestrator is gone for a moment', async () => {
    let asked = 0;
    const well = airflow([['running'], ['success']]);
    const server = await serve((one) => (++asked > 5 && asked < 10 ? { status: 503, text: '' } : well(one)));
    const { code, err } = await call(project(), server, ['trigger', 'train.ts', '--wait']);
    expect([code, err]).toEqual([0, expect.stringContaining(' answered 503, again and again\n')]);
  }, 60_000);

  test('stops waiting at a signal, and leaves the run alone', async () => {
    const server = await serve(airflow([['running']]));
    const onStop = (listener: (signal: StopSignal) => void): (() => void) => {
      setTimeout(() => listener('SIGINT'), 300);
      return () => {};
    };
    const { code, err } = await call(project(), server, ['trigger', 'train.ts', '--wait'], { onStop });
    expect([code, err]).toEqual([130, expect.stringContaining('goes on; `flowc stop` ends it')]);
  });

  test('lists the parameters of a flow, and tells programs', async () => {
    const server = await serve(airflow([]));
    expect((await call(project(), server, ['trigger', 'train.ts', '--help'])).out).toContain('--learning-rate N');
    const { out } = await call(project(), server, ['trigger', 'train.ts', '--reporter', 'json']);
    expect(JSON.parse(out)).toMatchObject({ run: { workflow: 'train-flow', run: expect.stringMatching(/^flowc__/) } });
  });
});

const tasks = [
  task('start', 'success', { start_date: '2026-11-21T03:00:00Z', end_date: '2026-11-21T03:00:02Z' }),
  task('end', null),
  ...['success', 'failed', 'up_for_retry'].map((state, index) => task('each_start.train', state, { map_index: index })),
];

describe('flowc status', () => {
  test('counts the tasks of steps, says which failed and what to do', async () => {
    const server = await serve(airflow([['failed', ...tasks]]));
    const { code, out } = await call('/', server, ['status', 'TrainFlow/latest']);
    expect(code).toBe(1);
    expect(out).toContain('train-flow/r1  failed\n');
    expect(out).toMatch(/start +1 +succeeded +2026-11-21 .* +2\.0 s\n/);
    expect(out).toMatch(/each_start\.train +3 +1 succeeded, 1 failed, 1 up_for_retry\s/);
    expect(out).toContain('each_start.train/1 failed after 1 attempt');
    expect(out).toContain('flowc logs train-flow/r1/each_start.train/1 --target airflow');
    expect(out).toContain('flowc resume r1');
  });

  test('is fine with a run that goes on, and tells programs', async () => {
    const server = await serve(airflow([['running', ...tasks]]));
    const { code, out } = await call('/', server, ['status', 'train-flow/r1', '--reporter', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(out).run).toMatchObject({
      workflow: 'train-flow',
      run: 'r1',
      state: 'running',
      steps: [{ step: 'start', tasks: 1, states: { succeeded: 1 } }, { step: 'end' }, { step: 'each_start.train' }],
      failed: [{ step: 'each_start.train', task: '1', attempts: 1 }],
    });
  });

  test('waits', async () => {
    const server = await serve(airflow([['queued'], ['success', task('start', 'success')]]));
    const { code, out, err } = await call('/', server, ['status', 'train-flow/r1', '--wait']);
    expect([code, err]).toEqual([0, 'queued\n']);
    expect(out).toContain('train-flow/r1  succeeded\n');
  });

  test('is told that there is no such run', async () => {
    const server = await serve(airflow([['running']]));
    const { code, out, err } = await call('/', server, ['status', 'train-flow/zzz', '--reporter', 'json']);
    expect([code, err]).toEqual([1, expect.stringContaining('`train-flow` has no run `zzz`')]);
    expect(JSON.parse(out).error.help).toContain('Its latest run is `train-flow/r1`');
  });
});

describe('flowc stop', () => {
  test('ends a run, and says that its results stay', async () => {
    const server = await serve(airflow([['running']]));
    const { code, out, err } = await call('/', server, ['stop', 'train-flow/r1']);
    expect([code, out]).toEqual([0, '']);
    expect(err).toContain('`train-flow/r1` is stopped; what its tasks left stays in the datastore');
    expect(err).toContain('flowc resume r1');
    expect(server.asked.at(-1)).toMatchObject({ method: 'PATCH', body: '{"state":"failed"}' });
  });

  test('leaves one that is over', async () => {
    const server = await serve(airflow([['success']]));
    const { code, out } = await call('/', server, ['stop', 'train-flow/r1', '--reporter', 'json']);
    expect([code, JSON.parse(out).stopped]).toEqual([0, false]);
    expect(server.asked.every(({ method }) => method === 'GET')).toBe(true);
  });
});

describe('flowc logs --target', () => {
  const log = (...events: readonly string[]): Answer => ({ json: { content: events, continuation_token: null } });
  const tries = {
    'RUN/taskInstances/start/logs/1': log('first'),
    'RUN/taskInstances/start/logs/2': log('second', 'last'),
    'RUN/taskInstances/each_start.train/logs/1': ({ url }: Asked) => log(`of ${url.split('=')[1]}`),
  };
  const tried = [task('start', 'failed', { try_number: 2 }), ...tasks.slice(1)];

  test.each([
    [['r1/start'], 'second\nlast\n', 'this is `--attempt 1`, of 2 from 0 on\n'],
    [['r1/start/main', '--attempt', '0'], 'first\n', ''],
    [['r1/start', '--tail', '1', '--attempt', '1'], 'last\n', ''],
    [['r1/train/2'], 'of 2\n', ''],
    [['r1/train'], [0, 1, 2].map((index) => `each_start.train/${index} │ of ${index}\n`).join(''), ''],
  ])('shows what Airflow has: %j', async ([pathspec = '', ...options], out, err) => {
    const server = await serve(airflow([['failed', ...tried]], tries));
    expect(await call('/', server, ['logs', `train-flow/${pathspec}`, ...options])).toEqual({ code: 0, out, err });
  });

  test.each([
    [['r1/end'], 'nothing of `train-flow/r1/end/main` has started: it is waiting'],
    [['r1/start', '--attempt', '7'], '`train-flow/r1/start/main` has no attempt 7'],
    [['r1/strat'], 'has no step `strat`; did you mean `start`?'],
  ])('says what there is none of: %j', async ([pathspec = '', ...options], says) => {
    const server = await serve(airflow([['failed', ...tried]], tries));
    const { code, err } = await call('/', server, ['logs', `train-flow/${pathspec}`, ...options]);
    expect([code, err]).toEqual([1, expect.stringContaining(says)]);
  });

  test('follows a run to its end, with each line once', async () => {
    let asked = 0;
    const growing = { 'RUN/taskInstances/start/logs/1': () => log(...['a', 'b', 'c'].slice(0, ++asked + 1)) };
    const server = await serve(
      airflow(
        [
          ['running', task('start', 'running')],
          ['running', task('start', 'running')],
          ['success', task('start', 'success')],
        ],
        growing,
      ),
    );
    const { code, out } = await call('/', server, ['logs', 'train-flow/r1', '--follow']);
    expect([code, out]).toEqual([0, 'start/main │ a\nstart/main │ b\nstart/main │ c\n']);
  });

  test('does not mix with the datastore', async () => {
    const { code, err } = await call('/', { url: 'http://127.0.0.1:9' }, ['logs', 'r1', '--datastore', '/tmp']);
    expect([code, err]).toEqual([2, expect.stringContaining('exclude each other')]);
  });
});

describe('which orchestrator', () => {
  test.each([
    [['status', 'r1'], {}, 'no orchestrator is named'],
    [['status', 'r1'], { FLOWC_TARGET: 'argo' }, '`argo` is none of the orchestrators that flowc asks'],
    [['stop', 'r1', '--target', 'airflow'], {}, 'it is not said where Airflow is'],
    [['stop', 'r1', '--target', 'airflow', '--airflow-url', 'airflow'], {}, '`--airflow-url` cannot be `airflow`'],
    [['stop', 'r1', '--target', 'airflow', '--airflow-url', 'https://me:pw@a'], {}, 'with no user'],
    [['stop', 'r1', '--target', 'airflow'], { FLOWC_AIRFLOW_URL: 'http://127.0.0.1:9' }, 'Set FLOWC_AIRFLOW_TOKEN'],
    [['stop', '--target', 'airflow'], { ...credentials, FLOWC_AIRFLOW_URL: 'http://127.0.0.1:9' }, 'no run is named'],
  ])('has to be said: %j', async (argv, env, says) => {
    const { code, err } = await flowc('/', argv, { env });
    expect([code, err]).toEqual([2, expect.stringContaining(says)]);
  });

  test('may stand in the configuration, and who asks may not', async () => {
    const server = await serve(airflow([['running']]));
    const root = project({ 'flowc.config.json': JSON.stringify({ airflowUrl: `${server.url}/` }) });
    const env = { ...credentials, FLOWC_TARGET: 'airflow' };
    expect((await flowc(root, ['status', 'train-flow/r1'], { env })).code).toBe(0);
    expect(server.asked[0]?.headers.authorization).toBe('Bearer secret');
    const wrong = project({ 'flowc.config.json': '{ "airflowToken": "x" }' });
    expect((await flowc(wrong, ['status', 'r1'], { env })).err).toContain('unknown key `airflowToken`');
  });

  test('is asked with what it does not have', async () => {
    const server = await serve(() => notFound);
    const { code, err } = await call('/', server, ['status', 'latest']);
    expect([code, err]).toEqual([2, expect.stringContaining('Airflow refuses what it was asked for: not found')]);
  });
});
