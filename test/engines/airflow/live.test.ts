import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exitCodes } from '../../../src/runtime/protocol.ts';
import { runKey } from '../../../src/runtime/store/layout.ts';
import { expectedIn, folderOf } from '../../conformance/cases.ts';
import { hostOf } from '../../fixtures.ts';
import { differencesOf, unmatchedStarts } from '../differences.ts';
import { record, shown } from '../records.ts';
import { airflow as engine } from './engine.ts';
import { haveAirflow } from './installation.ts';
import { LiveFlows, urlOf, type Installed, type LiveRun } from './live-flows.ts';
import { contradictionsIn, startedBy } from './starts.ts';

// Airflow as people have it: a scheduler that starts tasks side by side, an API that runs are asked of, a clock, events, and retries that wait. It takes seconds for every
// task, so what all cases of conformance do by `dag.test` is shown here for three; beside them stands what only a scheduler does.

const CASES = ['foreach', 'switch-in-foreach', 'mixed'];

/** Of all together, on a machine whose cores are all busy. */
const LONG = 1_500_000;

interface Runs {
  readonly dag_runs: readonly { readonly dag_run_id: string; readonly state: string }[];
}

interface Assets {
  readonly assets: readonly { readonly id: number; readonly uri: string }[];
}

const EVERY_MINUTE = `import { FlowSpec, schedule, step } from 'flowc';

@schedule({ cron: '* * * * *', timezone: 'Europe/Berlin', concurrency: 'forbid' })
export class MinuteFlow extends FlowSpec {
  @step
  start() {
    this.next(this.end);
  }

  @step
  end() {}
}
`;

describe.runIf(haveAirflow)('a whole Airflow', { timeout: LONG }, () => {
  let flows: LiveFlows;

  beforeAll(async () => {
    flows = await LiveFlows.begin();
  });

  afterAll(() => flows?.end());

  /** How a run differs from a local one, in the datastore and in what Airflow shows and started. */
  async function differencesFrom(id: string, installed: Installed, run: LiveRun): Promise<readonly string[]> {
    const [left, starts] = [await flows.recorded(installed, run), flows.startsOf(installed, run)];
    return [
      ...differencesOf(left, expectedIn(folderOf(id) ?? ''), 'locally'),
      ...unmatchedStarts(startedBy(starts, installed.deployed.prepared.plan, left), left),
      ...contradictionsIn(await flows.instancesOf(run), starts),
    ];
  }

  test.concurrent.for(CASES)('runs %s as a local run does', async (id, { expect }) => {
    const installed = await flows.install(id);
    const run = await flows.run(installed);
    expect(await differencesFrom(id, installed, run)).toEqual([]);
    expect(run.state).toBe('success');
  });

  test('two runs of one flow at once do not meet', async () => {
    const installed = await flows.install('branch');
    const runs = await Promise.all([flows.run(installed), flows.run(installed)]);
    for (const run of runs) expect(await differencesFrom('branch', installed, run)).toEqual([]);
    record(engine('airflow'), shown('two-runs-at-once'));
  });

  test('a task that is cleared after it succeeded has its one result still', async () => {
    const installed = await flows.install('small-foreach');
    const run = await flows.run(installed);
    const before = await flows.recorded(installed, run);
    const task = (await flows.instancesOf(run)).find(({ index }) => index === 1)?.task;
    const body = { dry_run: false, dag_run_id: run.id, task_ids: [[task, 1]], only_failed: false };
    await flows.airflow.request('POST', `/dags/${run.dag}/clearTaskInstances`, body);
    expect((await flows.ended(run.dag, run.id)).state).toBe('success');
    const again = flows.startsOf(installed, run).filter(({ asked }) => (asked.attempt ?? 0) > 0);
    expect(again.map(({ asked, code }) => [asked.task.frames, code])).toEqual([['1', 0]]);
    const { tasks } = await flows.recorded(installed, run);
    const results = (all: typeof tasks) => all.map(({ attempts: _, ...result }) => result);
    expect(results(tasks)).toEqual(results(before.tasks));
    record(engine('airflow'), shown('same-task-twice'));
  });

  test('the id of a run that was deleted, used again, is refused', async () => {
    const installed = await flows.install('linear');
    const first = await flows.run(installed, 'twice');
    expect(first.state).toBe('success');
    await flows.airflow.request('DELETE', urlOf(first));
    const second = await flows.run(installed, 'twice');
    expect(second.state, 'a run that does nothing must not be a success').toBe('failed');
    const codes = flows.startsOf(installed, second).map(({ asked, code }) => `${asked.task.step} ${code}`);
    expect(codes).toEqual(['start 0', 'tax 0', 'end 0', `start ${exitCodes.refused}`]);
    record(engine('airflow'), shown('run-id-twice'));
  });

  test('the clock starts runs', async () => {
    const root = join(flows.folder, 'minute-source');
    mkdirSync(root);
    writeFileSync(join(root, 'flow.ts'), EVERY_MINUTE);
    const installed = await flows.install({ file: 'minute', root, host: hostOf(root), entry: { file: 'flow.ts' } });
    const { dag_run_id: id } = await firstRun(installed.dag);
    expect(id).toMatch(/^scheduled__/);
    const run = await flows.ended(installed.dag, id);
    expect(run.state).toBe('success');
    const { status, tasks } = await flows.recorded(installed, run);
    expect([status, ...tasks.map(({ step }) => step)]).toEqual(['succeeded', 'start', 'end']);
    await flows.airflow.request('PATCH', `/dags/${installed.dag}?update_mask=is_paused`, { is_paused: true });
    record(engine('airflow'), shown('schedule-fires'));
  });

  test('an event starts a run, with what it says, and others hear of its end', async () => {
    const { deployed, dag } = await flows.install('trigger');
    const extra = { path: 's3://inbox/today.csv', size: { bytes: 42 } };
    const asset = await assetOf('flowc://event/file-arrived');
    await flows.airflow.request('POST', '/assets/events', { asset_id: asset, extra });
    const { dag_run_id: id } = await firstRun(dag);
    expect((await flows.ended(dag, id)).state).toBe('success');
    const file = join(deployed.datastore, runKey({ flow: deployed.prepared.plan.flow, run: id }));
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      parameters: { source: 's3://inbox/today.csv', bytes: 42 },
    });
    const finished = `/assets/events?asset_id=${await assetOf(`flowc://finished/${dag}`)}`;
    expect(await flows.airflow.request('GET', finished)).toMatchObject({ total_entries: 1 });
  });

  test('refuses whoever has no token', async () => {
    expect((await fetch(`${flows.airflow.url}/api/v2/dags`)).status).toBe(401);
  });

  async function firstRun(dag: string): Promise<Runs['dag_runs'][number]> {
    for (;;) {
      const { dag_runs: runs } = await flows.airflow.request<Runs>('GET', `/dags/${dag}/dagRuns?order_by=id`);
      const [first] = runs;
      if (first !== undefined) return first;
      await sleep(500);
    }
  }

  async function assetOf(uri: string): Promise<number | undefined> {
    const { assets } = await flows.airflow.request<Assets>('GET', `/assets?uri_pattern=${encodeURIComponent(uri)}`);
    return assets.find((one) => one.uri === uri)?.id;
  }
});
