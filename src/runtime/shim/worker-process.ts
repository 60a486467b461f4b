import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Duplex } from 'node:stream';
import type { Plan } from '../plan.ts';
import { serveStore } from '../store/served-store.ts';
import type { Store } from '../store/store.ts';
import { commonEnvironment, settingsOf } from './settings.ts';
import { COMPILE_CACHE, type FromWorker, type Outcome, type TaskOrder, type ToWorker } from './order.ts';

// A worker process as its supervisor sees it. It leads a process group of its own, so that whatever the step starts ends with it. Both its stdout and
// its stderr are one file opened for appending: that keeps them whole and in order, whoever writes. Orders and answers go as lines of JSON over a
// socket, its file 3: Node's own ipc would show `process.send` to the step and costs 6 ms of CPU more in every worker. Two more carry what it asks of the datastore.

export interface WorkerOptions {
  /** The path of flowc-task.cjs. */
  readonly shim: string;
  readonly env: NodeJS.ProcessEnv;
  /** The datastore, which answers what the worker asks of it. */
  readonly store: Promise<Store>;
  /** The file that takes stdout and stderr; made where it is not there. Who starts the worker removes it, unless an attempt has moved it. */
  readonly log: string;
  /** The process stays for more orders. */
  readonly reuse?: boolean;
  /** Node keeps what it compiles of the worker and the flow, for workers that come after: there are none in a container that ends with this one. */
  readonly keepsCompiled?: boolean;
  readonly cwd?: string;
}

/** The worker's own program, beside the shim's. */
const FILE = 'flowc-worker.cjs';

/** How long a worker that has answered may take to end by itself, in ms. */
const LINGER = 2000;

export class WorkerProcess {
  readonly log: string;
  readonly reuse: boolean;
  /** Preloaded, or ended before it was. */
  readonly ready: Promise<void>;
  /** The process is gone, and its group with it. */
  readonly ended: Promise<void>;
  readonly #child: ChildProcess;
  /** Undefined where no process could be started. */
  readonly #socket: Duplex | undefined;
  readonly #isReady: () => void;
  #plan: Plan | undefined;
  #hasEnded = false;
  #answer: ((outcome: Outcome) => void) | undefined;
  #last: Outcome = failed('the worker process has ended');

  static start(options: WorkerOptions): WorkerProcess {
    return new WorkerProcess(options);
  }

  private constructor({ shim, env, store, log, reuse = false, keepsCompiled = false, cwd }: WorkerOptions) {
    this.log = log;
    this.reuse = reuse;
    const fd = openSync(log, 'a');
    const stdio = ['ignore', fd, fd, 'pipe', 'pipe', 'pipe'] as const;
    const ownCache = keepsCompiled && env[COMPILE_CACHE] === undefined;
    this.#child = spawn(process.execPath, [join(dirname(shim), FILE), String(process.pid), String(ownCache)], {
      detached: true,
      // The worker hides it from the step.
      env: ownCache ? { ...env, [COMPILE_CACHE]: join(tmpdir(), 'node-compile-cache') } : env,
      stdio: [...stdio],
      ...(cwd === undefined ? {} : { cwd }),
    });
    closeSync(fd);
    const [, , , ...sockets] = (this.#child.stdio ?? []) as readonly (Duplex | null)[];
    this.#socket = sockets[0] ?? undefined;
    for (const socket of sockets.slice(1)) if (socket !== null) serveStore(socket, store);
    const { promise: ready, resolve: isReady } = Promise.withResolvers<void>();
    this.ready = ready;
    this.#isReady = isReady;
    this.ended = new Promise((resolve) => {
      const end = (outcome: Outcome): void => {
        this.#settle(outcome);
        for (const socket of sockets) socket?.destroy();
        isReady();
        resolve();
      };
      this.#child.on('error', (error) => {
        this.#hasEnded = true;
        end(failed(`a worker process could not be started: ${error.message}`));
      });
      this.#child.on('exit', (code, signal) => {
        this.kill('SIGKILL');
        this.#hasEnded = true;
        // Its answer may lie in the socket still: that is read to its end first.
        this.#child.on('close', () => end(leftBy(code, signal)));
      });
    });
    this.#listen();
  }

  /** The process and its group; 0 where none could be started. */
  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /**
   * Loads the flow's code ahead of an order, where that changes nothing for the step.
   *
   * @param plan - Given where no manifest has set the variables of `@environment`: the worker then does.
   */
  preload(folder: string, plan?: Plan): void {
    this.#plan = plan;
    const environment = plan === undefined ? {} : commonEnvironment(plan);
    if (environment === undefined) this.#isReady();
    else this.#send({ kind: 'preload', package: folder, environment });
  }

  /** Makes an attempt. The outcome is never `caught` or `timed-out`: that is the supervisor's to say. */
  run(order: Omit<TaskOrder, 'environment'>): Promise<Outcome> {
    if (this.#hasEnded) return this.ended.then(() => this.#last);
    const { environment = {} } =
      this.#plan === undefined ? {} : settingsOf(this.#plan, order.step, order.exit !== undefined);
    return new Promise((resolve) => {
      this.#answer = resolve;
      this.#send({ kind: 'order', order: { ...order, environment }, reuse: this.reuse });
    });
  }

  /** Sends a signal to the whole group. */
  kill(signal: NodeJS.Signals): void {
    if (this.pid === 0 || this.#hasEnded) return;
    try {
      process.kill(-this.pid, signal);
    } catch {
      // Nobody of the group is left.
    }
  }

  #send(message: ToWorker): void {
    this.#socket?.write(`${JSON.stringify(message)}\n`);
  }

  #settle(outcome: Outcome): void {
    this.#last = outcome;
    this.#answer?.(outcome);
    this.#answer = undefined;
  }

  #listen(): void {
    // A worker that is killed leaves a broken pipe; that it ended says 'exit'.
    this.#socket?.on('error', () => {});
    let text = '';
    this.#socket?.setEncoding('utf8').on('data', (chunk: string) => {
      // Only what is new is searched for an end: an error's message may be long.
      const [first = '', ...rest] = chunk.split('\n');
      text += first;
      for (const line of rest) {
        this.#hear(JSON.parse(text) as FromWorker);
        text = line;
      }
    });
  }

  #hear(message: FromWorker): void {
    if (message.kind === 'ready') {
      this.#isReady();
      return;
    }
    this.#settle(message.answer);
    if (!this.reuse) setTimeout(() => this.kill('SIGKILL'), LINGER).unref();
  }
}

const failed = (message: string): Outcome => ({ kind: 'failed', error: { name: 'Error', message } });

/** What it means that a worker ended without an answer. */
function leftBy(code: number | null, signal: NodeJS.Signals | null): Outcome {
  if (signal !== null) {
    const message = `the task's process was killed by ${signal}${signal === 'SIGKILL' ? ': mostly that means that memory ran out' : ''}`;
    return { kind: 'killed', error: { name: 'Killed', message }, signal };
  }
  const exitCode = code ?? 0;
  const message = `the step left its process by exit code ${exitCode}; a step ends by returning, or fails by throwing`;
  return { kind: 'failed', error: { name: 'ExitCode', message }, exitCode };
}
