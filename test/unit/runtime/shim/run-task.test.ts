import { afterEach, describe, expect, test } from 'vitest';
import { codeKey, resultKey, runKey } from '../../../../src/runtime/store/layout.ts';
import type { RunRecord } from '../../../../src/runtime/store/records.ts';
import { END, ShimFlow } from './shim-flow.ts';

let flow: ShimFlow;
afterEach(() => flow.remove());

const CHOICE = `
  score!: number;
  way!: string;
  @step start() { note('start'); this.score = Math.random(); if (this.score > 0.5) this.next(this.high); else this.next(this.low); }
  @step high() { this.way = 'high'; this.next(this.end); }
  @step low() { this.way = 'low'; this.next(this.end); }
  ${END}`;

const other = (arm: string | undefined): string => (arm === 'high' ? 'low' : 'high');

describe('a task has one result', () => {
  test('two pods at once leave one, and both hand out its control', async () => {
    flow = await ShimFlow.of(CHOICE);
    const [a, b] = await Promise.all([flow.pod('start'), flow.pod('start')]);
    const { control, attempt } = await flow.result('start');
    expect([a.code, b.code]).toEqual([0, 0]);
    expect([a.control, b.control]).toEqual([control, control]);
    expect(attempt).toMatch(/^0-\w{6}$/);
    expect((await flow.ends('start')).map(({ outcome }) => outcome).toSorted()).toEqual(['succeeded', 'superseded']);
  });

  test('an attempt that ends after another has won hands out the control of that one', async () => {
    flow = await ShimFlow.of(
      CHOICE.replace("note('start');", "note('start'); while (!existsSync('go'));"),
      "import { existsSync } from 'node:fs';",
    );
    const late = flow.start('start');
    await expect.poll(() => flow.notes()).toEqual(['start']);
    const winner = { format: 1, attempt: '1-winner', code: 'x', control: { next: 'low' }, artifacts: {} };
    await flow.store.putIfAbsent(
      resultKey({ flow: 'TestFlow', run: 'r1' }, { step: 'start', frames: '' }),
      Buffer.from(JSON.stringify(winner)),
    );
    flow.touch('go');
    expect(await late.ended).toMatchObject({ code: 0, control: { next: 'low' } });
    expect(await flow.ends('start')).toMatchObject([{ outcome: 'superseded' }]);
  });

  test('a start after success runs nothing', async () => {
    flow = await ShimFlow.of(CHOICE);
    const first = await flow.pod('start');
    const again = await flow.pod('start', { args: ['--attempt', '1', '--tries', '2'] });
    expect(again).toMatchObject({ code: 0, control: first.control });
    expect(flow.notes()).toEqual(['start']);
    expect((await flow.ends('start')).map(({ outcome }) => outcome)).toEqual(['succeeded', 'superseded']);
  });

  test('where the engine says only how many tries there are, the number of one is that of those which began', async () => {
    flow = await ShimFlow.of(`
      @step start() { note(String(current.attempt)); if (current.attempt < 2) throw new Error('not yet'); this.next(this.end); }
      ${END}`);
    for (const code of [1, 1, 0]) expect(await flow.pod('start', { args: ['--tries', '3'] })).toMatchObject({ code });
    expect(flow.notes()).toEqual(['0', '1', '2']);
    expect((await flow.result('start')).attempt).toMatch(/^2-/);
  });

  test('an attempt leaves at most four objects beside blobs', async () => {
    flow = await ShimFlow.of(CHOICE);
    await flow.pod('start');
    expect(await flow.objects('start')).toEqual([
      'attempts/0/end.json',
      'attempts/0/log',
      'attempts/0/start.json',
      'result.json',
    ]);
  });

  test('a step that fails leaves none', async () => {
    flow = await ShimFlow.of(`
      rows!: number;
      @step start() { this.rows = 1; if (this.rows > 0) throw new RangeError('no rows'); this.next(this.end); }
      ${END}`);
    const { code, output } = await flow.pod('start');
    expect(code).toBe(1);
    expect(output).toContain('RangeError: no rows\n    at TestFlow.start (flow.ts:');
    expect(await flow.objects('start')).toEqual(['attempts/0/end.json', 'attempts/0/log', 'attempts/0/start.json']);
    expect(await flow.ends('start')).toMatchObject([
      { outcome: 'failed', error: { name: 'RangeError', message: 'no rows' } },
    ]);
  });
});

