import type { Group, Node } from './groups.ts';
import type { Scope } from './instances.ts';

// The order in which a reader meets the parts of a DAG: as they run. A foreach's groups stand before the task that joins them, and an inner foreach's
// between the parts of the body that it cuts.

export type Part = { readonly kind: 'task'; readonly node: Node } | { readonly kind: 'group'; readonly group: Group };

export function inReadingOrder(groups: readonly Group[]): readonly Part[] {
  const byScope = Map.groupBy(groups, ({ scope }) => scope);
  const [top] = groups;
  return (top?.nodes ?? []).flatMap((node): Part[] => [
    ...node.afterGroups
      .flatMap(({ scope }) => groupsIn(scope, byScope))
      .map((group) => ({ kind: 'group', group }) as const),
    { kind: 'task', node },
  ]);
}

function groupsIn(scope: Scope, byScope: ReadonlyMap<Scope, readonly Group[]>): readonly Group[] {
  const ordered: Group[] = [];
  const open: (Scope | Group)[] = [scope];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if ('nodes' in next) {
      ordered.push(next);
      open.push(...next.nodes.flatMap(({ instance }) => instance.opens).toReversed());
    } else open.push(...(byScope.get(next) ?? []).toReversed());
  }
  return ordered;
}
