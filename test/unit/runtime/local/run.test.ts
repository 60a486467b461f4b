import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../../src/runtime/local/events.ts';
import { runFlow } from '../../../../src/runtime/local/run.ts';
import { LocalFlow, tasksOf } from './local-flow.ts';

const flows: LocalFlow[] = [];
afterEach(() => {
  for (const flow of flows.splice(0)) flow.remove();
});

/** A flow with these members. Steps note what they do by `note`, a line each in the project's `notes`. */
function flowOf(members: string): LocalFlow {
  const flow = new LocalFlow(`
import { appendFileSync } from 'node:fs';
import { catchError, current, environment, FlowSpec, onExit, parameter, retry, secrets, step, timeout, type Inputs } from 'flowc';

const note = (text: unknown): void => appendFileSync('notes', text + '\\n');
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export class Flow extends FlowSpec {
${members}
}
`);
  flows.push(flow);
  return flow;
}

const END = '@step end() { note("end"); }';

const event = (events: readonly RunEvent[], kind: RunEvent['kind'], step: string): RunEvent | undefined =>
  events.find((each) => each.kind === kind && 'step' in each && each.step === step);

test('a run begins with its record and ends with its end, and its tasks run side by side in between', async () => {
  const flow = flowOf(`
    items!: number[]; sum = 0;
    @step start() { this.items = [1, 2, 3]; this.next(this.square, { foreach: this.items }); }
    @step square(n: number) { this.sum = n * n; console.log('n is', n); this.next(this.join); }
    @step join(inputs: Inputs<Flow>) { this.sum = inputs.reduce((sum, i) => sum + i.sum, 0); this.next(this.end); }
    @step end() { note(this.sum); }`);
  const ran = await flow.run('r1');
  expect(ran.end).toMatchObject({ status: 'succeeded' });
  expect(flow.lines('notes')).toEqual(['14']);
  expect(ran.events[0]).toMatchObject({ kind: 'run-started', flow: 'Flow', run: 'r1', origins: [] });
  expect(event(ran.events, 'group-opened', 'square')).toMatchObject({ count: 3 });
  expect(tasksOf(ran, 'task-started')).toEqual([
    'start/main',
    'square/0',
    'square/1',
    'square/2',
    'join/main',
    'end/main',
  ]);
  expect(tasksOf(ran, 'task-finished')).toHaveLength(6);
  expect(ran.events.at(-1)).toMatchObject({ kind: 'run-finished', status: 'succeeded' });
  const log = ran.events.find((each) => each.kind === 'task-finished' && each.task === '1');
  expect(log !== undefined && 'log' in log && readFileSync(log.log, 'utf8')).toBe('n is 2\n');
  const end: unknown = JSON.parse(readFileSync(join(flow.store, 'runs/Flow/r1/end.json'), 'utf8'));
  expect(end).toEqual(ran.end);
});

test('a run id is used once', async () => {
  const flow = flowOf(`@step start() { this.next(this.end); } ${END}`);
  await flow.run('r1');
  await expect(flow.run('r1')).rejects.toThrow(/`r1`.*taken/);
  expect(flow.lines('notes')).toEqual(['end']);
});

test('two runs of one flow at once do not disturb each other', async () => {
  const flow = flowOf(`
    items = ['a', 'b']; all!: string[];
    @step start() { this.next(this.one, { foreach: this.items }); }
    @step one(item: string) { this.all = [item]; this.next(this.join); }
    @step join(inputs: Inputs<Flow>) { this.all = inputs.flatMap((i) => i.all); this.next(this.end); }
    @step end() { note(current.runId + this.all); }`);
  const both = await Promise.all([flow.run('r1'), flow.run('r2')]);
  expect(both.map(({ end }) => end.status)).toEqual(['succeeded', 'succeeded']);
  expect(flow.lines('notes').toSorted()).toEqual(['r1a,b', 'r2a,b']);
});

