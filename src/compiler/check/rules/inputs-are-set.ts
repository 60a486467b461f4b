import type { Step } from '../../ir/graph.ts';
import type { InputRead } from '../../ir/model.ts';
import type { DataRule } from '../check.ts';
import type { DataFlow } from '../data-flow.ts';
import type { Closing } from '../scopes.ts';
import { wayWithout } from '../trace.ts';

/** What a join reads of an input is set on every way into the join that the read can mean. */
export const inputsAreSet: DataRule = (flow, sink) => {
  for (const step of flow.graph.steps) {
    for (const read of step.data.inputs) {
      const number = flow.numberOf(read.name);
      if (number === undefined || flow.optional.has(read.name)) continue;
      const unset = waysOf(flow, step, read).filter(({ transition }) => !flow.exit(transition)?.set.has(number));
      const [way] = unset;
      if (way === undefined) continue;
      const related = unset.map(({ from, transition }) => ({
        message: wayWithout(read.name, from, transition),
        span: transition.span,
      }));
      sink.report('input-artifact-unset', read.span, [read.name, step.name, way.scope.entry], related);
    }
  }
};

/** The ways into the join by which an input comes that the read may be of. */
function waysOf(flow: DataFlow, step: Step, { branch }: InputRead): readonly Closing[] {
  const closings = flow.scopes.closings.get(step.name) ?? [];
  return branch === undefined ? closings : closings.filter(({ scope }) => scope.entry === branch);
}
