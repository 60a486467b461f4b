import { spawnSync } from 'node:child_process';
import { afterEach, describe, expect, test } from 'vitest';
import { attemptKey } from '../../../../src/runtime/store/layout.ts';
import type { AttemptStart } from '../../../../src/runtime/store/records.ts';
import { END, ShimFlow } from './shim-flow.ts';

let flow: ShimFlow;
afterEach(() => flow.remove());

/** A flow whose first step has this body, and then goes on. */
const starting = (body: string, decorators = ''): Promise<ShimFlow> =>
  ShimFlow.of(
    `
    error?: CaughtError;
    rows!: number;
    ${decorators}
    @step async start() { await act(); this.next(this.middle); }
    @step middle() { this.next(this.end); }
    ${END}`,
    `import { spawn } from 'node:child_process';\nimport { closeSync, existsSync } from 'node:fs';\nconst act = async () => { ${body} };`,
  );

/** Whether a process still runs; one that has ended and that nobody has asked about does not. */
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z');
}

/** Never looks up; after a while it ends all the same, lest a test that fails leave it behind. */
const SPIN = `for (const until = Date.now() + 10_000; Date.now() < until;);`;

const noted = async (text: RegExp): Promise<string> => {
  await expect.poll(() => flow.notes().join('\n')).toMatch(text);
  return text.exec(flow.notes().join('\n'))?.[1] ?? '';
};

describe('the way in which a step ends', () => {
  test('by an exit code of its own is a failure, also by 0', async () => {
    flow = await starting(`process.exit(current.attempt === 0 ? 0 : 99);`);
    expect((await flow.pod('start')).code).toBe(1);
    expect((await flow.pod('start', { args: ['--attempt', '1', '--tries', '2'] })).code).toBe(1);
    expect(await flow.ends('start')).toMatchObject([
      { outcome: 'failed', exitCode: 0, error: { message: expect.stringContaining('exit code 0') } },
      { outcome: 'failed', exitCode: 99 },
    ]);
  });

  test('by a signal is told as such', async () => {
    flow = await starting(
      `process.kill(process.pid, 'SIGKILL'); await new Promise(() => setTimeout(() => {}, 60_000));`,
    );
    expect((await flow.pod('start')).code).toBe(137);
    expect(await flow.ends('start')).toMatchObject([{ outcome: 'killed', signal: 'SIGKILL' }]);
  });

  test('by an error that nobody caught is a failure by that error', async () => {
    flow = await starting(
      `setTimeout(() => { throw new RangeError('late'); }, 1); await new Promise(() => setTimeout(() => {}, 60_000));`,
    );
    const { code, output } = await flow.pod('start');
    expect(code).toBe(1);
    expect(output).toMatch(/^RangeError: late\n {4}at Timeout\._onTimeout \(flow\.ts:\d+:\d+\)\n$/);
    expect(await flow.ends('start')).toMatchObject([
      { outcome: 'failed', error: { name: 'RangeError', message: 'late' } },
    ]);
  });

  test('by a rejection that nobody handles is a failure by that rejection', async () => {
    flow = await starting(
      `void Promise.reject(new RangeError('unheard')); await new Promise(() => setTimeout(() => {}, 60_000));`,
    );
    expect((await flow.pod('start')).code).toBe(1);
    expect(await flow.ends('start')).toMatchObject([
      { outcome: 'failed', error: { name: 'RangeError', message: 'unheard' } },
    ]);
  });

  test('by a rejection that nobody handles is that failure too where the step has nothing left to do', async () => {
    flow = await starting(`void Promise.reject(new RangeError('unheard'));`);
    expect((await flow.pod('start')).code).toBe(1);
    expect(await flow.ends('start')).toMatchObject([{ outcome: 'failed', error: { message: 'unheard' } }]);
    expect(await flow.objects('start')).not.toContain('result.json');
  });

  test('is told and stored whatever its code has put in the place of globals', async () => {
    flow = await starting(
      `const none = (): never => { throw new Error('mocked'); };
       Object.assign(globalThis, { Promise: none, Date: none, setTimeout: none, setInterval: none });
       JSON.stringify = none; JSON.parse = none;`,
    );
    expect(await flow.pod('start')).toMatchObject({ code: 0, control: { next: 'middle' } });
  });

  test('without an answer counts by the result that it has put', async () => {
    flow = await starting(`closeSync(3);`);
    expect(await flow.pod('start')).toMatchObject({ code: 0, control: { next: 'middle' } });
    expect(await flow.ends('start')).toMatchObject([{ outcome: 'succeeded' }]);
  });

  test.each([
    ['an object for a message', `throw Object.assign(new Error(), { message: { status: 404n } });`, 'status: 404n'],
    [
      'a getter that throws',
      `throw Object.defineProperty(new Error(), 'message', { get: () => dull.x });`,
      'throws itself',
    ],
  ])('by an error with %s is a failure that shows what it can', async (_, body, shown) => {
    flow = await starting(`const dull: any = undefined; ${body}`);
    expect((await flow.pod('start')).code).toBe(1);
    expect(await flow.ends('start')).toMatchObject([
      { outcome: 'failed', error: { message: expect.stringContaining(shown) } },
    ]);
  });

  test('never, as nothing can settle what it waits for, is a failure at once', async () => {
    flow = await starting(`await new Promise(() => {});`);
    const { code, output } = await flow.pod('start');
    expect(code).toBe(1);
    expect(output).toContain('waits for a promise that nothing will ever settle');
  });

  test('by a value that is no Error is a failure that shows it', async () => {
    flow = await starting(`throw { status: 404 };`);
    expect((await flow.pod('start')).code).toBe(1);
    expect(await flow.ends('start')).toMatchObject([
      { error: { name: 'Error', message: expect.stringContaining('status: 404') } },
    ]);
  });

  test('takes with it whatever it has started', async () => {
    flow = await starting(`const child = spawn('sleep', ['300']); note('child ' + child.pid); child.unref();`);
    expect((await flow.pod('start')).code).toBe(0);
    const pid = Number(await noted(/child (\d+)/));
    await expect.poll(() => isAlive(pid)).toBe(false);
  });

  test('is not known where a module waits for ever: that is a failure that says so', async () => {
    flow = await starting('');
    await flow.write(`@step start() { this.next(this.end); } ${END}`, `await new Promise(() => {});`);
    const { code, output } = await flow.pod('start');
    expect(code).toBe(1);
    expect(output).toContain('waits for a promise that nothing will ever settle');
  });

  test('is not known where the code cannot be loaded: that is a failure, at its line', async () => {
    flow = await starting('');
    await flow.write(`@step start() { this.next(this.end); } ${END}`, `throw new RangeError('broken module');`);
    const { code, output } = await flow.pod('start');
    expect(code).toBe(1);
    expect(output).toContain('RangeError: broken module\n    at flow.ts:1:7');
  });
});

