import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allocateNames, joinName, kebab, LABEL_LENGTH } from '../../../../src/compiler/emit/names.ts';

const label = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;

/** Names as people write them, names that only differ in case or in a separator, and anything at all. */
const anyName = fc.oneof(
  fc.constantFrom(
    'train',
    'Train',
    'trainModel',
    'train_model',
    'TrainModel',
    '$1',
    '_',
    'größe',
    '数据',
    'a'.repeat(80),
    `${'a'.repeat(80)}b`,
  ),
  fc.string({ unit: 'binary' }),
);

describe('kebab', () => {
  test.each([
    ['trainModel', 'train-model'],
    ['TrainModel', 'train-model'],
    ['HTTPServer', 'http-server'],
    ['load_v2', 'load-v2'],
    ['naïve', 'naive'],
    ['$1', 'n1'],
    ['数据', ''],
  ])('%s → %s', (text, name) => {
    expect(kebab(text)).toBe(name);
  });

  test('changes nothing that it has made', () => {
    fc.assert(
      fc.property(anyName, (text) => {
        expect(kebab(kebab(text))).toBe(kebab(text));
      }),
    );
  });
});

describe('allocateNames', () => {
  test('leaves readable names alone and tells clashing ones apart', () => {
    const names = allocateNames([
      { key: 'step:trainModel', wish: 'trainModel' },
      { key: 'step:train_model', wish: 'train_model' },
      { key: 'step:end', wish: 'end' },
    ]);
    expect(names.get('step:end')).toBe('end');
    expect(names.get('step:trainModel')).toMatch(/^train-model-[0-9a-f]{8}$/);
    expect(names.get('step:train_model')).not.toBe(names.get('step:trainModel'));
  });

  test('never moves a fixed name', () => {
    const names = allocateNames([
      { key: 'main', wish: 'main', fixed: true },
      { key: 'step:main', wish: 'main' },
    ]);
    expect(names.get('main')).toBe('main');
    expect(names.get('step:main')).toMatch(/^main-[0-9a-f]{8}$/);
  });

  test('gives everything a valid name of its own, whatever the order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyName, { maxLength: 30 }), (wishes) => {
        const wanted = wishes.map((wish) => ({ key: `step:${wish}`, wish }));
        const names = allocateNames(wanted);
        expect(new Set(names.values()).size).toBe(wanted.length);
        for (const name of names.values()) {
          expect(name).toMatch(label);
          expect(name.length).toBeLessThanOrEqual(LABEL_LENGTH);
        }
        const reversed = allocateNames(wanted.toReversed());
        for (const [key, name] of names) expect(reversed.get(key)).toBe(name);
      }),
    );
  });
});

describe('joinName', () => {
  test('joins parts that are names already', () => {
    expect(joinName(['acme', 'main'], 'TrainFlow', 52)).toBe('acme-main-train-flow');
  });

  test('tells branches apart that look alike', () => {
    const names = ['feature/x', 'feature-x', 'Feature-X'].map((branch) => joinName(['acme', branch], 'TrainFlow', 52));
    expect(new Set(names).size).toBe(3);
    expect(names[1]).toBe('acme-feature-x-train-flow');
  });

  test('is always a label within the limit', () => {
    fc.assert(
      fc.property(fc.array(anyName, { maxLength: 2 }), anyName, (exact, last) => {
        const name = joinName(exact, last, 52);
        expect(name).toMatch(label);
        expect(name.length).toBeLessThanOrEqual(52);
      }),
    );
  });
});
