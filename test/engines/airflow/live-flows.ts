import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { env } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from '../../../src/runtime/store/open.ts';
import { flowOf } from '../../conformance/cases.ts';
import type { EngineFlow } from '../engine.ts';
import { builtShim } from '../local/built-shim.ts';
import { recordRun, type RecordedRun } from '../recorded-run.ts';
import { deploy, type Deployed } from './deploy.ts';
import { AirflowError, startAirflow, type LiveAirflow } from './live.ts';
import type { TaskInstance } from './runner.ts';
import { notesIn, readStarts, startsOf, writeProgram, type Start } from './starts.ts';

// Flows on a whole Airflow: put into its folder of DAGs, begun over its REST API, and looked at from all sides.

export interface LiveRun {
  readonly dag: string;
  /** Airflow's. */
  readonly id: string;
  readonly state: string;
}

/** A flow whose DAG Airflow has read. */
export interface Installed {
  readonly deployed: Deployed;
  readonly dag: string;
}

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

export class LiveFlows {
  readonly airflow: LiveAirflow;
  readonly folder: string;

  private constructor(airflow: LiveAirflow, folder: string) {
    this.airflow = airflow;
    this.folder = folder;
  }

  static async begin(): Promise<LiveFlows> {
    const folder = mkdtempSync(join(tmpdir(), 'flowc-live-'));
    const bin = writeProgram(folder, await builtShim());
    const path = [bin, env['PATH']].join(delimiter);
    return new LiveFlows(await startAirflow({ PATH: path, ...notesIn(join(folder, 'starts.jsonl')) }), folder);
  }

  async end(): Promise<void> {
    await this.airflow.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** @param flow - A case of conformance by its id, or a flow. */
  async install(flow: string | EngineFlow): Promise<Installed> {
    const found = typeof flow === 'string' ? flowOf(flow, this.folder) : flow;
    if (found === undefined) throw new Error('there is no such case in test/conformance/cases.ts');
    const own = join(this.folder, found.file);
    mkdirSync(own);
    const deployed = await deploy(found, own);
    const [file = ''] = readdirSync(deployed.dags);
    copyFileSync(join(deployed.dags, file), join(this.airflow.dags, file));
    const dag = basename(file, '.py');
    while (!(await this.#isThere(dag))) await sleep(500);
    return { deployed, dag };
  }

  /** Begins a run and waits for its end. @param id - Airflow's own where it is left out. */
  async run({ deployed, dag }: Installed, id?: string): Promise<LiveRun> {
    const named = id === undefined ? {} : { dag_run_id: id };
    const body = { logical_date: null, conf: deployed.conf, ...named };
    const { dag_run_id } = await this.airflow.request<{ dag_run_id: string }>('POST', `/dags/${dag}/dagRuns`, body);
    return this.ended(dag, dag_run_id);
  }

  async ended(dag: string, id: string): Promise<LiveRun> {
    for (;;) {
      const { state } = await this.airflow.request<{ state: string }>('GET', urlOf({ dag, id }));
      if (!['queued', 'running'].includes(state)) return { dag, id, state };
      await sleep(1000);
    }
  }

  async instancesOf(run: Pick<LiveRun, 'dag' | 'id'>): Promise<readonly TaskInstance[]> {
    const all: TaskInstance[] = [];
    for (let total = Infinity; all.length < total;) {
      const url = `${urlOf(run)}/taskInstances?limit=100&offset=${all.length}`;
      const page = await this.airflow.request<Page>('GET', url);
      total = page.total_entries;
      for (const one of page.task_instances)
        all.push({ task: one.task_id, index: one.map_index, tries: one.try_number, ...one });
    }
    return all;
  }

  startsOf({ deployed }: Installed, { id }: Pick<LiveRun, 'id'>): readonly Start[] {
    return startsOf(readStarts(join(this.folder, 'starts.jsonl')), deployed.prepared.plan.flow, id);
  }

  async recorded(installed: Installed, run: Pick<LiveRun, 'id'>): Promise<RecordedRun> {
    const { datastore, prepared } = installed.deployed;
    const store = await openStore(datastore, {});
    const own = this.startsOf(installed, run)[0]?.asked.run ?? run.id;
    try {
      return await recordRun(store, { flow: prepared.plan.flow, run: own });
    } finally {
      await store.close();
    }
  }

  #isThere(dag: string): Promise<boolean> {
    return this.airflow.request('GET', `/dags/${dag}`).then(
      () => true,
      (error: unknown) => {
        if (error instanceof AirflowError && error.status === 404) return false;
        throw error;
      },
    );
  }
}

export const urlOf = ({ dag, id }: Pick<LiveRun, 'dag' | 'id'>): string =>
  `/dags/${dag}/dagRuns/${encodeURIComponent(id)}`;
