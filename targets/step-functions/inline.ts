import type { ForEach, Step } from '../../src/compiler/ir/graph.ts';

// A foreach's body is an execution of its own for each element, so that no width is too wide. Where the elements are written out, few, and each a step or a few,
// they are part of the run's own execution: one page in the console shows all of them.

/** As many iterations AWS runs at the same time: https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html */
const MOST_ELEMENTS = 40;

/** So that forty times their events are far from the most that one execution may have. */
const MOST_STEPS = 10;

/** @param opener - The step that opens it. */
export function isInline(opener: Step, { body }: ForEach): boolean {
  const [first] = body;
  const target = first?.kind === 'step' ? first.step : undefined;
  const way = opener.transitions.find(({ kind, targets }) => kind === 'foreach' && targets[0]?.step === target);
  if (way?.count === undefined || way.count > MOST_ELEMENTS) return false;
  return body.length <= MOST_STEPS && body.every(({ kind }) => kind === 'step');
}
