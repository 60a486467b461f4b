import { afterEach, describe, expect, test } from 'vitest';
import { attemptKey } from '../../../../src/runtime/store/layout.ts';
import type { Task } from '../../../../src/runtime/task.ts';
import { END, ShimFlow, type PodEnd, type PodOptions } from './shim-flow.ts';

let flow: ShimFlow;
afterEach(() => flow.remove());

/** Runs the loop of a header as one task. */
const loop = (header: string, { args = [], ...options }: PodOptions = {}): Promise<PodEnd> =>
  flow.pod(header, { ...options, args: ['--collapsed', ...args] });

const log = async (task: Task): Promise<string> => {
  const { attempt } = await flow.result(task.step, task.frames);
  const bytes = await flow.store.get(attemptKey({ flow: 'TestFlow', run: 'r1' }, task, attempt, 'log'));
  return Buffer.from(bytes ?? []).toString();
};

/** Left from its middle or its tail, each to a step of its own. */
const MIDDLE = `
  seen: string[] = [];
  @step start() { this.next(this.head); }
  @step head() { note('head ' + current.taskId); this.seen.push('head'); this.next(this.middle); }
  @step middle() {
    console.log('in the middle');
    this.seen.push('middle');
    if (this.seen.length > leave) this.next(this.early);
    else this.next(this.tail);
  }
  @step tail() { if (this.seen.length > leave) this.next(this.late); else this.next(this.head, { maxVisits: 3 }); }
  @step early() { this.next(this.end); }
  @step late() { this.next(this.end); }
  ${END}`;

