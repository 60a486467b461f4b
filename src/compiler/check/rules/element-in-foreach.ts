import type { DataRule } from '../check.ts';
import type { OpenScope } from '../scopes.ts';

/** `this.input` and `this.index` have a meaning only inside a foreach body. */
export const elementInForeach: DataRule = (flow, sink) => {
  for (const { name, data } of flow.graph.steps) {
    if (data.element.length === 0 || isInForeach(flow.scopes.of.get(name))) continue;
    for (const span of data.element) sink.report('element-outside-foreach', span, [name]);
  }
};

function isInForeach(innermost: OpenScope | undefined): boolean {
  for (let scope = innermost; scope !== undefined; scope = scope.around) {
    if (scope.transition.kind === 'foreach') return true;
  }
  return false;
}
