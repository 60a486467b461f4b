import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import type { RunEvent } from '../../../src/runtime/local/events.ts';
import { runFlow } from '../../../src/runtime/local/run.ts';
import { flowOf } from './flow-of.ts';
import { hashesOf, leftBy, shapeOf } from './left-by.ts';

// Tasks that fail, each in its way, and what the run leaves of them.

const FAILING = `
import { spawn } from 'node:child_process';
const forever = () => new Promise(() => setTimeout(() => {}, 60_000));
const fail = {
  error: () => { throw new RangeError('too far'); },
  exit: () => process.exit(7),
  signal: () => { process.kill(process.pid, 'SIGABRT'); return forever(); },
  rejection: () => { void Promise.reject(new TypeError('unheard')); return forever(); },
  uncaught: () => { setTimeout(() => { throw new TypeError('late'); }, 1); return forever(); },
  none: () => {},
};
type Kind = keyof typeof fail;
`;

test('however a task fails, `@catchError` lets the flow go on with the error of its last try as plain data', async () => {
  const flow = flowOf(
    `
    kept!: string;
    lost?: string;
    failure?: CaughtError;
    all!: (CaughtError | undefined)[];
    @step start() { this.kept = 'kept'; this.next(this.act, { foreach: Object.keys(fail) as Kind[] }); }
    @retry({ times: 1, delay: '0s' })
    @catchError({ artifact: 'failure' })
    @step async act(kind: Kind) {
      note(kind + ' ' + current.attempt);
      this.lost = kind;
      await fail[kind]();
      this.next(this.join);
    }
    @step join(inputs: Inputs<Flow>) { this.all = inputs.map(({ failure }) => failure); note(inputs.map(({ lost }) => lost ?? '-')); this.next(this.end); }
    @step end() { note(this.kept); note(JSON.stringify(this.all)); }`,
    FAILING,
  );
  const { events } = await flow.run('r1', { maxWorkers: 2 });
  const [all = '', kept, lost, ...tries] = flow.lines('notes').toReversed();
  const kinds = ['error', 'exit', 'signal', 'rejection', 'uncaught'];
  expect(tries.toSorted()).toEqual([...kinds.flatMap((kind) => [`${kind} 0`, `${kind} 1`]), 'none 0'].toSorted());
  expect([kept, lost]).toEqual(['kept', '-,-,-,-,-,none']);
  const errors = JSON.parse(all) as readonly ({ readonly stack?: string } | null)[];
  expect(errors).toMatchObject([
    { name: 'RangeError', message: 'too far', attempt: 1 },
    { name: 'ExitCode', message: expect.stringContaining('exit code 7'), attempt: 1 },
    { name: 'Killed', message: expect.stringContaining('SIGABRT'), attempt: 1 },
    { name: 'TypeError', message: 'unheard', attempt: 1 },
    { name: 'TypeError', message: 'late', attempt: 1 },
    null,
  ]);
  const line = (text: string): number => FAILING.split('\n').findIndex((each) => each.includes(text)) + 7;
  expect(errors[0]?.stack?.split('\n').slice(0, 2)).toEqual([
    'RangeError: too far',
    expect.stringMatching(new RegExp(`^    at .*\\(flow\\.ts:${line("'too far'")}:\\d+\\)$`)),
  ]);
  expect(all, 'a path of this machine').not.toContain(flow.folder);
  expect(all).not.toMatch(/node:|\.cjs|file:/);

  const { tasks, status } = await leftBy(flow, 'r1');
  expect(status).toBe('succeeded');
  expect(tasks.filter(({ step }) => step === 'act').map(({ state }) => state)).toEqual([
    ...kinds.map(() => 'caught'),
    'succeeded',
  ]);
  const failed = events.filter((event) => event.kind === 'task-failed' && event.attempt === 0);
  expect(failed).toHaveLength(kinds.length);
  expect(failed).toContainEqual(expect.objectContaining({ task: '1', outcome: 'failed', exitCode: 7 }));
  expect(failed).toContainEqual(expect.objectContaining({ task: '2', outcome: 'killed', signal: 'SIGABRT' }));
  expect(tasks.map(({ artifacts }) => artifacts).slice(0, 7)).toEqual([
    hashesOf({ kept: 'kept' }),
    ...errors.map((error) =>
      hashesOf(error === null ? { kept: 'kept', lost: 'none' } : { kept: 'kept', failure: error }),
    ),
  ]);
});

test('a task is tried again after its delay, and each try leaves its record', async () => {
  const flow = flowOf(`
    tries!: number;
    @retry({ times: 3, delay: '1s', backoff: 2, maxDelay: '1s', on: 'error' })
    @step start() {
      note(performance.timeOrigin + performance.now());
      if (current.attempt < 2) throw new Error('not yet');
      this.tries = current.attempt + 1;
      this.next(this.end);
    }
    @step end() {}`);
  const { events } = await flow.run('r1');
  const [first = NaN, second = NaN, third = NaN, ...more] = flow.lines('notes').map(Number);
  expect(more).toEqual([]);
  expect(second - first, 'ms until the second try').toBeGreaterThan(950);
  expect(third - second, 'ms until the third try').toBeGreaterThan(950);
  expect(events.flatMap((event) => (event.kind === 'task-started' ? [[event.step, event.attempt]] : []))).toEqual([
    ['start', 0],
    ['start', 1],
    ['start', 2],
    ['end', 0],
  ]);
  expect((await leftBy(flow, 'r1')).tasks.map(({ artifacts }) => artifacts)).toEqual([
    hashesOf({ tries: 3 }),
    hashesOf({ tries: 3 }),
  ]);
});

