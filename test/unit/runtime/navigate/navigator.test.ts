import { describe, expect, test } from 'vitest';
import { NotDecided, NotTaken } from '../../../../src/runtime/navigate/decisions.ts';
import { Navigator } from '../../../../src/runtime/navigate/navigator.ts';
import { planOfLines } from '../../plan-of-lines.ts';
import { Recorded, taskOf, textOf } from './recorded.ts';

type Decided = Readonly<Record<string, string>>;

/** A navigator over a run in which the tasks decided so, and some of them otherwise when they were run again. */
function navigate(lines: readonly string[], decided: Decided, again: Decided = {}) {
  const plan = planOfLines(...lines);
  const records = new Recorded(plan);
  records.write(decided);
  records.write(again);
  const navigator = new Navigator(plan, records);
  return {
    reads: records.reads,
    parent: async (text: string) => textOf(await navigator.parent(taskOf(text))),
    isTaken: (text: string) => navigator.isTaken(taskOf(text)),
    joinOf: (text: string) => navigator.joinOf(taskOf(text)),
    inputs: async (text: string) => {
      const join = await navigator.joinOf(taskOf(text));
      return Promise.all(Array.from({ length: join.count }, async (_, at) => textOf(await join.input(at))));
    },
    foreachOf: (text: string) => navigator.foreachOf(taskOf(text)),
  };
}

describe('parents', () => {
  test('the first task has none', async () => {
    expect(await navigate(['start: end', 'end'], {}).parent('start/')).toBeUndefined();
  });

  test('after 1,000 steps in a row nothing is read', async () => {
    const row = Array.from({ length: 1000 }, (_, at) => `s${at}: ${at === 999 ? 'end' : `s${at + 1}`}`);
    const run = navigate(['start: s0', ...row, 'end'], {});
    expect(await run.parent('end/')).toBe('s999/');
    expect(await run.isTaken('end/')).toBe(true);
    expect(run.reads).toEqual([]);
  });

  const diamond = ['start: a | b', 'a: a2', 'a2: c', 'b: c', 'c: end', 'end'];

  test('past a decision one read finds the arm, whatever the other arm left', async () => {
    const run = navigate(diamond, { 'start/': 'a', 'a/': 'a2', 'a2/': 'c', 'b/': 'c' });
    expect(await run.parent('c/')).toBe('a2/');
    expect(run.reads).toEqual(['start/']);
  });

  test('a decision whose ways meet before the step is not read', async () => {
    const lines = ['start: p | q', 'p: a | b', 'a: c', 'b: c', 'c: end', 'q: end', 'end'];
    const run = navigate(lines, { 'start/': 'p', 'p/': 'b', 'b/': 'c', 'c/': 'end' });
    expect(await run.parent('end/')).toBe('c/');
    expect(await run.isTaken('end/')).toBe(true);
    expect(run.reads).toEqual(['start/']);
  });

  test('what the arm taken decides is not waited for by another', async () => {
    const lines = ['start: p | q', 'p: a | b', 'q: a | b', 'a: end', 'b: end', 'end'];
    const run = navigate(lines, { 'start/': 'p' });
    expect(await run.isTaken('p/')).toBe(true);
    expect(await run.isTaken('q/')).toBe(false);
    await expect(run.isTaken('a/')).rejects.toThrow(NotDecided);
  });

  test('a decision that is not recorded is named', async () => {
    const run = navigate(diamond, {});
    await expect(run.parent('c/')).rejects.toThrow(NotDecided);
    await expect(run.parent('c/')).rejects.toMatchObject({ task: { step: 'start', frames: '' } });
  });

  test('a branch or body comes from what opened it', async () => {
    const lines = ['start: a*', 'a: b & c', 'b: i', 'c: i', 'i(inputs): j', 'j(inputs): end', 'end'];
    const run = navigate(lines, { 'start/': 'a*9' });
    expect(await run.parent('a/7')).toBe('start/');
    expect(await run.parent('c/7')).toBe('a/7');
    expect(await run.parent('end/')).toBe('j/');
    expect(run.reads).toEqual([]);
  });

  test('a join has inputs instead', async () => {
    const lines = ['start: a*', 'a: j', 'j(inputs): end', 'end'];
    await expect(navigate(lines, {}).parent('j/')).rejects.toThrow('`j` is a join');
  });
});

