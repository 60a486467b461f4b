import { closeSync, openSync, readSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

// What the server writes down, notes.py, as it grows.

/** A note, by its kind. */
export type Note =
  /** Batch starts an attempt of a job; `number` is its own, from 1. */
  | {
      readonly kind: 'attempt';
      readonly job: string;
      readonly name: string;
      readonly number: number;
      readonly command: readonly string[];
      /** What the definition and the submission say, without secrets. */
      readonly environment: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'attempt-end';
      readonly job: string;
      readonly number: number;
      readonly code: number;
      /** Lines of the log that begin with `flowc-task: `, and why it was ended or not begun. */
      readonly words: readonly string[];
    }
  | { readonly kind: 'job-end'; readonly job: string; readonly status: 'SUCCEEDED' | 'FAILED' }
  /** What Step Functions says of the job. */
  | { readonly kind: 'submitted' | 'succeeded' | 'failed'; readonly job: string }
  | {
      readonly kind: 'end';
      readonly execution: string;
      readonly status: 'SUCCEEDED' | 'FAILED' | 'ABORTED' | 'TIMED_OUT';
      readonly error: string | null;
      readonly cause: string | null;
    };

export type NoteOf<Kind extends Note['kind']> = Extract<Note, { readonly kind: Kind }>;

/** In ms. */
const TICK = 100;

export class Notes {
  readonly #file: string;
  readonly #notes: Note[] = [];
  #read = 0;
  #rest = '';

  constructor(file: string) {
    this.#file = file;
  }

  /** All so far. */
  all(): readonly Note[] {
    const file = openSync(this.#file, 'r');
    const chunk = Buffer.alloc(1 << 20);
    for (let size = 1; size > 0; this.#read += size) {
      size = readSync(file, chunk, 0, chunk.length, this.#read);
      const lines = (this.#rest + chunk.toString('latin1', 0, size)).split('\n');
      this.#rest = lines.pop() ?? '';
      for (const line of lines) this.#notes.push(JSON.parse(line) as Note);
    }
    closeSync(file);
    return this.#notes;
  }

  /**
   * @param since - So many notes were there before it began.
   * @param signal - Lets nobody wait any longer.
   */
  async endOf(execution: string, since: number, signal: AbortSignal): Promise<NoteOf<'end'>> {
    for (let seen = since; ;) {
      const all = this.all();
      for (const note of all.slice(seen)) if (note.kind === 'end' && note.execution === execution) return note;
      seen = all.length;
      await sleep(TICK, undefined, { signal });
    }
  }
}
