import type { RunFailure } from '../../api/current.ts';
import { runPrefix } from '../store/layout.ts';
import type { AttemptEnd, RunRecord } from '../store/records.ts';
import type { Store, StoredObject } from '../store/store.ts';
import { readJson, Results } from './results.ts';

// What ended a run that failed, for `current.failure`. No engine hands it on in a form of ours, so it is looked up: of the attempts that failed, in a task
// that has no result, the one that ended last.

/** `tasks/train/3.v0/attempts/1-k3f9x2/end.json` */
const END = /^tasks\/([^/]+)\/([^/]+)\/attempts\/(\d+)-[^/]+\/end\.json$/;

export async function findFailure(store: Store, run: RunRecord): Promise<RunFailure | undefined> {
  const results = new Results(store, run);
  for (const { key } of (await endsOf(store, run)).toSorted((a, b) => b.modified.getTime() - a.modified.getTime())) {
    const [, stepName = '', taskId = '', attempt = ''] = END.exec(key.slice(runPrefix(run).length)) ?? [];
    const end = await readJson<AttemptEnd>(store, key);
    if (end?.error === undefined) continue;
    if ((await results.own({ step: stepName, frames: taskId === 'main' ? '' : taskId })) !== undefined) continue;
    return { ...end.error, attempt: Number(attempt), stepName, taskId };
  }
  return undefined;
}

async function endsOf(store: Store, run: RunRecord): Promise<readonly StoredObject[]> {
  const ends: StoredObject[] = [];
  const prefix = runPrefix(run);
  for await (const object of store.list(`${prefix}tasks/`))
    if (END.test(object.key.slice(prefix.length))) ends.push(object);
  return ends;
}