/** Whether a process still runs; one that has ended and that nobody has asked about does not. */
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z');
}

test('a timeout ends a step that never looks up and one that waits, and nothing of what they started survives', async () => {
  const flow = flowOf(
    `
    error?: CaughtError;
    names!: (string | undefined)[];
    @step start() { this.next(this.spins, this.waits); }
    @timeout('1s') @catchError()
    @step spins() { family(); for (const until = Date.now() + 20_000; Date.now() < until;); this.next(this.join); }
    @timeout('1s') @catchError()
    @step async waits() { family(); await forever(); this.next(this.join); }
    @step join(inputs: Inputs<Flow>) { this.names = inputs.map(({ error }) => error?.name); this.next(this.end); }
    @step end() { note(this.names); }`,
    `${FAILING}
    const stubborn = 'trap "" TERM; sleep 300 & echo $$ >> notes; echo $! >> notes; wait; sleep 300';
    const family = () => { note(process.pid); spawn('sh', ['-c', stubborn], { stdio: 'ignore' }); };`,
  );
  await flow.run('r1');
  const lines = flow.lines('notes');
  expect(lines.at(-1)).toBe('TimeoutError,TimeoutError');
  const pids = lines.slice(0, -1).map(Number);
  expect(pids).toHaveLength(6);
  await expect.poll(() => pids.filter(isAlive), { message: 'processes that outlived the timeout' }).toEqual([]);
  expect(shapeOf(await leftBy(flow, 'r1'))).toEqual([
    'start/main',
    'spins/main < start/main',
    'waits/main < start/main',
    'join/main < spins/main waits/main',
    'end/main < join/main',
  ]);
});

test('a join that merges what differs fails, naming artifact and branches; its branches stay done', async () => {
  const flow = flowOf(
    `
    tally?: number;
    @step start() { set(this, 0); this.next(this.left, this.right); }
    @step left() { set(this, 1); this.next(this.join); }
    @step right() { set(this, 2); this.next(this.join); }
    @step join(inputs: Inputs<Flow>) { this.merge(inputs); this.next(this.end); }
    @step end() { note(this.tally); }`,
    'const set = (flow: object, tally: number): void => { Object.assign(flow, { tally }); };',
  );
  const { end } = await flow.run('r1');
  expect(end.failure).toMatchObject({ step: 'join', message: expect.stringMatching(/`tally` \(left and right\)/) });
  const run = await leftBy(flow, 'r1');
  expect(run.tasks.map(({ step, state, artifacts }) => [step, state, artifacts])).toEqual([
    ['start', 'succeeded', hashesOf({ tally: 0 })],
    ['left', 'succeeded', hashesOf({ tally: 1 })],
    ['right', 'succeeded', hashesOf({ tally: 2 })],
    ['join', 'failed', {}],
  ]);
  expect(flow.lines('notes')).toEqual([]);
});

test('an engine that is busy while processes answer and end hears every answer', async () => {
  const count = 12;
  const flow = flowOf(`
    n!: number;
    @step start() { this.next(this.each, { foreach: Array.from({ length: ${count} }, (_, n) => n) }); }
    @step each(n: number) { this.n = n; this.next(this.join); }
    @step join(inputs: Inputs<Flow>) { this.n = inputs.length; this.next(this.end); }
    @step end() {}`);
  const options = await flow.options('r1', { maxWorkers: 6 });
  const failed: RunEvent[] = [];
  const still = new Int32Array(new SharedArrayBuffer(4));
  await runFlow(options, (event) => {
    if (event.kind === 'task-failed') failed.push(event);
    // Long enough for several to end in the meantime.
    Atomics.wait(still, 0, 0, 80);
  });
  await options.store.close();
  expect(failed).toEqual([]);
  const each = Array.from({ length: count }, (_, n) => n);
  expect((await leftBy(flow, 'r1')).tasks.map(({ artifacts }) => artifacts)).toEqual([
    {},
    ...each.map((n) => hashesOf({ n })),
    ...['join', 'end'].map(() => hashesOf({ n: count })),
  ]);
});

test('a step that runs out of memory is caught as killed, and the run goes on', async () => {
  const flow = flowOf(`
    error?: CaughtError;
    @step start() { this.next(this.eat); }
    @catchError()
    @step eat() { const all: object[] = []; while (all.length >= 0) all.push({ text: 'x' + all.length }); this.next(this.end); }
    @step end() { note(JSON.stringify(this.error)); }`);
  await flow.run('r1', { env: { ...process.env, NODE_OPTIONS: '--max-old-space-size=40' } });
  const [error = ''] = flow.lines('notes');
  expect(JSON.parse(error)).toMatchObject({ name: 'Killed', message: expect.stringContaining('SIGABRT'), attempt: 0 });
  const { tasks } = await leftBy(flow, 'r1');
  expect(tasks.map(({ step, state, artifacts }) => [step, state, artifacts])).toEqual([
    ['start', 'succeeded', {}],
    ['eat', 'caught', hashesOf({ error: JSON.parse(error) })],
    ['end', 'succeeded', hashesOf({ error: JSON.parse(error) })],
  ]);
});
