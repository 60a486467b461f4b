import { describe, expect, test } from 'vitest';
import { NotFound } from '../../../../src/client/errors.ts';
import { findRun, tasksNamed } from '../../../../src/orchestrators/find.ts';
import { ask, byPath, dag, dagRun, notFound, page, serve, task, type Answer } from './server.ts';

const runUrl = '/dags/train-flow/dagRuns/r';
const name = { workflow: 'train-flow', run: 'r' };

describe('status', () => {
  test.each([100, 37])('has every task, of pages of at most %i', async (most) => {
    const tasks = Array.from({ length: 250 }, (_, index) => task('train', 'success', { map_index: index }));
    const { url, asked } = await serve(
      byPath({
        [runUrl]: { json: dagRun('train-flow', 'r', 'success') },
        [`${runUrl}/taskInstances`]: (one) => page(one.url, 'task_instances', tasks, most),
      }),
    );
    const report = await ask(url).status(name);
    expect(report.tasks.map(({ id }) => Number(id))).toEqual(Array.from({ length: 250 }, (_, index) => index));
    expect(asked).toHaveLength(1 + Math.ceil(250 / most));
  });

  test('says states in words of its own, and in Airflow’s where those say more', async () => {
    const states = ['success', 'failed', 'upstream_failed', 'skipped', 'removed', 'up_for_retry', 'deferred', null];
    const { url } = await serve(
      byPath({
        [runUrl]: { json: dagRun('train-flow', 'r', 'failed') },
        [`${runUrl}/taskInstances`]: ({ url: one }) =>
          page(
            one,
            'task_instances',
            states.map((state, index) => task(`t${index}`, state)),
          ),
      }),
    );
    const { state, tasks } = await ask(url).status(name);
    expect(state).toBe('failed');
    expect(tasks.map((one) => [one.state, one.said])).toEqual([
      ['succeeded', undefined],
      ['failed', undefined],
      ['blocked', 'upstream_failed'],
      ['skipped', undefined],
      ['skipped', 'removed'],
      ['waiting', 'up_for_retry'],
      ['running', 'deferred'],
      ['waiting', undefined],
    ]);
  });

  test('says that a run waits since its DAG is paused', async () => {
    const { url } = await serve(
      byPath({
        [runUrl]: { json: dagRun('train-flow', 'r', 'queued') },
        [`${runUrl}/taskInstances`]: ({ url: one }) => page(one, 'task_instances', []),
        '/dags/train-flow': { json: dag('train-flow', { is_paused: true }) },
      }),
    );
    expect((await ask(url).status(name)).notes[0]).toContain('is paused in Airflow');
  });

  test('asks for ids as they are, whatever is in them, below the path that Airflow lies under', async () => {
    const run = 'manual__2026-11-21T03:15:02.123456+00:00~x';
    const { url, asked } = await serve(() => notFound);
    await expect(ask(`${url}/team%20a/`).status({ workflow: 'a.b-c', run })).rejects.toThrow(NotFound);
    expect(asked[0]?.url).toBe(
      '/team%20a/api/v2/dags/a.b-c/dagRuns/manual__2026-11-21T03%3A15%3A02.123456%2B00%3A00~x',
    );
  });
});

