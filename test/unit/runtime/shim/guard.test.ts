import { afterEach, describe, expect, test } from 'vitest';
import { resultKey } from '../../../../src/runtime/store/layout.ts';
import { END, ShimFlow, type PodOptions } from './shim-flow.ts';

let flow: ShimFlow;
afterEach(() => flow.remove());

const guarded = (step: string, options: PodOptions = {}): ReturnType<ShimFlow['pod']> =>
  flow.pod(step, { ...options, args: ['--guard'] });

const CHOICE = `
  score!: number;
  @step start() { note('start'); this.score = Math.random(); if (this.score > 0.5) this.next(this.high); else this.next(this.low); }
  @step high() { this.next(this.end); }
  @step low() { this.next(this.end); }
  ${END}`;

describe('the guard', () => {
  test('lets run what decisions lead to, and of anything else leaves nothing', async () => {
    flow = await ShimFlow.of(CHOICE, `console.log('loaded');`);
    const { control } = await flow.pod('start');
    const [taken = '', other = ''] = control.next === 'high' ? ['high', 'low'] : ['low', 'high'];
    const output = 'flowc-task: nothing is to run: the recorded decisions lead elsewhere\n';
    expect(await guarded(other)).toEqual({ code: 99, output, control: {} });
    expect(await flow.objects(other)).toEqual([]);
    expect((await guarded(taken)).code).toBe(0);
    expect((await guarded('end')).code).toBe(0);
  });

  test('does not take what another run of a task has left for a decision', async () => {
    flow = await ShimFlow.of(CHOICE);
    const { control } = await flow.pod('start');
    const other = control.next === 'high' ? 'low' : 'high';
    const stray = { format: 1, attempt: '0-stray', code: 'x', control: { next: 'end' }, artifacts: {} };
    const key = resultKey({ flow: 'TestFlow', run: 'r1' }, { step: other, frames: '' });
    await flow.store.put(key, Buffer.from(JSON.stringify(stray)));
    expect((await guarded(other)).code).toBe(99);
  });

  test('leaves it to the attempt to refuse another graph, which is recorded', async () => {
    flow = await ShimFlow.of(CHOICE);
    await flow.pod('start');
    await flow.write(CHOICE.replace('this.next(this.end)', 'this.next(this.low)'));
    expect((await guarded('high')).code).toBe(98);
    expect(await flow.ends('high')).toMatchObject([{ outcome: 'refused' }]);
  });

  test('fails where a task before it has left no result, says which, and leaves nothing', async () => {
    flow = await ShimFlow.of(
      CHOICE.replace("note('start');", "if (current.attempt === 0) throw new Error('no start');"),
    );
    expect((await flow.pod('start')).code).toBe(1);
    const { code, output } = await guarded('high');
    expect(code).toBe(1);
    expect(output).toBe(
      'flowc-task: no result is recorded of `start` (task main), which decides how the run goes on: whether `high` is to run is not known\n',
    );
    expect(await flow.objects('high')).toEqual([]);
  });
});

/** `second` catches, and its whole pod is lost where the run's parameter says so; before it one fails, or an arm is taken. */
const CATCHING = `
  readonly mode = parameter.string();
  error?: CaughtError;
  rows = 1;
  @step start() { if (this.mode === 'other') this.next(this.other); else this.next(this.first); }
  @step other() { this.next(this.end); }
  @step first() { if (this.mode === 'fails') throw new RangeError('early'); this.rows = 2; this.next(this.second); }
  @catchError()
  @step second() { lose(this.mode); this.rows = 3; this.next(this.third); }
  @step third() { note(this.error?.name + ' ' + this.rows); this.next(this.end); }
  ${END}`;

/** Ends the shim and with it its worker. */
const LOSE = `const lose = (mode: string): void => {
  if (mode !== 'lost') return;
  process.kill(process.ppid, 'SIGKILL');
  process.kill(process.pid, 'SIGKILL');
};`;

const begin = (mode: string): Promise<unknown> =>
  flow.pod('start', { env: { FLOWC_PARAMETERS: JSON.stringify({ mode }) } });

