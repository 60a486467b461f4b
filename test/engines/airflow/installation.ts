// The real Airflow, installed from the package index alone, as its frozen list of requirements says, into a virtual environment that is kept. Beside the
// environment lies a migrated database: making one takes as long as ten tasks.

import { execFile } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { canRun } from '../kept.ts';
import { binOf, keepEnvironment, whyNoPython } from '../python.ts';

const run = promisify(execFile);

/** The versions that tests run, by the names of their engines. */
export const versions = { airflow: '3.3.2', 'airflow-2': '2.11.2' } as const;

export type AirflowId = keyof typeof versions;

export interface Installation {
  readonly version: string;
  /** With `python` and `airflow`, to stand first on the PATH. */
  readonly bin: string;
  /** A migrated SQLite database, to be copied. */
  readonly database: string;
}

export const whyNoAirflow = (): Promise<string | undefined> => whyNoPython('Airflow');

export const haveAirflow = canRun('Tests against the real Airflow', await whyNoAirflow());

const DATABASE = 'airflow.db';

/** Installs a version where the cache does not hold it. */
export async function installAirflow(id: AirflowId): Promise<Installation> {
  const version = versions[id];
  const requirements = fileURLToPath(new URL(`requirements-${version}.txt`, import.meta.url));
  const kept = { name: id, says: `installing Airflow ${version}`, takes: 'a minute', requirements };
  const root = await keepEnvironment({
    ...kept,
    beside: async ({ bin, folder, work }) => {
      const settings = airflowSettings({ home: work, dags: work, database: join(folder, DATABASE), bin });
      await run(join(bin, 'python'), ['-m', 'airflow', 'db', 'migrate'], { maxBuffer: 64 * 1024 ** 2, env: settings });
    },
  });
  return { version, bin: binOf(root), database: join(root, DATABASE) };
}

export interface AirflowPlaces {
  /** Airflow's own folder: its configuration, passwords and logs. */
  readonly home: string;
  /** Where DAG files lie. */
  readonly dags: string;
  /** A file. */
  readonly database: string;
  readonly bin: string;
}

/**
 * The environment of every process of Airflow, which is not to find a configuration of this machine's.
 *
 * @param more - Variables that tasks find.
 */
export function airflowSettings(
  { home, dags, database, bin }: AirflowPlaces,
  more: Readonly<Record<string, string>> = {},
): NodeJS.ProcessEnv {
  const ours = Object.entries(env).filter(([name]) => !name.startsWith('AIRFLOW'));
  return {
    ...Object.fromEntries(ours),
    ...more,
    PATH: [bin, more['PATH'] ?? env['PATH']].join(delimiter),
    AIRFLOW_HOME: home,
    AIRFLOW__CORE__DAGS_FOLDER: dags,
    AIRFLOW__CORE__LOAD_EXAMPLES: 'False',
    // Seconds that one writer waits for another.
    AIRFLOW__DATABASE__SQL_ALCHEMY_CONN: `sqlite:///${database}?timeout=60`,
  };
}
