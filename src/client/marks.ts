import { SIDE_BY_SIDE } from '../runtime/shim/bounded.ts';
import { readJson } from '../runtime/shim/results.ts';
import { sideBySide } from '../runtime/store/chunks.ts';
import { runPrefix, type RunId } from '../runtime/store/layout.ts';
import type { ArtifactRef, ResultRecord } from '../runtime/store/records.ts';
import type { Store } from '../runtime/store/store.ts';
import type { Run } from './run.ts';

/** The hashes that runs name. Each is a string of 32 one-byte characters, the least that V8 keeps a hash in: a million take some 60 MB. */
export class Marks {
  readonly #hashes = new Set<string>();

  /** A run's parameters and all its results. */
  async addRun(store: Store, run: Run): Promise<void> {
    this.#addNamed(run.record.parameters);
    await this.addResults(store, run.id);
  }

  async addResults(store: Store, run: RunId): Promise<void> {
    await sideBySide(resultKeys(store, run), SIDE_BY_SIDE, async (key) => {
      const result = await readJson<ResultRecord>(store, key);
      if (result === undefined) return;
      for (const ref of Object.values(result.artifacts)) this.#addRef(ref);
      if (result.elements !== undefined) this.#addRef(result.elements);
    });
  }

  /** Whether the blob at a key is named. */
  hasKey(key: string): boolean {
    return this.#hashes.has(compact(key.replace(/^blobs\//, '').replace('/', '')));
  }

  #addRef({ sha256, files = [] }: ArtifactRef): void {
    for (const hash of [sha256, ...files]) this.#hashes.add(compact(hash));
  }

  /** Files among parameters are FileRefs, at whatever depth. */
  #addNamed(parameters: unknown): void {
    const pending = [parameters];
    for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
      if (typeof value !== 'object' || value === null) continue;
      if ('sha256' in value && typeof value.sha256 === 'string') this.#hashes.add(compact(value.sha256));
      for (const child of Object.values(value)) if (child !== undefined) pending.push(child);
    }
  }
}

const compact = (sha256: string): string => Buffer.from(sha256, 'hex').toString('latin1');

async function* resultKeys(store: Store, run: RunId): AsyncGenerator<string> {
  for await (const { key } of store.list(`${runPrefix(run)}tasks/`)) if (key.endsWith('/result.json')) yield key;
}
