import { expect, test } from 'vitest';
import { flowcSource } from '../../../bench/compile/flowc-source.ts';
import { chainOf, shapes } from '../../../bench/compile/shapes.ts';
import { LocalFlow } from '../../unit/runtime/local/local-flow.ts';
import type { RecordedTask } from '../recorded-run.ts';
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
  return { step, task: id, state: 'succeeded', inputs: named, artifacts: hashesOf(artifacts) };
};

const range = (count: number, first = 0): readonly number[] =>
  Array.from({ length: count }, (_, index) => first + index);

/** Where a run of a flow left something else than is expected; undefined where it did not. */
async function wrongIn(text: string, expected: readonly RecordedTask[], name = 'Flow'): Promise<unknown> {
  const flow = new LocalFlow(text);
  try {
    await flow.run('r1', { reuse: true });
    const { status, tasks } = await leftBy(flow, 'r1', name);
    const at = range(Math.max(tasks.length, expected.length)).find(
      (index) => JSON.stringify(tasks[index]) !== JSON.stringify(expected[index]),
    );
    if (at !== undefined) return { at, left: tasks[at], expected: expected[at], status };
    return status === 'succeeded' ? undefined : { status };
  } finally {
    flow.remove();
  }
}

test.concurrent(
  'a foreach of 1,200 elements runs 1,200 tasks, each with its own, and a join that reads them in order',
  async () => {
    const width = 1200;
    const text = `import { FlowSpec, step, type Inputs } from 'flowc';
export class Flow extends FlowSpec {
  square?: number;
  all?: number[];
  @step start() { this.next(this.each, { foreach: Array.from({ length: ${width} }, (_, index) => index * 3) }); }
  @step each(item: number) { this.square = item * item + this.index; this.next(this.join); }
  @step join(inputs: Inputs<Flow>) { this.all = inputs.map(({ square }) => square ?? NaN); this.next(this.end); }
  @step end() { console.log(this.all?.length); }
}`;
    const square = (index: number): number => (index * 3) ** 2 + index;
    const all = range(width).map(square);
    expect(
      await wrongIn(text, [
        task('start', []),
        ...range(width).map((index) => task(`each/${index}`, ['start'], { square: square(index) })),
        task(
          'join',
          range(width).map((index) => `each/${index}`),
          { all },
        ),
        task('end', ['join'], { all }),
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
    expect(await wrongIn(flowcSource(chainOf(5000)), expected, 'BenchFlow')).toBeUndefined();
  },
  MINUTES,
);

test.concurrent(
  '40 diamonds in a row run each branch once',
  async () => {
    const shape = shapes.find(({ name }) => name === 'diamonds-40');
    if (shape === undefined) throw new Error('the shape diamonds-40 is gone from bench/compile/shapes.ts');
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
    expect(await wrongIn(flowcSource(shape), [first, ...expected, last], 'BenchFlow')).toBeUndefined();
  },
  MINUTES,
);

test.concurrent(
  'foreach in foreach, 60 levels deep, gives each task a frame a level',
  async () => {
    const depth = 60;
    const widthOf = (level: number): number => (level === 20 || level === depth ? 2 : 1);
    const elementsOf = (level: number): readonly number[] => range(widthOf(level), level * 10);
    const indicesOf = (levels: number): readonly (readonly number[])[] =>
      range(levels, 1).reduce<readonly (readonly number[])[]>(
        (outer, level) => outer.flatMap((indices) => range(widthOf(level)).map((index) => [...indices, index])),
        [[]],
      );
    const named = (step: string, indices: readonly number[]): string => `${step}/${indices.join('.') || 'main'}`;
    const opener = (level: number): string => (level === 0 ? 'start' : `each${level}`);
    const valueAt = (indices: readonly number[]): readonly number[] =>
      indices.map((index, level) => elementsOf(level + 1)[index] ?? NaN);
    const leaves = indicesOf(depth);

    const lines = range(depth - 1, 1).flatMap((level) => [
      `@step each${level}(item: number) { this.value = [...this.value, item]; this.next(this.each${level + 1}, { foreach: [${elementsOf(level + 1).join()}] }); }`,
      `@step join${level}(inputs: Inputs<Flow>) { this.value = inputs.flatMap(({ value }) => value); this.next(this.${level === 1 ? 'end' : `join${level - 1}`}); }`,
    ]);
    const text = `import { FlowSpec, step, type Inputs } from 'flowc';
export class Flow extends FlowSpec {
  value!: number[];
  @step start() { this.value = []; this.next(this.each1, { foreach: [${elementsOf(1).join()}] }); }
  ${lines.join('\n  ')}
  @step each${depth}(item: number) { this.value = [...this.value, item]; this.next(this.join${depth}); }
  @step join${depth}(inputs: Inputs<Flow>) { this.value = inputs.flatMap(({ value }) => value); this.next(this.join${depth - 1}); }
  @step end() { console.log(this.value.length); }
}`;
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
          const inputs = range(widthOf(level)).map((index) =>
            named(level === depth ? `each${depth}` : `join${level + 1}`, [...indices, index]),
          );
          const below = leaves.filter((leaf) => indices.every((index, at) => leaf[at] === index));
          return task(named(`join${level}`, indices), inputs, { value: below.flatMap(valueAt) });
        }),
      );
    const all = leaves.flatMap(valueAt);
    expect(
      await wrongIn(text, [task('start', [], { value: [] }), ...each, ...join, task('end', ['join1'], { value: all })]),
    ).toBeUndefined();
  },
  MINUTES,
);