describe('trigger', () => {
  const request = { ...name, parameters: { rate: 0.2 }, unpause: false };

  test('sends parameters and an id', async () => {
    const { url, asked } = await serve(
      byPath({
        '/dags/train-flow': { json: dag('train-flow') },
        '/dags/train-flow/dagRuns': { json: dagRun('train-flow', 'r') },
      }),
    );
    await ask(url).trigger(request);
    expect(JSON.parse(asked[1]?.body ?? '')).toEqual({ dag_run_id: 'r', logical_date: null, conf: { rate: 0.2 } });
  });

  /** The first POST begins the run, or not, and its answer is lost. */
  const losing = (begins: boolean): Parameters<typeof serve>[0] => {
    let posts = 0;
    return byPath({
      '/dags/train-flow': { json: dag('train-flow') },
      '/dags/train-flow/dagRuns': (): Answer =>
        ++posts === 1
          ? { status: 504, text: '' }
          : { status: 409, json: { detail: { reason: 'Unique constraint violation' } } },
      ...(begins ? { [runUrl]: { json: dagRun('train-flow', 'r') } } : {}),
    });
  };

  test('knows its own run again where an answer was lost', async () => {
    const { url, asked } = await serve(losing(true));
    await ask(url).trigger(request);
    expect(asked.map(({ method }) => method)).toEqual(['GET', 'POST', 'POST', 'GET']);
  });

  test('does not take a refusal for its own run', async () => {
    const { url } = await serve(losing(false));
    await expect(ask(url).trigger(request)).rejects.toThrow(
      'Airflow does not begin a run of `train-flow`: Unique constraint violation',
    );
  });

  test('leaves a paused DAG alone, or unpauses it when the run is there', async () => {
    const { url, asked } = await serve(
      byPath({
        '/dags/train-flow': { json: dag('train-flow', { is_paused: true }) },
        '/dags/train-flow/dagRuns': { json: dagRun('train-flow', 'r', 'queued') },
      }),
    );
    await expect(ask(url).trigger(request)).rejects.toThrow('is paused in Airflow');
    expect(asked).toHaveLength(1);
    await ask(url).trigger({ ...request, unpause: true });
    expect(asked.slice(2).map(({ method, body }) => [method, JSON.parse(body).is_paused])).toEqual([
      ['POST', undefined],
      ['PATCH', false],
    ]);
  });

  test.each([
    ['a DAG that is not there', notFound, '`train-flow`', 'It has `other-flow`'],
    [
      'one whose file cannot be imported any more',
      { json: dag('train-flow', { has_import_errors: true }) },
      'NameError: y',
      '',
    ],
  ])('says what is in the way: %s', async (_, answer, message, help) => {
    const error = { filename: 'train-flow.py', stack_trace: 'Traceback\n  File\nNameError: y\n' };
    const errors = answer === notFound ? [{ ...error, filename: 'sub/not-train-flow.py' }] : [error];
    const { url } = await serve(
      byPath({
        '/dags/train-flow': answer,
        '/importErrors': (one) => page(one.url, 'import_errors', errors),
        '/dags': (one) => page(one.url, 'dags', [dag('other-flow')]),
      }),
    );
    const fault: unknown = await ask(url)
      .trigger(request)
      .catch((reason: unknown) => reason);
    expect(fault).toMatchObject({ message: expect.stringContaining(message), help: expect.stringContaining(help) });
  });
});

describe('stop', () => {
  test.each([
    ['running', true],
    ['queued', true],
    ['success', false],
    ['failed', false],
  ])('ends a run that goes on, and no other: %s', async (state, stopped) => {
    const { url, asked } = await serve(byPath({ [runUrl]: { json: dagRun('train-flow', 'r', state) } }));
    expect(await ask(url).stop(name)).toBe(stopped);
    const changes = asked
      .slice(1)
      .map(({ method, url, body }) => [method, url.replace('/api/v2', ''), JSON.parse(body) as object]);
    const failed = { state: 'failed' };
    // An exit handler's end has Airflow look again how the run ended: at its last task.
    const last = ['PATCH', `${runUrl}/taskInstances/end`, expect.objectContaining({ new_state: 'failed' })];
    expect(changes).toEqual(stopped ? [last, ['PATCH', runUrl, failed]] : []);
  });
});

describe('log', () => {
  const start = { step: 'start', id: 'main', state: 'failed', attempts: 1 } as const;

  test('goes on as long as there is more, and shows errors', async () => {
    const sources = [{ event: '::group::Log message source details' }, { event: 'here' }, { event: '::endgroup::' }];
    const detail = [{ exc_type: 'E', exc_value: 'why\nso', frames: [{ filename: 'a.py', lineno: 3, name: 'f' }] }];
    const pages: Record<string, object> = {
      '': { content: [...sources, 'one\ntwo'], continuation_token: 'a' },
      a: {
        content: [
          ...sources,
          { timestamp: '2026-11-30T06:38:01.657Z', event: 'x', level: 'error', error_detail: detail },
        ],
        continuation_token: 'b',
      },
      b: { content: sources, continuation_token: 'c' },
    };
    const { url, asked } = await serve(
      byPath({
        [`${runUrl}/taskInstances/start/logs/1`]: ({ url: one }) => ({
          json: pages[new URL(one, 'http://a').searchParams.get('token') ?? ''],
        }),
      }),
    );
    expect(await ask(url).log(name, start, 0)).toEqual([
      ...['::group::Log message source details', 'here', '::endgroup::', 'one', 'two'],
      ...['[2026-11-30T06:38:01Z] ERROR - x', '  File "a.py", line 3, in f', 'E: why', 'so'],
    ]);
    expect(asked).toHaveLength(3);
  });

  test('is of the element that is asked for', async () => {
    const { url, asked } = await serve(() => ({ json: { content: [], continuation_token: null } }));
    await ask(url).log(name, { ...start, step: 'group.train', id: '12' }, 2);
    expect(asked[0]?.url).toBe(`/api/v2${runUrl}/taskInstances/group.train/logs/3?map_index=12`);
  });

  test('says that there is no such attempt', async () => {
    const { url } = await serve(() => notFound);
    await expect(ask(url).log(name, start, 1)).rejects.toThrow('`train-flow/r/start/main` has no attempt 1');
  });
});

