import { Fault } from '../fault.ts';

// What an answer means that is not what was asked for: Airflow's own errors carry a `detail`, and what stands before Airflow says anything at all.

/** Why, in one line, where the body is an error of Airflow's. */
export function detailOf(body: string): string | undefined {
  const detail = read(body)?.['detail'];
  const text =
    typeof detail === 'string' ? detail : Array.isArray(detail) ? detail.map(problemOf).join('; ') : reasonOf(detail);
  return text?.split('\n', 1)[0] || undefined;
}

function read(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** A place and what is wrong there, as FastAPI tells it: https://fastapi.tiangolo.com/tutorial/handling-errors/ */
const problemOf = ({ loc, msg }: { readonly loc?: readonly unknown[]; readonly msg?: string }): string =>
  `${loc?.slice(1).join('.') ?? ''} ${msg ?? ''}`.trim();

const reasonOf = (detail: unknown): string | undefined =>
  typeof detail === 'object' && detail !== null && 'reason' in detail ? String(detail.reason) : undefined;

/** The token has run out (401), or was signed by another key (403), as after a server without a fixed one has started anew. */
export const isStale = async (answer: Response): Promise<boolean> =>
  answer.status === 401 || (answer.status === 403 && (await isOfToken(answer)));

const isOfToken = async (answer: Response): Promise<boolean> => /\btoken\b/i.test((await bodyOf(answer)) ?? '');

const bodyOf = async (answer: Response): Promise<string | undefined> => detailOf(await answer.clone().text());

/** Throws Fault for an answer that says nothing about what was asked, but about who asks, whom, or how Airflow is. */
export async function checkAnswer(answer: Response, base: string): Promise<void> {
  const { status, ok } = answer;
  const detail = await bodyOf(answer);
  const because = detail === undefined ? '' : `: ${detail}`;
  if (await isStale(answer)) {
    throw new Fault(
      `Airflow at ${base} does not take the token${because}`,
      'FLOWC_AIRFLOW_TOKEN has run out or is another server’s: fetch a new one, or set FLOWC_AIRFLOW_USERNAME and FLOWC_AIRFLOW_PASSWORD.',
    );
  }
  if (status === 403) throw new Fault(`Airflow at ${base} does not let this user do that${because}`, FORBIDDEN);
  if (status >= 500 || status === 429) {
    const message = `Airflow at ${base} answered ${status}, again and again${because}`;
    throw new Fault(message, 'The log of its API server says more.', true);
  }
  const isJson = /\bjson\b/i.test(answer.headers.get('content-type') ?? '');
  if (ok ? isJson : detail !== undefined) return;
  const to = answer.headers.get('location');
  const what =
    to === null ? `it answered ${status}, ${answer.headers.get('content-type') ?? 'nothing'}` : `it leads to ${to}`;
  throw new Fault(
    `there is no Airflow API at ${base}: ${what}`,
    'flowc asks Airflow 3 (`/api/v2` below `airflowUrl`). Something that stands before it may want another token, or a header: FLOWC_AIRFLOW_HEADER.',
  );
}

const FORBIDDEN =
  'To begin, look at and end runs, a user may read DAGs, runs, task instances and their logs, create and edit runs, and edit DAGs for `--unpause`.';
