import { createInterface } from 'node:readline';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Json } from '../../../src/runtime/json.ts';
import { airflowSettings, type Installation } from './installation.ts';
import { startKept, type KeptProcesses } from '../kept-process.ts';

// Runs DAGs on a real Airflow without its daemons: runner.py.

const RUNNER = fileURLToPath(new URL('runner.py', import.meta.url));
const WARM_UP = fileURLToPath(new URL('warm-up.py', import.meta.url));

/** Where tasks are processes. A run has one task at a time. */
const PROCESSES: RunnerOptions = { pool: 2, warmUp: WARM_UP };

/** Of a run, in seconds, on a machine whose cores are all busy. */
const TIMEOUT = 1800;

export interface RunnerOptions {
  /** Runs at a time. */
  readonly pool: number;
  /** The file of a DAG that is run first: what it imports is imported once for all. */
  readonly warmUp: string;
}

export interface DagJob {
  /** Of its own; in `dags` there lies one file with one DAG. */
  readonly folder: string;
  readonly dags: string;
  readonly conf: Readonly<Record<string, Json>>;
  readonly env: Readonly<Record<string, string>>;
}

/** A task of a run, as Airflow's database has it. */
export interface TaskInstance {
  /** With the groups around it. */
  readonly task: string;
  /** Of the element; -1 where it is of none. */
  readonly index: number;
  readonly operator: string;
  readonly state: string | null;
  /** 0: it never began. */
  readonly tries: number;
}

export interface DagEnd {
  /** Of the job, as they were given. */
  readonly index: number;
  readonly seconds: number;
  /** Why there is no run, or none that ended. */
  readonly error?: string;
  readonly run?: string;
  readonly state?: string;
  readonly tasks?: readonly TaskInstance[];
}

/**
 * @param folder - Of its own, gone when it is stopped; it stops by itself only where something is wrong.
 * @param path - Folders of programs that tasks call.
 */
export function startRunner(
  installation: Installation,
  jobs: readonly DagJob[],
  folder: string,
  path: string,
  on: (end: DagEnd) => void,
  { pool, warmUp: dag }: RunnerOptions = PROCESSES,
): KeptProcesses & { readonly said: () => string } {
  const warmUp = { folder: join(folder, 'warm-up'), dags: join(folder, 'warm-up', 'dags'), conf: {}, env: {} };
  mkdirSync(warmUp.dags, { recursive: true });
  copyFileSync(dag, join(warmUp.dags, 'warm-up.py'));
  const file = join(folder, 'jobs.json');
  const all = [warmUp, ...jobs].map((job, at) => ({ index: at - 1, timeout: TIMEOUT, ...prepared(job, installation) }));
  writeFileSync(file, JSON.stringify(all));
  const { bin } = installation;
  const env = airflowSettings(
    { home: folder, dags: warmUp.dags, database: join(folder, 'none.db'), bin },
    { PATH: path },
  );
  const python = join(bin, 'python');
  const kept = startKept(python, [[python, RUNNER, file, String(pool)]], folder, env, ['pipe', 'pipe']);
  const said: string[] = [];
  kept.process.stderr?.setEncoding('utf8').on('data', (text: string) => said.push(text));
  if (kept.process.stdout !== null)
    createInterface(kept.process.stdout).on('line', (line) => on(JSON.parse(line) as DagEnd));
  return { ...kept, said: () => said.join('') };
}

/** With a database of its own. */
function prepared({ folder, dags, conf, env }: DagJob, { database, bin }: Installation) {
  const own = join(folder, 'airflow.db');
  copyFileSync(database, own);
  const settings = Object.entries(airflowSettings({ home: folder, dags, database: own, bin }));
  return {
    conf,
    result: join(folder, 'result.json'),
    log: join(folder, 'log'),
    env: {
      ...env,
      ...Object.fromEntries(settings.filter(([name]) => name.startsWith('AIRFLOW'))),
      AIRFLOW__LOGGING__BASE_LOG_FOLDER: join(folder, 'logs'),
    },
  };
}
