import { describe, expect, test } from 'vitest';
import { NotFound } from '../../../../src/client/errors.ts';
import type { RunReport } from '../../../../src/orchestrators/orchestrator.ts';
import { account, executionArn, type Account, type Execution } from './account.ts';
import { open, serve, type Served } from './server.ts';
import { job, Story } from './story.ts';

const name = { workflow: 'train-flow', run: 'r' };

const statusOf = async (run: Execution, more: Account = {}): Promise<RunReport & { readonly served: Served }> => {
  const served = await serve(account({ machines: { 'train-flow': { runs: { r: run } } }, ...more }));
  return { ...(await (await open(undefined, 5)).status(name)), served };
};

const rows = ({ tasks }: RunReport): readonly (readonly unknown[])[] =>
  tasks.map(({ step, id, state, said, attempts }) => [`${step}/${id}`, state, said, attempts]);

const running = { status: 'RUNNING' };

describe('a run', () => {
  test.each([
    ['RUNNING', 'running'],
    ['SUCCEEDED', 'succeeded'],
    ['FAILED', 'failed'],
    ['TIMED_OUT', 'failed'],
    ['ABORTED', 'failed'],
  ])('%s is %s', async (status, state) => {
    const report = await statusOf({ status });
    expect(report).toMatchObject({ name, state, started: new Date('2026-11-21T03:15:00Z') });
    expect(report.ended).toEqual(status === 'RUNNING' ? undefined : new Date('2026-11-21T03:20:00Z'));
  });

  test('has a page in its region’s console', async () => {
    const { url } = await statusOf({});
    const at = `/states/home?region=eu-central-1#/v2/executions/details/${executionArn('train-flow', 'r')}`;
    expect(url).toBe(`https://eu-central-1.console.aws.amazon.com${at}`);
  });

  test('that is not there is told so', async () => {
    await serve(account({ machines: { 'train-flow': {} } }));
    await expect((await open()).status(name)).rejects.toThrow('`train-flow` has no run `r`');
    await expect((await open()).status({ ...name, workflow: 'trian' })).rejects.toThrow(NotFound);
  });
});