describe('a task that fails', () => {
  test('ends the run: what runs goes on to its end, and nothing new starts', async () => {
    const flow = flowOf(`
      @step start() { this.next(this.bad, this.long); }
      @step bad() { if (current.runId) throw new RangeError('too far'); this.next(this.join); }
      @step async long() { await sleep(700); note('long'); this.next(this.after); }
      @step after() { note('after'); this.next(this.join); }
      @step join(inputs: Inputs<Flow>) { note(inputs.length); this.next(this.end); }
      ${END}`);
    const ran = await flow.run('r1');
    expect(ran.end.status).toBe('failed');
    expect(ran.end.failure).toMatchObject({
      name: 'RangeError',
      message: 'too far',
      step: 'bad',
      task: 'main',
      attempt: 0,
    });
    expect(event(ran.events, 'task-failed', 'bad')).toMatchObject({ outcome: 'failed', attempt: 0 });
    expect(event(ran.events, 'task-failed', 'bad')).not.toHaveProperty('retryIn');
    expect(flow.lines('notes')).toEqual(['long']);
  });

  test('is tried again as often as `@retry` says, and holds no worker while it waits', async () => {
    const flow = flowOf(`
      @step start() { this.next(this.shaky, this.calm); }
      @retry({ times: 2, delay: '1s' })
      @step shaky() { if (current.attempt < 2) throw new Error('shaky'); note('shaky ' + current.attempt); this.next(this.join); }
      @step calm() { note('calm'); this.next(this.join); }
      @step join(inputs: Inputs<Flow>) { note(inputs.length); this.next(this.end); }
      ${END}`);
    const ran = await flow.run('r1', { maxWorkers: 1 });
    expect(ran.end.status).toBe('succeeded');
    expect(flow.lines('notes')).toEqual(['calm', 'shaky 2', '2', 'end']);
    const failed = ran.events.filter(({ kind }) => kind === 'task-failed');
    expect(failed).toMatchObject([
      { attempt: 0, retryIn: 1 },
      { attempt: 1, retryIn: 1 },
    ]);
  });

  test('is tried again at once where delays are off, and no more often', async () => {
    const flow = flowOf(`
      @retry({ times: 2, delay: '30m' })
      @step start() { note(current.attempt); if (current.runId) throw new Error('always'); this.next(this.end); }
      ${END}`);
    const ran = await flow.run('r1', { delays: false });
    expect(ran.end).toMatchObject({ status: 'failed', failure: { attempt: 2 } });
    expect(flow.lines('notes')).toEqual(['0', '1', '2']);
  });

  test('is not tried again where that cannot help: a loop past its bound', async () => {
    const flow = flowOf(`
      round = 0;
      @step start() { this.next(this.body); }
      @retry({ times: 3, delay: '0s' })
      @step body() {
        note(current.taskId);
        this.round++;
        if (this.round > 9) this.next(this.end);
        else this.next(this.body, { maxVisits: 2 });
      }
      ${END}`);
    const ran = await flow.run('r1');
    expect(event(ran.events, 'task-failed', 'body')).toMatchObject({ outcome: 'refused', task: 'v1' });
    expect(ran.end.failure?.message).toContain('maxVisits');
    expect(flow.lines('notes')).toEqual(['v0', 'v1']);
  });

  test('by a SIGTERM that flowc did not send is preempted, by its own fault it is not', async () => {
    const flow = flowOf(`
      @step start() { this.next(this.taken); }
      @retry({ times: 1, delay: '0s', on: 'preemption' })
      @step taken() { note('taken'); if (current.attempt === 0) process.kill(process.pid, 'SIGTERM'); this.next(this.wrong); }
      @retry({ times: 1, delay: '0s', on: 'preemption' })
      @step wrong() { note('wrong'); if (current.attempt === 0) throw new Error('wrong'); this.next(this.end); }
      ${END}`);
    const ran = await flow.run('r1');
    expect(event(ran.events, 'task-failed', 'taken')).toMatchObject({
      outcome: 'killed',
      signal: 'SIGTERM',
      retryIn: 0,
    });
    expect(ran.end).toMatchObject({ status: 'failed', failure: { step: 'wrong' } });
    expect(flow.lines('notes')).toEqual(['taken', 'taken', 'wrong']);
  });

  test('after its last try is caught by `@catchError`, also where the next try is not for such a failure', async () => {
    const flow = flowOf(
      `
      error?: CaughtError;
      @step start() { this.next(this.bad); }
      @retry({ times: 2, delay: '0s', on: 'preemption' })
      @catchError()
      @step bad() { note(current.attempt); if (current.runId) throw new TypeError('no'); this.next(this.end); }
      @step end() { note(this.error?.message); }`.replace('error?: CaughtError', "error?: import('flowc').CaughtError"),
    );
    const ran = await flow.run('r1');
    expect(ran.end.status).toBe('succeeded');
    expect(event(ran.events, 'task-finished', 'bad')).toMatchObject({ outcome: 'caught', error: { message: 'no' } });
    expect(flow.lines('notes')).toEqual(['0', 'no']);
  });

  test('by its timeout is told from one that was killed', async () => {
    const flow = flowOf(`
      @timeout('1s')
      @step async start() { await sleep(20000); this.next(this.end); }
      ${END}`);
    const ran = await flow.run('r1');
    expect(event(ran.events, 'task-failed', 'start')).toMatchObject({ outcome: 'timed-out' });
    expect(ran.end.status).toBe('failed');
  });
});

