import type { Plan } from '../plan.ts';
import { requireConditionalPuts } from '../store/hold.ts';
import { runKey, type RunId } from '../store/layout.ts';
import type { RunRecord } from '../store/records.ts';
import { StoreError, type Store } from '../store/store.ts';
import { Refused } from './refused.ts';
import { jsonBytes, readJson } from './results.ts';

// run.json: written once by whoever begins the run, read by all others. It is what makes a run id mean one run.

/**
 * Begins a run, or finds it begun by the same engine, as after a crash: then what stands there holds, not what is given.
 *
 * @throws Refused where another engine has used the run id, or another graph.
 */
export async function openRun(store: Store, record: RunRecord): Promise<RunRecord> {
  await requireConditionalPuts(store);
  if (await store.putIfAbsent(runKey(record), jsonBytes(record))) return record;
  const begun = await findRun(store, record);
  if (begun === undefined)
    throw new StoreError(
      `\`${runKey(record)}\` in ${store.root} was there and is gone: somebody deletes the run while it begins`,
    );
  if (begun.engine !== record.engine) {
    throw new Refused(
      `the run id \`${record.run}\` of \`${record.flow}\` is taken: \`${begun.engine}\` began that run on ${begun.started}, and this is \`${record.engine}\`. ` +
        'A run id stands for one run for ever: start the run under another one',
    );
  }
  checkGraph(begun, record);
  return begun;
}

/** Undefined: the run has not begun. */
export const findRun = (store: Store, run: RunId): Promise<RunRecord | undefined> =>
  readJson<RunRecord>(store, runKey(run));

export const noRun = ({ root }: Store, { flow, run }: RunId): Refused =>
  new Refused(
    `the datastore ${root} holds no run \`${run}\` of \`${flow}\`: the run's first task begins it, and every task has to be given the same datastore and run id`,
  );

/**
 * New code under a run is fine as long as its graph is the same: fix and run again is daily work. Another graph would give its tasks other parents.
 *
 * @throws Refused
 */
export function checkGraph({ flow, run, graph }: RunRecord, plan: Pick<Plan, 'flow' | 'graph'>): void {
  if (plan.flow !== flow)
    throw new Refused(`the code package is of the flow \`${plan.flow}\`, and the run is one of \`${flow}\``);
  if (plan.graph === graph) return;
  throw new Refused(
    `the steps or transitions of \`${flow}\` are not those with which the run \`${run}\` began, so its tasks cannot go on. ` +
      `Go on in a new run with \`flowc resume ${run}\`, which reuses what still holds`,
  );
}
