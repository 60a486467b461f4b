// A shape as a TypeScript flow.
import { flatten, type FlatStep, type Shape } from './shapes.ts';

/** The text of a module that exports `BenchFlow`. */
export function flowcSource(shape: Shape): string {
  const steps = flatten(shape);
  const imports = steps.some((step) => step.role === 'join') ? 'FlowSpec, step, type Inputs' : 'FlowSpec, step';
  const fields = steps.some((step) => step.foreach) ? ['value!: number;', 'items!: number[];'] : ['value!: number;'];
  return [
    `import { ${imports} } from 'flowc';`,
    '',
    'export class BenchFlow extends FlowSpec {',
    ...fields.map((field) => `  ${field}`),
    ...steps.flatMap(method),
    '}',
    '',
  ].join('\n');
}

function method(step: FlatStep): readonly string[] {
  const work = step.foreach ? [WORK[step.role], 'this.items = [1, 2];'] : [WORK[step.role]];
  return [
    '',
    '  @step',
    `  ${step.name}(${PARAMETERS[step.role]}) {`,
    ...[...work, ...transition(step)].map((line) => `    ${line}`),
    '  }',
  ];
}

const PARAMETERS = { start: '', step: '', element: 'item: number', join: 'inputs: Inputs<BenchFlow>', end: '' };

const WORK = {
  start: 'this.value = 0;',
  step: 'this.value += 1;',
  element: 'this.value += item;',
  join: 'this.value = Math.max(...inputs.map((input) => input.value));',
  end: 'console.log(this.value);',
};

function transition(step: FlatStep): readonly string[] {
  if (step.next.length === 0) return [];
  const targets = step.next.map((name) => `this.${name}`).join(', ');
  return [step.foreach ? `this.next(${targets}, { foreach: this.items });` : `this.next(${targets});`];
}
