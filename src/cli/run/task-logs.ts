import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { codeOf } from '../io.ts';

// What tasks print, as it comes: their log files are read as they grow. Only so much of a task and of a step is shown, and what is beyond that is never read:
// the whole of it is one `flowc logs` away. A line is split at bytes, so that no character is ever cut in two by a read.

const LINES_OF_A_TASK = 40;
const LINES_OF_A_STEP = 400;
const LONGEST_LINE = 4000;
const CHUNK = 1 << 16;

export interface Printed {
  readonly step: string;
  readonly task: string;
  /** Bytes as the task wrote them, read as UTF-8; `more`: no more of this task is shown. */
  readonly line: string | { readonly more: 'task' | 'step' };
}

interface Tail {
  readonly step: string;
  readonly task: string;
  readonly path: string;
  readonly file: number | undefined;
  at: number;
  /** The beginning of a line whose end has not come. */
  pending: Buffer;
  lines: number;
  /** Bytes of the lines that were shown. */
  shown: number;
  full: boolean;
}

export class TaskLogs {
  readonly #show: (printed: Printed) => void;
  readonly #open = new Map<string, Tail>();
  readonly #ofStep = new Map<string, number>();
  readonly #buffer = Buffer.allocUnsafe(CHUNK);
  /** How long each log was when its last task ended, where it may have another. */
  readonly #ends: Map<string, number> | undefined;

  /** @param reuse - A log may serve one task after another. */
  constructor(show: (printed: Printed) => void, reuse: boolean) {
    this.#show = show;
    this.#ends = reuse ? new Map() : undefined;
  }

  /** A task's attempt has begun, and `path` is where its output goes. Opened at once, as the file may be gone when the attempt is over. */
  open(step: string, task: string, path: string): void {
    const file = openIfThere(path);
    const at = this.#ends?.get(path) ?? 0;
    const tail = { step, task, path, file, at, pending: Buffer.alloc(0), lines: 0, shown: at, full: false };
    this.#open.set(`${step}/${task}`, tail);
  }

  /** Shows what has come since the last time. */
  poll(): void {
    for (const tail of this.#open.values()) this.#read(tail);
  }

  /** The attempt has ended. Where not all that it printed has been shown: the byte of the log at which the rest begins. */
  close(step: string, task: string): number | undefined {
    const tail = this.#open.get(`${step}/${task}`);
    if (tail === undefined) return undefined;
    this.#open.delete(`${step}/${task}`);
    this.#read(tail);
    if (tail.pending.length > 0) this.#line(tail, tail.pending);
    if (tail.file === undefined) return undefined;
    this.#ends?.set(tail.path, fstatSync(tail.file).size);
    closeSync(tail.file);
    return tail.full ? tail.shown : undefined;
  }

  #read(tail: Tail): void {
    while (tail.file !== undefined && !tail.full) {
      const count = readSync(tail.file, this.#buffer, 0, CHUNK, tail.at);
      tail.at += count;
      this.#split(tail, this.#buffer.subarray(0, count));
      if (count < CHUNK) return;
    }
  }

  #split(tail: Tail, bytes: Buffer): void {
    let from = 0;
    for (let end = bytes.indexOf(10); end !== -1 && !tail.full; end = bytes.indexOf(10, from)) {
      this.#line(tail, Buffer.concat([tail.pending, bytes.subarray(from, end)]));
      tail.pending = Buffer.alloc(0);
      from = end + 1;
    }
    if (tail.full) tail.pending = Buffer.alloc(0);
    else tail.pending = Buffer.concat([tail.pending, bytes.subarray(from)]);
    if (tail.pending.length <= LONGEST_LINE) return;
    this.#line(tail, tail.pending);
    tail.pending = Buffer.alloc(0);
  }

  #line(tail: Tail, bytes: Buffer): void {
    if (tail.full) return;
    const { step, task } = tail;
    const ofStep = this.#ofStep.get(step) ?? 0;
    if (ofStep > LINES_OF_A_STEP) {
      tail.full = true;
      return;
    }
    this.#ofStep.set(step, ofStep + 1);
    if (ofStep === LINES_OF_A_STEP) this.#end(tail, 'step');
    else if (tail.lines === LINES_OF_A_TASK) this.#end(tail, 'task');
    else {
      tail.lines++;
      tail.shown += Math.min(bytes.length, LONGEST_LINE) + 1;
      this.#show({ step, task, line: bytes.toString('utf8', 0, LONGEST_LINE) });
      // The rest of such a line would have to be read to find its end.
      if (bytes.length > LONGEST_LINE) this.#end(tail, 'task');
    }
  }

  #end(tail: Tail, more: 'task' | 'step'): void {
    tail.full = true;
    this.#show({ step: tail.step, task: tail.task, line: { more } });
  }
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** The last lines of a log behind byte `from`, at most `count` and at most 16 KB of them; the first is dropped where it is not whole. */
export function lastLines(path: string, count: number, from = 0): readonly string[] {
  const file = openIfThere(path);
  if (file === undefined) return [];
  try {
    const { size } = fstatSync(file);
    const bytes = Buffer.alloc(Math.max(0, Math.min(size - from, 1 << 14)));
    const read = readSync(file, bytes, 0, bytes.length, size - bytes.length);
    const lines = bytes.toString('utf8', 0, read).replace(/\n$/, '').split('\n');
    const whole = read < size - from && lines.length > 1 ? lines.slice(1) : lines;
    return whole.slice(-count).map((line) => line.slice(-LONGEST_LINE));
  } finally {
    closeSync(file);
  }
}
