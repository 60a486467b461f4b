import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../../src/compiler/diagnostics/catalogue.ts';
import type { DiagnosticSpec } from '../../../../src/compiler/diagnostics/spec.ts';

const entries = Object.entries<DiagnosticSpec>(catalogue);

test('no code is used twice', () => {
  const names = Map.groupBy(entries, ([, { code }]) => code);
  expect(
    [...names].filter(([, used]) => used.length > 1).map(([code, used]) => [code, ...used.map(([name]) => name)]),
  ).toEqual([]);
});

describe.for(entries)('%s', ([, { code, help, why }]) => {
  test('has a code of four digits', () => {
    expect(code).toMatch(/^FLOWC[1-5]\d{3}$/);
  });

  test('helps and explains in whole sentences', () => {
    expect(help, 'begins with a capital and ends with a full stop').toMatch(/^[A-Z`].*[.?]$/s);
    expect(why, 'begins with a capital and ends with a full stop').toMatch(/^(flowc|[A-Z`@]).*[.?]$/s);
  });
});
