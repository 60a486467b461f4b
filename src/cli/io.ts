import { fstatSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';

// The process as commands see it, so that tests can run a command without one. Output is written by file descriptor: Node's own streams
// take longer to load than a small flow takes to compile.

/** Where text goes, and what the reader can see there. */
export interface Output {
  /** `false`: the reader has gone, and nobody will read what is still to come. */
  write(text: string | Uint8Array): boolean;
  /** A person watches: progress may be drawn. */
  readonly interactive: boolean;
  readonly colour: boolean;
  /** Columns, now. */
  readonly width: number;
  /** Rows, now. */
  readonly height: number;
}

/** What asks a command to stop. */
export type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

export interface Io {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: Output;
  readonly err: Output;
  /** The program that runs a task: dist/flowc-task.cjs. */
  readonly shim: string;
  /** Tells `listener` of every signal that asks to stop, which does nothing else then, until the function that it gives is called. */
  onStop(listener: (signal: StopSignal) => void): () => void;
}

const UNWATCHED_WIDTH = 120;
const UNWATCHED_HEIGHT = 24;

/** The real thing. */
export function processIo(): Io {
  const { env } = process;
  const output = (descriptor: 1 | 2): Output => {
    const interactive = isTerminal(descriptor);
    // Only a terminal has columns, and only then is the stream's getter worth its price.
    const stream = (): Partial<NodeJS.WriteStream> =>
      interactive ? (descriptor === 1 ? process.stdout : process.stderr) : {};
    return {
      write: writer(descriptor),
      interactive,
      colour: wantsColour(env, interactive),
      get width() {
        return stream().columns ?? UNWATCHED_WIDTH;
      },
      get height() {
        return stream().rows ?? UNWATCHED_HEIGHT;
      },
    };
  };
  return {
    cwd: process.cwd(),
    env,
    out: output(1),
    err: output(2),
    shim: join(import.meta.dirname, 'flowc-task.cjs'),
    onStop,
  };
}

const STOP_SIGNALS: readonly StopSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

function onStop(listener: (signal: StopSignal) => void): () => void {
  for (const signal of STOP_SIGNALS) process.on(signal, listener);
  return () => {
    for (const signal of STOP_SIGNALS) process.off(signal, listener);
  };
}

/** Asks `node:tty`, which brings sockets and name look-up along, only where the file could be a terminal. */
function isTerminal(descriptor: number): boolean {
  const file = fstatSync(descriptor);
  if (!file.isCharacterDevice() || file.rdev === statSync('/dev/null', { throwIfNoEntry: false })?.rdev) return false;
  return process.getBuiltinModule('node:tty').isatty(descriptor);
}

/** https://no-color.org and https://force-color.org: NO_COLOR holds over FORCE_COLOR, both over what the terminal is. */
export function wantsColour(env: Io['env'], interactive: boolean): boolean {
  if (env['NO_COLOR']) return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  return interactive && env['TERM'] !== 'dumb';
}

/** Writes all of a text; after the reader has gone (`flowc explain | head`) it writes nothing, and that is no error. */
function writer(descriptor: number): Output['write'] {
  let open = true;
  return (text) => {
    for (let rest = typeof text === 'string' ? Buffer.from(text) : text; open && rest.length > 0;) {
      try {
        rest = rest.subarray(writeSync(descriptor, rest));
      } catch (error) {
        if (codeOf(error) === 'EAGAIN') waitForReader();
        else if (codeOf(error) === 'EPIPE') open = false;
        else throw error;
      }
    }
    return open;
  };
}

/** A pipe that somebody made non-blocking is full: let its reader catch up. */
const waitForReader = (): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);

/** `ENOENT` and the like, of an error of Node's. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
