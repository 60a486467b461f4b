import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '../fault.ts';
import { faultOfNetwork, isPassing } from './network.ts';

// A request waits no longer than it should, and is sent again where that may help. All that flowc sends may be sent twice: it reads, it sets a state, or it
// begins a run whose id it brings along.

export interface Patience {
  /** Milliseconds for one try, its answer's body included. */
  readonly timeout: number;
  /** Milliseconds before the second try; twice as long before each that follows. */
  readonly pause: number;
  readonly tries: number;
}

export const PATIENCE: Patience = { timeout: 30_000, pause: 500, tries: 4 };

/** The longest that a server may ask to wait, in milliseconds. */
const LONGEST_WAIT = 30_000;

/** The answer, whatever its status, after as many tries as `patience` says while what goes wrong may pass. Throws Fault where there is none. */
export async function persistently(
  send: () => Promise<Response>,
  base: string,
  { tries, pause: first, timeout }: Patience,
): Promise<Response> {
  for (let left = tries - 1, pause = first; ; left--, pause *= 2) {
    // Many that were refused together do not come back together.
    let wait = pause * (0.5 + Math.random() / 2);
    try {
      const answer = await send();
      if (left === 0 || (answer.status < 500 && answer.status !== 429)) return answer;
      wait = Math.max(wait, waitAsked(answer));
    } catch (error) {
      if (error instanceof Fault) throw error;
      if (left === 0 || !isPassing(error)) throw faultOfNetwork(error, base, timeout);
    }
    await sleep(wait);
  }
}

/** Milliseconds, where the answer says how long to wait: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
function waitAsked({ headers }: Response): number {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? Math.min(seconds * 1000, LONGEST_WAIT) : 0;
}

/** Sends, and has all of the answer when it returns. A redirect is an answer: most lead to a page where people log in. */
export async function fetchWhole(request: Request, { timeout }: Patience): Promise<Response> {
  const answer = await fetch(request, { redirect: 'manual', signal: AbortSignal.timeout(timeout) });
  const { status, headers } = answer;
  const body = await answer.arrayBuffer();
  return new Response(body.byteLength === 0 ? null : body, { status, headers });
}
