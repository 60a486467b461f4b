import type { Io } from '../io.ts';
import { painter } from '../paint.ts';
import { boardLines } from './board.ts';
import { doneOf, type Progress, type StepProgress } from './progress.ts';
import { grouped } from './words.ts';

// Where the display of a run goes. What a run says goes to stdout line by line; how it gets on goes to stderr: drawn where both are a terminal, for else
// the one would be written into the other; in plain lines elsewhere, the first tasks of each step and from then on a line now and then.

export interface Screen {
  /** A line of the run's story, for stdout. */
  print(line: string): void;
  /** A line for stderr. */
  note(line: string): void;
  /** Something came to pass with a task, told by `line` where there is room for it; for stderr. */
  tick(step: StepProgress, line: string): void;
  close(): void;
}

export function screenFor(io: Io, progress: Progress): Screen {
  const drawn = io.out.interactive && io.err.interactive && io.env['TERM'] !== 'dumb';
  return drawn ? new DrawnScreen(io, progress) : new PlainScreen(io);
}

const FRAME_MS = 100;

/** Lines are kept until the next frame, so that board and lines never stand in each other's way and the board does not flicker. */
class DrawnScreen implements Screen {
  readonly #io: Io;
  readonly #progress: Progress;
  readonly #timer: NodeJS.Timeout;
  #lines: string[] = [];
  #rows = 0;

  constructor(io: Io, progress: Progress) {
    this.#io = io;
    this.#progress = progress;
    this.#timer = setInterval(() => this.#draw(), FRAME_MS);
  }

  print(line: string): void {
    this.#lines.push(line);
  }

  note(line: string): void {
    this.#lines.push(line);
  }

  tick(): void {}

  close(): void {
    clearInterval(this.#timer);
    this.#draw();
  }

  #draw(): void {
    const { out, err } = this.#io;
    const { width, height } = err;
    const board = boardLines(this.#progress, Date.now(), { width, height, paint: painter(err) });
    err.write(this.#rows === 0 ? '' : `\x1b[${this.#rows}A\r\x1b[0J`);
    if (this.#lines.length > 0) out.write(`${this.#lines.join('\n')}\n`);
    if (board.length > 0) err.write(`${board.join('\n')}\n`);
    this.#lines = [];
    this.#rows = board.length;
  }
}

const TOLD_OF_A_STEP = 20;
const SUMMARY_MS = 10_000;

class PlainScreen implements Screen {
  readonly #io: Io;
  readonly #timer: NodeJS.Timeout;
  readonly #told = new Map<string, number>();
  /** Steps of which something was left out since the last summary. */
  readonly #untold = new Set<StepProgress>();

  constructor(io: Io) {
    this.#io = io;
    this.#timer = setInterval(() => this.#summarise(), SUMMARY_MS);
  }

  print(line: string): void {
    this.#io.out.write(`${line}\n`);
  }

  note(line: string): void {
    this.#io.err.write(`${line}\n`);
  }

  tick(step: StepProgress, line: string): void {
    const told = this.#told.get(step.step) ?? 0;
    if (told < TOLD_OF_A_STEP) {
      this.#told.set(step.step, told + 1);
      this.#io.err.write(`${line}\n`);
    } else this.#untold.add(step);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#summarise();
  }

  #summarise(): void {
    for (const step of this.#untold) {
      const of = step.expected === undefined ? '' : ` of ${grouped(step.expected)}`;
      const states = [
        step.running > 0 && `${grouped(step.running)} running`,
        step.retries > 0 && `${grouped(step.retries)} retried`,
        step.failed > 0 && `${grouped(step.failed)} failed`,
      ].filter((state) => state !== false);
      this.#io.err.write(`${[`${step.step}: ${grouped(doneOf(step))}${of} done`, ...states].join(', ')}\n`);
    }
    this.#untold.clear();
  }
}
