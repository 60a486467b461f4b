import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import { planOf } from '../../../src/compiler/plan/plan-of.ts';
import { NotDecided } from '../../../src/runtime/navigate/decisions.ts';
import { Navigator } from '../../../src/runtime/navigate/navigator.ts';
import type { Plan } from '../../../src/runtime/plan.ts';
import type { Control, Task } from '../../../src/runtime/task.ts';
import { graphOf, sourceText } from '../compiled.ts';
import { numbers } from '../dice.ts';
import { flowOf } from '../flow.ts';
import { runDirectly, shimOf, type Control as Answer } from '../interpreter.ts';
import { keyOf, runPlan, unbounded, type PlannedRun, type Ran, type Records } from '../planned-run.ts';
import { propertyOf } from '../property.ts';
import { decisionsOf } from '../run.ts';

/** Forward the plan runs the tasks that the transitions say; backward each finds where it came from, whatever another run has left lying about. */
export const navigation = propertyOf(
  'finds the way on from every task, and the way back',
  250,
  fc.record({ drawn: numbers, seed: fc.nat(), other: fc.nat() }),
  async ({ drawn, seed, other }) => {
    const { files } = flowOf(drawn);
    const graph = graphOf(files);
    const plan = unbounded(planOf(graph));
    const runOf = (from: number): PlannedRun => {
      const shim = shimOf(graph, decisionsOf(from));
      return runPlan(plan, (task) => ({ next: shim(task).next, count: Number(shim(task).count) }));
    };
    const planned = runOf(seed);
    const source = sourceText(files);
    equal(planned.run.toString(), runDirectly(graph, decisionsOf(seed)).toString(), source);
    const shim = shimOf(graph, decisionsOf(seed));
    for (const { task } of planned.tasks) {
      deepEqual(spelt(planned.records.controls.get(keyOf(task)) ?? {}), shim(task), `${keyOf(task)}\n${source}`);
    }
    const stale = runOf(other);
    await holdBackward(plan, planned, planned.records, source);
    await holdBackward(plan, planned, planned.records.over(stale.records), source);
    await holdUntaken(plan, planned, stale, source);
    await holdUndecided(plan, planned, stale, source);
  },
);

const spelt = ({ next = '', count, inside = '', again = '' }: Control): Answer => ({
  next,
  count: count === undefined ? '' : String(count),
  inside,
  again,
});

async function holdBackward(plan: Plan, { tasks }: PlannedRun, records: Records, source: string): Promise<void> {
  const navigator = new Navigator(plan, records);
  for (const ran of tasks) {
    const found = { ...(await cameFrom(navigator, ran)), foreach: await openAround(navigator, ran.task) };
    deepEqual({ ...found, task: ran.task }, ran, `${keyOf(ran.task)}\n${source}`);
    equal(await navigator.isTaken(ran.task), true, `${keyOf(ran.task)} was taken\n${source}`);
  }
}

async function cameFrom(navigator: Navigator, { task, inputs }: Ran): Promise<Pick<Ran, 'parent' | 'inputs'>> {
  if (inputs === undefined) return { parent: await navigator.parent(task) };
  const join = await navigator.joinOf(task);
  const found = Array.from({ length: join.count }, (_, index) => join.input(index));
  return { parent: join.opener, inputs: await Promise.all(found) };
}

async function openAround(navigator: Navigator, task: Task): Promise<readonly string[]> {
  const open = await navigator.foreachOf(task);
  return open.map(({ opener, index, size }) => `${keyOf(opener)} ${index} of ${size}`);
}

/** What only the other run had is not taken, though its records are there. */
async function holdUntaken(plan: Plan, planned: PlannedRun, stale: PlannedRun, source: string): Promise<void> {
  const navigator = new Navigator(plan, planned.records.over(stale.records));
  const taken = new Set(planned.tasks.map(({ task }) => keyOf(task)));
  for (const { task } of stale.tasks)
    equal(await navigator.isTaken(task), taken.has(keyOf(task)), `${keyOf(task)}\n${source}`);
}

/** Where the run has come but halfway, nothing is said of a task that would not be said of it in the end. */
async function holdUndecided(plan: Plan, planned: PlannedRun, stale: PlannedRun, source: string): Promise<void> {
  const half = planned.until(Math.floor(planned.tasks.length / 2));
  const navigator = new Navigator(plan, half);
  const taken = new Set(planned.tasks.map(({ task }) => keyOf(task)));
  for (const { task } of [...planned.tasks, ...stale.tasks]) {
    const said = await navigator.isTaken(task).catch((error: unknown) => {
      if (error instanceof NotDecided) return keyOf(error.task);
      throw error;
    });
    if (typeof said === 'boolean') equal(said, taken.has(keyOf(task)), `${keyOf(task)}, halfway\n${source}`);
    else equal(taken.has(said), true, `${said} is missing, for ${keyOf(task)}\n${source}`);
  }
}
