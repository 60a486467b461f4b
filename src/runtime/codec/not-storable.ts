import { types } from 'node:util';

// What flowc refuses to store, and the way out that it offers.

/** A value holds something that cannot be stored exactly. */
export class NotStorable extends Error {
  override readonly name = 'NotStorable';
  /** Where it lies in the value: `.rows[3].connect`, or empty for the value itself. */
  readonly path: string;
  /** What it is and what to do: `is a function: …` */
  readonly reason: string;

  constructor(path: string, reason: string) {
    super(`${path === '' ? 'the value' : `\`${path}\``} ${reason}`);
    this.path = path;
    this.reason = reason;
  }
}

export const accessorReason = 'is an accessor: store what it gives, for example by a copy, `{ ...object }`';
export const hiddenReason = 'is not enumerable, so a copy would lose it: make it an ordinary property, or leave it out';

export const extraReason = (extra: string): string =>
  `has the property \`${extra}\` besides its content: store both side by side, as \`{ content, extra }\``;

export const symbolKeyReason = (key: symbol): string =>
  `has the symbol key \`${String(key)}\`: use a string as the key`;

/** Why a value of none of the storable kinds is refused. */
export function reasonAgainst(value: unknown): string {
  if (typeof value === 'function') return 'is a function: functions belong to the code, store only data';
  if (typeof value === 'symbol') return `is the symbol \`${String(value)}\`: store a string`;
  if (typeof value !== 'object' || value === null) return `is a ${typeof value}: store plain data`;
  if (types.isProxy(value)) return 'is a Proxy: store a plain copy of what it shows';
  if (types.isPromise(value)) return 'is a Promise: await it first';
  if (types.isNativeError(value)) return 'is an Error: store its message, `error.message`';
  if (types.isRegExp(value)) return 'is a RegExp: store its `source` and `flags`';
  if (types.isBoxedPrimitive(value)) return 'is a boxed primitive: store the primitive, `value.valueOf()`';
  if (types.isGeneratorObject(value)) return 'is a generator: store what it yields, `[...generator]`';
  if (types.isWeakMap(value) || types.isWeakSet(value)) return 'holds its content weakly: store a Map or a Set';
  return reasonAgainstBytes(value) ?? reasonAgainstInstance(value);
}

function reasonAgainstBytes(value: object): string | undefined {
  const buffer = ArrayBuffer.isView(value) ? value.buffer : value;
  if (types.isSharedArrayBuffer(buffer)) return 'is memory shared between threads: store a copy, `value.slice()`';
  if (!types.isArrayBuffer(buffer)) return undefined;
  if (buffer.detached) return 'is empty: its memory was transferred away. Store it before the transfer';
  if (buffer.resizable) return 'is memory that can be resized: store a copy of a fixed size, `new Uint8Array(value)`';
  return undefined;
}

const builtIn = new Set(['Object', 'Array', 'Map', 'Set', 'Date', 'ArrayBuffer']);

function reasonAgainstInstance(value: object): string {
  const name = classNameOf(value);
  if (name === undefined) return 'has a prototype of its own: store a plain object, `{ ...value }`';
  if ('pipe' in value || 'getReader' in value) {
    return `is a stream or socket (\`${name}\`): store its content, or write it to a file and store \`file(path)\``;
  }
  if (builtIn.has(name)) {
    return `looks like \`${name}\` but is made otherwise (in another realm, or by hand): store a copy, \`structuredClone(value)\``;
  }
  return `is an instance of the class \`${name}\`: store its data as a plain object, and make the instance anew where it is used`;
}

function classNameOf(value: object): string | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (typeof prototype !== 'object' || prototype === null) return undefined;
  const constructor = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value as unknown;
  if (typeof constructor !== 'function') return undefined;
  const name = Object.getOwnPropertyDescriptor(constructor, 'name')?.value as unknown;
  return typeof name === 'string' && name !== '' ? name : undefined;
}
