// A proxy between the store and the S3 server that does to requests and answers what networks and servers do: it refuses, cuts, delays, alters and loses
// them. It runs in a thread, since a test that reads from the store synchronously waits, and a proxy beside it would wait too. So faults are
// chosen by rules that are plain data. What is passed on is passed on byte for byte, lest signatures break.

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export interface Request {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
}

export type Fault =
  /** An answer of the proxy's own, with a body that names the code if there is one; the server never sees the request. */
  | { readonly kind: 'status'; readonly status: number; readonly code: string }
  /** The answer is cut after so many bytes of its body. */
  | { readonly kind: 'cut'; readonly after: number }
  /** The server does the work, and its answer is lost. */
  | { readonly kind: 'lose' }
  /** No answer ever. */
  | { readonly kind: 'silent' }
  /** The answer waits, milliseconds. */
  | { readonly kind: 'wait'; readonly time: number }
  /** One bit of the body is another. */
  | { readonly kind: 'alter' };

/** Which requests meet the fault: all that match, unless the rest says fewer. */
export interface Rule {
  readonly fault: Fault;
  readonly method?: string;
  readonly url?: RegExp;
  /** The header `range`; a request without one does not match. */
  readonly range?: RegExp;
  /** So many of them, then no more. */
  readonly times?: number;
  /** Every n-th of them is passed on. */
  readonly butEvery?: number;
}

export interface Proxy {
  readonly url: string;
  /** From now on this is the rule. Without one everything is passed on. Forgets the requests so far. */
  set(rule?: Rule): Promise<void>;
  /** Every request since the rule was set. */
  requests(): Promise<readonly Request[]>;
  close(): Promise<void>;
}

export async function startProxy(socket: string): Promise<Proxy> {
  const worker = new Worker(new URL('proxy-thread.ts', import.meta.url), { workerData: socket });
  const [port] = (await once(worker, 'message')) as [number];
  const ask = async (order: Order): Promise<readonly Request[]> => {
    worker.postMessage(order, []);
    const [requests] = (await once(worker, 'message')) as [readonly Request[]];
    return requests;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    set: async (rule) => void (await ask({ rule })),
    requests: () => ask('requests'),
    close: async () => void (await worker.terminate()),
  };
}

/** What the thread is asked. It answers with the requests so far. */
export type Order = 'requests' | { readonly rule: Rule | undefined };
