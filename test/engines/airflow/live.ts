import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { airflowSettings, installAirflow } from './installation.ts';
import { startKept } from '../kept-process.ts';

// A whole Airflow 3 for tests: API server, scheduler with its executor, and the processor that reads DAG files, on a port of the loopback and a folder of their
// own. There is no triggerer: nothing that flowc writes for this executor defers.

export interface LiveAirflow {
  /** `http://127.0.0.1:40123`; the REST API is below `/api/v2`. */
  readonly url: string;
  /** Of the one user, an admin: `POST /auth/token` gives a token for them. */
  readonly username: string;
  readonly password: string;
  /** What is put there is found within seconds, and not paused. */
  readonly dags: string;
  /** Asks the REST API, `path` below `/api/v2`. Throws AirflowError. */
  request<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** What all its processes have written. */
  log(): string;
  /** Kills all of it and removes its folder. */
  stop(): Promise<void>;
}

/** The REST API refused. */
export class AirflowError extends Error {
  readonly status: number;

  constructor(request: string, status: number, body: string) {
    super(`Airflow answered ${request} with ${status}: ${body}`);
    this.name = 'AirflowError';
    this.status = status;
  }
}

/** SQLite has one writer, and a transaction that read before it writes cannot wait for another. Nothing was done then. */
const LOCKED = 'database is locked';
const MOST_TRIES = 8;

/** As long as the slowest machine may take. */
const READY_MS = 300_000;

/** @param env - Variables for tasks, beside this process's own. */
export async function startAirflow(env: Readonly<Record<string, string>> = {}): Promise<LiveAirflow> {
  const installation = await installAirflow('airflow');
  const folder = mkdtempSync(join(tmpdir(), 'flowc-airflow-'));
  const [dags, database] = [join(folder, 'dags'), join(folder, 'airflow.db')];
  mkdirSync(dags);
  copyFileSync(installation.database, database);
  // So that who reads and who writes do not wait for each other: a scheduler that waits too long for SQLite ends itself.
  const opened = new DatabaseSync(database);
  opened.exec('PRAGMA journal_mode = WAL');
  opened.close();
  const login = { username: 'flowc', password: randomBytes(12).toString('hex') };
  writeFileSync(join(folder, PASSWORDS), JSON.stringify({ [login.username]: login.password }));
  const port = await freePort();
  const settings = airflowSettings({ home: folder, dags, database, bin: installation.bin }, env);
  const python = join(installation.bin, 'python');
  const kept = startKept(python, DAEMONS, folder, { ...settings, ...liveSettings(folder, port) }, ['pipe', 'pipe']);
  const said: string[] = [];
  for (const stream of [kept.process.stdout, kept.process.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => said.push(text));
  const session = new Session(`http://127.0.0.1:${port}`, login);
  const airflow: LiveAirflow = {
    url: session.url,
    ...login,
    dags,
    request: (method, path, body) => session.request(method, path, body),
    log: () => said.join(''),
    stop: () => kept.stop(),
  };
  const over = kept.ended.then((code) => Promise.reject(new Error(`a process of Airflow exited ${code}`)));
  over.catch(() => undefined);
  try {
    await Promise.race([session.ready(), over]);
  } catch (error) {
    await airflow.stop();
    throw new Error(`Airflow did not start. Its last words:\n${airflow.log().slice(-4000)}`, { cause: error });
  }
  return airflow;
}

// The API server reads the logs of tasks from the disk, so the scheduler need not serve them, on a port that all would share.
const DAEMONS = [
  ['airflow', 'api-server'],
  ['airflow', 'scheduler', '--skip-serve-logs'],
  ['airflow', 'dag-processor'],
];
const PASSWORDS = 'passwords.json';

const secret = (bytes: number): string => randomBytes(bytes).toString('base64url');

/** In seconds. A machine whose cores are all busy takes half a minute for the first answer to a task, which would be killed after five tries of five seconds. */
const PATIENT: Readonly<Record<string, string>> = {
  AIRFLOW__WORKERS__EXECUTION_API_TIMEOUT: '120',
  AIRFLOW__CORE__DAGBAG_IMPORT_TIMEOUT: '120',
  AIRFLOW__DAG_PROCESSOR__DAG_FILE_PROCESSOR_TIMEOUT: '180',
  AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_THRESHOLD: '120',
};

function liveSettings(folder: string, port: number): Readonly<Record<string, string>> {
  return {
    AIRFLOW__API__HOST: '127.0.0.1',
    AIRFLOW__API__PORT: String(port),
    AIRFLOW__API__WORKERS: '1',
    // What went wrong is to be read in a test's failure.
    AIRFLOW__API__EXPOSE_STACKTRACE: 'True',
    AIRFLOW__API__BASE_URL: `http://127.0.0.1:${port}`,
    AIRFLOW__API__SECRET_KEY: secret(64),
    AIRFLOW__API_AUTH__JWT_SECRET: secret(64),
    AIRFLOW__CORE__FERNET_KEY: `${secret(32)}=`,
    AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS: 'flowc:admin',
    AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE: join(folder, PASSWORDS),
    AIRFLOW__CORE__EXECUTION_API_SERVER_URL: `http://127.0.0.1:${port}/execution/`,
    AIRFLOW__CORE__EXECUTOR: 'LocalExecutor',
    AIRFLOW__CORE__PARALLELISM: '4',
    AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION: 'False',
    AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL: '1',
    AIRFLOW__DAG_PROCESSOR__BUNDLE_REFRESH_CHECK_INTERVAL: '1',
    AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL: '5',
    AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME: '0.2',
    ...PATIENT,
  };
}

/** Free when it was asked for; whoever takes it in between makes the start fail. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

interface Login {
  readonly username: string;
  readonly password: string;
}

interface Health {
  readonly [component: string]: { readonly status: string | null };
}

class Session {
  readonly url: string;
  readonly #login: Login;
  #token: Promise<string> | undefined;

  constructor(url: string, login: Login) {
    this.url = url;
    this.#login = login;
  }

  async request<T>(method: string, path: string, body?: unknown): Promise<T> {
    this.#token ??= this.#logIn();
    const headers = { Authorization: `Bearer ${await this.#token}` };
    for (let tries = 1; ; tries++) {
      try {
        return await this.#ask<T>(method, `/api/v2${path}`, body, headers);
      } catch (error) {
        if (tries === MOST_TRIES || !(error instanceof AirflowError) || !error.message.includes(LOCKED)) throw error;
        await sleep(tries * 500);
      }
    }
  }

  async #logIn(): Promise<string> {
    return (await this.#ask<{ access_token: string }>('POST', '/auth/token', this.#login)).access_token;
  }

  async #ask<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new AirflowError(`${method} ${path}`, answer.status, text);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  /** Resolves when all of them have said that they live. */
  async ready(): Promise<void> {
    const late = AbortSignal.timeout(READY_MS);
    while (!(await this.#healthy())) {
      late.throwIfAborted();
      await sleep(200);
    }
  }

  async #healthy(): Promise<boolean> {
    try {
      const health = await this.#ask<Health>('GET', '/api/v2/monitor/health');
      return ['metadatabase', 'scheduler', 'dag_processor'].every((name) => health[name]?.status === 'healthy');
    } catch {
      // It does not listen yet.
      return false;
    }
  }
}