describe('a timeout', () => {
  test('ends an attempt and all that it has started, with SIGTERM first', async () => {
    flow = await starting(
      `process.on('SIGTERM', () => { note('told'); process.exit(0); }); note('child ' + spawn('sleep', ['300']).pid); await new Promise(() => setTimeout(() => {}, 60_000));`,
      `@timeout('1s')`,
    );
    const { code, output } = await flow.pod('start');
    expect(code).toBe(124);
    expect(output).toContain('longer than its timeout of 1 s');
    expect(flow.notes()).toContain('told');
    const pid = Number(await noted(/child (\d+)/));
    await expect.poll(() => isAlive(pid)).toBe(false);
    expect(await flow.ends('start')).toMatchObject([{ outcome: 'timed-out', error: { name: 'TimeoutError' } }]);
  });

  test('ends also a step that never looks up, and ignores SIGTERM', async () => {
    flow = await starting(`process.on('SIGTERM', () => {}); ${SPIN}`, `@timeout('1s')`);
    expect((await flow.pod('start')).code).toBe(124);
  });
});

describe('a pod that is told to stop', () => {
  test('passes SIGTERM on, leaves a clean record, and answers 143', async () => {
    flow = await starting(
      `process.on('SIGTERM', () => { note('told'); process.exit(0); }); note('ready'); await new Promise(() => setTimeout(() => {}, 60_000));`,
    );
    const pod = flow.start('start');
    await noted(/ready/);
    pod.child.kill('SIGTERM');
    expect((await pod.ended).code).toBe(143);
    expect(flow.notes()).toEqual(['ready', 'told']);
    expect(await flow.ends('start')).toMatchObject([{ outcome: 'killed', signal: 'SIGTERM' }]);
    expect(await flow.objects('start')).not.toContain('result.json');
  });

  test('counts a result that was written in time', async () => {
    flow = await starting(`process.on('SIGTERM', () => {}); note('ready'); while (!existsSync('go'));`);
    const pod = flow.start('start');
    await noted(/ready/);
    pod.child.kill('SIGTERM');
    flow.touch('go');
    expect((await pod.ended).code).toBe(0);
    expect(await flow.ends('start')).toMatchObject([{ outcome: 'succeeded' }]);
  });

  test('takes its worker with it where it is killed itself', async () => {
    flow = await starting(`note('worker ' + process.pid); setInterval(() => {}, 1000); await new Promise(() => {});`);
    const pod = flow.start('start');
    const pid = Number(await noted(/worker (\d+)/));
    pod.child.kill('SIGKILL');
    await pod.ended;
    await expect.poll(() => isAlive(pid), { timeout: 5000 }).toBe(false);
  });
});

