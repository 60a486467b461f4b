import type { RunEvent } from '../../runtime/local/events.ts';
import type { Plan } from '../../runtime/plan.ts';
import type { Io } from '../io.ts';
import { Progress } from './progress.ts';

/** Who tells of a run while it goes on. */
export interface Reporter {
  readonly progress: Progress;
  on(event: RunEvent): void;
  /** The run is being stopped, as `line` says to people. */
  stopping(line: string): void;
  /** The run has ended; what there is to say of that is said by others. */
  close(): void;
}

/** For programs: each event on a line of its own. */
export class JsonReporter implements Reporter {
  readonly progress: Progress;
  readonly #io: Io;

  constructor(io: Io, plan: Plan) {
    this.#io = io;
    this.progress = new Progress(plan);
  }

  on(event: RunEvent): void {
    this.progress.add(event);
    this.#io.out.write(`${JSON.stringify(event)}\n`);
  }

  stopping(line: string): void {
    this.#io.err.write(`${line}\n`);
  }

  close(): void {}
}
