import type { Graph, Region, RegionId } from '../../src/compiler/ir/graph.ts';
import { openerOf } from '../../src/compiler/ir/walk.ts';
import type { Meaning } from '../target.ts';
import { firstOf, stateMachine } from './machine.ts';
import { ALONE, BEGIN, BUSY, FAILED, nameStates, OTHERS, RUN, SUCCEEDED, type Role, type StateNames } from './names.ts';

// The way back from the names of states to the flow, by the same names that are written.

/** A name and what it stands for, beginning at the step or exit handler `at`. */
type Said = Omit<Meaning, 'span'> & { readonly at?: string };

export function explainStepFunctions(graph: Graph): readonly Meaning[] {
  const { steps, exitHandlers, regions, flow } = graph;
  const names = nameStates(graph);
  const written = statesOf(graph, names);
  const all = new Map(regions.map((region) => [region.id, region]));
  const said: readonly Said[] = [
    { name: BEGIN, text: 'says which run this is' },
    { name: OTHERS, text: 'sees which other runs of the flow are going on' },
    { name: ALONE, text: 'goes on where no other run is, since `concurrency` is `forbid`' },
    { name: BUSY, text: 'the end of a run that began while another was going on' },
    { name: RUN, text: 'the whole flow, before its exit handlers' },
    ...steps.map(({ name }) => ({ name: names.method(name), text: `the step \`${name}\``, step: name, at: name })),
    ...regions.flatMap((region) => ofRegion(region, all, names)),
    ...exitHandlers.flatMap(({ name }) => [ofHandler(name, 'succeeded', names), ofHandler(name, 'failed', names)]),
    { name: SUCCEEDED, text: 'the end of a run that succeeded' },
    { name: FAILED, text: 'the end of a run that failed, with what it failed with' },
  ];
  const spans = new Map([...steps, ...exitHandlers].map(({ name, span }) => [name, span]));
  return said
    .filter(({ name }) => written.has(name))
    .map(({ at, ...meaning }) => ({ ...meaning, span: spans.get(at ?? '') ?? flow.span }));
}

/** The names of all states that there are, wherever its tasks may run. */
function statesOf(graph: Graph, names: StateNames): ReadonlySet<string> {
  const anywhere = { machine: '', store: { bucket: '', prefix: '' }, jobs: { definition: () => '', queue: () => '' } };
  const open = [stateMachine({ graph, ...anywhere }, names, { code: undefined, parallelism: undefined })];
  const found = new Set<string>();
  for (let scope = open.pop(); scope !== undefined; scope = open.pop()) {
    for (const [name, state] of Object.entries(scope.States)) {
      found.add(name);
      if (state.Type === 'Parallel') open.push(...state.Branches);
      if (state.Type === 'Map') open.push(state.ItemProcessor);
    }
  }
  return found;
}

const ofHandler = (name: string, ended: 'succeeded' | 'failed', names: StateNames): Said => ({
  name: names.beside(name, ended),
  text: `the exit handler \`${name}\`, of a run that ${ended}`,
  step: name,
  at: name,
});

function ofRegion(region: Region, all: ReadonlyMap<RegionId, Region>, names: StateNames): readonly Said[] {
  const at = openerOf(region);
  const say = (role: Role, text: string): Said => ({ name: names.region(region.id, role), text, at });
  switch (region.kind) {
    case 'parallel':
      return [
        say('branches', `the branches that \`${at}\` opens, side by side until \`${region.join}\``),
        ...region.branches.map(({ to }) => ending(to, names)),
      ];
    case 'foreach':
      return [
        say('frames', `reads which elements the foreach of \`${at}\` has`),
        say('each', `the body of the foreach that \`${at}\` opens, once for each element, until \`${region.join}\``),
        ending(firstOf(region.body, all), names),
      ];
    case 'choice':
      return [
        say('control', `reads what \`${at}\` decided`),
        say('choose', `the choice that \`${at}\` makes: one of its arms runs`),
      ];
    case 'loop':
      return [say('enter', `begins the loop of \`${at}\``), say('again', `the next visit of the loop of \`${at}\``)];
  }
}

/** The state that ends a scope, where nothing else can. */
const ending = (first: string, names: StateNames): Said => ({
  name: names.beside(first, 'end'),
  text: `the end of what begins with \`${first}\``,
  at: first,
});
