import { Fault } from '../fault.ts';
import { detailOf } from './answers.ts';
import { fetchWhole, persistently, type Patience } from './patience.ts';

// Who asks: a token from the environment, or one that Airflow gives for a user's name and password, which is kept in memory and nowhere else. The call that
// gives tokens is the auth manager's, and in no OpenAPI file of the core:
// https://airflow.apache.org/docs/apache-airflow/stable/security/api.html

export type Environment = Readonly<Record<string, string | undefined>>;

export class Token {
  readonly #base: string;
  readonly #patience: Patience;
  readonly #user: { readonly username: string; readonly password: string } | undefined;
  /** What something before Airflow wants to see. */
  readonly #extra: Readonly<Record<string, string>>;
  #token: Promise<string> | undefined;

  /** Throws Fault where the environment names nobody. */
  constructor(base: string, env: Environment, patience: Patience) {
    const { FLOWC_AIRFLOW_TOKEN: token, FLOWC_AIRFLOW_USERNAME: username, FLOWC_AIRFLOW_PASSWORD: password } = env;
    this.#base = base;
    this.#patience = patience;
    this.#extra = extraHeader(env['FLOWC_AIRFLOW_HEADER']);
    this.#user = username && password ? { username, password } : undefined;
    if (token) this.#token = Promise.resolve(token);
    else if (this.#user === undefined) throw nobody();
  }

  async headers(): Promise<Readonly<Record<string, string>>> {
    const token = await (this.#token ??= this.#fetch());
    return { authorization: `Bearer ${token}`, ...this.#extra };
  }

  /** Forgets the token, as Airflow takes it no longer; `false`: there is no way to another. */
  renew(): boolean {
    if (this.#user === undefined) return false;
    this.#token = undefined;
    return true;
  }

  async #fetch(): Promise<string> {
    const request = new Request(`${this.#base}/auth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...this.#extra },
      body: JSON.stringify(this.#user),
    });
    const send = (): Promise<Response> => fetchWhole(request.clone(), this.#patience);
    const answer = await persistently(send, this.#base, this.#patience);
    const text = await answer.text();
    const token = answer.ok ? tokenIn(text) : undefined;
    if (token !== undefined) return token;
    throw new Fault(
      `Airflow at ${this.#base} gives \`${this.#user?.username}\` no token: ${detailOf(text) ?? `it answered ${answer.status}`}`,
      'Are FLOWC_AIRFLOW_USERNAME and FLOWC_AIRFLOW_PASSWORD right? Where people log in elsewhere, set FLOWC_AIRFLOW_TOKEN.',
    );
  }
}

const nobody = (): Fault =>
  new Fault(
    'Airflow wants to know who asks, and the environment does not say',
    'Set FLOWC_AIRFLOW_TOKEN, or FLOWC_AIRFLOW_USERNAME and FLOWC_AIRFLOW_PASSWORD.',
  );

function tokenIn(text: string): string | undefined {
  try {
    const { access_token: token }: { access_token?: unknown } = JSON.parse(text);
    return typeof token === 'string' ? token : undefined;
  } catch {
    return undefined;
  }
}

function extraHeader(text: string | undefined): Readonly<Record<string, string>> {
  if (!text) return {};
  const [, name, value] = /^([\w-]+):\s*(\S.*)$/.exec(text) ?? [];
  if (name !== undefined && value !== undefined) return { [name]: value };
  throw new Fault('FLOWC_AIRFLOW_HEADER is no header', 'It is a name and a value: `Proxy-Authorization: Bearer …`.');
}
