import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parameterText, workflowParameters } from '../../../../targets/argo/parameters.ts';
import { isEvaluated } from '../../../../targets/argo/text.ts';
import type { Json, Parameter } from '../../../../src/compiler/ir/settings.ts';
import { flow, go } from '../flow.ts';

const base = { name: 'p', required: true, span: { file: 'flow.ts', start: 0, end: 0 } };
const written = (...parameters: readonly Parameter[]) =>
  workflowParameters(flow({ start: [go('end')], end: [] }, { parameters }));

/** What the shim takes a text for where a string is wanted. */
function readString(text: string): string {
  if (!text.startsWith('"')) return text;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : text;
  } catch {
    return text;
  }
}

describe('workflow parameters', () => {
  test.each<[string, Parameter, object]>([
    ['a string', { ...base, kind: 'string', default: 'Bern' }, { name: 'p', value: 'Bern' }],
    ['an empty string', { ...base, kind: 'string', default: '' }, { name: 'p', value: '' }],
    ['a string in quotes', { ...base, kind: 'string', default: '"a"' }, { name: 'p', value: '"\\"a\\""' }],
    ['a template', { ...base, kind: 'string', default: '{{x}}' }, { name: 'p', value: '"\\u007b{x}}"' }],
    ['a control character', { ...base, kind: 'string', default: 'a\0' }, { name: 'p', value: '"a\\u0000"' }],
    ['a number', { ...base, kind: 'number', default: 0.1 }, { name: 'p', value: '0.1' }],
    ['a date', { ...base, kind: 'date', default: '2026-01-01' }, { name: 'p', value: '2026-01-01' }],
    ['JSON', { ...base, kind: 'json', default: { a: ['{{x}}'] } }, { name: 'p', value: '{"a":["\\u007b{x}}"]}' }],
    ['a string as JSON', { ...base, kind: 'json', default: 'a' }, { name: 'p', value: '"a"' }],
    ['a boolean', { ...base, kind: 'boolean', default: true }, { name: 'p', enum: ['true', 'false'], value: 'true' }],
    [
      'a choice',
      { ...base, kind: 'choice', of: ['s', 'm'], default: 's' },
      { name: 'p', enum: ['s', 'm'], value: 's' },
    ],
    ['a choice of 1 and "1"', { ...base, kind: 'choice', of: ['1', 1] }, { name: 'p', enum: ['"1"', '1'] }],
    ['a required one', { ...base, kind: 'string' }, { name: 'p' }],
    ['an optional one', { ...base, kind: 'string', required: false }, { name: 'p', value: '' }],
    [
      'an optional choice',
      { ...base, kind: 'choice', of: ['s'], required: false },
      { name: 'p', enum: ['s', ''], value: '' },
    ],
    ['help', { ...base, kind: 'string', help: 'a {{b}}' }, { name: 'p', description: 'a { {b}}' }],
  ])('%s', (_, parameter, expected) => {
    expect(written(parameter)).toEqual([expected]);
  });

  test('no default is evaluated, and all come back', () => {
    const text = fc.oneof(
      fc.string({ unit: fc.constantFrom('{', '}', '"', '=', 'a', '\\', '\0', '\n') }),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(text, (value) => {
        const asString = parameterText({ ...base, kind: 'string', default: value }) ?? '';
        expect(isEvaluated(asString)).toBe(false);
        expect(readString(asString)).toBe(value);
        const asJson = parameterText({ ...base, kind: 'json', default: [value] satisfies Json }) ?? '';
        expect(isEvaluated(asJson)).toBe(false);
        expect(JSON.parse(asJson)).toEqual([value]);
      }),
    );
  });
});
