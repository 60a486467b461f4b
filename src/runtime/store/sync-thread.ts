import {
  isMainThread,
  MessageChannel,
  receiveMessageOnPort,
  Worker,
  workerData,
  type MessagePort,
} from 'node:worker_threads';
import type { Patience } from './s3-client.ts';
import { StoreError, type ByteRange } from './store.ts';

// Reading from S3 while everything waits: a thread with a client of its own does the request, and the caller sleeps on a shared number until it is done.
// The thread runs this same file. Where the runtime is one bundle, that is the bundle (whose build makes `import.meta.filename` its `__filename`), so
// the bundle's main must do nothing when `isStoreThread()`.

/** Longer than anything that is going to succeed takes. */
const LONGEST = 30 * 60_000;

interface Settings {
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  readonly patience: Patience;
}

interface Order {
  readonly key: string;
  readonly range: ByteRange | undefined;
}

type Answer = { readonly bytes: Uint8Array<ArrayBuffer> | undefined } | { readonly error: string };

interface ThreadData extends Settings {
  readonly flowc: 'store';
  readonly port: MessagePort;
  /** One Int32: how many answers lie in the port. */
  readonly answered: SharedArrayBuffer;
}

/** Starts with the first read. */
export class SyncThread {
  readonly #settings: Settings;
  #running: { readonly worker: Worker; readonly port: MessagePort; readonly answered: Int32Array } | undefined;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  get(key: string, range?: ByteRange): Uint8Array<ArrayBuffer> | undefined {
    const { port, answered } = (this.#running ??= this.#start());
    const before = Atomics.load(answered, 0);
    port.postMessage({ key, range } satisfies Order);
    Atomics.wait(answered, 0, before, LONGEST);
    const received: { message: Answer } | undefined = receiveMessageOnPort(port);
    if (received === undefined) {
      // Its answer, should it come, is not to be taken for that of a later read.
      void this.close();
      throw new StoreError(`The datastore \`${this.#settings.root}\` did not give \`${key}\` within half an hour.`);
    }
    if ('error' in received.message) throw new StoreError(received.message.error);
    return received.message.bytes;
  }

  #start(): { worker: Worker; port: MessagePort; answered: Int32Array } {
    const { port1, port2 } = new MessageChannel();
    const answered = new SharedArrayBuffer(4);
    const data: ThreadData = {
      ...this.#settings,
      env: { ...this.#settings.env },
      flowc: 'store',
      port: port2,
      answered,
    };
    const worker = new Worker(import.meta.filename, { workerData: data, transferList: [port2] });
    // Neither keeps the process alive.
    worker.unref();
    port1.unref();
    return { worker, port: port1, answered: new Int32Array(answered) };
  }

  async close(): Promise<void> {
    this.#running?.port.close();
    await this.#running?.worker.terminate();
    this.#running = undefined;
  }
}

/** Whether this is such a thread. */
export const isStoreThread = (): boolean => !isMainThread && isThreadData(workerData);

const isThreadData = (data: unknown): data is ThreadData =>
  typeof data === 'object' && data !== null && 'flowc' in data && data.flowc === 'store';

function serve({ root, env, patience, port, answered }: ThreadData): void {
  const count = new Int32Array(answered);
  const store = import('./s3.ts').then(({ openS3 }) => openS3(root, env, patience));
  const answer = async ({ key, range }: Order): Promise<Answer> => {
    try {
      return { bytes: await (await store).get(key, range) };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  };
  port.on('message', (order: Order) => {
    void answer(order).then((reply) => {
      port.postMessage(reply, 'bytes' in reply && reply.bytes !== undefined ? [reply.bytes.buffer] : []);
      Atomics.add(count, 0, 1);
      Atomics.notify(count, 0);
    });
  });
}

if (!isMainThread && isThreadData(workerData)) serve(workerData);
