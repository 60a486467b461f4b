import { describe, expect, test } from 'vitest';
import type { Json } from '../../../../src/runtime/json.ts';
import type { Plan, PlanParameter } from '../../../../src/runtime/plan.ts';
import { readParameters } from '../../../../src/runtime/shim/parameters.ts';

const plan = (parameters: readonly PlanParameter[]): Plan => ({
  contract: 1,
  flow: 'TestFlow',
  file: 'flow.ts',
  graph: '',
  parameters,
  artifacts: [],
  tags: [],
  steps: {},
  exitHandlers: {},
});

type Given = { readonly text: string } | { readonly json: Json };

/** The value that one parameter `p` takes, or what is wrong with it. */
function read(
  parameter: Omit<PlanParameter, 'name' | 'required'> & { readonly required?: boolean },
  given?: Given,
): unknown {
  const { values, problems } = readParameters(
    plan([{ name: 'p', required: true, ...parameter }]),
    new Map(given === undefined ? [] : [['p', given]]),
  );
  return problems.length > 0 ? problems.map(({ message }) => message) : values['p'];
}

const text = (text: string): Given => ({ text });

describe('a text', () => {
  test.each([
    ['string', 'Bern', 'Bern'],
    ['string', '42', '42'],
    ['string', '', ''],
    ['string', '"quoted"', 'quoted'],
    ['string', '"half', '"half'],
    ['number', '0.25', 0.25],
    ['number', '-1e3', -1000],
    ['number', '.5', 0.5],
    ['integer', '7', 7],
    ['boolean', 'true', true],
    ['boolean', 'false', false],
    ['date', '2026-01-31', '2026-01-31'],
    ['date', '2026-01-31T06:00:00+02:00', '2026-01-31T06:00:00+02:00'],
    ['file', 'rows.csv', 'rows.csv'],
    ['json', '[64, 32]', [64, 32]],
    ['json', 'null', null],
  ] as const)('for a %s, `%s`, is %j', (kind, given, value) => {
    expect(read({ kind }, text(given))).toEqual(value);
  });

  test.each([
    ['number', 'x', 'has to be a number, and is `x`'],
    ['number', '', 'has to be a number, and is ``'],
    ['number', '0x10', 'has to be a number, and is `0x10`'],
    ['number', 'NaN', 'has to be a number, and is `NaN`'],
    ['number', '1e999', 'has to be a number, and is `1e999`'],
    ['integer', '1.5', 'has to be a whole number, and is `1.5`'],
    ['integer', '9007199254740993', 'has to be a whole number, and is `9007199254740993`'],
    ['boolean', 'yes', 'has to be `true` or `false`, and is `yes`'],
    ['date', 'yesterday', 'has to be a date, `2026-01-31` or `2026-01-31T06:00:00Z`, and is `yesterday`'],
    ['date', '2026-02-31', 'has to be a date, `2026-01-31` or `2026-01-31T06:00:00Z`, and is `2026-02-31`'],
    [
      'date',
      '2026-01-31T06:00:00',
      'has to be a date, `2026-01-31` or `2026-01-31T06:00:00Z`, and is `2026-01-31T06:00:00`',
    ],
    ['file', '', 'has to be the path of a file, and is ``'],
    ['json', '{', 'has to be JSON, and is `{`'],
  ] as const)('for a %s, `%s`, is refused', (kind, given, message) => {
    expect(read({ kind }, text(given))).toEqual([message]);
  });

  test('for a choice is the choice that it is or spells, a number before a word', () => {
    const choice = { kind: 'choice', of: ['1', 1, 2, 'fast'] } as const;
    expect([
      read(choice, text('1')),
      read(choice, text('"1"')),
      read(choice, text('2')),
      read(choice, text('fast')),
    ]).toEqual([1, '1', 2, 'fast']);
    expect(read(choice, text('slow'))).toEqual(['has to be one of `1`, `1`, `2`, `fast`, and is `slow`']);
  });

  test('that is empty means "not given" where a parameter is optional', () => {
    expect(read({ kind: 'number', required: false }, text(''))).toBeUndefined();
    expect(read({ kind: 'string', required: false }, text(''))).toBeUndefined();
  });
});

describe('JSON', () => {
  test('is taken as it is, and by its type alone', () => {
    expect(read({ kind: 'string' }, { json: 'x' })).toBe('x');
    expect(read({ kind: 'string' }, { json: 42 })).toEqual(['has to be a text, and is `42`']);
    expect(read({ kind: 'number' }, { json: '42' })).toEqual(['has to be a number, and is `"42"`']);
    expect(read({ kind: 'json' }, { json: { a: [1] } })).toEqual({ a: [1] });
  });
});

describe('bounds', () => {
  test.each([
    [{ kind: 'number', min: 0, max: 1 }, '-0.5', 'has to be at least 0, and is `-0.5`'],
    [{ kind: 'number', min: 0, max: 1 }, '1.5', 'has to be at most 1, and is `1.5`'],
    [
      { kind: 'date', min: '2026-01-01' },
      '2025-12-31T23:59:59Z',
      'has to be at least 2026-01-01, and is `2025-12-31T23:59:59Z`',
    ],
    [
      { kind: 'date', max: '2026-01-01T00:00:00+02:00' },
      '2026-01-01',
      'has to be at most 2026-01-01T00:00:00+02:00, and is `2026-01-01`',
    ],
    [{ kind: 'string', pattern: { source: '^[a-z]+$', flags: 'u' } }, 'A1', 'has to match `/^[a-z]+$/u`, and is `A1`'],
  ] as const)('%j refuse %s', (parameter, given, message) => {
    expect(read(parameter, text(given))).toEqual([message]);
  });
});

test('a parameter that is not given has its default, is left out, or is missing', () => {
  expect(read({ kind: 'number', default: 3 })).toBe(3);
  expect(read({ kind: 'number', required: false })).toBeUndefined();
  expect(read({ kind: 'number' })).toEqual(['has no default and has to be given']);
});

test('all problems are told at once, unknown names first', () => {
  const { problems } = readParameters(
    plan([
      { name: 'a', kind: 'number', required: true },
      { name: 'b', kind: 'boolean', required: true },
    ]),
    new Map([
      ['b', text('x')],
      ['c', text('1')],
    ]),
  );
  expect(problems.map(({ name, message }) => `${name} ${message}`)).toEqual([
    'c is no parameter of `TestFlow`, which has `a`, `b`',
    'a has no default and has to be given',
    'b has to be `true` or `false`, and is `x`',
  ]);
});