describe('a loop as one task', () => {
  test('leaves what its tasks would have left, and answers where it was left to', async () => {
    flow = await ShimFlow.of(MIDDLE, 'const leave = 3;');
    await flow.pod('start');
    expect(await loop('head')).toMatchObject({ code: 0, control: { next: 'early' } });
    expect(flow.notes()).toEqual(['head v0', 'head v1']);
    expect((await flow.result('tail', 'v0')).control).toEqual({ next: 'head', again: 'v1' });
    expect(await flow.objects('head', 'v1')).toEqual(await flow.objects('start'));
    expect([(await flow.pod('early', { args: ['--guard'] })).code, (await flow.pod('end')).code]).toEqual([0, 0]);
    expect((await flow.pod('late', { args: ['--guard'] })).code).toBe(99);
    expect(await flow.artifacts('end')).toEqual({ seen: ['head', 'middle', 'head', 'middle'] });
  });

  test('prints what each task prints behind its name, which its own log keeps as it was', async () => {
    flow = await ShimFlow.of(MIDDLE, 'const leave = 1;');
    await flow.pod('start');
    expect((await loop('head')).output).toBe('[middle/v0] in the middle\n');
    expect(await log({ step: 'middle', frames: 'v0' })).toBe('in the middle\n');
  });

  test('does again nothing that is done', async () => {
    flow = await ShimFlow.of(
      MIDDLE.replace("console.log('in the middle');", "if (existsSync('broken')) throw new Error('broken');"),
      `import { existsSync } from 'node:fs';\nconst leave = 3;`,
    );
    await flow.pod('start');
    await flow.pod('head', { frames: 'v0' });
    flow.touch('broken');
    expect((await loop('head')).code).toBe(1);
    await flow.write(MIDDLE, 'const leave = 3;');
    expect(await loop('head', { args: ['--attempt', '1', '--tries', '2'] })).toMatchObject({
      code: 0,
      control: { next: 'early' },
    });
    expect(await loop('head', { args: ['--attempt', '2', '--tries', '3'] })).toMatchObject({
      code: 0,
      output: '',
      control: { next: 'early' },
    });
    expect(flow.notes()).toEqual(['head v0', 'head v1']);
  });

  test('of which the run begins begins the run', async () => {
    flow = await ShimFlow.of(`
      readonly rounds = parameter.integer();
      round = 0;
      @step start() { this.round++; if (this.round < this.rounds) this.next(this.start, { maxVisits: 9 }); else this.next(this.end); }
      ${END}`);
    expect(await loop('start', { env: { FLOWC_PARAMETERS: '{ "rounds": 3 }' } })).toMatchObject({
      code: 0,
      control: { next: 'end' },
    });
    expect(await flow.artifacts('start', 'v2')).toEqual({ round: 3 });
  });

  test('opens and closes splits, foreaches and loops inside, in the body of a foreach', async () => {
    flow = await ShimFlow.of(`
      round = 0; sum = 0; fine = 0;
      @step start() { this.next(this.head, { foreach: [10, 20] }); }
      @step head(base: number) { this.round++; this.sum += base; this.next(this.part, { foreach: [1, 2] }); }
      @step part(n: number) { this.sum += n; this.next(this.inner); }
      @step inner() { this.fine++; if (this.fine % 2 === 1) this.next(this.inner, { maxVisits: 5 }); else this.next(this.gather); }
      @step gather(inputs: Inputs<TestFlow>) {
        this.sum = inputs.reduce((sum, input) => sum + input.sum, 0);
        this.merge(inputs, { exclude: ['fine'] });
        this.fine = 0;
        this.next(this.left, this.right);
      }
      @step left() { this.next(this.meet); }
      @step right() { this.next(this.meet); }
      @step meet(inputs: Inputs<TestFlow>) {
        this.merge(inputs);
        if (this.round < 2) this.next(this.head, { maxVisits: 5 });
        else this.next(this.join);
      }
      @step join(inputs: Inputs<TestFlow>) { this.sum = inputs.reduce((sum, input) => sum + input.sum, 0); this.next(this.end); }
      ${END}`);
    await flow.pod('start');
    const ends = await Promise.all(['0', '1'].map((frames) => loop('head', { frames })));
    expect(ends).toMatchObject([
      { code: 0, control: { next: 'join' } },
      { code: 0, control: { next: 'join' } },
    ]);
    expect((await flow.result('inner', '1.v1.0.v1')).control).toEqual({ next: 'gather' });
    expect((await flow.pod('join')).code).toBe(0);
    expect(await flow.artifacts('join')).toMatchObject({ sum: 69 + 129 });
  });

  test('inside of another leaves the outer one or goes on with it', async () => {
    flow = await ShimFlow.of(`
      round = 0;
      @step start() { this.next(this.outer); }
      @step outer() { this.next(this.inner); }
      @step inner() {
        this.round++;
        if (this.round === 2) { this.next(this.outer, { maxVisits: 3 }); return; }
        if (this.round === 4) { this.next(this.body, { foreach: ['a', 'b', 'c'] }); return; }
        this.next(this.inner, { maxVisits: 3 });
      }
      @step body() { this.next(this.join); }
      @step join(inputs: Inputs<TestFlow>) { this.next(this.end); }
      ${END}`);
    await flow.pod('start');
    await flow.pod('outer', { frames: 'v0' });
    expect(await loop('inner', { frames: 'v0' })).toMatchObject({ code: 0, control: { next: 'outer', again: 'v1' } });
    await flow.pod('outer', { frames: 'v1' });
    expect(await loop('inner', { frames: 'v1' })).toMatchObject({
      code: 0,
      control: { next: 'body', count: 3, inside: '' },
    });
    expect((await flow.pod('body', { frames: '2', args: ['--guard'] })).code).toBe(0);
  });

  test('under the guard is not taken as a whole', async () => {
    flow = await ShimFlow.of(`
      n = 1;
      @step start() { if (this.n > 1) this.next(this.again); else this.next(this.end); }
      @step again() { this.n++; if (this.n > 3) this.next(this.end); else this.next(this.again, { maxVisits: 9 }); }
      ${END}`);
    await flow.pod('start');
    expect(await loop('again', { args: ['--guard'] })).toMatchObject({ code: 99, control: {} });
    expect(await flow.objects('again', 'v0')).toEqual([]);
  });
});