describe('loops', () => {
  const lines = ['start: h', 'h: a', 'a: h | b | c', 'b: h | c', 'c: end', 'end'];
  const decided = { 'h/v0': 'a', 'a/v0': 'b', 'b/v0': 'h', 'h/v1': 'a', 'a/v1': 'h', 'h/v2': 'a', 'a/v2': 'c' };

  test("a header's parent is the entry at v0, else who went back", async () => {
    const run = navigate(lines, decided);
    expect(await run.parent('h/v0')).toBe('start/');
    expect(await run.parent('h/v1')).toBe('b/v0');
    expect(await run.parent('h/v2')).toBe('a/v1');
    expect(run.reads).toEqual(['a/v0', 'b/v0', 'a/v1']);
  });

  test('the step after reads the exit, never the visits', async () => {
    const run = navigate(lines, decided);
    expect(await run.parent('c/')).toBe('a/v2');
    expect(run.reads).toEqual(['exit of h/']);
  });

  test('a loop that nobody has left is named by its first task', async () => {
    await expect(navigate(lines, {}).parent('c/')).rejects.toMatchObject({ task: { step: 'h', frames: 'v0' } });
  });

  test('going back out of an inner loop is found by the exit of that', async () => {
    const nested = ['start: o', 'o: i', 'i: i | x', 'x: o | end', 'end'];
    const run = navigate(nested, { 'i/v0.v0': 'i', 'i/v0.v1': 'x', 'x/v0': 'o' });
    expect(await run.parent('x/v0')).toBe('i/v0.v1');
    expect(await run.parent('o/v1')).toBe('x/v0');
    expect(run.reads).toEqual(['exit of i/v0']);
  });
});

describe('joins', () => {
  test("a foreach's inputs are the last tasks of its elements, on the path that each took", async () => {
    const lines = ['start: a*', 'a: b | c', 'b: j', 'c: c | j', 'j(inputs): end', 'end'];
    const run = navigate(lines, { 'start/': 'a*3', 'a/0': 'b', 'a/1': 'c', 'c/1.v0': 'c', 'c/1.v1': 'j', 'a/2': 'b' });
    expect(await run.inputs('j/')).toEqual(['b/0', 'c/1.v1', 'b/2']);
    expect(await run.joinOf('j/')).toMatchObject({ kind: 'foreach', count: 3, opener: { step: 'start', frames: '' } });
  });

  test('a split has its branches in the order written, by their first steps', async () => {
    const run = navigate(['start: b & a', 'a: a2', 'a2: j', 'b: j', 'j(inputs): end', 'end'], { 'start/': 'b' });
    expect(await run.joinOf('j/')).toMatchObject({ kind: 'split', branches: ['b', 'a'], count: 2 });
    expect(await run.inputs('j/')).toEqual(['b/', 'a2/']);
  });

  test('over 100,000 elements of one path nothing is read but what opened them', async () => {
    const run = navigate(['start: a*', 'a: j', 'j(inputs): end', 'end'], { 'start/': 'a*100000' });
    const join = await run.joinOf('j/');
    expect(textOf(await join.input(99_999))).toBe('a/99999');
    expect(run.reads).toEqual(['start/']);
  });

  test('over nothing there are no inputs', async () => {
    const run = navigate(['start: a*', 'a: j', 'j(inputs): end', 'end'], { 'start/': 'a*0' });
    expect(await run.inputs('j/')).toEqual([]);
  });

  test('what opened something else did not open this', async () => {
    const lines = ['start: a* | b*', 'a: i', 'i(inputs): end', 'b: j', 'j(inputs): end', 'end'];
    await expect(navigate(lines, { 'start/': 'a*3' }).joinOf('j/')).rejects.toThrow(NotTaken);
  });
});

describe('a foreach that leaves a loop', () => {
  const lines = ['start: h', 'h: h | a*', 'a: b', 'b: j', 'j(inputs): end', 'end'];
  const decided = { 'h/v0': 'h', 'h/v1': 'a*2' };

  test('is opened by the task that its exit names', async () => {
    const run = navigate(lines, decided);
    expect(await run.parent('a/1')).toBe('h/v1');
    expect(await run.foreachOf('b/1')).toEqual([{ opener: { step: 'h', frames: 'v1' }, step: 'h', index: 1, size: 2 }]);
    expect(textOf((await run.joinOf('j/')).opener)).toBe('h/v1');
    expect(await run.isTaken('b/1')).toBe(true);
    expect(await run.isTaken('b/2')).toBe(false);
  });
});

