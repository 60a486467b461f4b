import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jobName, machineName, nameStates, type Role } from '../../../../targets/step-functions/names.ts';
import { flow, go, type Ways } from '../flow.ts';

const chain = (names: readonly string[]) => {
  const all = ['start', ...names, 'end'];
  const steps = all.map((name, at): [string, Ways] => [name, at + 1 < all.length ? [go(all[at + 1] ?? '')] : []]);
  return flow(Object.fromEntries(steps));
};

const namesOf = (names: readonly string[]): readonly string[] => {
  const states = nameStates(chain(names));
  return names.map((name) => states.method(name));
};

describe('a state', () => {
  test('is called like its step', () => {
    expect(namesOf(['train', 'größe', '数える', '_'])).toEqual(['train', 'größe', '数える', '_']);
  });

  test('is called otherwise where AWS or CloudFormation would not have it, and unlike every other', () => {
    expect(namesOf(['$x', '_x', '$', 'Ref', 'Condition', 'Ref_'])).toEqual([
      '_x-2',
      '_x',
      '_',
      'Ref_-2',
      'Condition_',
      'Ref_',
    ]);
  });

  test('beside a step is called by it, and cut where it is too long', () => {
    const long = 'a'.repeat(100);
    const states = nameStates(chain([long, `${long}b`]));
    expect(states.beside('start', 'control')).toBe('start.control');
    const names = [long, `${long}b`].flatMap((name) => [states.method(name), states.beside(name, 'choose')]);
    expect(new Set(names).size).toBe(4);
    for (const name of names) expect(name.length).toBeLessThanOrEqual(80);
  });

  test('has the same name for the same question, and another for any other, however steps are called', () => {
    const name = fc.oneof(
      fc.constantFrom(
        'flow',
        'flow_begin',
        'a',
        '$',
        '_',
        '$$',
        '__',
        'a$',
        'Ref',
        'control',
        'x'.repeat(80),
        'x'.repeat(75),
      ),
      fc.string({ unit: fc.constantFrom('a', '$', '_', '𝒳', 'é', 'x'.repeat(70)), minLength: 1, maxLength: 4 }),
    );
    const roles: readonly Role[] = [
      'control',
      'choose',
      'branches',
      'each',
      'enter',
      'again',
      'end',
      'succeeded',
      'failed',
    ];
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 8 }), (names) => {
        const graph = chain([]);
        const [start] = graph.steps;
        if (start === undefined) throw new Error('no start');
        const states = nameStates({ ...graph, steps: names.map((one) => ({ ...start, name: one })) });
        const given = names.flatMap((one) => [states.method(one), ...roles.map((role) => states.beside(one, role))]);
        const again = names.flatMap((one) => [states.method(one), ...roles.map((role) => states.beside(one, role))]);
        expect(again).toEqual(given);
        const own = [
          'flow.begin',
          'flow.run',
          'flow.succeeded',
          'flow.failed',
          'flow.others',
          'flow.alone',
          'flow.busy',
        ];
        expect(new Set([...own, ...given]).size).toBe(own.length + given.length);
        for (const one of given) {
          expect(one).toMatch(/^[\p{L}\p{M}\p{N}_.-]{1,80}$/u);
          expect(one.isWellFormed()).toBe(true);
        }
      }),
    );
  });
});

describe('a machine and its jobs', () => {
  test('are called as AWS takes it', () => {
    expect(machineName('TrainFlow', undefined)).toBe('train-flow');
    expect(machineName('A'.repeat(200), undefined).length).toBeLessThanOrEqual(80);
    expect(jobName('train-flow', 'a$ü')).toBe('train-flow-a__');
    expect(jobName('m'.repeat(80), 's'.repeat(80))).toHaveLength(128);
  });
});
