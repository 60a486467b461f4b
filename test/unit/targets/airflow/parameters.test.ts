import { describe, expect, test } from 'vitest';
import type { Parameter } from '../../../../src/compiler/ir/settings.ts';
import { paramsOf } from '../../../../targets/airflow/parameters.ts';
import { Call, printValue } from '../../../../targets/airflow/python.ts';

const base = { name: 'p', required: true, span: { file: 'flow.ts', start: 0, end: 0 } };

const written = (parameter: Parameter, fromEvent: readonly string[] = []): string =>
  printValue(paramsOf([parameter], new Set(fromEvent))['p'] ?? null, -1000);

describe('params', () => {
  test.each<[string, Parameter, string]>([
    ['a string', { ...base, kind: 'string', default: 'Bern' }, 'Param("Bern", type="string")'],
    ['a template', { ...base, kind: 'string', default: '{{x}}' }, 'Param("{{x}}", type="string")'],
    ['a number', { ...base, kind: 'number', default: 0.1, min: 0 }, 'Param(0.1, type="number", minimum=0)'],
    ['an integer', { ...base, kind: 'integer', default: 1, max: 9 }, 'Param(1, type="integer", maximum=9)'],
    ['a boolean', { ...base, kind: 'boolean', default: false }, 'Param(False, type="boolean")'],
    ['a date', { ...base, kind: 'date', default: '2026-01-01' }, 'Param("2026-01-01", type="string")'],
    ['a file', { ...base, kind: 'file' }, 'Param(type="string")'],
    ['a choice', { ...base, kind: 'choice', of: ['1', 1], default: 1 }, 'Param(1, enum=["1", 1])'],
    ['JSON', { ...base, kind: 'json', default: { a: [null, true] } }, 'Param({"a": [None, True]})'],
    ['a required one', { ...base, kind: 'string' }, 'Param(type="string")'],
    ['an optional one', { ...base, kind: 'string', required: false }, 'Param(None, type=["null", "string"])'],
    [
      'an optional choice',
      { ...base, kind: 'choice', of: ['s'], required: false },
      'Param(None, type=["null", "string"], enum=[None, "s"])',
    ],
    ['optional JSON', { ...base, kind: 'json', required: false }, 'Param(None)'],
    ['help', { ...base, kind: 'string', default: '', help: 'a "b"' }, `Param("", type="string", description='a "b"')`],
  ])('%s', (_, parameter, expected) => {
    expect(written(parameter)).toBe(expected);
  });

  test('one that an event gives needs no value to be started', () => {
    expect(written({ ...base, kind: 'number' }, ['p'])).toBe('Param(None, type=["null", "number"])');
  });
});

describe('a pattern', () => {
  const pattern = (source: string, flags = ''): boolean => {
    const param = paramsOf([{ ...base, kind: 'string', pattern: { source, flags } }], new Set())['p'];
    return param instanceof Call && 'pattern' in param.kwargs;
  };

  test.each([
    '^[a-z]+$',
    String.raw`^\w+\.csv\/$`,
    'a(?:b|c)',
    'a(?=b)',
    'a(?!b)',
    'x{2,3}',
    '[^/]+',
    'größe',
    String.raw`[a\]b]`,
    String.raw`^\d{4}-\d{2}$`,
    String.raw`[\w.-]+`,
  ])('that says the same in Python is checked by Airflow too: %s', (source) => {
    expect(pattern(source)).toBe(true);
  });

  test.each([
    String.raw`\u{1F600}`,
    String.raw`\p{L}`,
    String.raw`(?<year>\d+)`,
    String.raw`(?<=a)b`,
    String.raw`\cA`,
    String.raw`\1`,
    String.raw`\k<a>`,
    // What follows holds of fewer texts there, as `ü` is a letter to Python.
    String.raw`^\W+$`,
    String.raw`\bx`,
    String.raw`^[^\d]+$`,
    String.raw`^(?!\d)`,
    // A range of nothing is an error, and no lower end of a count a zero.
    String.raw`[\w-z]`,
    String.raw`[a-\d]`,
    'x{,3}',
    '[😀]',
    '[]',
    '[^]',
    '(?i:a)',
  ])('that is another or none in Python is left to the runtime: %s', (source) => {
    expect(pattern(source)).toBe(false);
  });

  test('with flags is left to the runtime', () => {
    expect(pattern('a', 'i')).toBe(false);
  });
});
