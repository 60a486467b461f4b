import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { field, listField, type Template } from '../../../../targets/step-functions/intrinsics.ts';
import { evaluatePayload } from '../../../asl/evaluate.ts';

// What is written, evaluated as the States Language's own page has it, comes to what was meant.

const around = { input: { a: "A {} '\\", level1: { visit: 3 } }, context: { Execution: { Name: 'N' } } };

const values: Readonly<Record<string, string>> = {
  '$.a': around.input.a,
  '$$.Execution.Name': 'N',
  'States.MathAdd($.level1.visit, 1)': '4',
};

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc
    .array(fc.constantFrom("'", '\\', '{', '}', '{}', '$', '$.a', '\n', 'States.Format(', ',', ')', '"', 'a'))
    .map((all) => all.join('')),
);

const template: fc.Arbitrary<Template> = fc.array(
  fc.oneof(
    text,
    fc.constantFrom(...Object.keys(values)).map((path) => ({ path })),
  ),
  { maxLength: 5 },
);

const meant = (parts: Template): string =>
  parts.map((part) => (typeof part === 'string' ? part : values[part.path])).join('');

describe('a text of constants and paths', () => {
  test('comes to what was meant, as a field', () => {
    fc.assert(
      fc.property(template, (parts) => {
        expect(evaluatePayload(field('Key', parts), around)).toEqual({ Key: meant(parts) });
      }),
      { numRuns: 1000 },
    );
  });

  test('comes to what was meant, as an item of a list', () => {
    fc.assert(
      fc.property(fc.array(template, { maxLength: 5 }), (items) => {
        expect(evaluatePayload(listField('Command', items), around)).toEqual({ Command: items.map(meant) });
      }),
      { numRuns: 1000 },
    );
  });

  test('is as plain as it can be', () => {
    expect(field('Key', ['runs/', 'a'])).toEqual({ Key: 'runs/a' });
    expect(field('Key', [{ path: '$.a' }])).toEqual({ 'Key.$': '$.a' });
    expect(field('Key', ['runs/', { path: '$.a' }])).toEqual({ 'Key.$': "States.Format('runs/{}', $.a)" });
    expect(field('Key', [{ path: '$$.State.RetryCount' }])).toEqual({
      'Key.$': "States.Format('{}', $$.State.RetryCount)",
    });
    expect(listField('Command', [['a'], ['b']])).toEqual({ Command: ['a', 'b'] });
    expect(listField('Command', [['a'], [{ path: '$.a' }]])).toEqual({ 'Command.$': "States.Array('a', $.a)" });
  });
});
