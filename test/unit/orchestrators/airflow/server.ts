import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { openAirflow } from '../../../../src/orchestrators/airflow/airflow.ts';
import type { Orchestrator } from '../../../../src/orchestrators/orchestrator.ts';

// A server on loopback that answers as Airflow does, or as it should not.

/** What came: the path and query as they were on the wire. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Answer {
  readonly status?: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly after?: number;
}

export interface Served {
  readonly url: string;
  readonly asked: readonly Asked[];
}

/** Answers until the test is over; what throws answers 500. */
export async function serve(answer: (asked: Asked) => Answer): Promise<Served> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const one = { method, url, headers, body };
      asked.push(one);
      const { after = 0, ...rest } = answer(one);
      setTimeout(() => send(response, rest), after);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

function send(response: ServerResponse, { status = 200, json, text, headers = {} }: Answer): void {
  const type = text === undefined ? 'application/json' : 'text/html';
  response.writeHead(status, { 'content-type': type, ...headers }).end(text ?? JSON.stringify(json));
}

export const notFound: Answer = { status: 404, json: { detail: 'not found' } };

/** Answers by the path behind `/api/v2`, without its query; all else is not there. */
export const byPath =
  (answers: Readonly<Record<string, Answer | ((asked: Asked) => Answer)>>) =>
  (asked: Asked): Answer => {
    const answer = answers[asked.url.replace(/^\/api\/v2/, '').replace(/\?.*$/, '')] ?? notFound;
    return typeof answer === 'function' ? answer(asked) : answer;
  };

/** Asks with a token, three times at most. `timeout`: in milliseconds. */
export const ask = (
  url: string,
  env: Readonly<Record<string, string>> = { FLOWC_AIRFLOW_TOKEN: 'secret' },
  timeout = 5000,
): Orchestrator => openAirflow(url, env, { timeout, pause: 1, tries: 3 });

const times = { start_date: null, end_date: null };

export const dag = (id: string, more: object = {}): object => ({
  dag_id: id,
  is_paused: false,
  is_stale: false,
  has_import_errors: false,
  relative_fileloc: `${id}.py`,
  fileloc: `/dags/${id}.py`,
  ...more,
});

export const dagRun = (workflow: string, run: string, state = 'running'): object => ({
  dag_id: workflow,
  dag_run_id: run,
  state,
  ...times,
});

export const task = (id: string, state: string | null, more: object = {}): object => ({
  task_id: id,
  map_index: -1,
  state,
  try_number: state === null ? 0 : 1,
  ...times,
  ...more,
});

/** Rows as Airflow gives them: at most `most`, from the offset that is asked for. */
export function page(url: string, key: string, all: readonly object[], most = 100): Answer {
  const query = new URL(url, 'http://airflow').searchParams;
  const offset = Number(query.get('offset') ?? 0);
  const limit = Math.min(Number(query.get('limit') ?? 50), most);
  return { json: { [key]: all.slice(offset, offset + limit), total_entries: all.length } };
}
