import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planOf } from '../../../../src/compiler/plan/plan-of.ts';
import { Frontier, type Ready } from '../../../../src/runtime/local/frontier.ts';
import { leadingTo, stepsOfLoop } from '../../../../src/runtime/local/ways.ts';
import { controlOf } from '../../../../src/runtime/navigate/after.ts';
import { partsOf, stepOf } from '../../../../src/runtime/navigate/frames.ts';
import type { Plan } from '../../../../src/runtime/plan.ts';
import type { Control, Task } from '../../../../src/runtime/task.ts';
import { graphOf } from '../../../fuzz/compiled.ts';
import { Dice, numbers } from '../../../fuzz/dice.ts';
import { flowOf } from '../../../fuzz/flow.ts';
import { shimOf } from '../../../fuzz/interpreter.ts';
import { keyOf, runPlan, unbounded } from '../../../fuzz/planned-run.ts';
import { decisionsOf } from '../../../fuzz/run.ts';
import { planOfLines } from '../../plan-of-lines.ts';

/** What a task decides: `b*3` opens a foreach of three. Steps with one way need not be named. */
type Decided = Readonly<Record<string, string>>;

function controlFor(plan: Plan, task: Task, decided: Decided): Control {
  const { ways } = stepOf(plan, task.step);
  const [next, count = '0'] = (decided[keyOf(task)] ?? decided[task.step] ?? ways[0]?.targets[0] ?? '').split('*');
  return controlOf(
    plan,
    task,
    ways.find(({ targets }) => targets[0] === next),
    Number(count),
  );
}

/** Runs with so many workers, the first started being the first to end, and says in which order tasks started. */
function started(plan: Plan, decided: Decided, workers: number, only?: readonly string[]): readonly string[] {
  const steps = only === undefined ? undefined : leadingTo(plan, only);
  const frontier = new Frontier(plan, steps, 0);
  const order: string[] = [];
  const running: Ready[] = [];
  for (;;) {
    while (running.length < workers && frontier.waiting > 0) {
      const ready = frontier.take();
      if (ready === undefined) throw new Error('a task waits and cannot be taken');
      order.push(keyOf(ready.task));
      running.push(ready);
    }
    const first = running.shift();
    if (first === undefined) return order;
    frontier.finished(first, controlFor(plan, first.task, decided), 0);
  }
}

describe('what may start', () => {
  test('is the inner work first, so that little of a wide outer foreach is open at a time', () => {
    const plan = planOfLines('start: a*', 'a: b*', 'b: i', 'i(inputs): j', 'j(inputs): end', 'end');
    const order = started(plan, { start: 'a*2', a: 'b*2' }, 1);
    expect(order).toEqual(['start/', 'a/0', 'b/0.0', 'b/0.1', 'i/0', 'a/1', 'b/1.0', 'b/1.1', 'i/1', 'j/', 'end/']);
  });

  test('is a join only when all that it joins is done', () => {
    const plan = planOfLines('start: a & b & c', 'a: d', 'd: j', 'b: j', 'c: j', 'j(inputs): end', 'end');
    expect(started(plan, {}, 3)).toEqual(['start/', 'a/', 'b/', 'c/', 'd/', 'j/', 'end/']);
  });

  test('is the join at once where a foreach has no elements', () => {
    const plan = planOfLines('start: a*', 'a: j', 'j(inputs): end', 'end');
    expect(started(plan, { start: 'a*0' }, 2)).toEqual(['start/', 'j/', 'end/']);
  });

  test('is with `only` nothing but what leads to the steps named', () => {
    const plan = planOfLines('start: a & b', 'a: c*', 'c: k', 'k(inputs): j', 'b: j', 'j(inputs): end', 'end');
    expect(started(plan, { a: 'c*2' }, 1, ['c'])).toEqual(['start/', 'a/', 'c/0', 'c/1']);
    expect(started(plan, { a: 'c*2' }, 1, ['b'])).toEqual(['start/', 'b/']);
    expect(started(plan, { a: 'c*1' }, 1, ['j'])).toEqual(['start/', 'a/', 'c/0', 'k/', 'b/', 'j/']);
  });
});

test('a foreach of 100,000 elements makes its tasks one at a time', () => {
  const plan = planOfLines('start: a*', 'a: j', 'j(inputs): end', 'end');
  const frontier = new Frontier(plan, undefined, 0);
  const first = frontier.take();
  if (first === undefined) throw new Error('nothing can start');
  expect(frontier.finished(first, { next: 'a', count: 100_000, inside: '' }, 0)).toEqual({ step: 'a', count: 100_000 });
  expect(frontier.waiting).toBe(100_000);
  expect(frontier.take()?.task).toEqual({ step: 'a', frames: '0' });
  expect(frontier.take()?.task).toEqual({ step: 'a', frames: '1' });
  expect(frontier.waiting).toBe(99_998);
});

