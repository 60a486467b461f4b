import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { InputTable, type Artifacts } from '../../../../src/runtime/shim/input-table.ts';
import type { ArtifactRef } from '../../../../src/runtime/store/records.ts';

const ref = (value: number): ArtifactRef => ({
  sha256: createHash('sha256').update(String(value)).digest('hex'),
  size: value,
  ...(value === 3 ? { files: ['f'] } : {}),
});

const artifacts = fc.dictionary(
  fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor'),
  fc.integer({ min: 0, max: 3 }).map(ref),
);

test('gives back what each input holds, whatever the opener and the others hold', () => {
  fc.assert(
    fc.property(artifacts, fc.array(artifacts, { maxLength: 5 }), (opener, inputs) => {
      const table = new InputTable(inputs.length, opener);
      for (const [index, input] of inputs.entries()) table.set(index, input);
      for (const [index, input] of inputs.entries()) {
        for (const name of ['a', 'b', 'c', '__proto__', 'constructor', 'd']) {
          expect(table.ref(index, name)).toEqual(Object.hasOwn(input, name) ? input[name] : undefined);
        }
      }
    }),
  );
});

test('what passes through is what every input holds as the opener did', () => {
  fc.assert(
    fc.property(artifacts, fc.array(artifacts, { maxLength: 5 }), (opener, inputs) => {
      const table = new InputTable(inputs.length, opener);
      for (const [index, input] of inputs.entries()) table.set(index, input);
      const holds = (input: Artifacts, name: string): boolean =>
        Object.hasOwn(input, name) && input[name]?.sha256 === opener[name]?.sha256;
      const names = Object.keys(opener).filter((name) => inputs.every((input) => holds(input, name)));
      expect(Object.keys(table.unchanged()).toSorted()).toEqual(names.toSorted());
    }),
  );
});

test('100,000 inputs that differ in one artifact take some 40 bytes each', () => {
  const opener = Object.fromEntries(['a', 'b', 'c', 'd'].map((name, at) => [name, ref(at)]));
  const table = new InputTable(100_000, opener);
  const before = process.memoryUsage();
  for (let index = 0; index < table.count; index++) table.set(index, { ...opener, d: ref(index + 10) });
  const after = process.memoryUsage();
  expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(100_000 * 48);
  expect(table.ref(77_777, 'd')).toEqual(ref(77_787));
});
