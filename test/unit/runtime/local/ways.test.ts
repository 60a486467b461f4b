import { describe, expect, test } from 'vitest';
import { leadingTo, stepsAhead, stepsOfLoop } from '../../../../src/runtime/local/ways.ts';
import { planOfLines } from '../../plan-of-lines.ts';

const plan = planOfLines(
  'start: a | b',
  'a: x*',
  'x: y | z',
  'y: j',
  'z: y',
  'j(inputs): b',
  'b: c & d',
  'c: k',
  'd: k',
  'k(inputs): end',
  'end',
);

describe('the steps that lead to one', () => {
  test('are all that may come before it, the arms not taken too', () => {
    expect([...leadingTo(plan, ['y'])].toSorted()).toEqual(['a', 'start', 'x', 'y', 'z']);
    expect([...leadingTo(plan, ['a', 'd'])].toSorted()).toEqual(['a', 'b', 'd', 'j', 'start', 'x', 'y', 'z']);
  });

  test('are of a loop all of it', () => {
    const loop = planOfLines('start: h', 'h: b', 'b: h <= 3 | end', 'end');
    expect([...leadingTo(loop, ['h'])].toSorted()).toEqual(['b', 'h', 'start']);
  });
});

test('the steps of a loop are also those of the branches and bodies inside, and of no body around', () => {
  const lines = [
    'start: o*',
    'o: h',
    'h: b & c',
    'b: i',
    'i: i | m',
    'c: m',
    'm(inputs): h | e*',
    'e: f',
    'f(inputs): j',
  ];
  const around = planOfLines(...lines, 'j(inputs): end', 'end');
  expect([...stepsOfLoop(around, 'h')].toSorted()).toEqual(['b', 'c', 'h', 'i', 'm']);
  expect([...stepsOfLoop(around, 'i')]).toEqual(['i']);
});

describe('the tasks to come after one', () => {
  test('are at the least those on the shortest way, past groups that may be empty', () => {
    expect(Object.fromEntries(stepsAhead(plan, undefined))).toEqual({
      ...{ start: 3, b: 2, c: 2, d: 2, k: 1, end: 0 },
      ...{ a: 4, x: 5, y: 4, z: 5, j: 3 },
    });
  });

  test('end where only a part of the flow runs', () => {
    const ahead = stepsAhead(plan, leadingTo(plan, ['y']));
    expect(Object.fromEntries(ahead)).toEqual({ start: 0, a: 0, x: 1, z: 1, y: 0 });
  });
});
