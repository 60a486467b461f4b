import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { encode } from '../../../../src/runtime/codec/encode.ts';
import { NotStorable } from '../../../../src/runtime/codec/not-storable.ts';
import { hooks } from './codec.ts';

/* oxlint-disable no-sparse-arrays -- holes are among what is stored */

class Model {
  weights = [1];
}

function refusal(value: unknown): NotStorable {
  try {
    encode(value, hooks);
  } catch (error) {
    if (error instanceof NotStorable) return error;
    throw error;
  }
  throw new Error('it was stored: it must be refused, or come back exactly and move to round-trip.test.ts');
}

const detached = new ArrayBuffer(8);
detached.transfer();

const refused: Readonly<Record<string, readonly [unknown, RegExp]>> = {
  'a function': [() => 1, /is a function: .* store only data/],
  'a symbol': [Symbol('s'), /is the symbol `Symbol\(s\)`: store a string/],
  'an instance': [new Model(), /an instance of the class `Model`: store its data/],
  'an instance of a subclass of Map': [new (class Bag extends Map {})(), /class `Bag`/],
  'an Error': [new TypeError('x'), /an Error: store its message/],
  'a RegExp': [/x/, /`source` and `flags`/],
  'a Promise': [Promise.resolve(1), /a Promise: await it/],
  'a boxed primitive': [Object('x'), /a boxed primitive/],
  'a stream': [Readable.from([]), /a stream or socket \(`Readable`\).*file\(path\)/],
  'a web stream': [new ReadableStream(), /a stream or socket/],
  'an emitter': [new EventEmitter(), /class `EventEmitter`/],
  'a generator': [(function* () {})(), /a generator: .*\[\.\.\.generator\]/],
  'a WeakMap': [new WeakMap(), /weakly/],
  'a URL': [new URL('http://a'), /class `URL`/],
  'a Proxy': [new Proxy({ a: 1 }, {}), /a Proxy/],
  'a Proxy of an array': [new Proxy([1], {}), /a Proxy/],
  'arguments': [(function (..._: unknown[]) { return arguments; })(1), /has the symbol key|not enumerable/], // prettier-ignore
  'an object with a prototype of its own': [Object.create({ a: 1 }), /a prototype of its own/],
  'an object of another realm': [runInNewContext('({ a: 1 })'), /another realm.*structuredClone/],
  'an object that only has the prototype of a Map': [Object.create(Map.prototype), /looks like `Map`/],
  'an accessor': [{ get x() { throw new Error('called'); } }, /is an accessor/], // prettier-ignore
  'a setter alone': [{ set x(_: unknown) {} }, /is an accessor/],
  'an accessor in an array': [Object.defineProperty([1, 2], 1, { get: () => 3, enumerable: true }), /is an accessor/],
  'a hidden property': [Object.defineProperty({}, 'x', { value: 1 }), /not enumerable/],
  'a symbol key': [{ [Symbol('k')]: 1 }, /has the symbol key `Symbol\(k\)`/],
  'a match of a RegExp': [/a/.exec('a'), /has the property `groups` besides/],
  'a long array with more': [Object.assign(Array(1000).fill(0), { extra: 1 }), /has the property `extra`/],
  'a long array with something hidden': [Object.defineProperty(Array(1000).fill(0), 'extra', { value: 1 }), /`extra`/],
  'an array with a symbol': [Object.assign([1], { [Symbol('k')]: 1 }), /has the property `Symbol\(k\)`/],
  'a typed array with more': [Object.assign(new Uint8Array(5), { extra: 1 }), /has the property `extra`/],
  'a long typed array with more': [Object.assign(new Float64Array(1000), { extra: 1 }), /has the property `extra`/],
  'a Map with more': [Object.assign(new Map(), { extra: 1 }), /has the property `extra`/],
  'a Date with more': [Object.assign(new Date(), { extra: 1 }), /has the property `extra`/],
  'shared memory': [new SharedArrayBuffer(8), /shared between threads/],
  'a view of shared memory': [new Uint8Array(new SharedArrayBuffer(8)), /shared between threads/],
  'memory that can grow': [new Uint8Array(new ArrayBuffer(8, { maxByteLength: 16 })), /can be resized/],
  'memory that is gone': [detached, /transferred away/],
};

describe('refused with a reason and a way out', () => {
  test.each(Object.entries(refused))('%s', (_, [value, reason]) => {
    expect(refusal(value).reason).toMatch(reason);
    expect(refusal({ x: [value] }).path).toMatch(/^\.x\[0\]/);
  });
});

describe('the path', () => {
  const bad = () => 1;
  test.each<[string, unknown]>([
    ['', bad],
    ['.rows[3].connect', { rows: [{}, {}, {}, { connect: bad }] }],
    ['.lookup.get("a")', { lookup: new Map([['a', bad]]) }],
    ['.get(1)[0]', new Map([[1, [bad]]])],
    [
      '.keys()[1]',
      new Map<unknown, unknown>([
        [1, 1],
        [bad, 1],
      ]),
    ],
    ['.values()[0]', new Map([[{}, bad]])],
    ['.values()[1].x', new Set<unknown>([1, { x: bad }])],
    ['["a b"].é["1"]', { 'a b': { é: { 1: bad } } }],
    ['[2]', [, , bad]],
    ['.list[0].a', { list: [{ get a() { return 1; } }] }], // prettier-ignore
  ])('%s', (path, value) => {
    expect(refusal(value).path).toBe(path);
  });

  test('of something deep shows both ends', () => {
    let value: unknown = { bad };
    for (let depth = 0; depth < 100_000; depth += 1) value = [value];
    expect(refusal(value).path).toMatch(/^(\[0\]){10} … 99981 more … (\[0\]){9}\.bad$/);
  });

  test('stands in the message', () => {
    expect(refusal({ f: bad }).message).toBe('`.f` is a function: functions belong to the code, store only data');
    expect(refusal(bad).message).toMatch(/^the value is a function/);
  });
});
