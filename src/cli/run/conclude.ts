import type { RunEnd } from '../../runtime/store/records.ts';
import type { Store } from '../../runtime/store/store.ts';
import type { Arguments } from '../arguments.ts';
import { commandLines } from '../command-lines.ts';
import type { Io } from '../io.ts';
import { painter } from '../paint.ts';
import { failureText } from './failure.ts';
import type { Totals } from './progress.ts';
import { resultLines, resultsOf } from './results.ts';
import { counted, duration, fit, grouped } from './words.ts';

// The last words of a run: how it ended, what it came to, and what to type next.

export interface Ended {
  readonly flow: string;
  readonly run: string;
  readonly origins: readonly string[];
  readonly end: RunEnd;
  readonly seconds: number;
  readonly totals: Totals;
  /** The project's root, from which stacks call files. */
  readonly root: string;
  readonly store: Store;
}

/** For programs: one object on one line. */
export async function concludeJson(ended: Ended, io: Io): Promise<void> {
  const { flow, run, origins, end, seconds, totals, store } = ended;
  const { status, failure } = end;
  const artifacts = status === 'succeeded' ? await resultsOf(store, ended) : undefined;
  const summary = { flow, run, origins, datastore: store.root, status, seconds, ...totals, failure, artifacts };
  io.out.write(`${JSON.stringify({ kind: 'summary', ...summary })}\n`);
}

export async function conclude(ended: Ended, args: Arguments, io: Io): Promise<void> {
  const { flow, run, end, store, root } = ended;
  const { out } = io;
  const pathspec = `${flow}/${run}`;
  const paint = painter(out);
  const say = (text: string): void => void out.write(`${text}\n`);
  const next = (...rows: readonly (readonly [string, string])[]): void =>
    say(`\n${commandLines(rows, args, ['datastore', 'config', 'env'])}`);

  say(`\n${titleOf(ended, paint)}`);
  switch (end.status) {
    case 'succeeded':
    case 'partial': {
      const lines = await resultLines(store, await resultsOf(store, ended));
      for (const line of lines) say(fit(`  ${line}`, out.interactive ? out.width : Infinity));
      return next([`flowc show ${pathspec}`, 'its steps and tasks'], ...getRow(pathspec, lines));
    }
    case 'failed': {
      const { failure } = end;
      if (failure !== undefined) say(`\n${failureText(failure, root, io)}`);
      const at = failure === undefined ? pathspec : `${pathspec}/${failure.step}/${failure.task}`;
      return next([`flowc logs ${at}`, 'what it printed'], [`flowc resume ${pathspec}`, 'goes on from there']);
    }
    case 'interrupted':
      return next([`flowc resume ${pathspec}`, 'goes on from there']);
  }
}

const getRow = (pathspec: string, lines: readonly string[]): readonly (readonly [string, string])[] => {
  const name = lines[0]?.split(' ', 1)[0];
  return name === undefined ? [] : [[`flowc get ${pathspec}/end/main/${name}`, 'the whole of a result']];
};

const SAID: Readonly<Record<RunEnd['status'], string>> = {
  succeeded: 'succeeded',
  partial: 'ran as far as it was asked to',
  failed: 'failed',
  interrupted: 'was interrupted',
};

function titleOf({ flow, run, end, seconds, totals }: Ended, paint: ReturnType<typeof painter>): string {
  const isOver = end.status !== 'interrupted';
  const facts = [
    isOver ? counted(totals.tasks, 'task') : `${counted(totals.tasks - totals.failed, 'task')} done`,
    totals.reused > 0 && `${grouped(totals.reused)} reused`,
    totals.retries > 0 && `${grouped(totals.retries)} retried`,
    totals.caught > 0 && `${grouped(totals.caught)} caught`,
    isOver && totals.failed > 0 && `${grouped(totals.failed)} failed`,
  ].filter((fact) => fact !== false);
  const fine = end.status === 'succeeded' || end.status === 'partial';
  const where = end.failure === undefined ? '' : ` at ${end.failure.step}/${end.failure.task}`;
  const said = paint(fine ? 'added' : 'error', SAID[end.status] + where);
  return `${paint('heading', `${flow}/${run}`)} ${said} in ${duration(seconds)}: ${facts.join(', ')}`;
}
