import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { cases, expectedIn, flowOf, folderOf } from '../../conformance/cases.ts';
import { differencesOf, unmatchedStarts } from '../differences.ts';
import type { Engine, EngineFlow, EngineRun } from '../engine.ts';
import { runLocally } from '../local/engine.ts';
import type { RecordedRun } from '../recorded-run.ts';
import { record, recordOf } from '../records.ts';
import { connect } from './cluster/cluster.ts';
import { argoOn } from './engine.ts';

// All cases of conformance that are flows, on the real Argo, submitted together: each leaves exactly the tasks, inputs and artifacts that a local run leaves, and Argo
// started one pod for each attempt recorded. The biggest would take an hour together, and are asked for by name:
//
//   UPDATE=1 CASES=wide-foreach-1200,diamonds-40 npm test test/engines/argo/conformance
//
// `UPDATE=1` writes what is found into records/argo.json; then `npm run docs`.

const BIG = ['wide-foreach-1200', 'wide-split-300', 'nested-foreach-60', 'diamonds-40', 'linear-5000'];
const asked = process.env['CASES']?.split(',');
const chosen = cases.filter(({ id }) => asked?.includes(id) ?? !BIG.includes(id));

const address = inject('cluster');

describe.runIf(address !== undefined)('Argo', { timeout: 3 * 3600_000 }, () => {
  const scratch = mkdtempSync(join(tmpdir(), 'flowc-conformance-'));
  const flows = new Map<string, EngineFlow>();
  const runs = new Map<string, PromiseWithResolvers<EngineRun>>();
  let engine: Engine;

  for (const { id } of chosen) {
    const flow = flowOf(id, scratch);
    if (flow !== undefined) flows.set(id, flow);
    if (flow !== undefined) runs.set(id, Promise.withResolvers());
  }

  beforeAll(async () => {
    if (address === undefined) return;
    engine = await argoOn(connect(address));
    const ids = [...flows.keys()].toSorted((a, b) => longest(b) - longest(a));
    const all = ids.flatMap((id) => flows.get(id) ?? []);
    engine
      .run(all, (event) => {
        if (event.kind === 'ended') runs.get(ids[event.index] ?? '')?.resolve(event.run);
        else console.log(event.text);
      })
      .catch((error: unknown) => runs.forEach(({ reject }) => reject(error)));
  }, 120_000);

  afterAll(async () => {
    await engine.stop();
    rmSync(scratch, { recursive: true, force: true });
  });

  test.concurrent.each([...flows])('leaves what is expected of %s', async (id, flow) => {
    const [run, expected] = await Promise.all([runs.get(id)?.promise, expectedOf(id, flow)]);
    if (run === undefined) throw new Error(`${id} was not run`);
    const differences = [...differencesOf(run.run, expected, 'locally'), ...unmatchedStarts(run.started, run.run)];
    record(engine, { [id]: recordOf(run, differences) });
    expect(differences, `${id}: ${run.message ?? run.phase}`).toEqual([]);
  });
});

async function expectedOf(id: string, flow: EngineFlow): Promise<RecordedRun> {
  const folder = folderOf(id);
  return folder === undefined ? (await runLocally(flow)).run : expectedIn(folder);
}

/** How many tasks of a case come one after another. */
function longest(id: string): number {
  const folder = folderOf(id);
  const lengths = new Map<string, number>();
  for (const { step, task, inputs } of folder === undefined ? [] : expectedIn(folder).tasks)
    lengths.set(`${step}/${task}`, 1 + Math.max(0, ...inputs.map((input) => lengths.get(input) ?? 0)));
  return Math.max(0, ...lengths.values());
}
