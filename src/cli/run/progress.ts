import type { RunEvent, TaskNamed } from '../../runtime/local/events.ts';
import type { Plan } from '../../runtime/plan.ts';

// What the events of a run add up to, step by step: numbers only, so that a run of 100,000 tasks takes no more room than its flow.

/** The tasks of one step so far. */
export interface StepProgress {
  readonly step: string;
  /** How many there will be, where a foreach has said so. */
  expected: number | undefined;
  running: number;
  /** Failed, and to be tried again. */
  waiting: number;
  succeeded: number;
  /** Failed for good, and `@catchError` went on. */
  caught: number;
  reused: number;
  failed: number;
  retries: number;
  /** When the first started, in milliseconds, */
  since: number;
  /** and when the last ended. */
  until: number;
}

export const doneOf = ({ succeeded, caught, reused }: StepProgress): number => succeeded + caught + reused;

/** Nothing of it runs, waits or is still to come, as far as is known. */
export const isQuiet = (step: StepProgress): boolean =>
  step.running === 0 && step.waiting === 0 && (step.expected === undefined || doneOf(step) >= step.expected);

/** The counts of a whole run. */
export interface Totals {
  readonly tasks: number;
  readonly reused: number;
  readonly retries: number;
  readonly caught: number;
  readonly failed: number;
}

export class Progress {
  /** In the order in which they began. */
  readonly steps = new Map<string, StepProgress>();
  readonly #plan: Plan;

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  add(event: RunEvent): void {
    switch (event.kind) {
      case 'group-opened': {
        // The branches of a split are other steps.
        if (this.#plan.steps[event.step]?.scope?.kind !== 'foreach') return;
        const step = this.#step(event.step, event.at);
        step.expected = (step.expected ?? 0) + event.count;
        return;
      }
      case 'task-started': {
        const step = this.#of(event, event.at);
        step.running++;
        if (event.attempt > 0 && step.waiting > 0) step.waiting--;
        return;
      }
      case 'task-finished': {
        const step = this.#of(event, event.at);
        step.running = Math.max(0, step.running - 1);
        if (event.outcome === 'caught') step.caught++;
        else step.succeeded++;
        return;
      }
      case 'task-reused':
        this.#of(event, event.at).reused++;
        return;
      case 'task-failed': {
        const step = this.#of(event, event.at);
        step.running = Math.max(0, step.running - 1);
        if (event.retryIn === undefined) step.failed++;
        else {
          step.waiting++;
          step.retries++;
        }
        return;
      }
      case 'run-started':
      case 'secret-missing':
      case 'run-finished':
        return;
    }
  }

  totals(): Totals {
    const totals = { tasks: 0, reused: 0, retries: 0, caught: 0, failed: 0 };
    for (const step of this.steps.values()) {
      if (!Object.hasOwn(this.#plan.steps, step.step)) continue; // An exit handler is no task of the flow's.
      totals.tasks += doneOf(step) + step.failed;
      totals.reused += step.reused;
      totals.retries += step.retries;
      totals.caught += step.caught;
      totals.failed += step.failed;
    }
    return totals;
  }

  #of({ step }: TaskNamed, at: number): StepProgress {
    const found = this.#step(step, at);
    found.until = at;
    return found;
  }

  #step(step: string, at: number): StepProgress {
    const known = this.steps.get(step);
    if (known !== undefined) return known;
    const fresh: StepProgress = {
      step,
      expected: undefined,
      running: 0,
      waiting: 0,
      succeeded: 0,
      caught: 0,
      reused: 0,
      failed: 0,
      retries: 0,
      since: at,
      until: at,
    };
    this.steps.set(step, fresh);
    return fresh;
  }
}
