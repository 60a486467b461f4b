import { readSync, writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { BoundExceeded } from '../navigate/after.ts';
import { FlowMap } from '../package/flow-map.ts';
import { loadFlow, type LoadedFlow } from '../package/load.ts';
import { openLinked } from '../store/open.ts';
import { StoreError, type SyncStore } from '../store/store.ts';
import { errorRecord } from './error-record.ts';
import { COMPILE_CACHE, type Answer, type FromWorker, type TaskOrder, type ToWorker } from './order.ts';
import { Refused } from './refused.ts';
import { runTask } from './run-task.ts';

// The worker's process, from inside: it loads the flow's code, waits for an order, carries it out, answers, and ends. While it waits it is inside of one
// blocking read, so it costs nothing, and ends by itself when its supervisor does. While a step runs, a timer sees whether the supervisor is
// still there: nobody would take the answer of a worker that has lost it.

const SOCKET = 3;

/** How often a running step's worker looks for its supervisor, in ms. */
const LOOK = 500;

async function work(supervisor: number): Promise<void> {
  endWith(supervisor);
  const worker = new Worker();
  for (let message = readMessage(); message !== undefined; message = readMessage()) {
    if (message.kind === 'preload') {
      await worker.preload(message.package, message.environment);
      continue;
    }
    send({ kind: 'answer', answer: await worker.run(message.order) });
    if (!message.reuse) break;
  }
  leave(0);
}

class Worker {
  readonly #failures = new Failures();
  /** As the worker was started: the step's own variables are not for the datastore's client. */
  readonly #env = { ...process.env };
  #variables: Readonly<Record<string, string>> = {};
  #flow: Promise<LoadedFlow> | undefined;
  #store: SyncStore | undefined;

  /** What fails here fails again with the order, and is told there. */
  async preload(folder: string, environment: Readonly<Record<string, string>>): Promise<void> {
    this.#setVariables(environment);
    this.#flow = Promise.race([loadFlow(folder), this.#failures.listen()]);
    await this.#flow.catch(() => undefined);
    this.#failures.ignore();
    send({ kind: 'ready' });
  }

  async run(order: TaskOrder): Promise<Answer> {
    const failed = this.#failures.listen();
    try {
      return await Promise.race([this.#run(order, () => this.#failures.ignore()), failed]);
    } catch (thrown) {
      const error = errorRecord(thrown, new FlowMap(order.package));
      writeSync(2, `${error.stack ?? error.message}\n`);
      if (thrown instanceof Refused || thrown instanceof BoundExceeded) return { kind: 'refused', error };
      return { kind: 'failed', error, ...(thrown instanceof StoreError ? { byStore: true } : {}) };
    } finally {
      this.#failures.ignore();
    }
  }

  /** Takes back what the order before this one had set. */
  #setVariables(variables: Readonly<Record<string, string>>): void {
    for (const name of Object.keys(this.#variables)) {
      const before = this.#env[name];
      if (before === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = before;
    }
    Object.assign(process.env, variables);
    this.#variables = variables;
  }

  async #run(order: TaskOrder, onCommit: () => void): Promise<Answer> {
    this.#setVariables(order.environment);
    this.#flow ??= loadFlow(order.package);
    this.#store ??= openLinked(order.store, this.#env);
    return runTask({ order, flow: await this.#flow, store: this.#store, onCommit });
  }
}

/** What fails a step from outside of its own promise: an error that nobody catches, and a promise that nobody will settle. */
class Failures {
  #fail: (error: unknown) => void = () => {};

  constructor() {
    process.on('uncaughtException', (error) => {
      // The step's own handler, where it has one, has dealt with it.
      if (process.listenerCount('uncaughtException') === 1) this.#fail(error);
    });
    process.on('beforeExit', () => {
      this.#fail(
        new Error(
          'the step waits for a promise that nothing will ever settle: everything else in its process has ended',
        ),
      );
    });
  }

  /** Rejects with the first failure from now on. */
  listen(): Promise<never> {
    const { promise, reject } = Promise.withResolvers<never>();
    promise.catch(() => undefined);
    this.#fail = reject;
    return promise;
  }

  /** From here on only the datastore decides: the result is about to be put. */
  ignore(): void {
    this.#fail = () => {};
  }
}

function endWith(supervisor: number): void {
  const look = (): void => {
    if (process.ppid !== supervisor) leave(1);
  };
  setInterval(look, LOOK).unref();
}

/**
 * Ends the worker, and with it whatever the step has left running: the supervisor sees to that as well, but it may be gone before it can. Listeners of 'exit'
 * are heard first, and Node's own end of a process, which is slow, is spared.
 */
function leave(code: number): never {
  process.on('exit', () => {
    flushCompileCache();
    try {
      process.kill(-process.pid, 'SIGKILL');
    } catch {
      // Not the leader of a group: there is nobody else to end.
    }
  });
  process.exit(code);
}

function send(message: FromWorker): void {
  const bytes = Buffer.from(`${JSON.stringify(message)}\n`);
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(SOCKET, bytes, at);
  } catch {
    // The supervisor is gone, and nobody wants to know.
    leave(1);
  }
}

const LINE_FEED = 10;

/** What has been read and not taken: parts of the next message, or more than that. */
let received: Buffer[] = [];

/** The next message, waited for; undefined once the supervisor is gone. */
function readMessage(): ToWorker | undefined {
  // Only what is new is searched: an order with a large parameter comes in many pieces.
  let end = received[0]?.indexOf(LINE_FEED) ?? -1;
  while (end === -1) {
    const piece = Buffer.allocUnsafe(64 * 1024);
    const length = readSync(SOCKET, piece);
    if (length === 0) return undefined;
    received.push(piece.subarray(0, length));
    end = piece.subarray(0, length).indexOf(LINE_FEED);
  }
  const last = received.pop() ?? Buffer.alloc(0);
  const line = Buffer.concat([...received, last.subarray(0, end)]).toString();
  received = end + 1 < last.length ? [last.subarray(end + 1)] : [];
  return JSON.parse(line) as ToWorker;
}

const [, , supervisor, hidesCache] = process.argv;
if (hidesCache === 'true') Reflect.deleteProperty(process.env, COMPILE_CACHE);
work(Number(supervisor)).catch((error: unknown) => {
  // The step's code has broken what everybody stands on, such as `JSON`.
  writeSync(2, `the worker itself failed: ${String(error)}\n`);
  process.exit(1);
});
