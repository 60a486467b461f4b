import { afterEach, describe, expect, test } from 'vitest';
import { END, ShimFlow } from './shim-flow.ts';

let flow: ShimFlow;
afterEach(() => flow.remove());

const HANDLED = `
  readonly channel = parameter.string({ default: '#data' });
  rows = 0;
  @step start() { this.rows = 3; check(); this.next(this.end); }
  ${END}
  @onExit('success') celebrate() { note(this.channel + this.rows); }
  @onExit('failure') alert() { note(this.channel + JSON.stringify(current.failure)); }
  @onExit('always') always() { note(current.pathspec + String(current.failure?.message)); }`;

describe('an exit handler', () => {
  test('sees after success the parameters and what `end` left, once', async () => {
    flow = await ShimFlow.of(HANDLED, 'const check = () => {};');
    await flow.walk();
    expect((await flow.pod('celebrate', { args: ['--exit', 'Succeeded'] })).code).toBe(0);
    expect((await flow.pod('celebrate', { args: ['--exit', 'Succeeded'] })).code).toBe(0);
    expect((await flow.pod('always', { args: ['--exit', 'Succeeded'] })).code).toBe(0);
    expect(flow.notes()).toEqual(['#data3', 'TestFlow/r1/always/mainundefined']);
    expect(await flow.objects('celebrate')).toContain('result.json');
  });

  test('sees after a failure what failed last', async () => {
    flow = await ShimFlow.of(HANDLED, `const check = () => { throw new RangeError('try ' + current.attempt); };`);
    await flow.pod('start', { args: ['--attempt', '0', '--tries', '2'] });
    await flow.pod('start', { args: ['--attempt', '1', '--tries', '2'] });
    expect((await flow.pod('alert', { args: ['--exit', 'Failed'] })).code).toBe(0);
    const failure: unknown = JSON.parse(flow.notes()[0]?.slice('#data'.length) ?? '');
    expect(failure).toMatchObject({
      name: 'RangeError',
      message: 'try 1',
      attempt: 1,
      stepName: 'start',
      taskId: 'main',
    });
  });

  test('sees that the last try was lost, not what failed the try before it', async () => {
    flow = await ShimFlow.of(
      HANDLED,
      `import { globSync } from 'node:fs';
      const check = () => {
        if (current.attempt === 0) throw new Error('once');
        while (globSync('../store/runs/*/*/tasks/start/main/attempts/1-*/start.json').length === 0);
        for (const pid of [process.ppid, process.pid]) process.kill(pid, 'SIGKILL');
      };`,
    );
    await flow.pod('start', { args: ['--attempt', '0', '--tries', '2'] });
    await flow.pod('start', { args: ['--attempt', '1', '--tries', '2'] });
    await flow.pod('alert', { args: ['--exit', 'Failed'] });
    const failure: unknown = JSON.parse(flow.notes()[0]?.slice('#data'.length) ?? '');
    expect(failure).toMatchObject({ name: 'lost', attempt: 1, stepName: 'start', taskId: 'main' });
  });

  test('finds out how the run ended, and by the guard whether it is for such an end', async () => {
    flow = await ShimFlow.of(HANDLED, 'const check = () => {};');
    const end = async (handler: string): Promise<unknown> =>
      (await flow.pod(handler, { args: ['--exit', '--guard'] })).code;
    await flow.walk('end');
    expect([await end('celebrate'), await end('alert')]).toEqual([99, 0]);
    await flow.pod('end');
    expect([await end('celebrate'), await end('alert'), await end('always')]).toEqual([0, 99, 0]);
    expect((await flow.pod('alert', { args: ['--guard', '--exit', 'Succeeded'] })).code).toBe(99);
    expect(flow.notes()).toEqual(['#dataundefined', '#data3', 'TestFlow/r1/always/mainundefined']);
  });

  test('that is not for such an end leaves nothing', async () => {
    flow = await ShimFlow.of(HANDLED, 'const check = () => {};');
    await flow.walk();
    const alert = await flow.pod('alert', { args: ['--exit', '--guard'] });
    expect(alert).toMatchObject({ code: 99, output: expect.stringContaining('ended otherwise'), control: {} });
    expect(await flow.objects('alert')).toEqual([]);
  });

  test('fails as a step does', async () => {
    flow = await ShimFlow.of(
      HANDLED.replace('note(this.channel + this.rows)', 'check()'),
      `const check = () => { if (current.stepName === 'celebrate') throw new Error('no party'); };`,
    );
    await flow.walk();
    const { code, output } = await flow.pod('celebrate', { args: ['--exit', 'Succeeded'] });
    expect([code, output]).toEqual([1, expect.stringContaining('Error: no party\n    at check (flow.ts:1')]);
  });
});