describe('names', () => {
  const ids = [
    'demo-train-flow',
    'train-flow',
    'retrain-flow',
    'x-fit-flow',
    'y-fit-flow',
    'demo-load2-flow',
    'preload2-flow',
  ];
  const runs = [
    ['train-flow', 'flowc__20261121-031502-k3f9'],
    ['train-flow', 'flowc__20261120-031502-abcd'],
    ['x-fit-flow', 'scheduled__2026-11-21T00:00:00+00:00'],
    ['demo-load2-flow', 'r'],
  ] as const;

  const airflow = byPath({
    '/dags': ({ url }) => {
      const parts = (new URL(url, 'http://a').searchParams.get('dag_id_pattern') ?? '').toLowerCase().split('%');
      return page(
        url,
        'dags',
        ids.filter((id) => new RegExp(parts.join('.*')).test(id)).map((id) => dag(id)),
      );
    },
    ...Object.fromEntries(ids.map((id) => [`/dags/${id}`, { json: dag(id) }])),
    ...Object.fromEntries(
      ['~', ...ids].map(
        (id) =>
          [
            `/dags/${id}/dagRuns`,
            ({ url }) => {
              const part = new URL(url, 'http://a').searchParams.get('run_id_pattern') ?? '';
              const found = runs.filter(([workflow, run]) => (id === '~' || workflow === id) && run.includes(part));
              return page(
                url,
                'dag_runs',
                found.map(([workflow, run]) => dagRun(workflow, run)),
              );
            },
          ] satisfies [string, Parameters<typeof serve>[0]],
      ),
    ),
  });

  test.each([
    ['latest', 'train-flow', runs[0][1]],
    ['TrainFlow/latest', 'train-flow', runs[0][1]],
    ['train-flow/abcd', 'train-flow', runs[1][1]],
    ['abcd', 'train-flow', runs[1][1]],
    ['scheduled__2026-11-21T00:00:00+00:00', 'x-fit-flow', runs[2][1]],
    ['x-fit-flow/latest', 'x-fit-flow', runs[2][1]],
    // Not `preload2-flow`.
    ['Load2Flow/latest', 'demo-load2-flow', 'r'],
    ['load2-flow/latest', 'demo-load2-flow', 'r'],
  ])('%s', async (pathspec, workflow, run) => {
    const { url } = await serve(airflow);
    expect((await findRun(ask(url), pathspec)).run).toEqual({ workflow, run });
  });

  test.each([
    ['FitFlow/latest', '`FitFlow` could be 2 workflows'],
    ['flowc', '`flowc` could be 2 runs'],
    ['train-flow', '`train-flow` names a workflow and no run of it'],
    ['train-flow/zzz', '`train-flow` has no run `zzz`'],
    ['retrain-flow/latest', '`retrain-flow` has no run yet'],
    ['nobody', 'has no workflow or run `nobody`'],
    ['~/latest', 'has no workflow or run `~`'],
    ['../latest', '`../latest` names no run'],
    ['a/b/c/d/e', 'names no run'],
  ])('%s is refused', async (pathspec, says) => {
    const { url } = await serve(airflow);
    await expect(findRun(ask(url), pathspec)).rejects.toThrow(says);
  });

  test('of tasks may leave out the group, and are told where there is none such', () => {
    const tasks = ['each_start.train', 'each_start.train', 'end'].map((step, index) => ({
      ...{ step, id: step === 'end' ? 'main' : String(index), state: 'running' as const, attempts: 1 },
    }));
    expect(tasksNamed(tasks, { run: name, step: 'train' })).toHaveLength(2);
    expect(tasksNamed(tasks, { run: name, step: 'train', task: '1' })).toEqual([tasks[1]]);
    expect(tasksNamed(tasks, { run: name, step: 'end', task: 'main' })).toEqual([tasks[2]]);
    expect(() => tasksNamed(tasks, { run: name, step: 'tran' })).toThrow(NotFound);
    expect(() => tasksNamed(tasks, { run: name, step: 'train', task: '7' })).toThrow('has no task `7`');
  });
});
