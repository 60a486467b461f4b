import type { ModelRule } from '../rules.ts';

/** `inputs.length` is the number of inputs, so no branch can be named `length`, nor as any other member of an array. */
export const noReservedBranchNames: ModelRule = (model, sink) => {
  for (const { transitions } of model.steps) {
    for (const { kind, targets } of transitions) {
      if (kind !== 'split') continue;
      for (const { step, span } of targets)
        if (step in Array.prototype) sink.report('reserved-branch-name', span, [step]);
    }
  }
};
