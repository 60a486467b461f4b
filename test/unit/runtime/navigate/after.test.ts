import { describe, expect, test } from 'vitest';
import { after, BoundExceeded, controlOf, exitsOf, firstTask } from '../../../../src/runtime/navigate/after.ts';
import { stepOf } from '../../../../src/runtime/navigate/frames.ts';
import { possibleParents } from '../../../../src/runtime/navigate/possible-parents.ts';
import type { Plan } from '../../../../src/runtime/plan.ts';
import type { Control } from '../../../../src/runtime/task.ts';
import { planOfLines } from '../../plan-of-lines.ts';
import { taskOf, textOf } from './recorded.ts';

/** The control of a task that goes on to `next`. */
function decide(plan: Plan, text: string, next: string, count?: number): Control {
  const task = taskOf(text);
  const way = stepOf(plan, task.step).ways.find(({ targets }) => targets[0] === next);
  return controlOf(plan, task, way, count);
}

/** What runs after a task that goes on to `next`, in a line. */
function follow(plan: Plan, text: string, next: string, count?: number): string {
  const found = after(plan, taskOf(text), decide(plan, text, next, count));
  switch (found.kind) {
    case 'task':
      return textOf(found.task) ?? '';
    case 'close':
      return `close ${textOf(found.join)}`;
    case 'end':
      return 'end';
    case 'group': {
      const first = Array.from({ length: found.count }, (_, at) => textOf(found.first(at)));
      return `${found.open} ${first.join(' ')} then ${textOf(found.join)}`;
    }
  }
}

describe('a foreach', () => {
  const plan = planOfLines('start: a*', 'a: b*', 'b: i', 'i(inputs): j', 'j(inputs): end', 'end');

  test('numbers its elements after the frames around it', () => {
    expect(decide(plan, 'start/', 'a', 2)).toEqual({ next: 'a', count: 2, inside: '' });
    expect(follow(plan, 'start/', 'a', 2)).toBe('foreach a/0 a/1 then j/');
    expect(decide(plan, 'a/1', 'b', 3)).toEqual({ next: 'b', count: 3, inside: '1.' });
    expect(follow(plan, 'a/1', 'b', 3)).toBe('foreach b/1.0 b/1.1 b/1.2 then i/1');
  });

  test('over nothing goes straight to its join', () => {
    expect(decide(plan, 'start/', 'a', 0)).toEqual({ next: 'a', count: 0, inside: '' });
    expect(follow(plan, 'start/', 'a', 0)).toBe('foreach  then j/');
  });

  test('closes by its join, and the control says no more than that', () => {
    expect(decide(plan, 'b/1.2', 'i')).toEqual({ next: 'i' });
    expect(follow(plan, 'b/1.2', 'i')).toBe('close i/1');
    expect(follow(plan, 'i/1', 'j')).toBe('close j/');
  });
});

describe('a split', () => {
  const plan = planOfLines('start: a*', 'a: b & c', 'b: b | j', 'c: j', 'j(inputs): k', 'k(inputs): end', 'end');

  test('adds no frame of its own, and a branch may begin with a loop', () => {
    expect(decide(plan, 'a/7', 'b')).toEqual({ next: 'b' });
    expect(follow(plan, 'a/7', 'b')).toBe('split b/7.v0 c/7 then j/7');
    expect(follow(plan, 'b/7.v2', 'j')).toBe('close j/7');
  });
});

describe('a loop', () => {
  const plan = planOfLines('start: start <= 20 | o', 'o: i', 'i: i | o | x* | end', 'x: y', 'y(inputs): end', 'end');

  test('may begin with the run: its first visit is v0', () => {
    expect(textOf(firstTask(plan))).toBe('start/v0');
  });

  test('counts visits, and counts anew at each entry', () => {
    expect(decide(plan, 'start/v3', 'start')).toEqual({ next: 'start', again: 'v4' });
    expect(follow(plan, 'start/v3', 'o')).toBe('o/v0');
    expect(follow(plan, 'o/v0', 'i')).toBe('i/v0.v0');
    expect(follow(plan, 'i/v0.v4', 'i')).toBe('i/v0.v5');
    expect(decide(plan, 'i/v0.v5', 'o')).toEqual({ next: 'o', again: 'v1' });
    expect(follow(plan, 'o/v1', 'i')).toBe('i/v1.v0');
  });

  test('has as many visits as its bound and no more', () => {
    expect(follow(plan, 'start/v18', 'start')).toBe('start/v19');
    expect(() => decide(plan, 'start/v19', 'start')).toThrow(BoundExceeded);
    expect(() => decide(plan, 'start/v19', 'start')).toThrow('`start` (task v19) goes back to `start`');
    expect(follow(plan, 'start/v19', 'o')).toBe('o/v0');
  });

  test('that a foreach leaves is not around the elements', () => {
    expect(decide(plan, 'i/v1.v5', 'x', 2)).toEqual({ next: 'x', count: 2, inside: '' });
    expect(follow(plan, 'i/v1.v5', 'x', 2)).toBe('foreach x/0 x/1 then y/');
  });

  test('of several left each gets a record at the frames around it, the outermost first', () => {
    const exits = (text: string, next: string) => exitsOf(plan, taskOf(text), decide(plan, text, next));
    const record = { format: 1, step: 'i', frames: 'v1.v5', next: 'end' };
    expect(exits('i/v1.v5', 'end')).toEqual([
      { header: 'o', frames: '', record },
      { header: 'i', frames: 'v1', record },
    ]);
    expect(exits('i/v1.v5', 'o')).toEqual([{ header: 'i', frames: 'v1', record: { ...record, next: 'o' } }]);
    expect(exits('i/v1.v5', 'i')).toEqual([]);
    expect(exits('end/', '')).toEqual([]);
  });
});

test('the flow ends at its last step', () => {
  expect(follow(planOfLines('start: end', 'end'), 'end/', '')).toBe('end');
});

test('a record that names no way of the step is refused', () => {
  const plan = planOfLines('start: a', 'a: end', 'end');
  expect(() => after(plan, taskOf('start/'), { next: 'end' })).toThrow('says that `end` is next');
  expect(() => after(plan, taskOf('nobody/'), {})).toThrow('`Flow` has no step `nobody`');
});

test('possible parents are predecessors and openers, of a join both', () => {
  const plan = planOfLines('start: a*', 'a: b | c', 'b: j', 'c: j', 'j(inputs): end', 'end');
  const parents = ['start', 'a', 'b', 'j', 'end'].map((step) => possibleParents(plan, step).join(' '));
  expect(parents).toEqual(['', 'start', 'a', 'b c start', 'j']);
});
