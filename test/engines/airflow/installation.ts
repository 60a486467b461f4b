// The real Airflow, installed from the package index alone, as its frozen list of requirements says, into a virtual environment that is kept. Beside the
// environment lies a migrated database: making one takes as long as ten tasks.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { canRun, keep } from '../kept.ts';

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

/** Both versions run on each of them. */
const PYTHONS = { first: 10, last: 12 };

/** Why no Airflow can be had here, with the next step; undefined where it can. */
export async function whyNoAirflow(): Promise<string | undefined> {
  const { first, last } = PYTHONS;
  const wanted = `Airflow needs a Python from 3.${first} to 3.${last} with venv: have such a \`python3\` on the PATH`;
  const version = await pythonVersion().catch(() => undefined);
  if (version === undefined) return `${wanted}.`;
  const [major, minor] = version.split('.').map(Number);
  const fits = major === 3 && minor !== undefined && first <= minor && minor <= last;
  return fits ? undefined : `${wanted} (it is ${version}).`;
}

/** `3.11`. Throws where there is no Python, or one without venv. */
async function pythonVersion(): Promise<string> {
  const code = 'import ensurepip, sys, venv; print("%d.%d" % sys.version_info[:2])';
  return (await run('python3', ['-c', code])).stdout.trim();
}

export const haveAirflow = canRun('Tests against the real Airflow', await whyNoAirflow());

/** Installs a version where the cache does not hold it. */
export async function installAirflow(id: AirflowId): Promise<Installation> {
  const version = versions[id];
  const requirements = pins(`requirements-${version}.txt`);
  const key = await keyOf([requirements, pins(TOOLS)]);
  const kept = { name: id, key, says: `installing Airflow ${version}` };
  const root = await keep({ ...kept, takes: 'a minute' }, async (folder, work) => {
    const uv = join(await installTools(), 'uv');
    const python = join(folder, 'venv', 'bin', 'python');
    // Its programs are moved with it. Another Python than the machine's is not to be fetched.
    await run(uv, ['venv', '--relocatable', '--no-python-downloads', '--python', 'python3', join(folder, 'venv')]);
    await run(uv, ['pip', 'install', '--python', python, '--no-deps', '--compile-bytecode', '-r', requirements], BIG);
    const database = join(folder, DATABASE);
    const settings = airflowSettings({ home: work, dags: work, database, bin: join(folder, 'venv', 'bin') });
    await run(python, ['-m', 'airflow', 'db', 'migrate'], { ...BIG, env: settings });
  });
  return { version, bin: join(root, 'venv', 'bin'), database: join(root, DATABASE) };
}

const DATABASE = 'airflow.db';
const TOOLS = 'requirements-tools.txt';
const BIG = { maxBuffer: 64 * 1024 ** 2 };

/** The folder of `uv` and `ruff`, which are programs without a Python. */
export async function installTools(): Promise<string> {
  const root = await keep(
    { name: 'python-tools', key: await keyOf([pins(TOOLS)]), says: 'installing uv and ruff', takes: '10 seconds' },
    async (folder) => {
      await run('python3', ['-m', 'venv', folder]);
      await run(join(folder, 'bin', 'python'), ['-m', 'pip', 'install', '--no-deps', '-r', pins(TOOLS)], BIG);
    },
  );
  return join(root, 'bin');
}

const pins = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

async function keyOf(files: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update(await pythonVersion());
  for (const file of files) hash.update('\0').update(await readFile(file));
  return hash.digest('hex').slice(0, 16);
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
