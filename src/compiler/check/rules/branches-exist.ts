import type { DataRule } from '../check.ts';

/** `inputs.a` names the first step of a branch of the static split that the join closes. */
export const branchesExist: DataRule = (flow, sink) => {
  for (const step of flow.graph.steps) {
    const scopes = (flow.scopes.closings.get(step.name) ?? []).map(({ scope }) => scope);
    const branches = new Set(scopes.flatMap(({ transition, entry }) => (transition.kind === 'split' ? [entry] : [])));
    const opened = scopes.slice(0, 1).map(({ opener, transition }) => ({
      message: transition.kind === 'split' ? 'the branches are named here' : `\`${opener.name}\` opens a foreach here`,
      span: transition.span,
    }));
    for (const { branch, branchSpan, span } of step.data.inputs) {
      if (branch === undefined || branches.has(branch)) continue;
      sink.report('unknown-branch', branchSpan ?? span, [step.name, branch, [...branches]], opened);
    }
  }
};
