import { deepEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { Assumptions } from '../../../src/cli/dry-run/assumptions.ts';
import { walkRun } from '../../../src/cli/dry-run/walk.ts';
import { planOf } from '../../../src/compiler/plan/plan-of.ts';
import { graphOf, sourceText } from '../compiled.ts';
import { numbers } from '../dice.ts';
import { flowOf } from '../flow.ts';
import { runPlan } from '../planned-run.ts';
import { propertyOf } from '../property.ts';

/** More tasks than are worth counting one by one. */
const MANY = 1000;

/** A dry run ends, and its sums are those of a run in which every task does what is assumed. */
export const forecast = propertyOf(
  'forecasts as many tasks of each step as there are',
  100,
  fc.record({ drawn: numbers }),
  ({ drawn }) => {
    const { files } = flowOf(drawn);
    const graph = graphOf(files);
    const plan = planOf(graph);
    const assumptions = new Assumptions(graph, plan, []);
    const foretold = new Map<string, number>();
    for (const { step, count } of walkRun(plan, assumptions).flat())
      foretold.set(step, (foretold.get(step) ?? 0) + count);
    if ([...foretold.values()].reduce((sum, count) => sum + count, 0) > MANY) return;
    const { tasks } = runPlan(plan, (task) => {
      const way = assumptions.way(task);
      const count = way?.kind === 'foreach' ? assumptions.width(task.step, way) : 0;
      return { next: way?.targets[0] ?? '', count };
    });
    const counted = Map.groupBy(tasks, ({ task }) => task.step);
    deepEqual(
      Object.fromEntries(foretold),
      Object.fromEntries([...counted].map(([step, ran]) => [step, ran.length])),
      sourceText(files),
    );
  },
);
