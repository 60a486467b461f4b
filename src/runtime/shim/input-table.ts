import type { ArtifactRef } from '../store/records.ts';

// What a join's inputs hold, by hash. Most artifacts are in every input what they were in the split, so only what differs is kept, by artifact, in
// typed arrays: 100,000 inputs are some columns, not 100,000 objects.

export type Artifacts = Readonly<Record<string, ArtifactRef>>;

const AS_OPENER = -2;
const ABSENT = -1;
const HASH = 32;

interface Column {
  /** 32 bytes an input. */
  readonly hashes: Buffer;
  /** Bytes, or one of the two above. */
  readonly sizes: Float64Array;
  readonly files: Map<number, readonly string[]>;
}

export class InputTable {
  readonly count: number;
  /** After a static split: the first steps of its branches. */
  readonly branches: readonly string[] | undefined;
  /** What the split or foreach had. */
  readonly opener: Artifacts;
  readonly #columns = new Map<string, Column>();

  constructor(count: number, opener: Artifacts, branches?: readonly string[]) {
    this.count = count;
    this.opener = opener;
    this.branches = branches;
  }

  /** Says what an input holds, once. */
  set(index: number, artifacts: Artifacts): void {
    for (const [name, { sha256, size, files }] of Object.entries(artifacts)) {
      if (this.#openers(name)?.sha256 === sha256) continue;
      const column = this.#column(name);
      column.hashes.write(sha256, index * HASH, 'hex');
      column.sizes[index] = size;
      if (files !== undefined) column.files.set(index, files);
    }
    for (const name of Object.keys(this.opener)) {
      if (!Object.hasOwn(artifacts, name)) this.#column(name).sizes[index] = ABSENT;
    }
  }

  /** Undefined where the input does not have the artifact. */
  ref(index: number, name: string): ArtifactRef | undefined {
    const column = this.#columns.get(name);
    const size = column?.sizes[index] ?? AS_OPENER;
    if (column === undefined || size === AS_OPENER) return this.#openers(name);
    if (size === ABSENT) return undefined;
    const sha256 = column.hashes.toString('hex', index * HASH, (index + 1) * HASH);
    const files = column.files.get(index);
    return { sha256, size, ...(files === undefined ? {} : { files }) };
  }

  /** Every artifact that the split or any input holds. */
  names(): readonly string[] {
    return [...new Set([...Object.keys(this.opener), ...this.#columns.keys()])];
  }

  /** What passes through: each artifact that every input holds as the split had it. */
  unchanged(): Artifacts {
    return Object.fromEntries(Object.entries(this.opener).filter(([name]) => !this.#columns.has(name)));
  }

  /** For messages. */
  nameOf(index: number): string {
    return this.branches?.[index] ?? `element ${index}`;
  }

  #openers(name: string): ArtifactRef | undefined {
    return Object.hasOwn(this.opener, name) ? this.opener[name] : undefined;
  }

  /** A new column says of every input: as the opener; what the opener lacks is then absent. */
  #column(name: string): Column {
    let column = this.#columns.get(name);
    if (column === undefined) {
      const sizes = new Float64Array(this.count).fill(AS_OPENER);
      column = { hashes: Buffer.alloc(this.count * HASH), sizes, files: new Map() };
      this.#columns.set(name, column);
    }
    return column;
  }
}
