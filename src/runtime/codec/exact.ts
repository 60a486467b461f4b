import { types } from 'node:util';
import { extraOfArray } from './own-properties.ts';

// Is JSON exactly this value? One look at everything, level by level, before it is printed: whatever JSON would change or drop, or what is met twice,
// makes it false. Nothing is explained here, and no getter is called: a value that is not exact goes through the tagged form, which refuses what it must.

/** Readers in other languages recurse over JSON. */
const MAX_DEPTH = 500;

/** V8 holds no more in one Set. */
const MAX_OBJECTS = 2 ** 24 - 1;

// Annex B, but the one look at an array's element that costs nothing when it is no accessor.
const getterOf = Reflect.get(Object.prototype, '__lookupGetter__') as (this: object, key: PropertyKey) => unknown;

export function isExactJson(root: unknown): boolean {
  // JSON.stringify would call it.
  if ('toJSON' in Array.prototype) return false;
  // A Set walks through what is added while it is walked: it is the queue too.
  const seen = new Set<object>();
  if (!isExactCell(root, seen)) return false;
  let depth = 0;
  let visited = 0;
  let level = seen.size;
  for (const node of seen) {
    if (visited === level) {
      level = seen.size;
      depth += 1;
      if (depth > MAX_DEPTH) return false;
    }
    visited += 1;
    if (!(Array.isArray(node) ? isExactArray(node, seen) : isExactObject(node, seen))) return false;
  }
  return true;
}

function isExactArray(list: readonly unknown[], seen: Set<object>): boolean {
  if (extraOfArray(list) !== undefined) return false;
  for (let index = 0; index < list.length; index += 1) {
    if (getterOf.call(list, index) !== undefined || !isExactCell(list[index], seen)) return false;
  }
  return true;
}

function isExactObject(node: object, seen: Set<object>): boolean {
  if (Object.getOwnPropertySymbols(node).length > 0) return false;
  for (const key of Object.getOwnPropertyNames(node)) {
    const property = Object.getOwnPropertyDescriptor(node, key);
    if (property?.enumerable !== true || !isExactCell(property.value, seen)) return false;
  }
  return true;
}

/** `undefined` is the value of an accessor and of a hole too. */
function isExactCell(value: unknown, seen: Set<object>): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0);
    case 'object': {
      if (value === null) return true;
      const before = seen.size;
      return isPlain(value) && before < MAX_OBJECTS && seen.add(value).size > before;
    }
    default:
      return false;
  }
}

/** Looked at when it is mentioned, so that a Date in the first row of many spares the look at all the others. */
function isPlain(value: object): boolean {
  if (types.isProxy(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || (prototype === Array.prototype && Array.isArray(value));
}
