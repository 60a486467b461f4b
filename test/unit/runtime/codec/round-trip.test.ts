import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encode } from '../../../../src/runtime/codec/encode.ts';
import { again, bytesOf, formatOf, Handle, hooks } from './codec.ts';
import { difference } from './same.ts';

/* oxlint-disable no-sparse-arrays -- holes are among what is stored */

const hash = 'a'.repeat(64);

const values: Readonly<Record<string, () => unknown>> = {
  null: () => null,
  undefined: () => undefined,
  'NaN, infinities and -0': () => [Number.NaN, Infinity, -Infinity, -0, 0],
  'numbers of every size': () => [5e-324, 1.797e308, 2 ** 53, 1e21, 1e-7, 0.1],
  'bigints of every size': () => [0n, -1n, 2n ** 64n, -(2n ** 4000n)],
  'a text with lone surrogates': () => ['\ud800', 'a\udc00b', '😀', '\u2028\0"\\'],
  'a text with lone surrogates beside undefined': () => ['\ud800', undefined, 'é\u{10ffff}'],
  'dates, an invalid one too': () => [new Date(0), new Date(Number.NaN), new Date(8.64e15), new Date(-1)],
  'an own key `__proto__`': () => JSON.parse('{"__proto__":{"polluted":1},"constructor":2,"toString":3}'),
  'an own key `__proto__` beside undefined': () => Object.assign(JSON.parse('{"__proto__":[1]}'), { u: undefined }),
  'an object without a prototype': () => Object.assign(Object.create(null), { a: 1, ['__proto__']: 3 }),
  'keys like indices in their order': () => ({ z: undefined, 10: 'a', 2: 'b', '-1': 'c', '01': 'd', 4294967295: 'e' }),
  'a key of no characters': () => ({ '': undefined }),
  'a `toJSON` that is data': () => ({ toJSON: 'no', at: [{ toJSON: 1 }] }),
  'an array with holes': () => [, 1, , undefined, ,],
  'an array of holes alone': () => Array(1000),
  'an array of four billion holes': () => Object.assign([], { 4294967294: 'last', 7: {} }),
  'an empty array of each kind': () => [[], {}, new Map(), new Set(), new ArrayBuffer(0), undefined],
  'a map with objects as keys': () =>
    new Map<unknown, unknown>([
      [{ a: 1 }, [1]],
      [Number.NaN, 1],
      [undefined, 2],
      ['', 3],
    ]),
  'a map within itself': () => {
    const map = new Map<unknown, unknown>();
    return map.set(map, map).set('set', new Set([map, 1, '1']));
  },
  'a cycle': () => {
    const node: Record<string, unknown> = { name: 'a', list: [] };
    node['self'] = node;
    (node['list'] as unknown[]).push(node, node['list']);
    return node;
  },
  'a shared reference': () => {
    const shared = { a: 1 };
    return { x: shared, y: [shared, shared] };
  },
  'a file': () => new Handle({ sha256: hash, size: 5, name: 'a.csv' }),
  'a file, shared': () => {
    const file = new Handle({ sha256: hash, size: 0, name: '.. a b' });
    return new Map([[file, [file, new Handle({ sha256: hash, size: 0, name: 'b' })]]]);
  },
  'a text longer than a line, in one and in two bytes a character': () => [
    'é'.repeat(2 ** 20 + 1),
    '\ud800€'.repeat(2 ** 20),
  ],
  'a long key': () => ({ ['k'.repeat(2 ** 20 + 1)]: undefined }),
  'many nodes': () => Array.from({ length: 20_000 }, (_, i) => ({ i, at: new Date(i), ['k' + (i % 7)]: [i] })),
};

describe('a value comes back exactly', () => {
  test.each(Object.entries(values))('%s', (_, make) => {
    const value = make();
    expect(difference(value, again(value))).toBeUndefined();
    expect(difference([value, undefined], again([value, undefined]))).toBeUndefined();
  });

  test('a list a million deep, without recursion on either side', () => {
    let list: unknown = null;
    for (let depth = 0; depth < 1_000_000; depth += 1) list = depth % 2 === 0 ? [list] : { next: list };
    let copy = again(list);
    let depth = 0;
    for (; copy !== null; depth += 1) copy = Array.isArray(copy) ? copy[0] : (copy as { next: unknown }).next;
    expect(depth).toBe(1_000_000);
  });

  test('random values', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withNullPrototype: true,
      withSparseArray: true,
      withTypedArray: true,
      stringUnit: 'binary',
      key: fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', '10', '2', 'toJSON', 'length')),
      maxDepth: 4,
    } as never);
    fc.assert(
      fc.property(anything, (value) => {
        expect(difference(value, again(value))).toBeUndefined();
        expect(bytesOf(value).equals(bytesOf(value)), 'the same value gave other bytes').toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('random graphs of objects that mention each other', () => {
    const edges = fc.array(fc.tuple(fc.nat(5), fc.array(fc.nat(30), { maxLength: 5 })), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(edges, (plan) => {
        const [root] = graphOf(plan);
        expect(difference(root, again(root))).toBeUndefined();
      }),
      { numRuns: 1000 },
    );
  });
});

/** Nodes of six kinds, each of which holds some of the others. */
function graphOf(plan: readonly (readonly [number, readonly number[]])[]): readonly unknown[] {
  const nodes = plan.map(([kind]) =>
    [() => [], () => ({}), () => new Map(), () => new Set(), () => Object.create(null), () => new Uint16Array(3)][
      kind
    ]?.(),
  );
  for (const [index, [, mentions]] of plan.entries()) {
    for (const mention of mentions) join(nodes[index], nodes[mention % nodes.length] ?? mention);
  }
  return nodes;
}

function join(node: unknown, other: unknown): void {
  if (Array.isArray(node)) node.push(other);
  else if (node instanceof Map) node.set(other, node.size).set(node.size, other);
  else if (node instanceof Set) node.add(other);
  else if (node instanceof Uint16Array) node[0] = 1;
  else Object.assign(node as object, { [`k${Object.keys(node as object).length}`]: other });
}

describe('the format', () => {
  test('is JSON where JSON is exact, and only there', () => {
    expect(formatOf({ a: [1, 'x', null, true, {}] })).toBe('json');
    expect(formatOf('\ud800')).toBe('json');
    expect(formatOf(JSON.parse('{"__proto__":1}'))).toBe('json');
    for (const value of [undefined, -0, 1n, [undefined], [, 1], { a: undefined }, Object.create(null), new Date(0)]) {
      expect(formatOf(value)).toBe('tagged');
    }
  });

  test('is not JSON where a foreign `toJSON` would change it', () => {
    Object.assign(Array.prototype, { toJSON: () => 'changed' });
    try {
      expect(difference([1, [2]], again([1, [2]]))).toBeUndefined();
    } finally {
      Reflect.deleteProperty(Array.prototype, 'toJSON');
    }
  });

  test('keeps the order of keys as part of the value', () => {
    expect(bytesOf({ a: 1, b: 2 }).equals(bytesOf({ b: 2, a: 1 }))).toBe(false);
  });

  test('names each file once', () => {
    const file = (letter: string) => new Handle({ sha256: letter.repeat(64), size: 1, name: letter });
    const [b, a] = [file('b'), file('a')];
    expect(encode([b, a, { b }, file('a')], hooks).files).toEqual(['b'.repeat(64), 'a'.repeat(64)]);
    expect(encode([1], hooks).files).toEqual([]);
  });
});
