import type { ExitCode } from '../command.ts';
import type { Io, StopSignal } from '../io.ts';

// Signals that ask a run to stop. The first lets its tasks end and its record be written; whoever cannot wait sends another.

/** The exit code that says which signal came. */
export const CODES: Readonly<Record<StopSignal, ExitCode>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

export interface Stop {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** Comes with the second signal. */
  readonly now: Promise<ExitCode>;
  /** The exit code that says which signal came; undefined: none has. */
  readonly code: () => ExitCode | undefined;
  /** Signals do again what they always do. */
  end(): void;
}

/** `tell` takes a line for people. */
export function stopBySignals(io: Io, tell: (line: string) => void): Stop {
  const controller = new AbortController();
  const { promise: now, resolve } = Promise.withResolvers<ExitCode>();
  let code: ExitCode | undefined;
  const end = io.onStop((signal) => {
    if (code !== undefined) {
      resolve(code);
      return;
    }
    code = CODES[signal];
    tell(`stopping: tasks have a moment to end; ${signal === 'SIGINT' ? 'Ctrl-C' : signal} again waits for none`);
    controller.abort();
  });
  return { signal: controller.signal, now, code: () => code, end };
}
