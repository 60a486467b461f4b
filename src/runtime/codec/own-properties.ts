import { inspect } from 'node:util';

// A list that carries more than its elements (a RegExp match has `index` and `input`) would lose it in storage. To list the keys of a long array or typed
// array costs a string an element; Node's `inspect` alone reaches V8's list of keys that are no index, so long ones are asked by what it prints.

const FEW = 64;

const options = { maxArrayLength: 0, depth: 0, customInspect: false } as const;

/** The name of something that an array carries beside its elements. */
export function extraOfArray(list: readonly unknown[]): string | undefined {
  const [symbol] = Object.getOwnPropertySymbols(list);
  if (symbol !== undefined) return String(symbol);
  if (list.length > FEW && /^[^[]*\[ \.\.\. \d+ more items, \[length\]: \d+ \]$/.test(inspectHidden(list))) {
    return undefined;
  }
  // Indices come first, then `length`, which every array is born with, then what was added.
  const last = Object.getOwnPropertyNames(list).at(-1);
  return last === 'length' ? undefined : last;
}

const inspectHidden = (list: readonly unknown[]): string => inspect(list, { ...options, showHidden: true });

/** The name of something that a value whose bytes are all of it carries besides. */
export function extraOfBinary(value: object): string | undefined {
  if (!ArrayBuffer.isView(value) || value instanceof DataView) return extraOf(value);
  const [symbol] = Object.getOwnPropertySymbols(value);
  if (symbol !== undefined) return String(symbol);
  if (value.byteLength > FEW && /^[^[]*(\[Uint8Array\] )?\[ \.\.\. \d+ more items? \]$/.test(inspect(value, options))) {
    return undefined;
  }
  return Object.getOwnPropertyNames(value).findLast((name) => !/^\d+$/.test(name));
}

/** The name of an own property. */
export function extraOf(value: object): string | undefined {
  const [key] = Reflect.ownKeys(value);
  return key === undefined ? undefined : String(key);
}