describe('the guard after a task with @catchError', () => {
  test('goes on where that was lost, and makes up for its result', async () => {
    flow = await ShimFlow.of(CATCHING, LOSE);
    await begin('lost');
    await flow.pod('first');
    expect((await guarded('second')).code).toBe('SIGKILL');
    expect((await guarded('third')).code).toBe(0);
    expect(flow.notes()).toEqual(['lost 2']);
    expect(await flow.result('second')).toMatchObject({ attempt: 'lost', caught: true, control: { next: 'third' } });
  });

  test('fails where that never began as what is before it failed, and makes up for nothing', async () => {
    flow = await ShimFlow.of(CATCHING, LOSE);
    await begin('fails');
    expect((await flow.pod('first')).code).toBe(1);
    const { code, output } = await guarded('third');
    expect(code).toBe(1);
    expect(output).toMatch(/^flowc-task: the task `first\/main`.* has no result in the datastore: .*\n$/);
    expect([await flow.objects('second'), await flow.objects('third')]).toEqual([[], []]);
  });

  test('fails where that never began though nothing before it failed: it may yet', async () => {
    flow = await ShimFlow.of(CATCHING, LOSE);
    await begin('goes');
    expect((await flow.pod('first')).code).toBe(0);
    expect((await guarded('third')).code).toBe(1);
    expect(await flow.objects('second')).toEqual([]);
    expect((await guarded('second')).code).toBe(0);
    expect((await guarded('third')).code).toBe(0);
    expect(flow.notes()).toEqual(['undefined 3']);
  });

  test('answers 99 where the arm of both was not taken', async () => {
    flow = await ShimFlow.of(CATCHING, LOSE);
    await begin('other');
    expect([(await guarded('second')).code, (await guarded('third')).code]).toEqual([99, 99]);
    expect(await flow.objects('second')).toEqual([]);
  });
});

const JOINING = (opens: string): string => `
  readonly mode = parameter.string();
  error?: CaughtError;
  @step start() { if (this.mode === 'other') this.next(this.end); else this.next(this.open); }
  @step open() { ${opens} }
  @step first() { if (this.mode === 'fails') throw new RangeError('early'); this.next(this.second); }
  @catchError()
  @step second() { lose(this.mode); this.next(this.join); }
  @step beside() { this.next(this.join); }
  @step join(inputs: Inputs<TestFlow>) { note(inputs.map(({ error }) => error?.name).join()); this.next(this.end); }
  ${END}`;

describe.each([
  ['a split', JOINING('this.next(this.first, this.beside);'), [''], 'lost,'],
  [
    'a foreach',
    JOINING('this.next(this.first, { foreach: [1, 2] });').replace(/@step beside.*\n/, ''),
    ['0', '1'],
    'lost,lost',
  ],
])('the guard of a join of %s', (_, members, bodies, lost) => {
  const first = async (mode: string): Promise<void> => {
    flow = await ShimFlow.of(members, LOSE);
    await begin(mode);
    await flow.pod('open');
    for (const frames of bodies) await flow.pod('first', { frames });
    if (members.includes('beside')) await flow.pod('beside');
  };

  test('goes on where its inputs were lost', async () => {
    await first('lost');
    for (const frames of bodies) expect((await guarded('second', { frames })).code).toBe('SIGKILL');
    expect((await guarded('join')).code).toBe(0);
    expect(flow.notes()).toEqual([lost]);
  });

  test('fails where one never began', async () => {
    await first('fails');
    const { code, output } = await guarded('join');
    expect([code, output]).toEqual([1, expect.stringMatching(/^flowc-task: the task `first\/(main|0|1)`/)]);
    expect([await flow.objects('second', bodies[0]), await flow.objects('join')]).toEqual([[], []]);
  });

  test('answers 99 where the arm of all was not taken', async () => {
    flow = await ShimFlow.of(members, LOSE);
    await begin('other');
    expect((await guarded('join')).code).toBe(99);
  });
});
