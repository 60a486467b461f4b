import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { WorkerProcess } from '../shim/worker-process.ts';
import type { TasksOptions } from './options.ts';

// Worker processes that are started before there is a task for them. A Node process takes longer to start than most tasks to run, so the next ones
// start, and load the flow's code, while tasks run on the other cores; which is all that a flow of short steps has to wait for.

/** More spare workers than this make nothing faster, as whoever finds none starts one; and each takes its 40 MB. */
const MOST_SPARE = 4;

type PoolOptions = Pick<TasksOptions, 'store' | 'shim' | 'plan' | 'code' | 'maxWorkers' | 'reuse' | 'cwd' | 'env'>;

export class Pool {
  readonly #options: PoolOptions;
  /** Takes the workers' logs until an attempt moves them. */
  readonly #folder: string;
  /** In the order in which they came. */
  readonly #spare = new Set<WorkerProcess>();
  readonly #ended = new WeakSet<WorkerProcess>();
  #isClosed = false;

  constructor(options: PoolOptions, folder: string) {
    this.#options = options;
    this.#folder = folder;
  }

  /** The worker that has been there longest, and so is the likeliest to be ready. */
  take(): WorkerProcess {
    const [worker = this.#start()] = this.#spare;
    this.#spare.delete(worker);
    return worker;
  }

  /** Starts workers for that many tasks to come, as far as more make sense. */
  prepare(tasks: number): void {
    const wanted = Math.min(tasks, this.#options.maxWorkers, MOST_SPARE);
    try {
      while (!this.#isClosed && this.#spare.size < wanted) this.#spare.add(this.#start());
    } catch {
      // The machine has no more to give. Who needs a worker and gets none tells why.
    }
  }

  /** Takes back a worker whose task has ended well. */
  giveBack(worker: WorkerProcess): void {
    if (worker.reuse && !this.#isClosed && !this.#ended.has(worker)) this.#spare.add(worker);
    else worker.kill('SIGKILL');
  }

  /** Ends the workers that nobody has taken. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const workers = [...this.#spare];
    for (const worker of workers) worker.kill('SIGKILL');
    await Promise.all(workers.map(({ ended }) => ended));
  }

  #start(): WorkerProcess {
    const { store, shim, env, reuse, cwd, code, plan } = this.#options;
    const log = join(this.#folder, `${randomBytes(6).toString('hex')}.log`);
    const worker = WorkerProcess.start({
      shim,
      env,
      store: Promise.resolve(store),
      log,
      reuse,
      keepsCompiled: true,
      cwd,
    });
    worker.preload(code.folder, plan);
    void worker.ended.then(() => {
      // Also one that somebody ended before it was taken.
      this.#spare.delete(worker);
      this.#ended.add(worker);
    });
    return worker;
  }
}
