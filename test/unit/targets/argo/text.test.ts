import fc from 'fast-check';
import { expect, test } from 'vitest';
import { constants, inertJson, inertProse, isEvaluated, isPrintable } from '../../../../targets/argo/text.ts';

/** What a container gets of its variables: https://github.com/kubernetes/kubernetes/blob/v1.34.0/third_party/forked/golang/expansion/expand.go */
function kubelet(variables: readonly { readonly name: string; readonly value: string }[]): ReadonlyMap<string, string> {
  const known = new Map<string, string>();
  for (const { name, value } of variables)
    known.set(
      name,
      value.replace(/\$(?:(\$)|\(([^)]*)\)|)/g, (all, dollar: string | undefined, of: string | undefined) =>
        dollar !== undefined ? '$' : of !== undefined ? (known.get(of) ?? all) : all,
      ),
    );
  return known;
}

const anyText = fc.oneof(
  fc.string({ unit: fc.constantFrom('{', '}', '$', '(', ')', '=', 'a', '\\', '"', "'", '\n') }),
  fc.string({ unit: 'binary' }),
);

test('constants reach the program as they are, past Argo and the kubelet', () => {
  fc.assert(
    fc.property(fc.array(anyText, { maxLength: 4 }), (texts) => {
      const variables = constants(Object.fromEntries(texts.map((text, at) => [`V${at}`, text])));
      for (const { value } of variables) expect(isEvaluated(value)).toBe(false);
      const seen = kubelet([{ name: 'a', value: 'wrong' }, ...variables]);
      for (const [at, text] of texts.entries()) expect(seen.get(`V${at}`)).toBe(text);
    }),
  );
});

test('ordinary constants are written as they are', () => {
  expect(constants({ HOME_DIR: '/home/$USER', PRICE: '5 $', JSON: '{"a":{"b":1}}' })).toEqual([
    { name: 'HOME_DIR', value: '/home/$USER' },
    { name: 'PRICE', value: '5 $' },
    { name: 'JSON', value: '{"a":{"b":1}}' },
  ]);
});

test('JSON says the same without anything that Argo evaluates', () => {
  fc.assert(
    fc.property(fc.dictionary(anyText, fc.array(anyText)), (value) => {
      const text = inertJson(value);
      expect(isEvaluated(text)).toBe(false);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('prose keeps its words', () => {
  expect(inertProse('as {{this}} or {{{that}}}')).toBe('as { {this}} or { { {that}}}');
});

test('JSON needs no escapes of YAML, which Go does not write into the workflow of a Sensor', () => {
  expect(inertJson('\x7f\u0085\ufeff\ufffe\uffff')).toBe(String.raw`"\u007f\u0085\ufeff\ufffe\uffff"`);
  expect(isPrintable('Zürich\n\t')).toBe(true);
  for (const text of ['\0', '\r', '\x7f', '\ufeff', '\ufffe', '\ud800']) expect(isPrintable(text)).toBe(false);
});