describe('tasks of a loop as one task', () => {
  /** `work` does something and goes on to `check`, which leaves after the second visit. */
  const working = (body: string, decorators: string, imports = ''): Promise<ShimFlow> =>
    ShimFlow.of(
      `
      error?: CaughtError;
      round = 0;
      @step start() { this.next(this.work); }
      ${decorators}
      @step async work() { this.round++; await act(this.round); this.next(this.check); }
      @environment({ vars: { MOOD: 'wary' } })
      @step check() { note(String(process.env['MOOD'])); if (this.round > 1) this.next(this.end); else this.next(this.work, { maxVisits: 3 }); }
      ${END}`,
      `${imports}\nconst act = async (round: number): Promise<void> => { ${body} };`,
    );
  const run = async (): Promise<PodEnd> => {
    await flow.pod('start');
    return loop('work');
  };

  test('are tried again, each for itself', async () => {
    flow = await working(
      `if (round === 2 && current.attempt < 2) throw new RangeError('not yet');`,
      `@retry({ times: 2, delay: '0s' })`,
    );
    const { code, output } = await run();
    expect(code).toBe(0);
    expect(output).toContain('[work/v1] RangeError: not yet; tried again in 0 s\n');
    expect((await flow.ends('work', 'v0')).map(({ outcome }) => outcome)).toEqual(['succeeded']);
    expect((await flow.ends('work', 'v1')).map(({ outcome, retry }) => [outcome, retry])).toEqual([
      ['failed', true],
      ['failed', true],
      ['succeeded', undefined],
    ]);
  });

  test('have variables of their own', async () => {
    flow = await working(`note(String(process.env['MOOD']));`, `@environment({ vars: { MOOD: 'keen' } })`);
    await run();
    expect(flow.notes()).toEqual(['keen', 'wary', 'keen', 'wary']);
  });

  test('may be caught', async () => {
    flow = await working(`if (round === 2) throw new RangeError('odd');`, '@catchError()');
    await flow.pod('start');
    // What it received says the first round, which the loop's third visit is the one too many for.
    expect((await loop('work')).code).toBe(98);
    expect(await flow.result('work', 'v1')).toMatchObject({ caught: true, control: { next: 'check' } });
  });

  test.each([
    [
      'that fails',
      `if (round === 2) throw new RangeError('odd');`,
      '',
      1,
      '[work/v1] RangeError: odd\n[work/v1]     at',
    ],
    [
      'that takes too long',
      `if (round === 2) await new Promise(() => setTimeout(() => {}, 60_000));`,
      `@timeout('1s')`,
      124,
      'flowc-task: `work/v1`: the attempt ran longer than its timeout of 1 s\n',
    ],
    [
      'that is killed',
      `if (round === 2) await new Promise(() => setTimeout(() => process.kill(process.pid, 'SIGKILL')));`,
      '',
      137,
      "flowc-task: `work/v1`: the task's process was killed by SIGKILL",
    ],
    ['that goes back too often', ``, '', 98, '`maxVisits: 3`'],
  ])('%s ends it as it would end itself', async (_, body, decorators, code, says) => {
    flow = await working(body, decorators);
    if (code === 98) await flow.write(BACK);
    const end = await run();
    expect(end).toMatchObject({ code, control: {}, output: expect.stringContaining(says) });
  });

  test('end with it when it is told to stop, and all that they have started', async () => {
    flow = await working(
      `process.on('SIGTERM', () => { note('told'); process.exit(0); }); note('ready'); await new Promise(() => setTimeout(() => {}, 60_000));`,
      '',
    );
    await flow.pod('start');
    const pod = flow.start('work', { args: ['--collapsed'], env: { FLOWC_POD: 'pod-1' } });
    await expect.poll(() => flow.notes()).toEqual(['ready']);
    pod.child.kill('SIGTERM');
    expect((await pod.ended).code).toBe(143);
    expect(flow.notes()).toEqual(['ready', 'told']);
    expect(await flow.ends('work', 'v0')).toMatchObject([{ outcome: 'killed', signal: 'SIGTERM' }]);
    expect(await flow.starts('work', 'v0')).toMatchObject([{ pod: 'pod-1' }]);
  });

  const BACK = `
    round = 0;
    @step start() { this.next(this.work); }
    @step work() { this.next(this.check); }
    @step check() { if (this.round > 1) this.next(this.end); else this.next(this.work, { maxVisits: 3 }); }
    ${END}`;
});

test.each([
  [['start'], '`--collapsed` runs a loop, and `start` is the header of none'],
  [['middle'], '`middle` is the header of none'],
  [['nobody'], '`nobody` is the header of none'],
  [['head', '--frames', 'v0'], 'are not frames around the loop of `head`'],
  [['head', '--exit', 'Failed'], 'an exit handler is no loop'],
])('%j is refused as a loop', async ([header = '', ...args], message) => {
  flow = await ShimFlow.of(MIDDLE, 'const leave = 3;');
  await flow.pod('start');
  const { code, output } = await loop(header, { args });
  expect([code, output]).toEqual([98, expect.stringContaining(message)]);
});
