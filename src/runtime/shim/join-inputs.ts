import { inspect } from 'node:util';
import { decode } from '../codec/decode.ts';
import type { Envelope } from '../codec/envelope.ts';
import type { Wanted } from '../plan.ts';
import type { SyncBlobs } from '../store/blobs.ts';
import { eachBounded, SIDE_BY_SIDE } from './bounded.ts';
import type { InputTable } from './input-table.ts';
import type { TaskFiles } from './stored-file.ts';

// What a join is given: an array that makes its elements when they are asked for, and forgets them when the step does. An input has its artifacts as
// accessors of its own, and everything else of the flow, constants, parameters and methods, from the join's own flow object, which is its prototype.
// What the step is known to read is fetched ahead, side by side, as far as it fits into memory; the rest is loaded, blocking, when it is read.

export interface JoinInputsOptions {
  readonly table: InputTable;
  /** The join's own flow object. */
  readonly flow: object;
  readonly artifacts: readonly string[];
  readonly blobs: SyncBlobs;
  readonly files: TaskFiles;
}

/** The most bytes to fetch ahead. */
const BUDGET = 64 * 1024 * 1024;

/** How many of the last values are remembered while fetching, for inputs that hold the same. */
const REMEMBERED = 1000;

/** How many inputs `console.log(inputs)` shows. */
const SHOWN = 100;

/** A value that was fetched and not looked at; each input that holds it makes its own. */
class Fetched {
  readonly #envelope: Envelope;

  constructor(envelope: Envelope) {
    this.#envelope = envelope;
  }

  /** For `decode`, which may take over the memory of a body. */
  copy(): Envelope {
    const { head, body } = this.#envelope;
    return { head, body: body.slice() };
  }
}

export class JoinInputs {
  readonly #options: JoinInputsOptions;
  readonly #elements = new Map<number, WeakRef<object>>();
  readonly #places = new WeakMap<object, Place>();
  /** By artifact, then by input: primitives as they are. */
  readonly #fetched = new Map<string, unknown[]>();
  readonly #accessors: Readonly<Record<string, Accessor>>;
  /** What the step's parameter is. */
  readonly array: readonly object[];

  constructor(options: JoinInputsOptions) {
    this.#options = options;
    this.#accessors = Object.fromEntries(options.artifacts.map((name) => [name, this.#accessor(name)]));
    this.array = this.#asArray();
  }

  /** Fetches what the step is known to read. */
  async fetch(wanted: Wanted): Promise<void> {
    const { table, artifacts, blobs, files } = this.#options;
    const held = new Set(table.names());
    const names = (wanted === 'all' ? artifacts : wanted).filter((name) => held.has(name));
    const known = new Map<string, unknown>();
    let budget = BUDGET;
    await eachBounded(table.count * names.length, SIDE_BY_SIDE, async (at) => {
      const name = names[at % names.length] ?? '';
      const index = Math.floor(at / names.length);
      const ref = table.ref(index, name);
      if (ref === undefined || ref.size > budget) return;
      if (!known.has(ref.sha256)) {
        budget -= ref.size;
        const fetched = new Fetched(await blobs.get(ref.sha256));
        if (known.size >= REMEMBERED) known.clear();
        known.set(ref.sha256, ref.size > SMALL ? fetched : primitiveIn(fetched, files));
      }
      this.#column(name)[index] = known.get(ref.sha256);
    });
  }

  #column(name: string): unknown[] {
    let column = this.#fetched.get(name);
    if (column === undefined) {
      column = [];
      this.#fetched.set(name, column);
    }
    return column;
  }

  #accessor(name: string): Accessor {
    const places = this.#places;
    const load = (place: Place): unknown => this.#load(place.index, name);
    return {
      get(this: object): unknown {
        const place = places.get(this);
        if (place === undefined) return undefined;
        if (!place.values.has(name)) place.values.set(name, load(place));
        return place.values.get(name);
      },
      set: () => {
        throw new TypeError(
          `\`${name}\` of an input cannot be assigned: inputs are what the branches left. Assign \`this.${name}\` in place of it.`,
        );
      },
    };
  }

  #load(index: number, name: string): unknown {
    const { table, blobs, files } = this.#options;
    const ref = table.ref(index, name);
    if (ref === undefined) return undefined;
    const fetched = this.#fetched.get(name);
    if (fetched === undefined || !Object.hasOwn(fetched, index)) return decode(blobs.getSync(ref.sha256), files);
    const value = fetched[index];
    return value instanceof Fetched ? decode(value.copy(), files) : value;
  }

  #element(index: number): object {
    const known = this.#elements.get(index)?.deref();
    if (known !== undefined) return known;
    const { table, flow, artifacts } = this.#options;
    const element = Object.create(flow) as object;
    this.#places.set(element, { index, values: new Map() });
    for (const name of artifacts) {
      // What an input does not have must not be found in the join's own object behind it.
      Object.defineProperty(element, name, {
        ...this.#accessors[name],
        enumerable: table.ref(index, name) !== undefined,
      });
    }
    Object.defineProperty(element, inspect.custom, { value: () => ({ ...element }) });
    Object.preventExtensions(element);
    this.#elements.set(index, new WeakRef(element));
    return element;
  }

  #asArray(): readonly object[] {
    const { table } = this.#options;
    const target: object[] = [];
    target.length = table.count;
    Object.defineProperty(target, inspect.custom, { value: () => this.#shown() });
    const indexOf = (key: string | symbol): number | undefined => {
      if (typeof key === 'symbol') return undefined;
      const index = /^(0|[1-9]\d*)$/.test(key) ? Number(key) : (table.branches?.indexOf(key) ?? -1);
      return index >= 0 && index < table.count ? index : undefined;
    };
    const refuse = (_target: object, key: string | symbol): never => {
      throw new TypeError(
        `\`inputs.${String(key)}\` cannot be changed: inputs are read-only; take a copy, \`[...inputs]\``,
      );
    };
    return new Proxy<object[]>(target, {
      get: (of, key, receiver) => {
        const index = indexOf(key);
        return index === undefined ? (Reflect.get(of, key, receiver) as unknown) : this.#element(index);
      },
      has: (of, key) => indexOf(key) !== undefined || Reflect.has(of, key),
      getOwnPropertyDescriptor: (of, key) => {
        const index = indexOf(key);
        if (index === undefined) return Reflect.getOwnPropertyDescriptor(of, key);
        const enumerable = key === String(index);
        return { value: this.#element(index), writable: false, enumerable, configurable: true };
      },
      ownKeys: (of) => [...Array.from({ length: table.count }, (_, index) => String(index)), ...Reflect.ownKeys(of)],
      set: refuse,
      defineProperty: refuse,
      deleteProperty: refuse,
      setPrototypeOf: () => false,
      preventExtensions: () => false,
    });
  }

  #shown(): readonly unknown[] {
    const { table } = this.#options;
    const shown = Array.from({ length: Math.min(SHOWN, table.count) }, (_, index) => ({ ...this.#element(index) }));
    return table.count > SHOWN ? [...shown, `… and ${table.count - SHOWN} more`] : shown;
  }
}

/** An input's number, and the values that it has given out. */
interface Place {
  readonly index: number;
  readonly values: Map<string, unknown>;
}

interface Accessor {
  get(this: object): unknown;
  set(value: unknown): void;
}

/** Up to here a value is looked at at once: most are numbers and words, which take less memory as they are. */
const SMALL = 4096;

function primitiveIn(fetched: Fetched, files: TaskFiles): unknown {
  const value = decode(fetched.copy(), files);
  return typeof value === 'object' && value !== null ? fetched : value;
}
