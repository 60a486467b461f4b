import { putExit } from '../shim/put-result.ts';
import type { Outcome } from '../shim/order.ts';
import { Results } from '../shim/results.ts';
import type { Sink } from '../shim/tail.ts';
import type { RunRecord } from '../store/records.ts';
import type { Task } from '../task.ts';
import { Engine, type Earlier, type Ending } from './engine.ts';
import type { EventBody, TaskFailed } from './events.ts';
import { LoopOutput } from './loop-output.ts';
import type { TasksOptions } from './options.ts';
import { Pool } from './pool.ts';
import { stepsOfLoop } from './ways.ts';

// A whole loop as one attempt of an engine that cannot go back (`--collapsed`): the local engine runs its tasks in this process's place, each with the id, records,
// tries and environment that it has anywhere, until one of them leaves the loop. Tried again, it goes on where it was.

export interface LoopOptions extends TasksOptions {
  readonly record: RunRecord;
  /** The loop's first task: its header at v0. */
  readonly first: Task;
  /** For logs and temporary files. */
  readonly folder: string;
  /** Takes what the tasks print. */
  readonly out: Sink;
}

/** Answers with the control of the task that left the loop, or with what the task came to that ended it. */
export async function runLoop(options: LoopOptions): Promise<Outcome> {
  const { store, record, plan, first, folder, out } = options;
  const results = new Results(store, record);
  const pool = new Pool(options, folder);
  const output = new LoopOutput(out);
  let failed: TaskFailed | undefined;
  const tell = (event: EventBody): void => {
    output.on(event);
    if (event.kind === 'task-failed' && event.retryIn === undefined) failed ??= event;
  };
  const part = { first, steps: stepsOfLoop(plan, first.step) };
  try {
    const engine = new Engine({ options, record, pool, folder, tell }, triesBefore(options, results), part);
    const ending = await engine.run();
    return ending.kind === 'finished' ? await leftBy(first, results) : outcomeOf(ending, failed);
  } finally {
    await pool.close();
    await output.end();
  }
}

/** What tries before this one of the same loop have done stands one step further back. */
function triesBefore({ store, record, plan }: LoopOptions, results: Results): Earlier {
  return {
    count: 1,
    reach: () => 1,
    async find(task) {
      const done = await results.own(task);
      if (done === undefined) return undefined;
      // Whoever made it may have ended before it wrote what goes with its decision.
      await putExit(store, record, plan, task, done.control);
      return { control: done.control, since: 1, origin: record.run };
    },
  };
}

async function leftBy({ step, frames }: Task, results: Results): Promise<Outcome> {
  const exit = await results.exit(step, frames.split('.').slice(0, -1).join('.'));
  const control = exit === undefined ? undefined : await results.control(exit);
  if (control === undefined)
    throw new Error(`the loop of \`${step}\` came to a stop and was not left: this is a bug of flowc`);
  return { kind: 'done', control };
}

function outcomeOf(ending: Exclude<Ending, { kind: 'finished' }>, failed: TaskFailed | undefined): Outcome {
  if (ending.kind === 'stopped') {
    return { kind: 'killed', error: { name: 'Killed', message: 'the loop was told to stop' }, signal: 'SIGTERM' };
  }
  const { step, task, attempt: _, ...error } = ending.failure;
  const named = { error: { ...error, message: `\`${step}/${task}\`: ${error.message}` } };
  const { outcome = 'failed', signal } = failed ?? {};
  return outcome === 'refused'
    ? { kind: outcome, ...named }
    : { kind: outcome, ...named, ...(signal === undefined ? {} : { signal }) };
}
