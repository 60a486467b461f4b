import type { ModelRule } from '../rules.ts';

/** Every step can be reached from `start`. */
export const noUnreachableSteps: ModelRule = (model, sink) => {
  const steps = new Map(model.steps.map((step) => [step.name, step]));
  if (!steps.has('start')) return;
  const reached = new Set(['start']);
  // A set grows while it is walked, and the walk meets what was added.
  for (const name of reached) {
    for (const { targets } of steps.get(name)?.transitions ?? []) for (const { step } of targets) reached.add(step);
  }
  for (const { name, span } of model.steps) {
    if (!reached.has(name) && name !== 'end') sink.report('unreachable-step', span, [name]);
  }
};
