import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bodyOffset, MalformedEnvelope } from '../../../../src/runtime/codec/envelope.ts';
import { bytesOf, Handle, headOf, madeUp, madeUpTokens, valueOf } from './codec.ts';

/* oxlint-disable no-sparse-arrays -- holes are among what is stored */

const reason = (bytes: Uint8Array): string => {
  try {
    valueOf(bytes);
  } catch (error) {
    if (error instanceof MalformedEnvelope) return error.message;
    throw error;
  }
  throw new Error('it was read: it must be refused as a MalformedEnvelope that says what is wrong');
};

const sha256 = 'a'.repeat(64);
const node = (...head: unknown[]): Uint8Array => madeUpTokens([0, 0, 1, ...head]);

const refused: Readonly<Record<string, readonly [Uint8Array, RegExp]>> = {
  'no bytes': [Buffer.alloc(0), /ends within its first line/],
  'something else': [Buffer.from('PK\u0003\u0004'), /does not begin with/],
  'a line without an end': [Buffer.from('{"flowc":1'.padEnd(5000)), /4096 bytes hold no line feed/],
  'a line of another length': [Buffer.from('{"flowc":1,"format":"json"}\n1'), /multiple of 64/],
  'a line that is no JSON': [madeUp('{"flowc":1,'), /first line is no JSON/],
  'a newer version': [madeUp({ flowc: 2, format: 'json' }, '1'), /version 2; this flowc reads version 1/],
  'no format': [madeUp({}), /names no format/],
  'an unknown format': [madeUp({ format: 'v8' }), /unknown format "v8"/],
  elements: [madeUp({ format: 'elements' }), /elements of a foreach/],
  'a body that is no JSON': [madeUp({ format: 'json' }, '{"a":'), /body is no JSON/],
  'raw of an unknown type': [madeUp({ format: 'raw', type: 'Function', length: 0 }), /`type`/],
  'raw of a type from a prototype': [madeUp({ format: 'raw', type: 'constructor', length: 0 }), /`type`/],
  'raw of a huge length': [madeUp({ format: 'raw', type: 'Uint8Array', length: 1e12 }, 'ab'), /not 2 bytes/],
  'raw of a negative length': [madeUp({ format: 'raw', type: 'Uint8Array', length: -1 }), /`length` is -1/],
  'raw of half an element': [madeUp({ format: 'raw', type: 'Int16Array', length: 1 }, 'abc'), /not 3 bytes/],
  'more text than bytes': [madeUp({ format: 'tagged', text: 1e12 }, '[0]'), /`text` is 1000000000000/],
  'text that is no JSON': [madeUp({ format: 'tagged', text: 3 }, '[0,'), /is no JSON/],
  'text that is no list': [madeUp({ format: 'tagged', text: 2 }, '{}'), /is no list/],
  'text that ends early': [madeUpTokens([0, 0, 1]), /ends early/],
  'text that goes on': [madeUpTokens([0, 0, 0, 1, 2]), /goes on after its end/],
  'bytes that nobody names': [madeUp({ format: 'tagged', text: 9 }, '[0,0,0,1]more'), /should have 9 bytes and has 13/],
  'a section beyond the end': [madeUpTokens([1, 9, 0, 0, null], Buffer.alloc(8)), /should have 25 bytes and has 24/],
  'a huge section': [madeUpTokens([1, 1e12, 0, 0, null]), /size of section 0 is 1000000000000/],
  'a billion sections': [madeUpTokens([1e9]), /ends early/],
  'a billion nodes': [madeUpTokens([0, 0, 1e9]), /ends early/],
  'a billion elements': [node('array', 1e9, [0]), /ends early/],
  'a node of an unknown kind': [node('constructor', 1), /unknown kind "constructor"/],
  'a node whose kind is no text': [node(['object'], 1), /kind an object/],
  'a mention of no node': [madeUpTokens([0, 0, 0, [0]]), /mentions node 0/],
  'a mention between nodes': [node('array', 0, [0.5]), /mentions node 0.5/],
  'an object in place of a value': [madeUpTokens([0, 0, 0, { a: 1 }]), /a JSON object/],
  'a value of an unknown kind': [madeUpTokens([0, 0, 0, ['eval', '1']]), /unknown kind "eval"/],
  'a bigint that is none': [madeUpTokens([0, 0, 0, ['bigint', '1n']]), /a bigint is "1n"/],
  'a date that is none': [node('date', '2020', [0]), /a date is "2020"/],
  'a key that is no text': [node('object', 1, [0], 5, 1), /a key is 5/],
  'a set with something twice': [node('set', 2, [0], 1, 1), /twice/],
  'an index too far': [node('sparse', 5, 1, [0], 5, 1), /an index is 5/],
  'indices out of order': [node('sparse', 9, 2, [0], 5, 1, 5, 1), /index 5 stands after the index 5/],
  'an array too long': [node('sparse', 2 ** 32, 0, [0]), /length of an array/],
  'a view of an unknown type': [madeUpTokens([0, 1, 'Object']), /unknown type "Object"/],
  'a view of no section': [madeUpTokens([0, 1, 'Int8Array', 0, 0, 0]), /no section 0/],
  'a view beyond its section': [
    madeUpTokens([1, 8, 1, 'Int8Array', 0, 4, 5, 0, null], Buffer.alloc(8)),
    /length of a binary/,
  ],
  'a view that is not aligned': [
    madeUpTokens([1, 8, 1, 'Int16Array', 0, 1, 1, 0, null], Buffer.alloc(8)),
    /impossible place/,
  ],
  'a part of an ArrayBuffer as one': [
    madeUpTokens([1, 8, 1, 'ArrayBuffer', 0, 0, 4, 0, null], Buffer.alloc(8)),
    /impossible/,
  ],
  'a file whose hash is none': [node('file', '../x', 1, 'a', [0]), /sha256 of a file/],
  'a file whose name leads away': [node('file', sha256, 1, '../../.bashrc', [0]), /name of a file/],
  'a file named ..': [node('file', sha256, 1, '..', [0]), /name of a file/],
};

