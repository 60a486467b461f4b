import { GRACE } from '../runtime/store/blobs.ts';
import { runKey, runPrefix, type RunId } from '../runtime/store/layout.ts';
import { StoreError, type Store, type StoredObject } from '../runtime/store/store.ts';
import type { Client } from './client.ts';
import { deleteUnchanged } from './delete-unchanged.ts';
import { Marks } from './marks.ts';
import { nameOf } from './pathspec.ts';
import { runsToRemove, type Age } from './old-runs.ts';
import { unfinished } from './unfinished.ts';

// What no run holds. All kept results are read first, and one that cannot be read ends everything, since a blob that only it names would look like garbage.
// A run that writes meanwhile is safe by time alone: what it puts, or finds and means to name, is made new by the put where it was older than half the
// grace; so whatever is older than the whole grace before the start of the earliest attempt that still runs is nobody's. What is to go is looked at
// once more just before it goes.

/** A file in `tmp/` that nobody has written to for so long, in milliseconds, belongs to a process that was killed. */
const TEMP_AGE = 24 * 3600 * 1000;

export interface Amount {
  readonly count: number;
  readonly bytes: number;
}

export interface Garbage {
  /** Old runs, and folders of runs whose `run.json` is not there. */
  readonly runs: readonly RunId[];
  readonly blobs: readonly StoredObject[];
  readonly temps: readonly StoredObject[];
  readonly kept: { readonly runs: number; readonly blobs: Amount };
  /** Held by no run, but too new to be sure. */
  readonly tooNew: Amount;
}

/** Finds garbage, and changes nothing. */
export async function findGarbage(client: Client, age: Age, now = new Date()): Promise<Garbage> {
  const { store } = client;
  const runs = await client.runs();
  const loose = await unfinished(client, runs, now);
  const old = await runsToRemove(runs, age, now, loose.live);
  const removed = new Set(old.map(nameOf));
  const kept = runs.filter((run) => !removed.has(nameOf(run)));

  const marks = new Marks();
  for (const run of kept) await marks.addRun(store, run);
  for (const id of loose.starting) await marks.addResults(store, id);

  const cutoff = Math.min(now.getTime(), loose.since) - GRACE;
  const blobs: StoredObject[] = [];
  const held = new Tally();
  const tooNew = new Tally();
  for await (const blob of store.list('blobs/')) {
    if (marks.hasKey(blob.key)) held.add(blob);
    else if (blob.modified.getTime() >= cutoff) tooNew.add(blob);
    else blobs.push(blob);
  }
  const temps: StoredObject[] = [];
  for await (const temp of store.list('tmp/')) {
    if (now.getTime() - temp.modified.getTime() > TEMP_AGE) temps.push(temp);
  }
  return {
    runs: [...old.map(({ id }) => id), ...loose.left],
    blobs,
    temps,
    kept: { runs: kept.length, blobs: held },
    tooNew,
  };
}

class Tally implements Amount {
  count = 0;
  bytes = 0;

  add({ size }: StoredObject): void {
    this.count++;
    this.bytes += size;
  }
}

export const amountOf = (objects: readonly StoredObject[]): Amount => ({
  count: objects.length,
  bytes: objects.reduce((sum, { size }) => sum + size, 0),
});

/** Deletes what was found, but for what has become new since. */
export async function deleteGarbage(client: Client, garbage: Garbage): Promise<void> {
  await refuseNewHolders(client, garbage.runs);
  for (const id of garbage.runs) await deleteRun(client.store, id);
  await deleteUnchanged(client.store, [...garbage.blobs, ...garbage.temps]);
}

/** A resume may have begun from a run that is to go. */
async function refuseNewHolders(client: Client, ids: readonly RunId[]): Promise<void> {
  if (ids.length === 0) return;
  const going = new Set(ids.map((id) => nameOf({ id })));
  for (const run of await client.runs()) {
    const origin = run.record.origins.find((one) => going.has(nameOf({ id: { ...run.id, run: one } })));
    if (origin === undefined || going.has(nameOf(run))) continue;
    throw new StoreError(
      `\`${nameOf(run)}\` has begun to resume \`${origin}\`, which was about to be deleted. Nothing was deleted; run \`flowc gc\` again.`,
    );
  }
}

const BATCH = 1000;

/** `run.json` goes first: what is left, should this be the end, is no run any more, and goes the next time. */
async function deleteRun(store: Store, id: RunId): Promise<void> {
  await store.delete([runKey(id)]);
  let keys: string[] = [];
  for await (const { key } of store.list(runPrefix(id))) {
    keys.push(key);
    if (keys.length < BATCH) continue;
    await store.delete(keys);
    keys = [];
  }
  if (keys.length > 0) await store.delete(keys);
}
