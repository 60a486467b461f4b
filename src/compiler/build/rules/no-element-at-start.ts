import type { ModelRule } from '../rules.ts';

/** `start` is the first task of a run: there is no element that it could take, and nothing that it could join. */
export const noElementAtStart: ModelRule = (model, sink) => {
  const start = model.steps.find((step) => step.name === 'start');
  if (start !== undefined && start.takes !== 'nothing') sink.report('start-takes-parameter', start.span, [start.takes]);
};