describe('decisions', () => {
  test('lead to parents, whatever an arm not taken has left', async () => {
    flow = await ShimFlow.of(CHOICE);
    const { control } = await flow.pod('start');
    const stray = { format: 1, attempt: '0-stray', code: 'x', control: { next: 'end' }, artifacts: {} };
    await flow.store.put(
      resultKey({ flow: 'TestFlow', run: 'r1' }, { step: other(control.next), frames: '' }),
      Buffer.from(JSON.stringify(stray)),
    );
    await flow.pod(control.next ?? '');
    expect((await flow.pod('end')).code).toBe(0);
    expect(await flow.artifacts('end')).toMatchObject({ way: control.next });
  });

  test('say by which visit and arm a loop was left from its middle', async () => {
    flow = await ShimFlow.of(`
      seen: string[] = [];
      @step start() { this.next(this.head); }
      @step head() { this.seen.push(current.taskId); this.next(this.middle); }
      @step middle() {
        if (this.seen.length === 3) { this.next(this.after); return; }
        this.next(this.tail);
      }
      @step tail() { this.seen.push('tail'); this.next(this.head, { maxVisits: 5 }); }
      @step after() { this.seen.push('after'); this.next(this.end); }
      ${END}`);
    const ran = await flow.walk();
    expect(ran.map(({ step, frames }) => `${step}/${frames}`)).toEqual([
      'start/',
      'head/v0',
      'middle/v0',
      'tail/v0',
      'head/v1',
      'middle/v1',
      'after/',
      'end/',
    ]);
    expect(await flow.artifacts('end')).toEqual({ seen: ['v0', 'tail', 'v1', 'after'] });
  });

  test('that would visit a loop too often are refused, and not tried again', async () => {
    flow = await ShimFlow.of(`
      count = 0;
      @step start() { this.next(this.again); }
      @step again() { this.count++; if (this.count > 9) this.next(this.end); else this.next(this.again, { maxVisits: 2 }); }
      ${END}`);
    await flow.pod('start');
    expect((await flow.pod('again', { frames: 'v0' })).control).toEqual({ next: 'again', again: 'v1' });
    const { code, output } = await flow.pod('again', { frames: 'v1' });
    expect(code).toBe(98);
    expect(output).toContain('`maxVisits: 2`');
    expect(await flow.ends('again', 'v1')).toMatchObject([{ outcome: 'refused' }]);
  });
});

describe('a run', () => {
  test('id that another engine has used is refused, and nothing of that run is touched', async () => {
    flow = await ShimFlow.of(CHOICE);
    await flow.pod('start');
    const before = await flow.objects('start');
    const { code, output } = await flow.pod('start', { env: { FLOWC_ENGINE: 'test/2' } });
    expect(code).toBe(98);
    expect(output).toContain('`test/1` began that run');
    expect(await flow.objects('start')).toEqual(before);
  });

  test('is begun again by the same engine after a crash', async () => {
    flow = await ShimFlow.of(CHOICE);
    await flow.pod('start');
    await flow.store.delete([resultKey({ flow: 'TestFlow', run: 'r1' }, { step: 'start', frames: '' })]);
    expect((await flow.pod('start')).code).toBe(0);
    expect(flow.notes()).toEqual(['start', 'start']);
  });

  test('is begun by a later try where the first did not get so far', async () => {
    flow = await ShimFlow.of(CHOICE);
    expect((await flow.pod('start', { args: ['--attempt', '1', '--tries', '2'] })).code).toBe(0);
  });

  test('goes on with new code of the same graph, which its results name', async () => {
    flow = await ShimFlow.of(CHOICE);
    const { control } = await flow.pod('start');
    await flow.write(CHOICE.replaceAll("this.way = '", "this.way = 'new "));
    expect((await flow.pod(control.next ?? '')).code).toBe(0);
    expect(await flow.artifacts(control.next ?? '')).toMatchObject({ way: `new ${control.next}` });
    const [begun, then] = [await flow.result('start'), await flow.result(control.next ?? '')];
    expect(then.code).not.toBe(begun.code);
    expect(await flow.store.head(codeKey(then.code))).toBeDefined();
  });

  test('of another graph is refused, and points to resume', async () => {
    flow = await ShimFlow.of(CHOICE);
    const { control } = await flow.pod('start');
    await flow.write(
      CHOICE.replaceAll('this.next(this.end)', 'this.next(this.more)').replace(
        END,
        `@step more() { this.next(this.end); } ${END}`,
      ),
    );
    const { code, output } = await flow.pod(control.next ?? '');
    expect(code).toBe(98);
    expect(output).toContain('`flowc resume r1`');
  });

  test('that nobody has begun is refused', async () => {
    flow = await ShimFlow.of(CHOICE);
    const { code, output } = await flow.pod('high');
    expect(code).toBe(98);
    expect(output).toContain('holds no run `r1` of `TestFlow`');
    expect(await flow.objects('high')).toEqual([]);
  });

  test('is recorded with its parameters, code, graph, tags and engine', async () => {
    flow = await ShimFlow.of(`
      readonly rate = parameter.number({ default: 0.5 });
      readonly city = parameter.string();
      @step start() { this.next(this.end); }
      ${END}`);
    const { code, output } = await flow.pod('start', {
      env: { FLOWC_PARAMETERS: '[{"name":"city","value":"Bern","enum":["x"]}]' },
    });
    expect([code, output]).toEqual([0, '']);
    const record = JSON.parse(
      String(Buffer.from((await flow.store.get(runKey({ flow: 'TestFlow', run: 'r1' }))) ?? [])),
    ) as RunRecord;
    expect(record).toMatchObject({
      flow: 'TestFlow',
      run: 'r1',
      graph: flow.plan.graph,
      parameters: { rate: 0.5, city: 'Bern' },
      engine: 'test/1',
      origins: [],
    });
    expect(record.code).toBe((await flow.result('start')).code);
  });

  test('is not begun with parameters that do not fit', async () => {
    flow = await ShimFlow.of(`
      readonly rate = parameter.number({ min: 0 });
      readonly day = parameter.date();
      @step start() { this.next(this.end); }
      ${END}`);
    const { code, output } = await flow.pod('start', {
      env: { FLOWC_PARAMETERS: '[{"name":"rate","value":"-1"},{"name":"dya","value":"x"}]' },
    });
    expect(code).toBe(98);
    expect(output).toContain('the parameter `rate` has to be at least 0, and is `-1`');
    expect(output).toContain('the parameter `day` has no default and has to be given');
    expect(output).toContain('the parameter `dya` is no parameter of `TestFlow`');
    expect(await flow.store.get(runKey({ flow: 'TestFlow', run: 'r1' }))).toBeUndefined();
  });
});
