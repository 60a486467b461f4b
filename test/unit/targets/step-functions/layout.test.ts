import fc from 'fast-check';
import { expect, test } from 'vitest';
import { flatJson, laidOutBytes } from '../../../../targets/step-functions/layout.ts';

const deep = (levels: number): unknown => {
  let value: unknown = 'x';
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? { a: value } : [value];
  return value;
};

test('JSON is what JSON.stringify makes, to any depth', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(flatJson(value)).toBe(JSON.stringify(value));
    }),
  );
  expect(flatJson(deep(50_000))).toHaveLength(25_000 * '{"a":[]}'.length + 3);
});

/** As Jackson's DefaultPrettyPrinter does. */
function written(value: unknown, indent = ''): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value))
    return value.length === 0 ? '[ ]' : `[ ${value.map((item) => written(item, indent)).join(', ')} ]`;
  const inner = `${indent}  `;
  const members = Object.entries(value).map(
    ([key, member]) => `\n${inner}${JSON.stringify(key)} : ${written(member, inner)}`,
  );
  return members.length === 0 ? '{ }' : `{${members.join(',')}\n${indent}}`;
}

test('a definition is measured as CloudFormation lays it out', () => {
  expect(written({ A: [{ B: 'x', C: [1, 'y'] }, { D: null }], E: {}, F: [] })).toBe(
    '{\n  "A" : [ {\n    "B" : "x",\n    "C" : [ 1, "y" ]\n  }, {\n    "D" : null\n  } ],\n  "E" : { },\n  "F" : [ ]\n}',
  );
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(laidOutBytes(value)).toBe(new TextEncoder().encode(written(value)).length);
    }),
  );
  expect(laidOutBytes(deep(50_000))).toBeGreaterThan(1e9);
});
