import { flowPrefix, fromKeyPart, keyPart, runKey, type RunId } from '../runtime/store/layout.ts';
import type { RunRecord } from '../runtime/store/records.ts';
import { ahead } from '../runtime/store/chunks.ts';
import type { Store } from '../runtime/store/store.ts';
import { SIDE_BY_SIDE } from '../runtime/shim/bounded.ts';
import { readJson } from '../runtime/shim/results.ts';
import { Run } from './run.ts';

// Runs, by the layout of the datastore alone: nothing of a flow's code runs, and no engine is asked.

export class Client {
  readonly store: Store;

  constructor(store: Store) {
    this.store = store;
  }

  /** The flows that have runs, in the order of the alphabet. */
  async flows(): Promise<readonly string[]> {
    return (await Array.fromAsync(this.store.folders('runs/'), fromKeyPart)).toSorted();
  }

  /** The ids of a flow's runs, in no order. An engine that puts control there cannot encode an odd id as keys are: what it spells otherwise is no run of its own. */
  async runIds(flow: string): Promise<readonly string[]> {
    const parts = await Array.fromAsync(this.store.folders(flowPrefix(flow)));
    return parts.filter((part) => keyPart(fromKeyPart(part)) === part).map(fromKeyPart);
  }

  /** A run by its exact id; undefined where there is none, or where its `run.json` has not been written. */
  async run(id: RunId): Promise<Run | undefined> {
    const record = await readJson<RunRecord>(this.store, runKey(id));
    return record === undefined ? undefined : new Run(this.store, record);
  }

  /** The runs of a flow, or of all, the latest first. Their order takes reading each one's `run.json`; all else is read when it is asked for. */
  async runs(flow?: string): Promise<readonly Run[]> {
    const ids: RunId[] = [];
    for (const name of flow === undefined ? await this.flows() : [flow]) {
      for (const run of await this.runIds(name)) ids.push({ flow: name, run });
    }
    const runs = await Array.fromAsync(ahead(ids, SIDE_BY_SIDE, (id) => this.run(id)));
    return runs.filter((run) => run !== undefined).toSorted(latestFirst);
  }
}

const latestFirst = ({ record: a }: Run, { record: b }: Run): number =>
  Date.parse(b.started) - Date.parse(a.started) || (a.run < b.run ? 1 : -1);
