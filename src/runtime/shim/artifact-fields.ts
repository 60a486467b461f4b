import { createHash } from 'node:crypto';
import { decode } from '../codec/decode.ts';
import { encode, type Encoded } from '../codec/encode.ts';
import { NotStorable } from '../codec/not-storable.ts';
import type { Wanted } from '../plan.ts';
import type { SyncBlobs } from '../store/blobs.ts';
import type { ArtifactRef } from '../store/records.ts';
import { eachBounded, SIDE_BY_SIDE } from './bounded.ts';
import type { Artifacts } from './input-table.ts';
import type { TaskFiles } from './stored-file.ts';

// The artifacts on a flow object. What the step is known to read is fetched before it runs and lies there as plain fields. Everything else that was received
// is an accessor that loads, blocking, when it is read: so what a step sees never depends on how well flowc has understood its code. Saving carries
// over what nobody touched by its hash alone, and writes anew whatever the step had in its hands, since it may have changed it in place.

interface Held {
  readonly ref: ArtifactRef;
  /** The accessor, while it stands on the object. */
  get?: () => unknown;
  /** The value that was given out. */
  given?: { readonly value: unknown };
}

export class ArtifactFields {
  readonly #object: object;
  readonly #names: readonly string[];
  readonly #blobs: SyncBlobs;
  readonly #files: TaskFiles;
  readonly #held = new Map<string, Held>();

  /** @param names - The compiler's list; the object's own keys say nothing. */
  constructor(object: object, names: readonly string[], blobs: SyncBlobs, files: TaskFiles) {
    this.#object = object;
    this.#names = names;
    this.#blobs = blobs;
    this.#files = files;
  }

  /** Takes off what the constructor left. In the run's first task initial values stay; a field that is only declared is none. */
  clear(keepInitial: boolean): void {
    for (const name of this.#names) {
      const isInitial = keepInitial && Reflect.get(this.#object, name) !== undefined;
      if (!isInitial) Reflect.deleteProperty(this.#object, name);
    }
  }

  /** Sets what the task was given, and fetches what is `wanted` of it. */
  async receive(artifacts: Artifacts, wanted: Wanted): Promise<void> {
    const names = this.#names.filter((name) => Object.hasOwn(artifacts, name));
    for (const name of names) {
      const ref = artifacts[name];
      if (ref !== undefined) this.take(name, ref);
    }
    const fetched = wanted === 'all' ? names : names.filter((name) => wanted.includes(name));
    await eachBounded(fetched.length, SIDE_BY_SIDE, async (index) => {
      const name = fetched[index] ?? '';
      const held = this.#held.get(name);
      if (held === undefined) return;
      this.#give(name, held, decode(await this.#blobs.get(held.ref.sha256), this.#files));
    });
  }

  /** Sets an artifact that lies in the datastore. */
  take(name: string, ref: ArtifactRef): void {
    const held: Held = { ref };
    held.get = () => {
      const value = decode(this.#blobs.getSync(ref.sha256), this.#files);
      this.#give(name, held, value);
      return value;
    };
    this.#held.set(name, held);
    const set = (value: unknown): void => this.#define(name, value);
    Object.defineProperty(this.#object, name, { get: held.get, set, enumerable: true, configurable: true });
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#object, name);
  }

  /** Takes off what was received, unless the step has put something else there. */
  drop(name: string): void {
    const held = this.#held.get(name);
    const now = Object.getOwnPropertyDescriptor(this.#object, name);
    if (held === undefined || now === undefined) return;
    const isReceived =
      now.get === undefined ? held.given !== undefined && Object.is(now.value, held.given.value) : now.get === held.get;
    if (isReceived) Reflect.deleteProperty(this.#object, name);
  }

  /**
   * Stores what is new and answers with all that is set.
   *
   * @param where - Flow and step, for the message about a value that cannot be stored.
   */
  async save(where: string): Promise<Artifacts> {
    const refs = new Map<string, ArtifactRef>();
    await eachBounded(this.#names.length, SAVED_AT_ONCE, async (index) => {
      const name = this.#names[index] ?? '';
      const ref = await this.#saved(name, where);
      if (ref !== undefined) refs.set(name, ref);
    });
    // In the order of the list, whichever was stored first.
    return Object.fromEntries(this.#names.flatMap((name) => refsOf(name, refs.get(name))));
  }

  async #saved(name: string, where: string): Promise<ArtifactRef | undefined> {
    const now = Object.getOwnPropertyDescriptor(this.#object, name);
    if (now === undefined) return undefined;
    const held = this.#held.get(name);
    if (held !== undefined && now.get !== undefined && now.get === held.get) return held.ref;
    const value: unknown = now.get === undefined ? now.value : Reflect.get(this.#object, name);
    if (held?.given !== undefined && isPrimitive(value) && Object.is(value, held.given.value)) return held.ref;
    const encoded = encodeArtifact(value, this.#files, where, name);
    if (held?.given !== undefined && isUnchanged(held.ref, encoded)) return held.ref;
    const { sha256, size } = await this.#blobs.put(encoded);
    return { sha256, size, ...(encoded.files.length === 0 ? {} : { files: encoded.files }) };
  }

  #give(name: string, held: Held, value: unknown): void {
    held.given = { value };
    this.#define(name, value);
  }

  #define(name: string, value: unknown): void {
    Object.defineProperty(this.#object, name, { value, writable: true, enumerable: true, configurable: true });
  }
}

/** Each is whole in memory while it is stored. */
const SAVED_AT_ONCE = 4;

const refsOf = (name: string, ref: ArtifactRef | undefined): [string, ArtifactRef][] =>
  ref === undefined ? [] : [[name, ref]];

const isPrimitive = (value: unknown): boolean =>
  (typeof value !== 'object' && typeof value !== 'function') || value === null;

/** Found out before anything is written: mostly what a step has read it has not changed. */
function isUnchanged({ sha256, size }: ArtifactRef, encoded: Encoded): boolean {
  if (encoded.size !== size) return false;
  const hash = createHash('sha256');
  for (const chunk of encoded.chunks()) hash.update(chunk);
  return hash.digest('hex') === sha256;
}

function encodeArtifact(value: unknown, files: TaskFiles, where: string, name: string): Encoded {
  try {
    return encode(value, files);
  } catch (error) {
    throw notStorable(error, `${where}, artifact \`${name}\``);
  }
}

/** Says of what a value is part that cannot be stored. */
export function notStorable(error: unknown, where: string): unknown {
  if (error instanceof NotStorable) error.message = `${where}: ${error.message}`;
  return error;
}
