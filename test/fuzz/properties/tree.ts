import { deepEqual, equal } from 'node:assert/strict';
import type { Graph } from '../../../src/compiler/ir/graph.ts';
import { verifyGraph } from '../../../src/compiler/ir/verify.ts';
import { graphText, treeText } from '../canonical.ts';
import { graphOf, sourceText } from '../compiled.ts';
import { numbers } from '../dice.ts';
import { flowOf, type RandomFlow } from '../flow.ts';
import { propertyOf } from '../property.ts';

/** From a region tree to TypeScript and back. */
export const tree = propertyOf('reads the region tree that a source was written from', 250, numbers, (drawn) => {
  const flow = flowOf(drawn);
  const graph = graphOf(flow.files);
  equal(graphText(graph), treeText(flow.tree, flow.naming), sourceText(flow.files));
  deepEqual(transitionsOf(graph), transitionsIn(flow), sourceText(flow.files));
  deepEqual(verifyGraph(graph), []);
});

/** A line a step, in the order of the tree but for tails and exits, whose order means nothing. */
function transitionsOf({ steps }: Graph): readonly string[] {
  const lines = steps.map(({ name, takes, transitions }) => {
    const ways = transitions.map(({ kind, targets }) => `${kind} ${targets.map(({ step }) => step).join(' & ')}`);
    return `${name}${takes === 'inputs' ? ' joins' : ''}: ${ways.join(' | ')}`;
  });
  return lines.toSorted();
}

function transitionsIn({ steps, naming }: RandomFlow): readonly string[] {
  const lines = steps.map(({ id, takes, ways }) => {
    const written = ways.map(({ kind, targets }) => `${kind} ${targets.map(naming).join(' & ')}`);
    return `${naming(id)}${takes === 'inputs' ? ' joins' : ''}: ${written.join(' | ')}`;
  });
  return lines.toSorted();
}
