import type { Graph, Step, Transition } from '../../src/compiler/ir/graph.ts';

// What the transitions of a graph say about scopes and loops, found the plain and slow way and without the region tree: the second opinion that
// the tree and everything made from it are held against.

export interface Way {
  readonly transition: Transition;
  /** The step that it leads to, past the region that it opens; undefined: none. */
  readonly to: string | undefined;
}

export interface FlowMap {
  readonly ways: ReadonlyMap<string, readonly Way[]>;
  readonly joins: ReadonlySet<string>;
  /** The headers of the loops around each step in its own scope, from the outside in. */
  readonly loops: ReadonlyMap<string, readonly string[]>;
  /** For each step the way by which its scope's end is nearest. */
  readonly nearest: ReadonlyMap<string, number>;
}

export function mapOf(graph: Graph): FlowMap {
  const joins = new Set(graph.steps.filter(({ takes }) => takes === 'inputs').map(({ name }) => name));
  const leadsTo = destinations(graph, joins);
  const ways = new Map(
    graph.steps.map(({ name, transitions }): [string, Way[]] => [
      name,
      transitions.map((transition) => ({ transition, to: leadsTo(transition) })),
    ]),
  );
  const within: Edges = (name) =>
    (ways.get(name) ?? []).flatMap(({ transition, to }) =>
      to === undefined || (transition.kind === 'go' && joins.has(to)) ? [] : [to],
    );
  const entries = ['start', ...graph.steps.flatMap(entriesOf)];
  const loops = new Map(entries.flatMap((entry) => [...loopsIn(entry, within)]));
  return { ways, joins, loops, nearest: nearestWays(graph, ways) };
}

/** Where a transition leads: past the region that it opens, to the first join that a walk through that meets on its own level. */
function destinations(graph: Graph, joins: ReadonlySet<string>): (transition: Transition) => string | undefined {
  const transitionsOf = new Map(graph.steps.map(({ name, transitions }) => [name, transitions]));
  const known = new Map<Transition, string>();
  const leadsTo = (transition: Transition): string | undefined => {
    const [first] = transition.targets;
    if (transition.kind === 'go' || first === undefined) return first?.step;
    const found = known.get(transition) ?? joinAfter(first.step);
    if (found !== undefined) known.set(transition, found);
    return found;
  };
  const joinAfter = (entry: string): string | undefined => {
    const met = new Set([entry]);
    // A set grows while it is walked, and the walk meets what was added.
    for (const name of met) {
      for (const transition of transitionsOf.get(name) ?? []) {
        const to = leadsTo(transition);
        if (to !== undefined && transition.kind === 'go' && joins.has(to)) return to;
        if (to !== undefined) met.add(to);
      }
    }
    return undefined;
  };
  return leadsTo;
}

const entriesOf = ({ transitions }: Step): readonly string[] =>
  transitions.flatMap(({ kind, targets }) => (kind === 'go' ? [] : targets.map(({ step }) => step)));

type Edges = (name: string) => readonly string[];

function reached(from: readonly string[], next: Edges, without?: string): Set<string> {
  const found = new Set(from.filter((name) => name !== without));
  // A set grows while it is walked, and the walk meets what was added.
  for (const name of found) for (const to of next(name)) if (to !== without) found.add(to);
  return found;
}

/** The natural loops of one scope: the steps from which an edge back can be reached without passing the header, which stands before them all. */
function loopsIn(entry: string, next: Edges): Map<string, string[]> {
  const all = [...reached([entry], next)];
  const dominates = (a: string, b: string): boolean => a === b || !reached([entry], next, a).has(b);
  const bodies = new Map<string, Set<string>>();
  for (const header of all) {
    const latches = all.filter((name) => next(name).includes(header) && dominates(header, name));
    if (latches.length === 0) continue;
    const goesRound = (name: string): boolean => {
      const found = reached([name], next, header);
      return latches.some((latch) => found.has(latch));
    };
    bodies.set(header, new Set([header, ...all.filter((name) => dominates(header, name) && goesRound(name))]));
  }
  const around = (name: string): string[] =>
    [...bodies]
      .filter(([, body]) => body.has(name))
      .toSorted(([, a], [, b]) => b.size - a.size)
      .map(([header]) => header);
  return new Map(all.map((name) => [name, around(name)]));
}

/** By breadth first from the end, over every edge turned round. */
function nearestWays(graph: Graph, ways: ReadonlyMap<string, readonly Way[]>): Map<string, number> {
  const distance = new Map([['end', 0]]);
  for (const name of distance.keys()) {
    const far = (distance.get(name) ?? 0) + 1;
    for (const [from, out] of ways)
      if (out.some(({ to }) => to === name) && !distance.has(from)) distance.set(from, far);
  }
  const farness = ({ to }: Way): number => distance.get(to ?? '') ?? Infinity;
  return new Map(
    graph.steps.map(({ name }) => {
      const out = ways.get(name) ?? [];
      return [name, out.reduce((best, way, at) => (farness(way) < farness(out[best] ?? way) ? at : best), 0)];
    }),
  );
}
