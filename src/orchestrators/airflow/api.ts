import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './api.generated.ts';
import { Fault } from '../fault.ts';
import { checkAnswer, detailOf, isStale } from './answers.ts';
import { fetchWhole, persistently, type Patience } from './patience.ts';
import { Token, type Environment } from './token.ts';

// Airflow's REST API, by types that are made from its own description. What a call of this gives is an answer about what was asked: `data`, or an `error` of 400,
// 404, 409 or 422. All else has been thrown.

export type Api = Client<paths>;

type Schemas = components['schemas'];
export type Dag = Schemas['DAGResponse'];
export type DagRun = Schemas['DAGRunResponse'];
export type TaskInstance = Schemas['TaskInstanceResponse'];
export type LogPage = Schemas['TaskInstancesLogResponse'];

/** @param base - Airflow's address, without a slash at its end. */
export function openApi(base: string, env: Environment, patience: Patience): Api {
  const token = new Token(base, env, patience);
  const send = async (request: Request): Promise<Response> => {
    const authorized = request.clone();
    for (const [name, value] of Object.entries(await token.headers())) authorized.headers.set(name, value);
    return fetchWhole(authorized, patience);
  };
  const once = async (request: Request): Promise<Response> => {
    const answer = await send(request);
    return (await isStale(answer)) && token.renew() ? send(request) : answer;
  };
  return createClient<paths>({
    baseUrl: base,
    fetch: async (request) => {
      const answer = await persistently(() => once(request), base, patience);
      await checkAnswer(answer, base);
      return answer;
    },
  });
}

interface Answered<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/** What was asked for; throws Fault where Airflow refuses it, with why. */
export function dataOf<Data>({ data, error, response }: Answered<Data>): Data {
  if (data !== undefined) return data;
  const why = detailOf(JSON.stringify(error)) ?? `it answered ${response.status}`;
  throw new Fault(`Airflow refuses what it was asked for: ${why}`);
}

/** As `dataOf`; undefined where there is no such thing. */
export const foundIn = <Data>(answered: Answered<Data>): Data | undefined =>
  answered.response.status === 404 ? undefined : dataOf(answered);

/** Airflow gives no more at once, and may have been told to give less. */
const MOST = 100;

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly total: number | null | undefined;
}

/** Every row, page by page, as long as somebody wants more. */
export async function* rows<Row>(
  ask: (query: { readonly limit: number; readonly offset: number }) => Promise<Page<Row>>,
): AsyncGenerator<Row> {
  for (let offset = 0; ;) {
    const page = await ask({ limit: MOST, offset });
    yield* page.rows;
    offset += page.rows.length;
    if (page.rows.length === 0 || offset >= (page.total ?? Infinity)) return;
  }
}
