import { Fault } from '../fault.ts';

// What `fetch` throws where no answer came: a TypeError whose cause says why, by a code.

/** Another try may do: the server is restarting, a connection was cut, an answer took too long. */
export function isPassing(error: unknown): boolean {
  const code = codeOf(error);
  return code === undefined ? isTimeout(error) : PASSING.has(code) || code.startsWith('UND_ERR_');
}

const PASSING = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
]);

const isTimeout = (error: unknown): boolean => error instanceof Error && error.name === 'TimeoutError';

/** @param timeout - Milliseconds that a try had. */
export function faultOfNetwork(error: unknown, base: string, timeout: number): Fault {
  const code = codeOf(error);
  const why = isTimeout(error) ? `it did not answer within ${timeout / 1000} s` : (WORDS[code ?? ''] ?? textOf(error));
  const help = /CERT|SELF_SIGNED|ISSUER/.test(code ?? '')
    ? 'Name the certificate of your authority in NODE_EXTRA_CA_CERTS.'
    : 'Is `airflowUrl` right, and can this machine reach it? Node takes HTTPS_PROXY where NODE_USE_ENV_PROXY=1 is set.';
  return new Fault(`cannot reach Airflow at ${base}: ${why}`, help, isPassing(error));
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'its name cannot be looked up now',
};

function textOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message.split('\n', 1)[0] || codeOf(error) || cause.name : String(error);
}

function codeOf(error: unknown): string | undefined {
  for (const one of error instanceof Error ? [error.cause, error] : []) {
    if (one instanceof Error && 'code' in one && typeof one.code === 'string') return one.code;
  }
  return undefined;
}
