import type { Navigator } from '../navigate/navigator.ts';
import type { Plan } from '../plan.ts';
import type { ResultRecord } from '../store/records.ts';
import { taskId, type Task } from '../task.ts';
import { eachBounded, SIDE_BY_SIDE } from './bounded.ts';
import { InputTable, type Artifacts } from './input-table.ts';
import type { Results } from './results.ts';

// What a task receives, by hash and without any value: from its parent all that is set, at a join what no branch changed.

export interface Received {
  readonly artifacts: Artifacts;
  /** The run begins with this task: what the constructor left is the beginning of every artifact. */
  readonly first?: true;
  /** The inputs of a join. */
  readonly inputs?: InputTable;
}

export async function receivedBy(navigator: Navigator, results: Results, plan: Plan, task: Task): Promise<Received> {
  if (plan.steps[task.step]?.takes === 'inputs') return joined(navigator, results, task);
  const parent = await navigator.parent(task);
  return parent === undefined
    ? { artifacts: {}, first: true }
    : { artifacts: (await resultOf(results, parent)).artifacts };
}

async function joined(navigator: Navigator, results: Results, task: Task): Promise<Received> {
  const join = await navigator.joinOf(task);
  const { opener, branches, count } = join;
  const inputs = new InputTable(count, (await resultOf(results, opener)).artifacts, branches);
  await eachBounded(count, SIDE_BY_SIDE, async (index) => {
    inputs.set(index, (await resultOf(results, await join.input(index))).artifacts);
  });
  return { artifacts: inputs.unchanged(), inputs };
}

export async function resultOf(results: Results, task: Task): Promise<ResultRecord> {
  const result = await results.result(task);
  if (result === undefined) {
    throw new Error(
      `the task \`${task.step}/${taskId(task)}\`, whose artifacts this one takes over, has no result in the datastore: ` +
        'it failed, or the engine started this task too early, or somebody has removed the result',
    );
  }
  return result;
}
