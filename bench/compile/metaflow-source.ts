// A shape as a Metaflow flow, step for step what flowc-source.ts writes.
import { flatten, type FlatStep, type Shape } from './shapes.ts';

/** The text of a Python program that takes Metaflow's own commands. */
export function metaflowSource(shape: Shape): string {
  return [
    'from metaflow import FlowSpec, step',
    '',
    '',
    'class BenchFlow(FlowSpec):',
    ...flatten(shape).flatMap(method),
    '',
    "if __name__ == '__main__':",
    '    BenchFlow()',
    '',
  ].join('\n');
}

function method(step: FlatStep): readonly string[] {
  const work = step.foreach ? [WORK[step.role], 'self.items = [1, 2]'] : [WORK[step.role]];
  return [
    '    @step',
    `    def ${step.name}(${step.role === 'join' ? 'self, inputs' : 'self'}):`,
    ...[...work, ...transition(step)].map((line) => `        ${line}`),
    '',
  ];
}

const WORK = {
  start: 'self.value = 0',
  step: 'self.value += 1',
  element: 'self.value += self.input',
  join: 'self.value = max(input.value for input in inputs)',
  end: 'print(self.value)',
};

function transition(step: FlatStep): readonly string[] {
  if (step.next.length === 0) return [];
  const targets = step.next.map((name) => `self.${name}`).join(', ');
  return [step.foreach ? `self.next(${targets}, foreach='items')` : `self.next(${targets})`];
}
