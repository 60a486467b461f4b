import type { DataRule } from '../check.ts';

/** `inputs.a` names the first step of a branch of the static split that the join closes. */
export const branchesExist: DataRule = (flow, sink) => {
  for (const step of flow.graph.steps) {
    const scopes = (flow.scopes.closings.get(step.name) ?? []).map(({ scope }) => scope);
    const [opened] = scopes;
    const branches = opened?.transition.kind === 'split' ? opened.transition.targets.map(({ step: name }) => name) : [];
    const known = new Set(branches);
    const related = scopes.slice(0, 1).map(({ opener, transition }) => ({
      message: transition.kind === 'split' ? 'the branches are named here' : `\`${opener.name}\` opens a foreach here`,
      span: transition.span,
    }));
    for (const { branch, branchSpan, span } of step.data.inputs) {
      if (branch === undefined || known.has(branch)) continue;
      sink.report('unknown-branch', branchSpan ?? span, [step.name, branch, branches], related);
    }
  }
};
