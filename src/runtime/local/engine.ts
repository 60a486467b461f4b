import { taskId, type Control, type Task } from '../task.ts';
import type { EventBody, RunFailure } from './events.ts';
import { Frontier, type Ready } from './frontier.ts';
import type { Reused } from './origins.ts';
import { asError, makeTry, type RunContext } from './tries.ts';
import { stepsAhead } from './ways.ts';

// The loop of a run. It is driven by what happens (a task ends, a record is read, a delay is over), and after each such thing starts what can start.
// All that it holds is what goes on: tasks in workers, reads of records, delays before the next try.

/** How many tasks are looked for among earlier results, side by side. */
const LOOKUPS = 32;

/** Node's timers know no longer delay, in ms: 24 days. */
const LONGEST = 2 ** 31 - 1;

/** How a run ended, before its exit handlers. */
export type Ending =
  /** All that was to run has run. */
  | { readonly kind: 'finished'; readonly isAtEnd: boolean }
  | { readonly kind: 'failed'; readonly failure: RunFailure }
  /** By the signal. */
  | { readonly kind: 'stopped' };

type Early = Exclude<Ending, { kind: 'finished' }>;

/** What of a flow is run: all of it, where nothing else is said. */
export interface Part {
  readonly first?: Task;
  readonly steps?: ReadonlySet<string>;
}

/** Where results lie that need not be made again. */
export interface Earlier {
  /** How far back they lie at the most: the number of runs that come into question. */
  readonly count: number;
  /** How far back those of a step hold. */
  reach(step: string): number;
  find(task: Task, since: number): Promise<Reused | undefined>;
}

/** A task that is to run, and its try, 0 for the first. */
interface Work extends Ready {
  readonly attempt: number;
}

export class Engine {
  readonly #context: RunContext;
  readonly #earlier: Earlier;
  readonly #frontier: Frontier;
  readonly #ahead: ReadonlyMap<string, number>;
  /** Tasks that have no earlier result, and next tries whose time has come. */
  readonly #work: Work[] = [];
  readonly #running = new Set<Work>();
  readonly #delays = new Set<NodeJS.Timeout>();
  readonly #over = Promise.withResolvers<void>();
  #lookups = 0;
  /** Why nothing starts any more. */
  #early: Early | undefined;

  constructor(context: RunContext, earlier: Earlier, { first, steps }: Part) {
    const { plan } = context.options;
    this.#context = context;
    this.#earlier = earlier;
    this.#frontier = new Frontier(plan, steps, earlier.count, first);
    this.#ahead = stepsAhead(plan, steps);
  }

  async run(): Promise<Ending> {
    const { signal } = this.#context.options;
    const onAbort = (): void => this.#stop({ kind: 'stopped' });
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    else this.#goOn();
    await this.#over.promise;
    signal.removeEventListener('abort', onAbort);
    return this.#early ?? { kind: 'finished', isAtEnd: this.#frontier.isAtEnd };
  }

  #goOn(): void {
    if (this.#early === undefined) {
      for (let work = this.#next(); work !== undefined; work = this.#next()) void this.#start(work);
      this.#context.pool.prepare(this.#tasksToCome());
    }
    const isIdle = this.#running.size + this.#lookups === 0;
    const isDone = this.#frontier.waiting + this.#work.length + this.#delays.size === 0;
    if (isIdle && (isDone || this.#early !== undefined)) this.#over.resolve();
  }

  /** What can start now; on the way there tasks are sent to be looked for. */
  #next(): Work | undefined {
    if (this.#running.size >= this.#context.options.maxWorkers) return undefined;
    while (this.#work.length === 0 && this.#lookups < LOOKUPS) {
      const ready = this.#frontier.take();
      if (ready === undefined) return undefined;
      if (Math.min(ready.since, this.#earlier.reach(ready.task.step)) === 0) return { ...ready, attempt: 0 };
      void this.#lookFor(ready);
    }
    return this.#work.shift();
  }

  /**
   * How many more workers the run will need at the least, as far as can be seen. Of what waits nobody knows how much is there already.
   */
  #tasksToCome(): number {
    const waiting = this.#earlier.count === 0 ? this.#frontier.waiting : 0;
    const ahead = [...this.#running].map(({ task }) => this.#ahead.get(task.step) ?? 0);
    return this.#work.length + waiting + Math.max(0, ...ahead);
  }

  async #lookFor(ready: Ready): Promise<void> {
    this.#lookups++;
    try {
      const reused = await this.#earlier.find(ready.task, ready.since);
      if (reused === undefined) this.#work.push({ ...ready, attempt: 0 });
      else this.#reuse(ready, reused);
    } catch (error) {
      this.#fail(ready, 0, error);
    }
    this.#lookups--;
    this.#goOn();
  }

  #reuse(ready: Ready, { control, since, origin }: Reused): void {
    const { step } = ready.task;
    this.#tell({ kind: 'task-reused', step, task: taskId(ready.task), origin });
    this.#finish(ready, control, since);
  }

  async #start(work: Work): Promise<void> {
    this.#running.add(work);
    try {
      const verdict = await makeTry(this.#context, work, () => this.#early === undefined);
      if (verdict.kind === 'finished') this.#finish(work, verdict.control, 0);
      if (verdict.kind === 'again') this.#tryAgain(work, verdict.delay);
      if (verdict.kind === 'failed') this.#stop({ kind: 'failed', failure: verdict.failure });
    } catch (error) {
      this.#fail(work, work.attempt, error);
    }
    this.#running.delete(work);
    this.#goOn();
  }

  #finish(ready: Ready, control: Control, since: number): void {
    const opened = this.#frontier.finished(ready, control, since);
    if (opened !== undefined) this.#tell({ kind: 'group-opened', ...opened });
  }

  /** A delay takes no place of a running task. */
  #tryAgain({ attempt, ...ready }: Work, delay: number): void {
    const timer = setTimeout(
      () => {
        this.#delays.delete(timer);
        this.#work.push({ ...ready, attempt: attempt + 1 });
        this.#goOn();
      },
      Math.min(delay * 1000, LONGEST),
    );
    this.#delays.add(timer);
  }

  #fail({ task }: Ready, attempt: number, error: unknown): void {
    this.#stop({ kind: 'failed', failure: { ...asError(error), step: task.step, task: taskId(task), attempt } });
  }

  /** Nothing starts any more; what runs goes on to its end, which the signal hastens. */
  #stop(why: Early): void {
    this.#early ??= why;
    for (const timer of this.#delays) clearTimeout(timer);
    this.#delays.clear();
    this.#goOn();
  }

  #tell(event: EventBody): void {
    this.#context.tell(event);
  }
}
