import { expect, test } from 'vitest';
import { Identities } from '../../../../src/runtime/codec/identities.ts';

test('more values than one Map holds keep their numbers', () => {
  const identities = new Identities(3);
  const values = Array.from({ length: 10 }, () => ({}));
  expect(values.map((value) => identities.add(value))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(values.map((value) => identities.numberOf(value))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(identities.numberOf({})).toBeUndefined();
});
