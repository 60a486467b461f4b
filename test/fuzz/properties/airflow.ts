import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { Diagnostics } from '../../../src/compiler/diagnostics/sink.ts';
import type { Graph, Loop } from '../../../src/compiler/ir/graph.ts';
import { planOf } from '../../../src/compiler/plan/plan-of.ts';
import { airflow } from '../../../targets/airflow/index.ts';
import type { DagFile } from '../../../targets/airflow/manifest.ts';
import { dagOf, outlineOf } from '../airflow-dag.ts';
import { runOnAirflow } from '../airflow-engine.ts';
import { AirflowShim } from '../airflow-shim.ts';
import { boundedBy, catching } from '../altered.ts';
import { graphOf, rendered } from '../compiled.ts';
import { Dice, numbers } from '../dice.ts';
import { flowOf } from '../flow.ts';
import { runDirectly, shimOf } from '../interpreter.ts';
import { unbounded } from '../planned-run.ts';
import { propertyOf, type Property } from '../property.ts';
import { decisionsOf, Run } from '../run.ts';

// A DAG file runs the tasks that the transitions say, once each and none before those that it needs, whatever the order in which a scheduler takes them up.

/** Unrolled, a random flow may be far larger than it is worth. */
const MOST = 1500;

interface Drawn {
  readonly drawn: readonly number[];
  readonly seed: number;
  readonly order: readonly number[];
}

interface Wish {
  /** Some loops are run by one task. */
  readonly collapses?: boolean;
  /** Some tasks under `@catchError` are lost, */
  readonly loses?: boolean;
  /** and one that is not fails. */
  readonly fails?: boolean;
}

const holds = (wish: Wish) => {
  return async ({ drawn, seed, order }: Drawn): Promise<void> => {
    const flow = graphOf(flowOf(drawn).files);
    const decisions = decisionsOf(seed);
    const wanted = runDirectly(flow, decisions).tasks;
    const dice = new Dice([seed, ...order]);
    const graph = boundedBy(wish.loses === true ? catching(flow, dice) : flow, wanted, dice);
    const collapse = wish.collapses === true ? loopsOf(graph).filter(() => dice.roll(2) === 0) : [];
    const file = fileOf(
      graph,
      collapse.map(({ header }) => header),
    );
    if (file === undefined) return;

    const plan = unbounded(planOf(graph));
    const isCaught = (key: string): boolean =>
      plan.steps[key.slice(0, key.lastIndexOf('/'))]?.settings.catchError !== undefined;
    const uncaught = [...wanted.keys()].filter((key) => !isCaught(key));
    const failed = wish.fails === true ? uncaught[dice.roll(uncaught.length)] : undefined;
    const losing = wish.loses === true ? [...wanted.keys()].filter((key) => isCaught(key) && dice.roll(2) === 0) : [];
    const lost = new Set([...losing, ...(failed === undefined ? [] : [failed])]);

    const decide = shimOf(flow, decisions);
    const run = new Run();
    const shim = new AirflowShim({
      plan,
      run,
      lost,
      fails: failed !== undefined,
      decide: (task) => ({ next: decide(task).next, count: Number(decide(task).count) }),
    });
    const dag = dagOf(file);
    const message = [`lost: ${[...lost].join(', ')}`, outlineOf(dag)].join('\n');
    const state = await runOnAirflow(dag, (args, before) => shim.start(args, before), dice).catch((cause: unknown) => {
      throw new Error(`${String(cause)}\n${message}`, { cause });
    });
    if (failed === undefined) deepEqual(shim.undecided, [], message);
    equal(state, failed === undefined ? 'success' : 'failed', message);
    const ran = [...run.tasks.keys()].toSorted();
    if (failed === undefined) deepEqual(ran, [...wanted.keys()].toSorted(), message);
    else ok(run.tasks.has(failed), `${failed} has not run\n${message}`);
    for (const [key, before] of run.tasks) {
      const needs = wanted.get(key);
      ok(needs, `${key} runs and was not taken\n${message}`);
      ok(failed === undefined || !needs.has(failed), `${key} runs, though ${failed} has failed\n${message}`);
      for (const need of needs) ok(before.has(need), `${key} may run before ${need}\n${message}`);
    }
  };
};

const loopsOf = ({ regions }: Graph): readonly Loop[] => regions.filter((region) => region.kind === 'loop');

function fileOf(graph: Graph, collapse: readonly string[]): DagFile | undefined {
  const sink = new Diagnostics();
  const options = { image: 'flows:1', datastore: 's3://b/p', collapse };
  const file = airflow.lower(graph, options, sink);
  const errors = sink.sorted().filter(({ severity }) => severity === 'error');
  const others = errors.filter(({ name }) => !unlucky.has(name));
  if (others.length > 0) throw new Error(rendered(others, {}));
  const isLarge = file.blocks.reduce((sum, block) => sum + ('tasks' in block ? block.tasks.length : 1), 0) > MOST;
  return isLarge || errors.some(({ name }) => name === 'airflow-too-many-tasks') ? undefined : file;
}

/** What a random flow may well be. */
const unlucky = new Set(['airflow-too-many-tasks', 'airflow-id-too-long', 'airflow-collapsed-differ']);

const drawn = fc.record({ drawn: numbers, seed: fc.nat(), order: numbers });

export const airflowProperties: readonly Property[] = [
  propertyOf('makes Airflow run exactly the tasks of the flow, in its order', 150, drawn, holds({})),
  propertyOf('makes Airflow run the same where one task runs a loop', 100, drawn, holds({ collapses: true })),
  propertyOf(
    'makes Airflow go on after a lost task that is caught',
    100,
    drawn,
    holds({ collapses: true, loses: true }),
  ),
  propertyOf(
    'makes Airflow run nothing after a task that failed',
    150,
    drawn,
    holds({ collapses: true, loses: true, fails: true }),
  ),
];