describe('@catchError', () => {
  const CATCHING = `
    error?: CaughtError;
    rows = 1;
    half?: number;
    @retry({ times: 1, delay: '0s' })
    @catchError()
    @step divide() { this.rows = 2; this.half = half(this.rows); this.next(this.after); }
    @step start() { this.rows = 7; this.next(this.divide); }
    @step after() { note(JSON.stringify(this.error ?? null)); this.next(this.end); }
    ${END}`;
  const HALF = (body: string): string => `const half = (n: number): number => { ${body} return n / 2; };`;

  test('does not catch a datastore that fails', async () => {
    flow = await ShimFlow.of(
      CATCHING,
      `import { rmSync, writeFileSync } from 'node:fs';
      const half = (n: number): number => {
        const blobs = process.env['FLOWC_DATASTORE'] + '/blobs';
        rmSync(blobs, { recursive: true });
        writeFileSync(blobs, 'no folder');
        return n / 2;
      };`,
    );
    await flow.pod('start');
    const last = await flow.pod('divide', { args: ['--attempt', '1', '--tries', '2'] });
    expect(last).toMatchObject({ code: 1, output: expect.stringContaining('StoreError') });
    expect(await flow.objects('divide')).not.toContain('result.json');
  });

  test('lets the flow go on after the last try, with what the step received and the error', async () => {
    flow = await ShimFlow.of(CATCHING, HALF(`throw new RangeError('odd');`));
    await flow.pod('start');
    expect((await flow.pod('divide', { args: ['--attempt', '0', '--tries', '2'] })).code).toBe(1);
    expect(await flow.objects('divide')).not.toContain('result.json');
    const last = await flow.pod('divide', { args: ['--attempt', '1', '--tries', '2'] });
    expect(last).toMatchObject({ code: 0, control: { next: 'after' } });
    const { error, ...received } = await flow.artifacts('divide');
    expect(received).toEqual({ rows: 7 });
    expect(error).toEqual({
      name: 'RangeError',
      message: 'odd',
      stack: expect.stringMatching(/^RangeError: odd\n {4}at half \(flow\.ts:1:\d+\)\n {4}at TestFlow\.divide/),
      attempt: 1,
    });
    expect(await flow.result('divide')).toMatchObject({ caught: true, attempt: expect.stringMatching(/^1-/) });
    expect(await flow.ends('divide')).toMatchObject([{ outcome: 'failed' }, { outcome: 'failed' }]);
    expect((await flow.pod('after')).code).toBe(0);
    expect(flow.notes()[0]).toContain('"odd"');
  });

  test('leaves no error where the step succeeds', async () => {
    flow = await ShimFlow.of(CATCHING, HALF(''));
    await flow.walk();
    expect(await flow.artifacts('divide')).toEqual({ rows: 2, half: 1 });
    expect(flow.notes()).toEqual(['null']);
  });

  test('holds for a timeout and a killed process too', async () => {
    flow = await ShimFlow.of(
      CATCHING.replace('@catchError()', `@catchError() @timeout('1s')`),
      HALF(`if (current.attempt === 0) process.kill(process.pid, 'SIGKILL'); ${SPIN}`),
    );
    await flow.pod('start');
    expect((await flow.pod('divide', { args: ['--attempt', '0', '--tries', '2'] })).code).toBe(137);
    expect((await flow.pod('divide', { args: ['--attempt', '1', '--tries', '2'] })).code).toBe(0);
    expect(await flow.artifacts('divide')).toMatchObject({ error: { name: 'TimeoutError', attempt: 1 } });
  });

  test('does not help over the bound of a loop, and the attempt says so', async () => {
    flow = await ShimFlow.of(`
      error?: CaughtError;
      round = 0;
      @step start() { this.next(this.look); }
      @step look() { this.round++; if (this.round > 9) this.next(this.end); else this.next(this.tidy); }
      @catchError()
      @step tidy() { if (this.round > 0) throw new Error('untidy'); this.next(this.look, { maxVisits: 1 }); }
      ${END}`);
    await flow.walk('tidy');
    expect((await flow.pod('tidy', { frames: 'v0' })).code).toBe(98);
    expect(await flow.ends('tidy', 'v0')).toMatchObject([{ outcome: 'refused', error: { name: 'BoundExceeded' } }]);
  });

  test('does not hold for a pod that is told to stop', async () => {
    flow = await ShimFlow.of(CATCHING, HALF(`note('ready'); ${SPIN}`));
    await flow.pod('start');
    const pod = flow.start('divide');
    await noted(/ready/);
    pod.child.kill('SIGTERM');
    expect((await pod.ended).code).toBe(143);
    expect(await flow.objects('divide')).not.toContain('result.json');
  });

  test('is made up for by the next task where the whole pod was lost', async () => {
    flow = await ShimFlow.of(CATCHING, HALF(`note('ready'); ${SPIN}`));
    await flow.pod('start');
    const pod = flow.start('divide');
    await noted(/ready/);
    pod.child.kill('SIGKILL');
    await pod.ended;
    expect((await flow.pod('after')).code).toBe(0);
    expect(await flow.artifacts('after')).toMatchObject({ rows: 7, error: { name: 'lost', attempt: 1 } });
    expect((await flow.result('divide')).control).toEqual({ next: 'after' });
  });
});

