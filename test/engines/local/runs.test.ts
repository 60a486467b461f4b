import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test, vi } from 'vitest';
import { tasksOf } from '../../unit/runtime/local/local-flow.ts';
import type { EngineOrder } from '../../crash/engine.ts';
import { flowOf } from './flow-of.ts';
import { leftBy, shapeOf } from './left-by.ts';
import { record, shown } from '../records.ts';
import { local } from './engine.ts';

// Runs as a whole: what a task is told about its own, what they print, and runs that share a datastore or go on from one another.

test('a task is told all about its run by `current`, in a first run and in one that resumes it', async () => {
  const flow = flowOf(
    `
    readonly rate = parameter.number({ default: 0.5 });
    @step start() { tell(current); this.next(this.outer, { foreach: ['a', 'b'] }); }
    @step outer() { this.next(this.inner, { foreach: [1, 2, 3] }); }
    @step inner(n: number) { if (n === 3 && this.rate > 0) tell(current); this.next(this.near); }
    @step near(inputs: Inputs<Flow>) { if (current.taskId === '0' && inputs.length > 0 && !current.isResumed) throw new Error('not yet'); this.next(this.far); }
    @step far(inputs: Inputs<Flow>) { tell(current); note(inputs.length); this.next(this.end); }
    @step end() {}`,
    `import { existsSync, readdirSync } from 'node:fs';
    const tell = ({ tempDir, ...rest }: typeof current): void => {
      const { flowName, runId, originRunId, stepName, taskId, attempt, pathspec, foreach, tags, parameters, trigger, project, isResumed, failure } = rest;
      note(JSON.stringify({ flowName, runId, originRunId, stepName, taskId, attempt, pathspec, foreach, tags, parameters, trigger, project, isResumed, failure, tempDir: readdirSync(tempDir), runIsOnRecord: existsSync('store/runs/Flow/' + runId + '/run.json') }));
    };
    @tags(['nightly'])
    @project({ name: 'shop', branch: 'main' })`,
  );
  const given = { tags: ['nightly', 'mine'], parameters: { rate: 0.25 }, maxWorkers: 1 };
  await flow.run('r1', given);
  await flow.run('r2', { ...given, resume: { origins: ['r1'] } });
  const told = flow.lines('notes').map((line) => JSON.parse(line) as { stepName: string });
  const run = {
    flowName: 'Flow',
    attempt: 0,
    tags: ['nightly', 'mine'],
    parameters: { rate: 0.25 },
    project: { name: 'shop', branch: 'main' },
    tempDir: [],
    runIsOnRecord: true,
  };
  const innerOf = (index: number) => ({
    stepName: 'inner',
    taskId: `${index}.2`,
    foreach: [
      { step: 'start', index, size: 2 },
      { step: 'outer', index: 2, size: 3 },
    ],
  });
  const first = { ...run, runId: 'r1', isResumed: false };
  const second = { ...run, runId: 'r2', originRunId: 'r1', isResumed: true };
  expect(told).toEqual([
    { ...first, stepName: 'start', taskId: 'main', foreach: [], pathspec: 'Flow/r1/start/main' },
    { ...first, ...innerOf(0), pathspec: 'Flow/r1/inner/0.2' },
    { ...second, ...innerOf(1), pathspec: 'Flow/r2/inner/1.2' },
    { ...second, stepName: 'far', taskId: 'main', foreach: [], pathspec: 'Flow/r2/far/main' },
    2,
  ]);
});

test('a log holds 100,000 lines of both streams in order, and one line of 50 MB whole', async () => {
  const flow = flowOf(`
    @step start() {
      for (let n = 0; n < 100_000; n++) process[n % 3 === 0 ? 'stderr' : 'stdout'].write('line ' + n + '\\n');
      process.stdout.write('x'.repeat(50_000_000) + '|\\n');
      console.error('the end');
      this.next(this.end);
    }
    @step end() {}`);
  const { events } = await flow.run('r1');
  const log = events.find((event) => event.kind === 'task-finished')?.log ?? '';
  expect(log).toContain(join(flow.store, 'runs/Flow/r1/tasks/start/main/attempts/0-'));
  let count = 0;
  const others: string[] = [];
  for await (const line of createInterface({ input: createReadStream(log) })) {
    if (line === `line ${count}`) count++;
    else others.push(line.length > 1000 ? `${line.length} ending in ${line.slice(-2)}` : line);
  }
  expect([count, ...others]).toEqual([100_000, '50000001 ending in x|', 'the end']);
  record(local, shown('logs'));
});

const NESTED = `
  round = 0; got!: unknown[];
  @step start() { this.got = []; this.next(this.head); }
  @step head() { this.round++; this.next(this.outer, { foreach: ['a', 'b'] }); }
  @step outer(item: string) { this.got = [item]; this.next(this.inner, { foreach: [this.round, 9] }); }
  @step inner(n: number) { failAt('inner/v1.1.0'); this.got = [...this.got, n]; this.next(this.near); }
  @step near(inputs: Inputs<Flow>) { failAt('near/v1.0'); this.got = inputs.map(({ got }) => got); this.next(this.far); }
  @step far(inputs: Inputs<Flow>) { failAt('far/v0'); this.got = inputs.map(({ got }) => got); this.next(this.decide); }
  @step decide() { failAt('decide/v1'); if (this.round < 2) this.next(this.head); else this.next(this.end); }
  @step end() { failAt('end/main'); note(JSON.stringify(this.got)); }`;