describe('refused', () => {
  test.each(Object.entries(refused))('%s', (_, [bytes, message]) => {
    expect(reason(bytes)).toMatch(message);
  });
});

describe('harmless', () => {
  test('a key `__proto__` becomes a key', () => {
    const value = valueOf(node('object', 2, [0], '__proto__', ['undefined'], '__proto__', [0])) as object;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  test('a setter on Object.prototype is not called', () => {
    let called = false;
    const set = () => (called = true);
    const { prototype } = Object;
    Object.defineProperty(prototype, 'trap', { set, configurable: true });
    try {
      expect(Object.keys(valueOf(node('object', 1, [0], 'trap', 1)) as object)).toEqual(['trap']);
    } finally {
      Reflect.deleteProperty(Object.prototype, 'trap');
    }
    expect(called).toBe(false);
  });

  test('a thousand arrays that claim millions of elements take little memory', () => {
    const heads = Array.from({ length: 1000 }, () => ['sparse', 3e7, 0]).flat();
    const before = process.memoryUsage.rss();
    const value = valueOf(madeUpTokens([0, 0, 1000, ...heads, [999]])) as unknown[];
    expect(value.length).toBe(3e7);
    expect(process.memoryUsage.rss() - before, 'an array must take memory by its elements').toBeLessThan(5e8);
  });

  test('one section named a thousand times is one string and one buffer', () => {
    const size = 2 ** 20;
    const views = Array.from({ length: 1000 }, () => ['Uint8Array', 0, 0, size]).flat();
    const cells = Array.from({ length: 1000 }, () => ['utf16le', 0]);
    const tokens = [1, size, 1000, ...views, 1, 'array', 1000, [0], ...cells];
    expect(new Set(valueOf(madeUpTokens(tokens, Buffer.alloc(size))) as string[]).size).toBe(1);
  });

  test('JSON a million deep is read or refused, not a crash', () => {
    expect(Array.isArray(valueOf(madeUp({ format: 'json' }, '['.repeat(1e6) + ']'.repeat(1e6))))).toBe(true);
    expect(reason(madeUp({ format: 'tagged', text: 2e6 }, '['.repeat(1e6) + ']'.repeat(1e6)))).toMatch(
      /number of sections/,
    );
  });
});

describe('mutated envelopes give a value or MalformedEnvelope, and leave prototypes as they were', () => {
  const shared = new Uint16Array(new ArrayBuffer(16), 2, 3);
  const seeds = [
    { a: [1, { b: 'x' }], c: null },
    new Float32Array(4),
    [new Map<unknown, unknown>([[{ k: 1 }, new Set([1n, -0])]]), new Date(5), [, 1, , 2], Object.create(null)],
    [shared, shared.buffer, Buffer.from('abc'), undefined, new Handle({ sha256, size: 1, name: 'f' }), 'é\ud800'],
    { long: 'x'.repeat(2 ** 20 + 1), ['__proto__']: undefined },
  ].map(bytesOf);
  const prototypes = [Object, Array, Map, Set, Date, Uint8Array].map(({ prototype }) => prototype as object);
  const before = prototypes.map((prototype) => JSON.stringify(Reflect.ownKeys(prototype).map(String)));

  /** What is another after reading these bytes. */
  function harm(bytes: Uint8Array): readonly string[] {
    try {
      valueOf(bytes);
    } catch (error) {
      if (!(error instanceof MalformedEnvelope)) throw error;
    }
    const after = prototypes.map((prototype) => JSON.stringify(Reflect.ownKeys(prototype).map(String)));
    return after.filter((keys, index) => keys !== before[index]);
  }

  test('with bytes changed, taken out or put in', () => {
    const change = fc.record({ at: fc.nat(), take: fc.nat(9), put: fc.uint8Array({ maxLength: 9 }) });
    fc.assert(
      fc.property(fc.constantFrom(...seeds), fc.array(change, { minLength: 1, maxLength: 4 }), (seed, changes) => {
        let bytes: Buffer = seed;
        for (const { at, take, put } of changes) {
          // Most of what matters is at the beginning.
          const place = at % Math.min(bytes.length, 600);
          bytes = Buffer.concat([bytes.subarray(0, place), put, bytes.subarray(place + take)]);
        }
        expect(harm(bytes)).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });

  test('with tokens changed', () => {
    const words = [
      'object',
      'bare',
      'array',
      'sparse',
      'map',
      'set',
      'date',
      'binary',
      'file',
      'Uint8Array',
      'ArrayBuffer',
    ];
    const cell = fc.oneof(
      fc.tuple(fc.nat(6)),
      fc.tuple(
        fc.constantFrom('undefined', 'bigint', 'latin1', 'utf16le', '-0', 'NaN', 'x'),
        fc.constantFrom(0, 1, 'ff', 1e9),
      ),
    );
    const token = fc.oneof(
      fc.constantFrom<unknown>(
        ...words,
        '__proto__',
        'constructor',
        '',
        null,
        -1,
        0.5,
        1e12,
        2 ** 32 - 1,
        Infinity,
        {},
      ),
      fc.nat(8),
      cell,
    );
    const change = fc.record({ at: fc.nat(), take: fc.nat(2), put: fc.array(token, { maxLength: 3 }) });
    fc.assert(
      fc.property(fc.constantFrom(...seeds.slice(2)), fc.array(change, { maxLength: 5 }), (seed, changes) => {
        const { text } = headOf(seed) as { text: number };
        const start = bodyOffset(seed) ?? 0;
        const lines = seed
          .subarray(start, start + text)
          .toString()
          .trimEnd()
          .split('\n');
        const tokens = lines.flatMap((line) => JSON.parse(line) as unknown[]);
        for (const { at, take, put } of changes) tokens.splice(at % tokens.length, take, ...put);
        expect(harm(madeUpTokens(tokens, seed.subarray(start + Math.ceil(text / 8) * 8)))).toEqual([]);
      }),
      { numRuns: 5000 },
    );
  });
});

test('where the body begins is told from the first bytes, or more are asked for', () => {
  const bytes = bytesOf(new Float64Array(1));
  expect(bodyOffset(bytes)).toBe(128);
  for (const length of [0, 1, 5, 127]) expect(bodyOffset(bytes.subarray(0, length))).toBeUndefined();
  expect(() => bodyOffset(Buffer.from('{"flowx'))).toThrow(MalformedEnvelope);
});
