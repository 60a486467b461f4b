import type { Arm, Graph, Item, Region, RegionId, Sequence, Step } from './graph.ts';
import { sequencesOf, walk } from './walk.ts';

// Holds the region tree against the transitions. Its core follows control through the tree alone, from every step to the steps that run
// next, and compares with what the step says: a tree that passes runs exactly the flow that was written.

/** What is wrong with a graph, a sentence each; empty for every graph that `buildGraph` makes. */
export function verifyGraph(graph: Graph): readonly string[] {
  return new Verifier(graph).verify();
}

/** A place in a sequence; past its last item stands what follows the region that holds it. */
interface Place {
  readonly sequence: Sequence;
  readonly index: number;
}

class Verifier {
  readonly #graph: Graph;
  readonly #regions: ReadonlyMap<RegionId, Region>;
  readonly #steps: ReadonlyMap<string, Step>;
  readonly #owner = new Map<Sequence, Region>();
  /** Where each region stands. */
  readonly #places = new Map<RegionId, Place>();
  /** What control comes to past a region, remembered for all that fall off its end. */
  readonly #after = new Map<RegionId, string | undefined>();
  readonly #wrong: string[] = [];

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#regions = new Map(graph.regions.map((region) => [region.id, region]));
    this.#steps = new Map(graph.steps.map((step) => [step.name, step]));
    for (const region of graph.regions) for (const sequence of sequencesOf(region)) this.#owner.set(sequence, region);
  }

  verify(): readonly string[] {
    const sequences = [this.#graph.body, ...this.#owner.keys()];
    for (const sequence of sequences) this.#verifySequence(sequence);
    for (const sequence of sequences) this.#verifySteps(sequence);
    for (const region of this.#graph.regions) this.#verifyRegion(region);
    this.#verifyPlaces();
    return this.#wrong;
  }

  #expect(holds: boolean, otherwise: string): void {
    if (!holds) this.#wrong.push(otherwise);
  }

  /** Every step and region stands once, in the stated order and under the stated parent. */
  #verifyPlaces(): void {
    const placed = [...walk(this.#graph.body, this.#regions)];
    const named = placed.map(({ item, parent }) => `${nameOf(item)} in ${parent ?? 'the flow'}`);
    const steps = this.#graph.steps.map(({ name, region }) => `step ${name} in ${region ?? 'the flow'}`);
    const regions = this.#graph.regions.map(({ id, parent }) => `region ${id} in ${parent ?? 'the flow'}`);
    const same = (kind: string, stated: readonly string[]): void => {
      const found = named.filter((name) => name.startsWith(kind));
      this.#expect(
        found.join('\n') === stated.join('\n'),
        `the tree holds ${found.join(', ')}; stated are ${stated.join(', ')}`,
      );
    };
    same('step', steps);
    same('region', regions);
    this.#expect(this.#reach({ sequence: this.#graph.body, index: 0 }) === 'start', 'the flow does not begin at start');
  }

  #verifySequence(sequence: Sequence): void {
    sequence.forEach((item, index) => {
      if (item.kind === 'region') this.#places.set(item.region, { sequence, index });
      const leaves = item.kind === 'jump' || item.kind === 'again' || item.kind === 'leave';
      this.#expect(!leaves || index === sequence.length - 1, `something follows ${nameOf(item)}`);
    });
  }

  #verifyRegion(region: Region): void {
    switch (region.kind) {
      case 'choice':
        return this.#verifyArms(region, [...region.arms, ...region.tails]);
      case 'loop':
        return this.#verifyArms(region, [...region.exits, ...region.tails]);
      case 'parallel':
      case 'foreach':
        return this.#verifyJoin(region.id, region.join);
    }
  }

  #verifyJoin(region: RegionId, join: string): void {
    const place = this.#places.get(region);
    const next = place?.sequence[place.index + 1];
    this.#expect(next?.kind === 'step' && next.step === join, `${region} is not followed by its join ${join}`);
  }

  #verifyArms(region: Region, arms: readonly Arm[]): void {
    for (const { to, body } of arms) {
      const reached = this.#reach({ sequence: body, index: 0 });
      this.#expect(reached === to, `the arm ${to} of ${region.id} begins at ${String(reached)}`);
    }
  }

  /** The step that control comes to at a place; undefined at the end of the flow or where the tree is broken. */
  #reach(from: Place): string | undefined {
    const left: Region[] = [];
    let place: Place | undefined = from;
    let reached: string | undefined;
    while (place !== undefined) {
      const item: Item | undefined = place.sequence[place.index];
      const owner = this.#owner.get(place.sequence);
      if (item !== undefined) reached = this.#enters(item);
      else if (owner?.kind === 'parallel' || owner?.kind === 'foreach') reached = owner.join;
      else if (owner !== undefined && !(owner.kind === 'loop' && owner.body === place.sequence)) {
        left.push(owner);
        if (!this.#after.has(owner.id)) {
          place = this.#afterRegion(owner.id);
          continue;
        }
        reached = this.#after.get(owner.id);
      }
      break;
    }
    for (const region of left) this.#after.set(region.id, reached);
    return reached;
  }

  #afterRegion(id: RegionId): Place | undefined {
    const at = this.#places.get(id);
    return at === undefined ? undefined : { sequence: at.sequence, index: at.index + 1 };
  }

  #enters(item: Item): string | undefined {
    switch (item.kind) {
      case 'step':
        return item.step;
      case 'jump': {
        const region = this.#regions.get(item.region);
        const tails = region?.kind === 'choice' || region?.kind === 'loop' ? region.tails : [];
        return tails.find(({ to }) => to === item.to)?.to;
      }
      case 'again': {
        const loop = this.#regions.get(item.loop);
        return loop?.kind === 'loop' ? loop.header : undefined;
      }
      case 'leave': {
        const loop = this.#regions.get(item.loop);
        return loop?.kind === 'loop' ? loop.exits.find(({ to }) => to === item.to)?.to : undefined;
      }
      case 'region': {
        const region = this.#regions.get(item.region);
        if (region?.kind === 'loop') return region.header;
        if (region?.kind === 'parallel') return region.branches[0]?.to;
        if (region?.kind === 'foreach') return this.#reach({ sequence: region.body, index: 0 });
        return undefined;
      }
    }
  }

  #verifySteps(sequence: Sequence): void {
    sequence.forEach((item, index) => {
      const step = item.kind === 'step' ? this.#steps.get(item.step) : undefined;
      if (step !== undefined) this.#verifyStep(step, { sequence, index });
    });
  }

  /** The ways on that the tree gives a step are those that it has. */
  #verifyStep(step: Step, { sequence, index }: Place): void {
    const next = sequence[index + 1];
    const region = next?.kind === 'region' ? this.#regions.get(next.region) : undefined;
    const reached =
      region?.kind === 'choice' ? region.arms.map(({ to }) => to) : [this.#reach({ sequence, index: index + 1 })];
    const stated = step.transitions.map(({ targets }) => targets[0]?.step);
    this.#expect(
      reached.filter((name) => name !== undefined).join() === stated.join(),
      `${step.name} goes to ${stated.join(', ')}, in the tree to ${reached.join(', ')}`,
    );
  }
}

function nameOf(item: Item): string {
  switch (item.kind) {
    case 'step':
      return `step ${item.step}`;
    case 'region':
      return `region ${item.region}`;
    case 'jump':
      return `jump to ${item.to}`;
    case 'again':
      return `again ${item.loop}`;
    case 'leave':
      return `leave ${item.loop} to ${item.to}`;
  }
}