const FAIL_AT = `
  import { readFileSync } from 'node:fs';
  /** Fails where the file \`bad\` names this task. */
  const failAt = (task: string): void => {
    if (current.stepName + '/' + current.taskId !== task || readFileSync('bad', 'utf8') !== task) return;
    throw new Error('not yet');
  };`;

test('a run that failed six times, at an element, at joins and in a loop, and was resumed each time leaves what one leaves that never failed', async () => {
  const flow = flowOf(NESTED, FAIL_AT);
  flow.put('bad', '');
  await flow.run('whole');
  const whole = await leftBy(flow, 'whole');
  expect(whole.tasks).toHaveLength(1 + 2 * (1 + 2 + 4 + 2 + 1 + 1) + 1);

  const origins: string[] = [];
  const started: string[] = [];
  for (const bad of ['far/v0', 'inner/v1.1.0', 'near/v1.0', 'decide/v1', 'end/main', '']) {
    flow.put('bad', bad);
    const run = `r${origins.length}`;
    const ran = await flow.run(run, origins.length === 0 ? {} : { resume: { origins: [...origins] } });
    expect(ran.end, bad).toMatchObject(bad === '' ? { status: 'succeeded' } : { status: 'failed' });
    expect(ran.end.failure && `${ran.end.failure.step}/${ran.end.failure.task}`).toBe(bad === '' ? undefined : bad);
    started.push(...tasksOf(ran, 'task-finished'));
    origins.unshift(run);
  }
  expect(await leftBy(flow, 'r5')).toEqual(whole);
  expect(started.toSorted(), 'what has finished never runs again').toEqual(
    whole.tasks.map(({ step, task }) => `${step}/${task}`).toSorted(),
  );
  record(local, shown('resume-failed', 'resume-in-foreach'));
});

test('two engines, each a process, run one flow on one datastore at once', async () => {
  const flow = flowOf(NESTED, FAIL_AT);
  flow.put('bad', '');
  const { store, code, shim } = await flow.options('none');
  await store.close();
  const engine = fileURLToPath(new URL('../../crash/engine.ts', import.meta.url));
  const orderOf = (run: string): EngineOrder => ({ store: flow.store, code, run, origins: [], shim, cwd: flow.folder });
  const start = (run: string) => promisify(execFile)(process.execPath, [engine, JSON.stringify(orderOf(run))]);
  await Promise.all([start('r1'), start('r2')]);
  const [one, two] = [await leftBy(flow, 'r1'), await leftBy(flow, 'r2')];
  expect(one.status).toBe('succeeded');
  expect(one.tasks).toHaveLength(24);
  expect(one).toEqual(two);
  expect(new Set(flow.lines('notes')).size, 'both came to the same').toBe(1);
  record(local, shown('two-runs-at-once'));
});

test('clocks that jump back an hour for every task change nothing: delays, timeouts and resumes hold', async () => {
  const flow = flowOf(`
    waited?: boolean; error?: CaughtError;
    @retry({ times: 1, delay: '1s' })
    @step start() { if (current.attempt < 1) throw new Error('not yet'); this.waited = true; this.next(this.slow); }
    @timeout('1s') @catchError()
    @step async slow() { await new Promise((resolve) => setTimeout(resolve, 20_000)); this.next(this.last); }
    @step last() { if (!current.isResumed) throw new Error('stop'); this.next(this.end); }
    @step end() { note([this.waited, this.error?.name]); }`);
  // The later a process begins by the real clock, the earlier by its own.
  flow.put(
    'clock.cjs',
    `const real = Date.now();
    const begin = ${Date.now()} - (real - ${Date.now()}) * 1000;
    const now = Date.now;
    const Real = Date;
    globalThis.Date = class Date extends Real {
      constructor(...args) { super(...(args.length === 0 ? [Date.now()] : args)); }
      static now() { return begin - (now() - real); }
    };`,
  );
  const env = { ...process.env, NODE_OPTIONS: `--require ${join(flow.folder, 'clock.cjs')}` };
  vi.useFakeTimers({ toFake: ['Date'] });
  const back = setInterval(() => vi.setSystemTime(Date.now() - 3_600_000), 20);
  try {
    expect((await flow.run('r1', { env })).end).toMatchObject({ status: 'failed', failure: { step: 'last' } });
    expect((await flow.run('r2', { env, resume: { origins: ['r1'] } })).end).toMatchObject({ status: 'succeeded' });
  } finally {
    clearInterval(back);
    vi.useRealTimers();
  }
  expect(flow.lines('notes')).toEqual(['true,TimeoutError']);
  const run = await leftBy(flow, 'r2');
  expect(shapeOf(run)).toEqual([
    'start/main',
    'slow/main < start/main',
    'last/main < slow/main',
    'end/main < last/main',
  ]);
  expect(run.tasks.map(({ state }) => state)).toEqual(['succeeded', 'caught', 'succeeded', 'succeeded']);
});
