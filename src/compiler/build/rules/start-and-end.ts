import type { ModelRule } from '../rules.ts';

/** A flow begins at `start` and ends at `end`. */
export const startAndEnd: ModelRule = (model, sink) => {
  for (const name of ['start', 'end'] as const) {
    if (!model.steps.some((step) => step.name === name)) sink.report(`no-${name}`, model.span, [model.name]);
  }
};