describe('a task', () => {
  test('is a state that runs a job of the shim’s, by its step and frames; no other state is one', async () => {
    const story = new Story().entered('begin', 'Pass').exited('begin', 'Pass').step('start', 'a');
    story.entered('start.control').asked().exited('start.control').step('train', 'b', '3.v0');
    const report = await statusOf({ events: story.events });
    expect(rows(report)).toEqual([
      ['start/main', 'succeeded', undefined, 1],
      ['train/3.v0', 'succeeded', undefined, 1],
    ]);
    expect(report.tasks[0]).toMatchObject({
      started: new Date('2026-11-21T03:16:00Z'),
      ended: new Date('2026-11-21T03:15:08Z'),
    });
  });

  test('is called like its step where the state cannot be, and like the state where it is no step', async () => {
    const story = new Story().entered('a-very-long-na-1a2b3c').scheduled('flowc-task', 'aVeryLongName').submitted('a');
    story
      .succeeded('a')
      .exited('a-very-long-na-1a2b3c')
      .entered('other')
      .scheduled('echo')
      .submitted('b')
      .succeeded('b');
    expect(rows(await statusOf({ events: story.events })).map(([task]) => task)).toEqual([
      'aVeryLongName/main',
      'other/main',
    ]);
  });

  test('that is tried again is one, of several attempts', async () => {
    const story = new Story().entered('start').scheduled('flowc-task', 'start').submitted('a').failed('a');
    expect(rows(await statusOf({ ...running, events: [...story.events] }))).toEqual([
      ['start/main', 'waiting', 'to be retried', 1],
    ]);
    story.scheduled('flowc-task', 'start').refused('Batch.ClientException', 'Too many requests');
    story.scheduled('flowc-task', 'start').submitted('b').succeeded('b').exited('start');
    expect(rows(await statusOf({ ...running, events: story.events }))).toEqual([
      // What Batch put off has run nothing.
      ['start/main', 'succeeded', undefined, 2],
    ]);
  });

  test('has failed where nobody tries it again: the run is over, or goes on behind it', async () => {
    const story = new Story().entered('start').scheduled('flowc-task', 'start').submitted('a').failed('a');
    const failed = [['start/main', 'failed', undefined, 1]];
    expect(rows(await statusOf({ status: 'FAILED', events: [...story.events] }))).toEqual(failed);
    story.exited('start').entered('mend', 'Pass');
    expect(rows(await statusOf({ ...running, events: story.events }))).toEqual(failed);
  });

  test('beside one that failed is aborted, with an event of its own or without', async () => {
    const story = new Story().entered('both', 'Parallel');
    const split = story.here;
    const told = story.entered('left').scheduled('flowc-task', 'left').submitted('a').here;
    story.from(split).entered('right').scheduled('flowc-task', 'right').submitted('b');
    story.from(split).entered('wrong').scheduled('flowc-task', 'wrong').submitted('c').timedOut();
    story.event('ParallelStateFailed').from(told).event('TaskStateAborted');
    const events = [...story.events];
    const over = [
      ['left/main', 'failed', 'aborted', 1],
      ['right/main', 'failed', 'aborted', 1],
      ['wrong/main', 'failed', 'timed out', 1],
    ];
    expect(rows(await statusOf({ status: 'FAILED', events }))).toEqual(over);
    // While an exit handler runs, only Batch knows.
    const statusReason =
      'The Task state in AWS Step Functions execution [arn] which was managing this resource was aborted';
    expect(
      rows(await statusOf({ ...running, events }, { jobs: [job('b', { status: 'FAILED', statusReason })] })),
    ).toEqual(over);
  });

  test('that was redriven goes on', async () => {
    const story = new Story().entered('start').scheduled('flowc-task', 'start').submitted('a').failed('a');
    story
      .event('ExecutionFailed')
      .event('ExecutionRedriven')
      .scheduled('flowc-task', 'start')
      .submitted('b')
      .succeeded('b');
    expect(rows(await statusOf({ ...running, events: story.events }))).toEqual([
      ['start/main', 'succeeded', undefined, 2],
    ]);
  });

  test.each([
    ['SUBMITTED', 'waiting', 'submitted'],
    ['RUNNABLE', 'waiting', 'runnable'],
    ['STARTING', 'waiting', 'starting'],
    ['RUNNING', 'running', undefined],
    ['SUCCEEDED', 'running', undefined],
  ])('whose job is %s is %s', async (status, state, said) => {
    const { events } = new Story().entered('start').scheduled('flowc-task', 'start').submitted('a');
    const report = await statusOf({ ...running, events }, { jobs: [job('a', { status })] });
    expect(rows(report)).toEqual([['start/main', state, said, 1]]);
  });

  test('of a split or an inline Map is told from those beside it', async () => {
    const story = new Story().entered('each', 'Map');
    const ends = ['0', '1'].map((frames) => {
      story.from(2).event('MapIterationStarted').entered('train');
      return [frames, story.scheduled('flowc-task', 'train', '--frames', frames).here] as const;
    });
    for (const [frames, at] of ends) story.from(at).submitted(`j${frames}`);
    story.succeeded('j1');
    const report = await statusOf({ ...running, events: story.events }, { jobs: [job('j0', { status: 'RUNNING' })] });
    expect(rows(report)).toEqual([
      ['train/0', 'running', undefined, 1],
      ['train/1', 'succeeded', undefined, 1],
    ]);
  });
});

/** An element of `train.each`. */
const element = (frames: string, status = 'SUCCEEDED'): Execution => {
  const story = new Story()
    .entered('train')
    .scheduled('flowc-task', 'train', '--frames', frames)
    .submitted(`j${frames}`);
  if (status === 'SUCCEEDED') story.succeeded(`j${frames}`).exited('train');
  if (status === 'FAILED') story.failed(`j${frames}`, { container: { exitCode: 1 } });
  return { status, events: story.events };
};

const mapped = (): Execution => ({ ...running, events: new Story().step('start', 's').map('train.each').events });

const counted = ({ tasks }: RunReport): object => {
  const counts: Record<string, number> = {};
  for (const { step, state } of tasks) counts[`${step} ${state}`] = (counts[`${step} ${state}`] ?? 0) + 1;
  return counts;
};

