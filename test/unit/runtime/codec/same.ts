// The strictest equality of two values that a program could tell apart by looking: prototypes, own keys and their order, -0, holes, who is the same
// object as whom, and which views share memory. Iterative, so that depth is no matter.

/** Why `b` is no faithful copy of `a`; undefined: it is one. */
export function difference(a: unknown, b: unknown): string | undefined {
  const there = new Map<unknown, unknown>();
  const back = new Map<unknown, unknown>();
  const queue: [unknown, unknown][] = [[a, b]];
  for (const [x, y] of queue) {
    if (typeof x !== 'object' || x === null) {
      if (!Object.is(x, y)) return `${String(x)} came back as ${String(y)}`;
      continue;
    }
    if (there.has(x) || back.has(y)) {
      if (there.get(x) !== y || back.get(y) !== x) return 'what was one object is two, or two are one';
      continue;
    }
    there.set(x, y);
    back.set(y, x);
    if (typeof y !== 'object' || y === null) return `an object came back as ${String(y)}`;
    if (Object.getPrototypeOf(x) !== Object.getPrototypeOf(y)) return 'another prototype came back';
    for (const pair of partsOf(x, y)) queue.push(pair);
  }
  return undefined;
}

function partsOf(x: object, y: object): [unknown, unknown][] {
  if (x instanceof Map && y instanceof Map) return paired([...x].flat(1), [...y].flat(1));
  if (x instanceof Set && y instanceof Set) return paired([...x], [...y]);
  if (x instanceof Date && y instanceof Date) return [[x.getTime(), y.getTime()]];
  if (x instanceof ArrayBuffer && y instanceof ArrayBuffer) return [[hex(x), hex(y)]];
  if (ArrayBuffer.isView(x) && ArrayBuffer.isView(y)) {
    const bytes: [unknown, unknown] = [
      hex(x.buffer.slice(x.byteOffset, x.byteOffset + x.byteLength)),
      hex(y.buffer.slice(y.byteOffset, y.byteOffset + y.byteLength)),
    ];
    return [bytes];
  }
  const pairs = paired(Reflect.ownKeys(x), Reflect.ownKeys(y));
  for (const key of Reflect.ownKeys(x)) {
    const [before, after] = [Object.getOwnPropertyDescriptor(x, key), Object.getOwnPropertyDescriptor(y, key)];
    pairs.push(
      [before?.value, after?.value],
      [before?.enumerable, after?.enumerable],
      [true, 'value' in (after ?? {})],
    );
  }
  return pairs;
}

const hex = (buffer: ArrayBufferLike): string => Buffer.from(buffer).toString('hex');

function paired(x: readonly unknown[], y: readonly unknown[]): [unknown, unknown][] {
  if (x.length !== y.length) return [[`${x.length} parts`, `${y.length}`]];
  return x.map((part, index) => [part, y[index]]);
}