test('open foreaches are told from the outside in', async () => {
  const lines = ['start: a*', 'a: b*', 'b: i', 'i(inputs): j', 'j(inputs): end', 'end'];
  const run = navigate(lines, { 'start/': 'a*5', 'a/4': 'b*3' });
  expect(await run.foreachOf('b/4.2')).toEqual([
    { opener: { step: 'start', frames: '' }, step: 'start', index: 4, size: 5 },
    { opener: { step: 'a', frames: '4' }, step: 'a', index: 2, size: 3 },
  ]);
  expect(await run.foreachOf('end/')).toEqual([]);
});

describe('the guard', () => {
  const lines = ['start: a | b', 'a: x*', 'x: x2 | x3', 'x2: j', 'x3: j', 'j(inputs): end', 'b: b | end', 'end'];
  const stale = { 'a/': 'x*2', 'x/0': 'x2', 'x/1': 'x3' };

  test('takes the arm that was decided for, and no other whatever lies about', async () => {
    const run = navigate(lines, { 'start/': 'b', 'b/v0': 'b', 'b/v1': 'end', ...stale });
    expect(await run.isTaken('b/v1')).toBe(true);
    expect(await run.isTaken('a/')).toBe(false);
    expect(await run.isTaken('x2/0')).toBe(false);
    expect(await run.isTaken('j/')).toBe(false);
  });

  test('holds index and arm of every open scope', async () => {
    const run = navigate(lines, { 'start/': 'a', ...stale });
    expect(await run.isTaken('x2/0')).toBe(true);
    expect(await run.isTaken('x2/1')).toBe(false);
    expect(await run.isTaken('x/2')).toBe(false);
    expect(await run.isTaken('j/')).toBe(true);
  });

  test('holds every visit: one that another run of a task left is not taken', async () => {
    const run = navigate(lines, { 'start/': 'b', 'b/v0': 'end', 'b/v1': 'b', 'b/v2': 'end' });
    expect(await run.isTaken('b/v0')).toBe(true);
    expect(await run.isTaken('b/v1')).toBe(false);
    expect(await run.isTaken('b/v2')).toBe(false);
  });

  test('does not trust the exit of a loop that was left further out in the end', async () => {
    const nested = ['start: o', 'o: i', 'i: i | x | end', 'x: o | end', 'end'];
    const first = { 'i/v0.v0': 'x', 'x/v0': 'o', 'i/v1.v0': 'end' };
    expect(await navigate(nested, first).isTaken('x/v0')).toBe(true);
    const again = navigate(nested, first, { 'i/v0.v0': 'end' });
    expect(await again.isTaken('x/v0')).toBe(false);
    expect(await again.isTaken('i/v1.v0')).toBe(false);
    expect(await again.parent('end/')).toBe('i/v0.v0');
  });

  test('cannot say where a decision on the way is missing, and names it', async () => {
    const missing = (step: string, frames = '') => ({ name: 'NotDecided', task: { step, frames } });
    await expect(navigate(lines, {}).isTaken('a/')).rejects.toMatchObject(missing('start'));
    await expect(navigate(lines, { 'start/': 'a' }).isTaken('x/0')).rejects.toMatchObject(missing('a'));
    const loop = navigate(lines, { 'start/': 'b', 'b/v0': 'b' });
    await expect(loop.isTaken('b/v2')).rejects.toMatchObject(missing('b', 'v1'));
  });

  test('says no where an arm around was not taken, in which nobody has decided anything', async () => {
    const run = navigate(lines, { 'start/': 'b' });
    expect(await run.isTaken('x/0')).toBe(false);
    expect(await run.isTaken('x2/0')).toBe(false);
    expect(new Set(run.reads)).toEqual(new Set(['start/']));
  });

  test('says no where what opens a body would have left a loop that was never entered', async () => {
    const leaving = ['start: h | end', 'h: h | a*', 'a: b', 'b: j', 'j(inputs): end', 'end'];
    expect(await navigate(leaving, { 'start/': 'end' }).isTaken('b/0')).toBe(false);
    await expect(navigate(leaving, { 'start/': 'h' }).isTaken('b/0')).rejects.toThrow(NotDecided);
  });

  test.each(['a/0', 'x/', 'x/v0', 'x/00', 'x/-1', 'x/0.1', 'b/', 'b/0', 'b/v01', 'start/v0'])(
    'knows no task %s',
    async (text) => {
      const run = navigate(lines, { 'start/': 'a', ...stale });
      expect(await run.isTaken(text)).toBe(false);
      expect(run.reads).toEqual([]);
    },
  );
});