describe('the records of an attempt', () => {
  test('say which pod made it, and whether the engine has a try left', async () => {
    flow = await starting(`throw new Error('never');`, '@retry({ times: 1 })');
    for (const attempt of ['0', '1'])
      await flow.pod('start', { args: ['--attempt', attempt, '--tries', '2'], env: { FLOWC_POD: `pod-${attempt}` } });
    expect((await flow.ends('start')).map(({ outcome, retry }) => [outcome, retry])).toEqual([
      ['failed', true],
      ['failed', undefined],
    ]);
    expect((await flow.starts('start')).map(({ attempt, pod }) => [attempt, pod])).toEqual([
      [0, 'pod-0'],
      [1, 'pod-1'],
    ]);
  });

  test('say which job of AWS Batch made it', async () => {
    flow = await starting('');
    await flow.pod('start', { env: { AWS_BATCH_JOB_ID: 'c0ffee' } });
    expect((await flow.starts('start')).map(({ pod }) => pod)).toEqual(['c0ffee']);
  });

  test('say of a failure that the step is not tried again for that there is none left', async () => {
    flow = await starting(`throw new Error('never');`, `@retry({ times: 1, on: 'preemption' })`);
    await flow.pod('start', { args: ['--attempt', '0', '--tries', '2'] });
    expect((await flow.ends('start')).map(({ retry }) => retry)).toEqual([undefined]);
  });
});

describe('the log of an attempt', () => {
  test('holds stdout and stderr whole and in order, and so does the pod', async () => {
    flow = await starting(
      `for (let line = 0; line < 20_000; line++) (line % 2 === 0 ? console.log : console.error)('line ' + line); process.stdout.write('x'.repeat(5_000_000) + '\\n');`,
    );
    const { output } = await flow.pod('start');
    const lines = Array.from({ length: 20_000 }, (_, line) => `line ${line}\n`).join('');
    expect(output === `${lines}${'x'.repeat(5_000_000)}\n`).toBe(true);
    const { attempt } = await flow.result('start');
    const log = await flow.store.get(
      attemptKey({ flow: 'TestFlow', run: 'r1' }, { step: 'start', frames: '' }, attempt, 'log'),
    );
    expect(Buffer.from(log ?? []).toString() === output).toBe(true);
  });

  test('stands beside a start that says where and since when it runs', async () => {
    flow = await starting(
      `note('worker ' + process.pid); await new Promise((resolve) => setTimeout(resolve, 50));`,
      `@timeout('1m')`,
    );
    await flow.pod('start');
    const { attempt, code } = await flow.result('start');
    const bytes = await flow.store.get(
      attemptKey({ flow: 'TestFlow', run: 'r1' }, { step: 'start', frames: '' }, attempt, 'start.json'),
    );
    const start = JSON.parse(Buffer.from(bytes ?? []).toString()) as AttemptStart;
    expect(start).toMatchObject({ attempt: 0, code, timeout: 60, pid: Number(await noted(/worker (\d+)/)) });
    expect(Date.parse(start.started)).toBeLessThanOrEqual(Date.now());
  });
});
