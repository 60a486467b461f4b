import type { Decisions } from '../navigate/decisions.ts';
import { exitKey, resultKey, type RunId } from '../store/layout.ts';
import { FORMAT, type ExitRecord, type ResultRecord, type RunRecord } from '../store/records.ts';
import { StoreError, type Store } from '../store/store.ts';
import { taskId, type Control, type Task } from '../task.ts';

// The results of a run's tasks, as whoever comes after reads them: what the run itself does not hold is looked for in the runs that it resumes.
// Only whether a task is done already is asked of the run alone. Decisions are small and asked for again and again, so the last thousand are kept;
// whole results are not, since a join may read 100,000.

const KEPT = 1000;

export class Results implements Decisions {
  readonly #store: Store;
  readonly #runs: readonly RunId[];
  readonly #controls = new Map<string, Control>();

  constructor(store: Store, { flow, run, origins }: Pick<RunRecord, 'flow' | 'run' | 'origins'>) {
    this.#store = store;
    this.#runs = [run, ...origins].map((id) => ({ flow, run: id }));
  }

  /** A task's result, from this run or the newest origin that has it. */
  async result(task: Task): Promise<ResultRecord | undefined> {
    return this.#first<ResultRecord>((run) => resultKey(run, task));
  }

  /** A task's result in this run. */
  async own(task: Task): Promise<ResultRecord | undefined> {
    const [run] = this.#runs;
    return run === undefined ? undefined : readJson<ResultRecord>(this.#store, resultKey(run, task));
  }

  async control(task: Task): Promise<Control | undefined> {
    const name = `${task.step}/${taskId(task)}`;
    const known = this.#controls.get(name);
    if (known !== undefined) return known;
    const control = (await this.result(task))?.control;
    if (control !== undefined) this.#keep(name, control);
    return control;
  }

  exit(header: string, frames: string): Promise<ExitRecord | undefined> {
    return this.#first<ExitRecord>((run) => exitKey(run, header, frames));
  }

  #keep(name: string, control: Control): void {
    this.#controls.set(name, control);
    for (const oldest of this.#controls.keys()) {
      if (this.#controls.size <= KEPT) break;
      this.#controls.delete(oldest);
    }
  }

  async #first<Record extends Formatted>(key: (run: RunId) => string): Promise<Record | undefined> {
    for (const run of this.#runs) {
      const record = await readJson<Record>(this.#store, key(run));
      if (record !== undefined) return record;
    }
    return undefined;
  }
}

interface Formatted {
  readonly format: number;
}

/** @throws StoreError where the object is not what flowc wrote, or what another version wrote. */
export async function readJson<Record extends Formatted>(store: Store, key: string): Promise<Record | undefined> {
  const bytes = await store.get(key);
  if (bytes === undefined) return undefined;
  const record = parsed(bytes);
  if (record === undefined)
    throw new StoreError(`\`${key}\` in ${store.root} is damaged: it is not the JSON that flowc wrote`);
  if (record.format !== FORMAT) {
    throw new StoreError(
      `\`${key}\` in ${store.root} has format ${String(record.format)}, and this flowc reads ${FORMAT}: use the flowc that wrote it`,
    );
  }
  return record as Record;
}

function parsed(bytes: Uint8Array): Formatted | undefined {
  try {
    const value = JSON.parse(Buffer.from(bytes).toString('utf8')) as Formatted | null;
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

export const jsonBytes = (record: object): Uint8Array => Buffer.from(`${JSON.stringify(record)}\n`);

export const putJson = (store: Store, key: string, record: object): Promise<void> => store.put(key, jsonBytes(record));
