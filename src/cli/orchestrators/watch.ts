import { Fault } from '../../orchestrators/fault.ts';
import type { Orchestrator, RunName, RunReport } from '../../orchestrators/orchestrator.ts';
import type { ExitCode } from '../command.ts';
import type { Io } from '../io.ts';
import { duration, fit, grouped } from '../run/words.ts';
import { CODES } from '../run/stop.ts';
import { countWords } from './run-page.ts';

// Waits for the end of a run, and says on stderr how far it is: on a terminal in one line, else in one for each change.

/** Milliseconds between two looks: as many at first, and at most. */
const PAUSE = { first: 1000, most: 10_000 };

/** Milliseconds that the orchestrator may be gone for while somebody waits: it is restarted, and the run goes on. */
const GONE = 5 * 60_000;

/** The run at its end; or the exit code where a signal ended the waiting, which the run knows nothing of. */
export async function watch(orchestrator: Orchestrator, name: RunName, io: Io): Promise<RunReport | ExitCode> {
  const { promise: stopped, resolve } = Promise.withResolvers<ExitCode>();
  const end = io.onStop((signal) => resolve(CODES[signal]));
  const line = lineOn(io);
  let seen = performance.now();
  try {
    for (let pause = PAUSE.first; ; pause = Math.min(pause * 1.3, PAUSE.most)) {
      const began = performance.now();
      const look = await Promise.race([orchestrator.status(name).catch(orPassing), stopped]);
      if (typeof look === 'number') return look;
      if (look instanceof Fault) {
        if (performance.now() - seen > GONE) throw look;
        line.show(look.message);
      } else {
        if (isOver(look)) return look;
        seen = performance.now();
        line.show(textOfProgress(look), since(look));
      }
      const code = await Promise.race([sleep(Math.max(pause, 3 * (performance.now() - began))), stopped]);
      if (code !== undefined) return code;
    }
  } finally {
    line.clear();
    end();
  }
}

function orPassing(error: unknown): Fault {
  if (error instanceof Fault && error.passes) return error;
  throw error;
}

export const isOver = ({ state }: RunReport): boolean => state === 'succeeded' || state === 'failed';

const sleep = (milliseconds: number): Promise<undefined> =>
  new Promise((resolve) => setTimeout(() => resolve(undefined), milliseconds));

function lineOn({ err }: Io): { show(text: string, more?: string): void; clear(): void } {
  let last = '';
  return {
    show(text, more = '') {
      if (err.interactive) err.write(`\r\x1b[2K${fit(text + more, err.width - 1)}`);
      else if (text !== last) err.write(`${text}\n`);
      last = text;
    },
    clear: () => void (err.interactive && last !== '' && err.write('\r\x1b[2K')),
  };
}

const since = ({ started }: RunReport): string =>
  started === undefined ? '' : `, ${duration(Math.max(0, Date.now() - started.getTime()) / 1000)}`;

/** `running: 12 succeeded, 3 running, 1 queued` */
function textOfProgress({ state, tasks }: RunReport): string {
  const counts = Object.entries(countWords(tasks)).map(([word, count]) => `${grouped(count)} ${word}`);
  return counts.length === 0 ? state : `${state}: ${counts.join(', ')}`;
}