test('told to stop, a run asks its tasks to end, starts nothing and says that it was interrupted', async () => {
  const flow = flowOf(`
    @retry({ times: 5, delay: '0s' })
    @step async start() { process.on('SIGTERM', () => { note('asked'); process.exit(3); }); note('began'); await sleep(20000); this.next(this.end); }
    ${END}
    @onExit('always') bye() { note('bye'); }`);
  const controller = new AbortController();
  const options = await flow.options('r1', { signal: controller.signal });
  const events: RunEvent[] = [];
  const looking = setInterval(() => {
    if (flow.lines('notes').length > 0) controller.abort();
  }, 20);
  const end = await runFlow(options, (each) => events.push(each));
  clearInterval(looking);
  expect(end.status).toBe('interrupted');
  expect(flow.lines('notes')).toEqual(['began', 'asked']);
  expect(event(events, 'task-failed', 'start')).toMatchObject({ outcome: 'killed' });
});

test('`only` runs what leads to the steps named and leaves a part of a run', async () => {
  const flow = flowOf(`
    @step start() { note('start'); this.next(this.a, this.b); }
    @step a() { note('a'); this.next(this.join); }
    @step b() { note('b'); this.next(this.join); }
    @step join(inputs: Inputs<Flow>) { note(inputs.length); this.next(this.end); }
    ${END}
    @onExit('always') bye() { note('bye'); }`);
  const ran = await flow.run('r1', { only: ['b'] });
  expect(ran.end.status).toBe('partial');
  expect(flow.lines('notes')).toEqual(['start', 'b']);
});

describe('exit handlers', () => {
  const members = (start: string, bye: string): string => `
    word!: string;
    @step start() { this.word = 'done'; ${start} this.next(this.end); }
    @step end() { note(this.word); }
    @onExit('success') good() { note('good ' + this.word); }
    @onExit('failure') bad() { note('bad ' + current.failure?.message); }
    @onExit('always') bye() { ${bye} }`;

  test('run after the run, as it ended', async () => {
    const flow = flowOf(members('', "note('bye');"));
    const ran = await flow.run('r1', { maxWorkers: 1 });
    expect(ran.end.status).toBe('succeeded');
    expect(flow.lines('notes')).toEqual(['done', 'good done', 'bye']);
    expect(event(ran.events, 'task-finished', 'good')).toMatchObject({ task: 'main', handler: true });
  });

  test('see what failed', async () => {
    const flow = flowOf(members("if (current.runId) throw new Error('no luck');", "note('bye');"));
    const ran = await flow.run('r1', { maxWorkers: 1 });
    expect(ran.end).toMatchObject({ status: 'failed', failure: { step: 'start' } });
    expect(flow.lines('notes')).toEqual(['bad no luck', 'bye']);
  });

  test('that fail make the run a failed one', async () => {
    const flow = flowOf(members('', "throw new Error('at last');"));
    const ran = await flow.run('r1');
    expect(ran.end).toMatchObject({ status: 'failed', failure: { step: 'bye', message: 'at last' } });
  });
});

test('tasks find the environment of the engine and their own, and are told of a secret that is nowhere', async () => {
  const flow = flowOf(`
    @environment({ vars: { OWN: 'own' } })
    @secrets(['db/PASSWORD', 'TOKEN=db/token', 'whole'])
    @step start() { note([process.env.OWN, process.env.GIVEN, process.env.PASSWORD, process.env.TOKEN]); this.next(this.end); }
    @step end() { note(process.env.OWN); }`);
  const ran = await flow.run('r1', { env: { ...process.env, GIVEN: 'given', PASSWORD: 'secret' } });
  expect(flow.lines('notes')).toEqual(['own,given,secret,', 'undefined']);
  const missing = ran.events.filter(({ kind }) => kind === 'secret-missing');
  expect(missing).toMatchObject([{ step: 'start', secret: 'TOKEN=db/token', variable: 'TOKEN' }]);
});

describe('worker processes', () => {
  const members = `
    items = [0, 1, 2, 3, 4, 5];
    @step start() { this.next(this.each, { foreach: this.items }); }
    @step each() { note(process.pid); this.next(this.join); }
    @step join(inputs: Inputs<Flow>) { note(process.pid + 0 * inputs.length); this.next(this.end); }
    @step end() { note(process.pid); }`;

  test('run one task each', async () => {
    const flow = flowOf(members);
    await flow.run('r1');
    expect(new Set(flow.lines('notes')).size).toBe(8);
  });

  test('run more where they may', async () => {
    const flow = flowOf(members);
    await flow.run('r1', { reuse: true });
    expect(flow.lines('notes')).toHaveLength(8);
    expect(new Set(flow.lines('notes')).size).toBeLessThan(6);
  });
});