describe('how far back results may lie', () => {
  const plan = planOfLines('start: a & b', 'a: j', 'b: j', 'j(inputs): end', 'end');
  const sinceOfJoin = (a: number, b: number): number | undefined => {
    const frontier = new Frontier(plan, undefined, 3);
    for (const since of [2, a, b]) {
      const ready = frontier.take();
      if (ready !== undefined) frontier.finished(ready, controlFor(plan, ready.task, {}), since);
    }
    return frontier.take()?.since;
  };

  test('is for a join what the newest of its inputs says', () => {
    expect(sinceOfJoin(2, 1)).toBe(1);
    expect(sinceOfJoin(0, 2)).toBe(0);
    expect(sinceOfJoin(2, 2)).toBe(2);
  });
});

test('whatever the flow and the order in which tasks end, each runs once, and after all that it stands on', () => {
  const drawn = fc.record({
    drawn: numbers,
    seed: fc.nat(),
    order: fc.array(fc.nat(), { minLength: 1, maxLength: 50 }),
  });
  const property = fc.property(drawn, ({ drawn: flow, seed, order }) => {
    const graph = graphOf(flowOf(flow).files);
    const plan = unbounded(planOf(graph));
    const shim = shimOf(graph, decisionsOf(seed));
    const decide = (task: Task): { next: string; count: number } => {
      const { next, count } = shim(task);
      return { next, count: Number(count) };
    };
    const planned = runPlan(plan, decide);
    const expected = new Map(planned.tasks.map((ran) => [keyOf(ran.task), ran]));
    const dice = new Dice(order);
    const frontier = new Frontier(plan, undefined, 0);
    const open: Ready[] = [];
    const done = new Set<string>();
    for (;;) {
      while (frontier.waiting > 0 && (open.length === 0 || !dice.once(2))) {
        const ready = frontier.take();
        if (ready === undefined) throw new Error('a task waits and cannot be taken');
        const ran = expected.get(keyOf(ready.task));
        if (ran === undefined) throw new Error(`${keyOf(ready.task)} does not belong to the run`);
        for (const before of ran.inputs ?? (ran.parent === undefined ? [] : [ran.parent]))
          if (!done.has(keyOf(before))) throw new Error(`${keyOf(ready.task)} starts before ${keyOf(before)} is done`);
        open.push(ready);
      }
      const [ready] = open.splice(dice.roll(open.length), 1);
      if (ready === undefined) break;
      if (done.has(keyOf(ready.task))) throw new Error(`${keyOf(ready.task)} runs twice`);
      done.add(keyOf(ready.task));
      const control = planned.records.controls.get(keyOf(ready.task)) ?? {};
      frontier.finished(ready, control, 0);
    }
    expect([...done].toSorted()).toEqual([...expected.keys()].toSorted());
    expect(frontier.isAtEnd).toBe(true);
  });
  fc.assert(property, { numRuns: 100 });
});

test('a loop alone runs all that the run has in it, and nothing else, until it is left', () => {
  const property = fc.property(fc.record({ drawn: numbers, seed: fc.nat() }), ({ drawn, seed }) => {
    const graph = graphOf(flowOf(drawn).files);
    const plan = unbounded(planOf(graph));
    const shim = shimOf(graph, decisionsOf(seed));
    const planned = runPlan(plan, (task) => ({ next: shim(task).next, count: Number(shim(task).count) }));
    const isFirst = ({ step, frames }: Task): boolean =>
      stepOf(plan, step).loops.at(-1) === step && frames.endsWith('v0');
    for (const { task: first } of planned.tasks.filter(({ task }) => isFirst(task))) {
      const around = partsOf(first.frames).slice(0, -1);
      const steps = stepsOfLoop(plan, first.step);
      const isIn = ({ step, frames }: Task): boolean =>
        steps.has(step) && around.every((part, at) => partsOf(frames)[at] === part);
      const frontier = new Frontier(plan, steps, 0, first);
      const ran: string[] = [];
      for (let ready = frontier.take(); ready !== undefined; ready = frontier.take()) {
        ran.push(keyOf(ready.task));
        frontier.finished(ready, planned.records.controls.get(keyOf(ready.task)) ?? {}, 0);
      }
      expect(ran.toSorted()).toEqual(planned.tasks.flatMap(({ task }) => (isIn(task) ? [keyOf(task)] : [])).toSorted());
      expect(planned.records.exits.has(keyOf({ step: first.step, frames: around.join('.') }))).toBe(true);
    }
  });
  fc.assert(property, { numRuns: 100 });
});
