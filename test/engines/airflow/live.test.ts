import { readdirSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { env } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runKey } from '../../../src/runtime/store/layout.ts';
import { openStore } from '../../../src/runtime/store/open.ts';
import { expectedIn, flowOf, folderOf } from '../../conformance/cases.ts';
import { differencesOf, unmatchedStarts } from '../differences.ts';
import { builtShim } from '../local/built-shim.ts';
import { recordRun } from '../recorded-run.ts';
import { deploy } from './deploy.ts';
import { haveAirflow } from './installation.ts';
import { AirflowError, startAirflow, type LiveAirflow } from './live.ts';
import type { TaskInstance } from './runner.ts';
import { contradictionsIn, notesIn, readStarts, startedBy, startsOf, writeProgram } from './starts.ts';

// Airflow as people have it: a scheduler that starts tasks side by side, an API that runs are asked of, and retries that wait. It takes seconds for every task, so what all cases
// of conformance do by `dag.test` is shown here for three.

const CASES = ['foreach', 'switch-in-foreach', 'mixed'];

/** Of all three together, on a machine whose cores are all busy. */
const LONG = 1_500_000;

interface Page {
  readonly total_entries: number;
  readonly task_instances: readonly {
    readonly task_id: string;
    readonly map_index: number;
    readonly operator: string;
    readonly state: string | null;
    readonly try_number: number;
  }[];
}

interface Runs {
  readonly dag_runs: readonly { readonly dag_run_id: string; readonly state: string }[];
}

interface Assets {
  readonly assets: readonly { readonly id: number; readonly uri: string }[];
}

describe.runIf(haveAirflow)('a whole Airflow', { timeout: LONG }, () => {
  let folder: string;
  let airflow: LiveAirflow;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'flowc-live-'));
    const bin = writeProgram(folder, await builtShim());
    const path = [bin, env['PATH']].join(delimiter);
    airflow = await startAirflow({ PATH: path, ...notesIn(join(folder, 'starts.jsonl')) });
  });

  afterAll(async () => {
    await airflow?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** A flow's file is in the folder of DAGs, and Airflow has read it. */
  async function install(id: string) {
    const flow = flowOf(id, folder);
    if (flow === undefined) throw new Error(`there is no case ${id}`);
    const own = join(folder, id);
    await mkdir(own);
    const deployed = await deploy(flow, own);
    const [file = ''] = readdirSync(deployed.dags);
    await copyFile(join(deployed.dags, file), join(airflow.dags, file));
    const dag = basename(file, '.py');
    while (!(await isThere(dag))) await sleep(500);
    return { deployed, dag };
  }

  const isThere = (dag: string): Promise<boolean> =>
    airflow.request('GET', `/dags/${dag}`).then(
      () => true,
      (error: unknown) => {
        if (error instanceof AirflowError && error.status === 404) return false;
        throw error;
      },
    );

  async function instancesOf(run: string): Promise<readonly TaskInstance[]> {
    const all: TaskInstance[] = [];
    for (let total = Infinity; all.length < total;) {
      const page = await airflow.request<Page>('GET', `${run}/taskInstances?limit=100&offset=${all.length}`);
      total = page.total_entries;
      for (const one of page.task_instances)
        all.push({ task: one.task_id, index: one.map_index, tries: one.try_number, ...one });
    }
    return all;
  }

  test.concurrent.for(CASES)('runs %s as a local run does', async (id, { expect }) => {
    const { deployed, dag } = await install(id);
    const { conf, datastore, prepared } = deployed;
    const body = { logical_date: null, conf };
    const { dag_run_id } = await airflow.request<{ dag_run_id: string }>('POST', `/dags/${dag}/dagRuns`, body);
    const url = `/dags/${dag}/dagRuns/${encodeURIComponent(dag_run_id)}`;
    const state = async () => (await airflow.request<{ state: string }>('GET', url)).state;
    while (['queued', 'running'].includes(await state())) await sleep(1000);

    const { plan } = prepared;
    // Airflow may have started another by the schedule.
    const starts = startsOf(readStarts(join(folder, 'starts.jsonl')), plan.flow, dag_run_id);
    const store = await openStore(datastore, {});
    const run = await recordRun(store, { flow: plan.flow, run: starts[0]?.asked.run ?? dag_run_id });
    await store.close();
    const differences = [
      ...differencesOf(run, expectedIn(folderOf(id) ?? ''), 'locally'),
      ...unmatchedStarts(startedBy(starts, plan, run), run),
      ...contradictionsIn(await instancesOf(url), starts),
    ];
    expect(differences).toEqual([]);
    expect(await state()).toBe('success');
  });

  test('starts a run for an event with what it says, and tells others when that has finished', async () => {
    const { deployed, dag } = await install('trigger');
    const extra = { path: 's3://inbox/today.csv', size: { bytes: 42 } };
    await airflow.request('POST', '/assets/events', { asset_id: await assetOf('flowc://event/file-arrived'), extra });
    const runs = async () => (await airflow.request<Runs>('GET', `/dags/${dag}/dagRuns`)).dag_runs;
    let [run] = await runs();
    for (; run === undefined || ['queued', 'running'].includes(run.state); [run] = await runs()) await sleep(1000);

    expect(run.state).toBe('success');
    const file = join(deployed.datastore, runKey({ flow: deployed.prepared.plan.flow, run: run.dag_run_id }));
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      parameters: { source: 's3://inbox/today.csv', bytes: 42 },
    });
    const finished = `/assets/events?asset_id=${await assetOf(`flowc://finished/${dag}`)}`;
    expect(await airflow.request('GET', finished)).toMatchObject({ total_entries: 1 });
  });

  async function assetOf(uri: string): Promise<number | undefined> {
    const { assets } = await airflow.request<Assets>('GET', `/assets?uri_pattern=${encodeURIComponent(uri)}`);
    return assets.find((one) => one.uri === uri)?.id;
  }

  test('refuses whoever has no token', async () => {
    expect((await fetch(`${airflow.url}/api/v2/dags`)).status).toBe(401);
  });
});
