// Algorithms on a directed graph of a few thousand nodes, numbered from 0. None of them recurses.

/** Successors of each node. */
export type Digraph = readonly (readonly number[])[];

/** Nodes that the entry reaches, each before its successors but for edges back: reverse postorder, an earlier successor first. */
export function reversePostorder(graph: Digraph, entry: number): number[] {
  const order: number[] = [];
  const seen = new Set([entry]);
  const visit = (node: number) => ({ node, next: graph[node]?.length ?? 0 });
  const stack = [visit(entry)];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const successor = graph[top.node]?.[--top.next];
    if (successor === undefined) {
      order.push(top.node);
      stack.pop();
    } else if (!seen.has(successor)) {
      seen.add(successor);
      stack.push(visit(successor));
    }
  }
  return order.toReversed();
}

/** The graph with every edge turned round. */
export function reversed(graph: Digraph): number[][] {
  const result: number[][] = graph.map(() => []);
  graph.forEach((successors, node) => {
    for (const successor of successors) result[successor]?.push(node);
  });
  return result;
}

/**
 * The immediate dominator of each node that the entry reaches (the entry's is itself), by Cooper, Harvey and Kennedy: "A Simple, Fast Dominance
 * Algorithm". One round settles a reducible graph; a second finds nothing to change. Predecessors are met from the last to the first: so
 * a node that every step of a long chain can go to costs one walk along the chain, not one for each step.
 */
export function immediateDominators(graph: Digraph, entry: number): readonly (number | undefined)[] {
  const order = reversePostorder(graph, entry);
  const rank: number[] = [];
  order.forEach((node, index) => (rank[node] = index));
  const rankOf = (node: number): number => rank[node] ?? Infinity;
  const predecessors = reversed(graph).map((nodes) => nodes.toSorted((a, b) => rankOf(b) - rankOf(a)));
  const idom: (number | undefined)[] = graph.map(() => undefined);
  idom[entry] = entry;
  const meet = (a: number, b: number): number => {
    while (a !== b) {
      while (rankOf(a) > rankOf(b)) a = idom[a] ?? entry;
      while (rankOf(b) > rankOf(a)) b = idom[b] ?? entry;
    }
    return a;
  };
  for (let changed = true; changed;) {
    changed = false;
    for (const node of order) {
      if (node === entry) continue;
      const known = (predecessors[node] ?? []).filter((predecessor) => idom[predecessor] !== undefined);
      const next = known.reduce(meet);
      if (idom[node] !== next) {
        idom[node] = next;
        changed = true;
      }
    }
  }
  return idom;
}

/** Answers `dominates(a, b)` in constant time, from the numbers at which a walk of the dominator tree enters and leaves a node. */
export function dominance(idom: readonly (number | undefined)[], entry: number): (a: number, b: number) => boolean {
  const children: number[][] = idom.map(() => []);
  idom.forEach((parent, node) => {
    if (parent !== undefined && parent !== node) children[parent]?.push(node);
  });
  const enter: number[] = [];
  const leave: number[] = [];
  let clock = 0;
  const stack: { readonly node: number; next: number }[] = [{ node: entry, next: 0 }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    enter[top.node] ??= clock++;
    const child = children[top.node]?.[top.next++];
    if (child !== undefined) stack.push({ node: child, next: 0 });
    else {
      leave[top.node] = clock++;
      stack.pop();
    }
  }
  return (a, b) => (enter[a] ?? Infinity) <= (enter[b] ?? -1) && (leave[b] ?? Infinity) <= (leave[a] ?? -1);
}
