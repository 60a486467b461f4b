import { Tail, type Sink } from '../shim/tail.ts';
import type { EventBody, TaskNamed } from './events.ts';
import { Prefixed } from './prefixed.ts';

// What the tasks of a loop print that runs in the place of one task: each line says which task it is of, as several may run at once, and each task has its own log
// beside that.

interface Followed {
  readonly tail: Tail;
  readonly lines: Prefixed;
}

export class LoopOutput {
  readonly #out: Sink;
  readonly #open = new Map<string, Followed>();
  readonly #left = new Set<Promise<void>>();

  constructor(out: Sink) {
    this.#out = out;
  }

  on(event: EventBody): void {
    if (event.kind === 'task-started') this.#follow(event, event.log);
    if (event.kind === 'task-finished') this.#leave(event);
    if (event.kind === 'task-failed') {
      const { error, retryIn } = event;
      this.#leave(event, retryIn === undefined ? '' : `${error.name}: ${error.message}; tried again in ${retryIn} s`);
    }
  }

  /** All is printed. */
  async end(): Promise<void> {
    await Promise.all(this.#left);
  }

  #follow(named: TaskNamed, log: string): void {
    const name = nameOf(named);
    const lines = new Prefixed(this.#out, `[${name}] `);
    this.#open.set(name, { lines, tail: new Tail(log, lines) });
  }

  #leave(named: TaskNamed, last = ''): void {
    const followed = this.#open.get(nameOf(named));
    this.#open.delete(nameOf(named));
    if (followed === undefined) return;
    const left = finish(followed, last).finally(() => this.#left.delete(left));
    this.#left.add(left);
  }
}

async function finish({ tail, lines }: Followed, last: string): Promise<void> {
  await tail.end();
  await lines.end(last);
}

const nameOf = ({ step, task }: TaskNamed): string => `${step}/${task}`;