describe('a foreach', () => {
  test('has its tasks in executions of their own, page by page, also of a foreach inside', async () => {
    const inner = [element('0.0'), element('0.1', 'FAILED')];
    const outer = [
      { status: 'FAILED', events: new Story().step('open', 'o', '0').map('train.each').events },
      { status: 'SUCCEEDED', events: new Story().step('open', 'p', '1').events },
    ];
    const events = new Story().step('start', 's').map('open.each').events;
    const report = await statusOf(
      { status: 'FAILED', events },
      { elements: { 'open.each': outer, 'train.each': inner }, page: 1 },
    );
    expect(rows(report)).toEqual([
      ['start/main', 'succeeded', undefined, 1],
      ['open/0', 'succeeded', undefined, 1],
      ['train/0.0', 'succeeded', undefined, 1],
      ['train/0.1', 'failed', undefined, 1],
      ['open/1', 'succeeded', undefined, 1],
    ]);
    expect(report.notes).toEqual([
      '`train/0.1`: Essential container in task exited, exit code 1',
      '1 of 2 elements of `open.each` failed',
      '1 of 2 elements of `train.each` failed',
    ]);
  });

  test('of many is counted, and what failed or goes on is looked at', async () => {
    const states = Array.from({ length: 30 }, (_, at) => (at === 7 ? 'FAILED' : at === 25 ? 'RUNNING' : 'SUCCEEDED'));
    const elements = { 'train.each': states.map((status, at) => element(String(at), status)) };
    const report = await statusOf(mapped(), { elements, jobs: [job('j25', { status: 'RUNNING' })] });
    expect(counted(report)).toEqual({
      'start succeeded': 1,
      'train succeeded': 28,
      'train failed': 1,
      'train running': 1,
    });
    const histories = report.served.asked.filter(({ action }) => action === 'GetExecutionHistory');
    expect(histories).toHaveLength(1 + 1 + 5 + 2);
    expect(report.notes.at(-1)).toMatch(/^22 of 30 elements of `train.each` succeeded and are counted/);
  });

  test('is looked at whole where a task is wanted by its id', async () => {
    const elements = { 'train.each': Array.from({ length: 12 }, (_, at) => element(String(at))) };
    const { asked } = await serve(account({ machines: { 'train-flow': { runs: { r: mapped() } } }, elements }));
    const told: number[][] = [];
    const orchestrator = await open((...progress) => told.push(progress), 5);
    const { tasks, notes } = await orchestrator.status(name, true);
    expect(tasks.filter(({ step }) => step === 'train').map(({ id }) => Number(id))).toEqual(
      Array.from({ length: 12 }, (_, at) => at),
    );
    expect(notes).toEqual([]);
    expect(told.at(-1)).toEqual([12, 12]);
    // What is over is read once.
    const before = asked.length;
    await orchestrator.status(name, true);
    expect(asked.slice(before).map(({ action }) => action)).toEqual([
      'DescribeExecution',
      'GetExecutionHistory',
      'ListExecutions',
      'DescribeMapRun',
    ]);
  });

  test('has no elements yet', async () => {
    const report = await statusOf(mapped(), { elements: { 'train.each': [] }, pending: 12 });
    expect(counted(report)).toEqual({ 'start succeeded': 1 });
    expect(report.notes).toEqual(['12 elements of `train.each` have not begun']);
  });
});

describe('a note', () => {
  const started = (): Story => new Story().entered('start').scheduled('flowc-task', 'start');

  test.each([
    [
      'says what Batch says of a container',
      started()
        .submitted('a')
        .failed('a', {
          container: { exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' },
        }),
      '`start/main`: OutOfMemoryError: Container killed due to memory usage, exit code 137',
    ],
    [
      'says what Batch says of a machine',
      started().submitted('a').failed('a', { statusReason: 'Host EC2 (instance i-0123) terminated.' }),
      '`start/main`: Host EC2 (instance i-0123) terminated.',
    ],
    [
      'says why no job came to be',
      started().refused('Batch.ClientException', 'JobQueue q not found\n(Service: AWSBatch)'),
      '`start/main`: Batch.ClientException: JobQueue q not found',
    ],
    [
      'says the beginning of what is too long',
      started().refused('Batch.ClientException', `{"JobArn":"${'a'.repeat(40_000)}`),
      `\`start/main\`: Batch.ClientException: {"JobArn":"${'a'.repeat(189)}…`,
    ],
  ])('%s', async (_, { events }, note) => {
    expect((await statusOf({ status: 'FAILED', events })).notes).toEqual([note]);
  });

  test.each([
    [
      { status: 'FAILED', error: 'States.Runtime', cause: 'no such path\nat …' },
      'it failed: States.Runtime: no such path',
    ],
    [{ status: 'ABORTED', error: 'Stopped', cause: 'by `flowc stop`' }, 'it was stopped: Stopped: by `flowc stop`'],
    [{ status: 'TIMED_OUT' }, 'it ran longer than its state machine lets it'],
  ])('says how the run ended where no task does: %j', async (run, note) => {
    expect((await statusOf(run)).notes).toEqual([note]);
  });

  test('says that jobs find no machine', async () => {
    const { events } = started().submitted('a');
    const createdAt = Date.now() - 12.5 * 60_000;
    const runnable = job('a', { status: 'RUNNABLE', createdAt, startedAt: undefined });
    const { notes } = await statusOf({ ...running, events }, { jobs: [runnable] });
    expect(notes).toEqual([expect.stringMatching(/^a job has waited in the queue `gpus` for 12 minutes: no machine/)]);
    const statusReason = 'MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE - …';
    expect(
      (await statusOf({ ...running, events }, { jobs: [{ ...runnable, ...{ statusReason } }] })).notes[0],
    ).toContain(statusReason);
  });
});
