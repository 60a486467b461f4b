// Contestants take turns (A B C, A B C, …), so that a machine which slows down for a while slows them all; the first turn
// only warms up. Who fails once is out: a tool that needs longer than the timeout is not waited for six times.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { measure, stdoutOf, type Command, type Usage } from './measure.ts';
import type { Options } from './options.ts';
import { summarise, type Failed, type Reading } from './reading.ts';
import type { Contestant } from './tools.ts';

/** Runs all contestants, each `runs` times after the turn that warms up; results in the order of the contestants. */
export async function contest(
  contestants: readonly Contestant[],
  python: string,
  { runs, timeout }: Pick<Options, 'runs' | 'timeout'>,
): Promise<readonly Pick<Reading, 'tool' | 'result'>[]> {
  const entries = contestants.map(({ tool, command, output }): Entry => ({
    tool,
    command,
    output,
    usages: [],
    failure: undefined,
  }));
  for (let turn = 0; turn <= runs; turn += 1) {
    for (const entry of entries.filter(({ failure }) => failure === undefined)) {
      await rm(join(entry.command.cwd, 'out'), { recursive: true, force: true });
      const outcome = await measure(python, entry.command, timeout);
      if (outcome.kind === 'failed') entry.failure = outcome;
      else if (turn > 0) entry.usages.push(outcome.usage);
    }
  }
  return Promise.all(entries.map(result));
}

interface Entry {
  readonly tool: string;
  readonly command: Command;
  readonly output: Contestant['output'];
  readonly usages: Usage[];
  failure: Failed | undefined;
}

async function result({ tool, command, output, usages, failure }: Entry): Promise<Pick<Reading, 'tool' | 'result'>> {
  return { tool, result: failure ?? summarise(usages, await output?.(stdoutOf(command))) };
}
