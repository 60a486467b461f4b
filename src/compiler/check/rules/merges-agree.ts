import type { Diagnostics } from '../../diagnostics/sink.ts';
import type { Step } from '../../ir/graph.ts';
import type { Merge } from '../../ir/model.ts';
import type { DataRule } from '../check.ts';
import type { DataFlow } from '../data-flow.ts';
import type { Closing } from '../scopes.ts';

/** A `merge` takes what an input has, and no artifact that two branches of a split surely assign, unless both assign the same literal. */
export const mergesAgree: DataRule = (flow, sink) => {
  for (const step of flow.graph.steps) {
    for (const merge of step.data.merges) {
      reportMissing(flow, sink, step, merge);
      for (const artifact of taken(flow, merge)) reportConflict(flow, sink, step, merge, artifact);
    }
  }
};

function taken(flow: DataFlow, { include, exclude, assigned }: Merge): readonly string[] {
  const names = include === undefined ? flow.artifacts : include.map(({ name }) => name);
  const left = new Set([...assigned, ...(exclude ?? []).map(({ name }) => name)]);
  return names.filter((name) => !left.has(name));
}

function reportMissing(flow: DataFlow, sink: Diagnostics, step: Step, { include = [] }: Merge): void {
  const supply = flow.supply(step);
  for (const { name, span } of include) {
    const number = flow.numberOf(name);
    if (number === undefined || supply === undefined || supply.maybe.has(number)) continue;
    sink.report('merge-of-unset', span, [name, step.name]);
  }
}

function reportConflict(flow: DataFlow, sink: Diagnostics, step: Step, merge: Merge, artifact: string): void {
  const number = flow.numberOf(artifact);
  const closings = flow.scopes.closings.get(step.name) ?? [];
  if (number === undefined || closings[0]?.scope.transition.kind !== 'split') return;
  const branches = Map.groupBy(closings, ({ scope }) => scope.entry);
  const assigning = [...branches.values()].filter((ways) =>
    ways.every(({ transition }) => flow.exit(transition)?.assigned.has(number)),
  );
  const [one, two] = assigning;
  if (one === undefined || two === undefined || agree(assigning.flat(), artifact)) return;
  const name = (ways: readonly Closing[]): string => ways[0]?.scope.entry ?? '';
  const related = assigning.flat().map(({ scope, transition }) => ({
    message: `the branch \`${scope.entry}\` comes here with its own \`${artifact}\``,
    span: transition.span,
  }));
  sink.report('merge-conflict', merge.span, [artifact, name(one), name(two)], related);
}

/** Whether the last steps of all branches assign one and the same literal. */
function agree(ways: readonly Closing[], artifact: string): boolean {
  const literals = new Set(ways.map(({ transition }) => transition.effects.literals[artifact]));
  return literals.size === 1 && !literals.has(undefined);
}
