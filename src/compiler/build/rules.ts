import type { Diagnostics } from '../diagnostics/sink.ts';
import type { FlowModel } from '../ir/model.ts';
import { noElementAtStart } from './rules/no-element-at-start.ts';
import { noReservedBranchNames } from './rules/no-reserved-branch-names.ts';
import { noUnreachableSteps } from './rules/no-unreachable-steps.ts';
import { startAndEnd } from './rules/start-and-end.ts';

/** A law that a flow's steps and transitions have to keep before anyone asks about regions. */
export type ModelRule = (model: FlowModel, sink: Diagnostics) => void;

export const modelRules: readonly ModelRule[] = [
  startAndEnd,
  noElementAtStart,
  noUnreachableSteps,
  noReservedBranchNames,
];
