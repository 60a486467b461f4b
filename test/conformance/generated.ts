import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { flowcSource } from '../../bench/compile/flowc-source.ts';
import { chainOf, shapes } from '../../bench/compile/shapes.ts';

// Flows too big for a folder, as the text of a module. Run by itself, `npx node test/conformance/generated.ts FOLDER`, this writes each as
// FOLDER/<case>/flow.ts.

const range = (count: number, first = 0): readonly number[] =>
  Array.from({ length: count }, (_, index) => first + index);

const module = (members: readonly string[]): string => `import { FlowSpec, step, type Inputs } from 'flowc';
export class Flow extends FlowSpec {
  ${members.join('\n  ')}
}
`;

/** Element `index` is `index * 3`. Each task leaves `square`, its square and its index, and the join `all` of them. */
export const wideForeach = (width: number): string =>
  module([
    'square?: number;',
    'all?: number[];',
    `@step start() { this.next(this.each, { foreach: Array.from({ length: ${width} }, (_, index) => index * 3) }); }`,
    '@step each(item: number) { this.square = item * item + this.index; this.next(this.join); }',
    '@step join(inputs: Inputs<Flow>) { this.all = inputs.map(({ square }) => square ?? NaN); this.next(this.end); }',
    '@step end() { console.log(this.all?.length); }',
  ]);

/** How many elements the foreach of a level of `nestedForeach` has; levels count from 1. */
export const widthOf = (level: number, depth: number): number => (level === 20 || level === depth ? 2 : 1);

/** The elements of the foreach of a level. */
export const elementsOf = (level: number, depth: number): readonly number[] => range(widthOf(level, depth), level * 10);

/** A foreach in a foreach in …: each task leaves `value`, the elements around it from the outside in, and each join all of its inputs' together. */
export function nestedForeach(depth: number): string {
  const levels = range(depth - 1, 1).flatMap((level) => [
    `@step each${level}(item: number) { this.value = [...this.value, item]; this.next(this.each${level + 1}, { foreach: [${elementsOf(level + 1, depth).join()}] }); }`,
    `@step join${level}(inputs: Inputs<Flow>) { this.value = inputs.flatMap(({ value }) => value); this.next(this.${level === 1 ? 'end' : `join${level - 1}`}); }`,
  ]);
  return module([
    'value!: number[];',
    `@step start() { this.value = []; this.next(this.each1, { foreach: [${elementsOf(1, depth).join()}] }); }`,
    ...levels,
    `@step each${depth}(item: number) { this.value = [...this.value, item]; this.next(this.join${depth}); }`,
    `@step join${depth}(inputs: Inputs<Flow>) { this.value = inputs.flatMap(({ value }) => value); this.next(this.join${depth - 1}); }`,
    '@step end() { console.log(this.value.length); }',
  ]);
}

/** Branches side by side, each of as many steps: step `s` of branch `b` leaves `value`, `b * 100 + s`, and the join the sum of the last ones'. */
export function wideSplit(branches: number, length: number): string {
  const steps = range(branches).flatMap((branch) =>
    range(length).map((at) => {
      const next = at === length - 1 ? 'join' : `b${branch}s${at + 1}`;
      return `@step b${branch}s${at}() { this.value = ${branch * 100 + at}; this.next(this.${next}); }`;
    }),
  );
  const firsts = range(branches).map((branch) => `this.b${branch}s0`);
  return module([
    'value = 0;',
    `@step start() { this.next(${firsts.join(', ')}); }`,
    ...steps,
    '@step join(inputs: Inputs<Flow>) { this.value = inputs.reduce((sum, { value }) => sum + value, 0); this.next(this.end); }',
    '@step end() { console.log(this.value); }',
  ]);
}

function benchShape(name: string): string {
  const shape = shapes.find((one) => one.name === name);
  if (shape === undefined) throw new Error(`the shape ${name} is gone from bench/compile/shapes.ts`);
  return flowcSource(shape);
}

/** By the id of the case. */
export const generated: Readonly<Record<string, () => string>> = {
  'wide-foreach-100': () => wideForeach(100),
  'wide-foreach-1200': () => wideForeach(1200),
  'wide-split-300': () => wideSplit(30, 10),
  'nested-foreach-60': () => nestedForeach(60),
  'linear-5000': () => flowcSource(chainOf(5000)),
  'diamonds-40': () => benchShape('diamonds-40'),
};

/** Writes the flow of a case to `folder`/<case>/flow.ts, and gives its folder; undefined where no such case is generated. */
export function writeGenerated(id: string, folder: string): string | undefined {
  const text = Object.hasOwn(generated, id) ? generated[id]?.() : undefined;
  if (text === undefined) return undefined;
  const own = join(folder, id);
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, 'flow.ts'), text);
  return own;
}

if (import.meta.main) {
  const [folder = '.'] = process.argv.slice(2);
  for (const id of Object.keys(generated)) console.log(join(writeGenerated(id, folder) ?? folder, 'flow.ts'));
}
