import { SIDE_BY_SIDE } from '../runtime/shim/bounded.ts';
import { GRACE } from '../runtime/store/blobs.ts';
import { sideBySide } from '../runtime/store/chunks.ts';
import { runPrefix, type RunId } from '../runtime/store/layout.ts';
import type { Client } from './client.ts';
import { nameOf } from './pathspec.ts';
import { readStart } from './records.ts';
import type { Run } from './run.ts';
import { engineState, mayBeLive } from './status.ts';

// What may be going on while garbage is looked for. A run whose engine's process is there lives; so does one of another engine while an attempt of it has
// begun, has not ended, and is younger than its timeout. A folder without a `run.json` is a run that begins, or what is left of one.

export interface Unfinished {
  /** The names of runs that live. */
  readonly live: ReadonlySet<string>;
  /** When the earliest of what lives began, in milliseconds since 1970; Infinity where nothing does. */
  readonly since: number;
  /** Folders of runs that may be about to write their `run.json`. */
  readonly starting: readonly RunId[];
  /** Folders whose run is gone. */
  readonly left: readonly RunId[];
}

export async function unfinished(client: Client, runs: readonly Run[], now: Date): Promise<Unfinished> {
  const live = new Set<string>();
  let since = Infinity;
  await sideBySide(runs, SIDE_BY_SIDE, async (run) => {
    const began = await liveSince(run, now);
    if (began === undefined) return;
    live.add(nameOf(run));
    since = Math.min(since, began);
  });
  const starting: RunId[] = [];
  const left: RunId[] = [];
  for (const id of await withoutRecord(client, runs)) {
    const { first, last } = await timesOf(client, id);
    if (now.getTime() - last > GRACE) left.push(id);
    else {
      starting.push(id);
      since = Math.min(since, first);
    }
  }
  return { live, since, starting, left };
}

/** When the earliest of a run began that may still be going on. */
async function liveSince(run: Run, now: Date): Promise<number | undefined> {
  if ((await run.end()) !== undefined) return undefined;
  const engine = engineState(run.record.engine);
  if (engine === 'dead') return undefined;
  if (engine === 'alive') return Date.parse(run.record.started);
  let since: number | undefined;
  for (const { task, attempts } of (await run.index()).all()) {
    for (const attempt of attempts) {
      if (attempt.ended !== undefined) continue;
      const start = await readStart(run.store, run.id, task, attempt);
      if (start === undefined || !mayBeLive(start, now)) continue;
      since = Math.min(since ?? Infinity, Date.parse(start.started));
    }
  }
  return since;
}

async function withoutRecord(client: Client, runs: readonly Run[]): Promise<readonly RunId[]> {
  const known = new Set(runs.map(nameOf));
  const ids: RunId[] = [];
  for (const flow of await client.flows()) {
    for (const run of await client.runIds(flow)) if (!known.has(nameOf({ id: { flow, run } }))) ids.push({ flow, run });
  }
  return ids;
}

async function timesOf({ store }: Client, id: RunId): Promise<{ readonly first: number; readonly last: number }> {
  let [first, last] = [Infinity, -Infinity];
  for await (const { modified } of store.list(runPrefix(id))) {
    first = Math.min(first, modified.getTime());
    last = Math.max(last, modified.getTime());
  }
  return { first, last };
}
