import { expect, test } from 'vitest';
import { elementsOf, generated, widthOf } from '../../conformance/generated.ts';
import { LocalFlow } from '../../unit/runtime/local/local-flow.ts';
import type { RecordedTask } from '../recorded-run.ts';
import { record, today } from '../records.ts';
import { local } from './engine.ts';
import { hashesOf, leftBy } from './left-by.ts';

// Shapes too big for a folder under fixtures/. What each must leave is not recorded but counted out here, from what the flow means. Processes are used
// again, as thousands of them would tell no more and take minutes.

const MINUTES = 5 * 60_000;

/** A task that succeeded, with the values of its artifacts. */
const task = (
  name: string,
  inputs: readonly string[],
  artifacts: Readonly<Record<string, unknown>> = {},
): RecordedTask => {
  const [step = '', id = 'main'] = name.split('/');
  const named = inputs.map((input) => (input.includes('/') ? input : `${input}/main`));
  return { step, task: id, state: 'succeeded', attempts: [0], inputs: named, artifacts: hashesOf(artifacts) };
};

const range = (count: number, first = 0): readonly number[] =>
  Array.from({ length: count }, (_, index) => first + index);

/** Where a run of a generated flow left something else than is expected; undefined where it did not. */
async function wrongIn(id: string, expected: readonly RecordedTask[], name = 'Flow'): Promise<unknown> {
  const flow = new LocalFlow(generated[id]?.() ?? '');
  const started = performance.now();
  try {
    await flow.run('r1', { reuse: true });
    const { status, tasks } = await leftBy(flow, 'r1', name);
    const at = range(Math.max(tasks.length, expected.length)).find(
      (index) => JSON.stringify(tasks[index]) !== JSON.stringify(expected[index]),
    );
    const isRight = at === undefined && status === 'succeeded';
    const seconds = Math.round((performance.now() - started) / 1000);
    record(local, { [id]: { outcome: isRight ? 'passed' : 'failed', date: today(), tasks: tasks.length, seconds } });
    return isRight ? undefined : { status, at, left: tasks[at ?? 0], expected: expected[at ?? 0] };
  } finally {
    flow.remove();
  }
}

test.concurrent.each([100, 1200])(
  'a foreach of %i elements runs as many tasks, each with its own, and a join that reads them in order',
  async (width) => {
    const square = (index: number): number => (index * 3) ** 2 + index;
    const all = range(width).map(square);
    const each = range(width).map((index) => `each/${index}`);
    expect(
      await wrongIn(`wide-foreach-${width}`, [
        task('start', []),
        ...each.map((name, index) => task(name, ['start'], { square: square(index) })),
        task('join', each, { all }),
        task('end', ['join'], { all }),
      ]),
    ).toBeUndefined();
  },
  MINUTES,
);

test.concurrent(
  '300 steps in 30 branches run side by side, each branch in its order',
  async () => {
    const names = range(30).map((branch) => range(10).map((at) => `b${branch}s${at}`));
    const inBranches = names.flatMap((branch, number) =>
      branch.map((name, at) => task(name, [branch[at - 1] ?? 'start'], { value: number * 100 + at })),
    );
    const value = range(30).reduce((sum, branch) => sum + branch * 100 + 9, 0);
    const lasts = names.map((branch) => branch.at(-1) ?? '');
    expect(
      await wrongIn('wide-split-300', [
        task('start', [], { value: 0 }),
        ...inBranches,
        task('join', lasts, { value }),
        task('end', ['join'], { value }),
      ]),
    ).toBeUndefined();
  },
  MINUTES,
);

test.concurrent(
  '5,000 steps in a row run one after another',
  async () => {
    const names = ['start', ...range(4998, 1).map((number) => `s${number}`), 'end'];
    const expected = names.map((name, index) =>
      task(name, names.slice(Math.max(0, index - 1), index), { value: Math.min(index, 4998) }),
    );
    expect(await wrongIn('linear-5000', expected, 'BenchFlow')).toBeUndefined();
  },
  MINUTES,
);

test.concurrent(
  '40 diamonds in a row run each branch once',
  async () => {
    const expected = range(40, 1).flatMap((number) => {
      const opener = `split${number}`;
      const branches = [`left${number}`, `right${number}`];
      return [
        task(opener, [number === 1 ? 'start' : `join${number - 1}`], { value: 2 * number - 1 }),
        ...branches.map((branch) => task(branch, [opener], { value: 2 * number })),
        task(`join${number}`, branches, { value: 2 * number }),
      ];
    });
    const [first, last] = [task('start', [], { value: 0 }), task('end', ['join40'], { value: 80 })];
    expect(await wrongIn('diamonds-40', [first, ...expected, last], 'BenchFlow')).toBeUndefined();
  },
  MINUTES,
);

test.concurrent(
  'foreach in foreach, 60 levels deep, gives each task a frame a level',
  async () => {
    const depth = 60;
    const indicesOf = (levels: number): readonly (readonly number[])[] =>
      range(levels, 1).reduce<readonly (readonly number[])[]>(
        (outer, level) => outer.flatMap((indices) => range(widthOf(level, depth)).map((index) => [...indices, index])),
        [[]],
      );
    const named = (step: string, indices: readonly number[]): string => `${step}/${indices.join('.') || 'main'}`;
    const opener = (level: number): string => (level === 0 ? 'start' : `each${level}`);
    const valueAt = (indices: readonly number[]): readonly number[] =>
      indices.map((index, level) => elementsOf(level + 1, depth)[index] ?? NaN);
    const leaves = indicesOf(depth);

    const each = range(depth, 1).flatMap((level) =>
      indicesOf(level).map((indices) =>
        task(named(`each${level}`, indices), [named(opener(level - 1), indices.slice(0, -1))], {
          value: valueAt(indices),
        }),
      ),
    );
    const join = range(depth, 1)
      .toReversed()
      .flatMap((level) =>
        indicesOf(level - 1).map((indices) => {
          const inputs = range(widthOf(level, depth)).map((index) =>
            named(level === depth ? `each${depth}` : `join${level + 1}`, [...indices, index]),
          );
          const below = leaves.filter((leaf) => indices.every((index, at) => leaf[at] === index));
          return task(named(`join${level}`, indices), inputs, { value: below.flatMap(valueAt) });
        }),
      );
    const all = leaves.flatMap(valueAt);
    expect(
      await wrongIn('nested-foreach-60', [
        task('start', [], { value: [] }),
        ...each,
        ...join,
        task('end', ['join1'], { value: all }),
      ]),
    ).toBeUndefined();
  },
  MINUTES,
);
