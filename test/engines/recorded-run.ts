import { artifactsOf } from '../../src/client/artifacts-of.ts';
import { Client } from '../../src/client/client.ts';
import { originOf } from '../../src/client/inputs.ts';
import type { Run, RunTask, TaskState } from '../../src/client/run.ts';
import type { RunStatus } from '../../src/client/status.ts';
import { SIDE_BY_SIDE } from '../../src/runtime/shim/bounded.ts';
import { ahead } from '../../src/runtime/store/chunks.ts';
import type { RunId } from '../../src/runtime/store/layout.ts';
import type { Store } from '../../src/runtime/store/store.ts';
import { taskId } from '../../src/runtime/task.ts';

// What a run left, as far as it is the same on every engine: the set of its tasks, what each received from whom, how often it was tried, and every artifact by
// its hash. Engines are held against each other, and against expected/run.json, by this.

export interface RecordedTask {
  readonly step: string;
  readonly task: string;
  readonly state: TaskState;
  /** The engine's numbers of its attempts, in their order. */
  readonly attempts: readonly number[];
  /** `step/task`: the one before it, or all that a join joins, in order. */
  readonly inputs: readonly string[];
  /** sha256 of the envelope, by name. */
  readonly artifacts: Readonly<Record<string, string>>;
}

export interface RecordedRun {
  readonly status: RunStatus;
  /** In the order of the plan and of the frames. */
  readonly tasks: readonly RecordedTask[];
}

export async function recordRun(store: Store, id: RunId): Promise<RecordedRun> {
  const run = await new Client(store).run(id);
  if (run === undefined) throw new Error(`there is no run ${id.flow}/${id.run}`);
  const found = (await run.steps()).flatMap(({ tasks }) => tasks);
  const tasks = await Array.fromAsync(ahead(found, SIDE_BY_SIDE, (task) => recordTask(run, task)));
  return { status: await run.status(), tasks };
}

async function recordTask(run: Run, found: RunTask): Promise<RecordedTask> {
  const artifacts = await artifactsOf(run, found);
  const origin = await originOf(run, found.task, Infinity);
  return {
    step: found.task.step,
    task: taskId(found.task),
    state: found.state,
    attempts: found.entry.attempts.map(({ number }) => number),
    inputs: (origin?.inputs ?? []).map((input) => `${input.step}/${taskId(input)}`),
    artifacts: Object.fromEntries(artifacts.map(({ name, ref }) => [name, ref.sha256])),
  };
}

/** A task a line, so that a difference between two runs is a difference of lines. */
export function printRun({ status, tasks }: RecordedRun): string {
  const lines = tasks.map((task) => `    ${JSON.stringify(task)}`);
  return `{\n  "status": "${status}",\n  "tasks": [\n${lines.join(',\n')}\n  ]\n}\n`;
}
