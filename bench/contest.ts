// Contestants take turns (A B C, A B C, …), so that a machine which slows down for a while slows them all; the first turn
// only warms up. Who fails once is out: a tool that needs longer than the timeout is not waited for six times.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { measure, type Usage } from './measure.ts';
import type { Options } from './options.ts';
import { summarise, type Failed, type Reading } from './reading.ts';
import type { Contestant, Figures } from './contestant.ts';

/** Runs all contestants, each `runs` times after the turn that warms up; results in the order of the contestants. */
export async function contest(
  contestants: readonly Contestant[],
  python: string,
  { runs, timeout }: Pick<Options, 'runs' | 'timeout'>,
): Promise<readonly Pick<Reading, 'tool' | 'result'>[]> {
  const entries = contestants.map((contestant): Entry => ({ contestant, usages: [], figures: [], failure: undefined }));
  for (let turn = 0; turn <= runs; turn += 1) {
    for (const entry of entries.filter(({ failure }) => failure === undefined)) {
      await takeTurn(entry, python, timeout, turn > 0);
    }
  }
  return entries.map(({ contestant: { tool }, usages, figures, failure }) => ({
    tool,
    result: failure ?? summarise(usages, figures),
  }));
}

interface Entry {
  readonly contestant: Contestant;
  readonly usages: Usage[];
  readonly figures: Figures[];
  failure: Failed | undefined;
}

async function takeTurn(entry: Entry, python: string, timeout: number, counts: boolean): Promise<void> {
  const { command, before, figures } = entry.contestant;
  const out = join(command.cwd, 'out');
  await rm(out, { recursive: true, force: true });
  await mkdir(out);
  const prepared = before && (await measure(python, before.command, timeout));
  if (prepared?.kind === 'failed' && !before?.mayFail) entry.failure = prepared;
  const outcome = entry.failure ?? (await measure(python, command, timeout));
  if (outcome.kind === 'failed') {
    entry.failure = outcome;
  } else if (counts) {
    entry.usages.push(outcome.usage);
    if (figures) entry.figures.push(await figures());
  }
}
