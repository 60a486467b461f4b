import { setTimeout as wait } from 'node:timers/promises';
import { endingOf, isHandledBy } from '../shim/ending.ts';
import type { RunFailure } from './events.ts';
import { makeTry, type RunContext } from './tries.ts';

// `@onExit`: methods that run once after the run, each as a task of its own and all of them side by side, as no one waits for another.

/** Answers with the failure of one that failed, as that makes the run a failed one, whatever it was before. */
export async function runExitHandlers(context: RunContext, succeeded: boolean): Promise<RunFailure | undefined> {
  const { plan, maxWorkers } = context.options;
  const exit = endingOf(succeeded);
  const names = Object.keys(plan.exitHandlers).filter((name) => isHandledBy(plan, name, exit));
  context.pool.prepare(names.length);
  const failures: (RunFailure | undefined)[] = [];
  const lane = async (): Promise<void> => {
    for (let name = names.shift(); name !== undefined; name = names.shift()) {
      failures.push(await runHandler(context, name, exit));
    }
  };
  await Promise.all(Array.from({ length: Math.min(maxWorkers, names.length) }, lane));
  return failures.find((failure) => failure !== undefined);
}

async function runHandler(context: RunContext, name: string, exit: string): Promise<RunFailure | undefined> {
  const { signal } = context.options;
  const task = { step: name, frames: '' };
  for (let attempt = 0; ; attempt++) {
    const verdict = await makeTry(context, { task, attempt, exit }, () => !signal.aborted);
    if (verdict.kind === 'finished') return undefined;
    if (verdict.kind === 'failed') return verdict.failure;
    // Told to stop, it makes its next try at once, which the signal ends.
    await wait(verdict.delay * 1000, undefined, { signal }).catch(() => {});
  }
}
