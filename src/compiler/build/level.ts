import type { StepModel } from '../ir/model.ts';
import { immediateDominators, reversed, reversePostorder } from './digraph.ts';
import { append } from '../ir/multimap.ts';
import type { Edge, NaturalLoop, ScopeFlow } from './scope-flow.ts';

// One level of a scope: the scope itself or the inside of one of its loops, with every loop within it folded to a single node. What goes
// back or leaves the level goes to one sink, so a level has no cycles, and two classic facts say where everything belongs:
// what all ways out of a branching node meet in again (its immediate post-dominator) follows the region that it opens, and any other
// node with several ways in is an ending that arms share, kept by its immediate dominator.

/** A step, or a loop that stands for all its steps. */
export interface LevelNode {
  /** The step, or the loop's header. */
  readonly step: StepModel;
  readonly loop?: NaturalLoop;
  readonly ways: readonly Way[];
}

/** A way on from a node: to another node of the level, back to its header, out of its loop, or off the end of the scope. */
export interface Way {
  readonly edge: Edge;
  readonly to: LevelNode | 'again' | 'leave' | 'exit';
}

export interface Level {
  readonly loop: NaturalLoop | undefined;
  readonly entry: LevelNode;
  /** Where the ways out of a node meet again within the level, at a node that is reached by no other way. */
  follow(node: LevelNode): LevelNode | undefined;
  /** Endings that `node` keeps for its arms, each before those it leads to. */
  tails(node: LevelNode): readonly LevelNode[];
  /** The node that keeps `node` as a shared ending. */
  keeper(node: LevelNode): LevelNode | undefined;
}

/** All levels of a scope: under undefined the scope itself, under a loop its inside. */
export function findLevels(flow: ScopeFlow): ReadonlyMap<NaturalLoop | undefined, Level> {
  const nodes = new Map<NaturalLoop | undefined, LevelNode[]>([[undefined, []]]);
  const nodeAt = new Map<NaturalLoop | undefined, Map<string, LevelNode>>([[undefined, new Map()]]);
  const add = (level: NaturalLoop | undefined, node: LevelNode): void => {
    append(nodes, level, node);
    const table = nodeAt.get(level) ?? new Map<string, LevelNode>();
    nodeAt.set(level, table.set(node.step.name, node));
  };
  const waysOf = new Map<LevelNode, Way[]>();
  for (const step of flow.steps) {
    const inner = flow.loopOf.get(step.name);
    if (inner?.header === step) add(inner.parent, folded(step, waysOf, inner));
    add(inner, folded(step, waysOf));
  }
  for (const step of flow.steps) {
    for (const edge of flow.edges.get(step.name) ?? []) addWays(edge, flow, nodeAt, waysOf);
  }
  return new Map([...nodes].map(([loop, list]) => [loop, new AcyclicLevel(loop, list)]));
}

function folded(step: StepModel, waysOf: Map<LevelNode, Way[]>, loop?: NaturalLoop): LevelNode {
  const ways: Way[] = [];
  const node = loop === undefined ? { step, ways } : { step, ways, loop };
  waysOf.set(node, ways);
  return node;
}

/** Enters an edge at each level that it crosses: at the innermost from the step, further out from the loop that it leaves. */
function addWays(
  edge: Edge,
  flow: ScopeFlow,
  nodeAt: ReadonlyMap<NaturalLoop | undefined, ReadonlyMap<string, LevelNode>>,
  waysOf: ReadonlyMap<LevelNode, Way[]>,
): void {
  let level = flow.loopOf.get(edge.from.name);
  let name = edge.from.name;
  for (;;) {
    const table = nodeAt.get(level);
    const from = table?.get(name);
    const to = destination(edge, level, table);
    const ways = from === undefined ? undefined : waysOf.get(from);
    // Several steps of a loop may leave it the same way; to what is outside they are one.
    if (ways?.every((way) => way.edge.key !== edge.key)) ways.push({ edge, to });
    if (to !== 'leave' || level === undefined) return;
    name = level.header.name;
    level = level.parent;
  }
}

function destination(
  edge: Edge,
  level: NaturalLoop | undefined,
  table: ReadonlyMap<string, LevelNode> | undefined,
): Way['to'] {
  if (edge.to === undefined) return level === undefined ? 'exit' : 'leave';
  if (edge.to === level?.header) return 'again';
  return table?.get(edge.to.name) ?? 'leave';
}

class AcyclicLevel implements Level {
  readonly loop: NaturalLoop | undefined;
  readonly entry: LevelNode;
  readonly #follow = new Map<LevelNode, LevelNode>();
  readonly #tails = new Map<LevelNode, LevelNode[]>();
  readonly #keeper = new Map<LevelNode, LevelNode>();

  constructor(loop: NaturalLoop | undefined, nodes: readonly LevelNode[]) {
    this.loop = loop;
    const [entry] = nodes;
    if (entry === undefined) throw new Error('a level without nodes');
    this.entry = entry;
    const sink = nodes.length;
    const index = new Map(nodes.map((node, at) => [node, at]));
    const graph = nodes.map(({ ways }) =>
      ways.length === 0 ? [sink] : ways.map(({ to }) => (typeof to === 'string' ? sink : (index.get(to) ?? sink))),
    );
    graph.push([]);
    const backward = reversed(graph);
    const dominator = immediateDominators(graph, 0);
    const postDominator = immediateDominators(backward, sink);
    for (const at of reversePostorder(graph, 0)) {
      const node = nodes[at];
      const above = nodes[dominator[at] ?? sink];
      if (node === undefined || above === undefined || (backward[at] ?? []).length < 2) continue;
      if (postDominator[index.get(above) ?? sink] === at) this.#follow.set(above, node);
      else {
        append(this.#tails, above, node);
        this.#keeper.set(node, above);
      }
    }
  }

  follow(node: LevelNode): LevelNode | undefined {
    return this.#follow.get(node);
  }

  tails(node: LevelNode): readonly LevelNode[] {
    return this.#tails.get(node) ?? [];
  }

  keeper(node: LevelNode): LevelNode | undefined {
    return this.#keeper.get(node);
  }
}
