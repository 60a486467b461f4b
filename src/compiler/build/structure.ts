import type { Arm, Item, Region, RegionId } from '../ir/graph.ts';
import type { StepModel } from '../ir/model.ts';
import { findLevels, type Level, type LevelNode, type Way } from './level.ts';
import type { Edge, NaturalLoop, ScopeFlow } from './scope-flow.ts';
import type { Group, Scope } from './scopes.ts';

// Writes the region tree. A sequence is followed from node to node until it meets its continuation (the step after the region that it lies
// in), an ending kept elsewhere, or a way out. Sequences found on the way are queued, not entered, so that depth costs no stack.

/** The regions, by id, and the sequence of the whole flow. */
export interface Structure {
  readonly regions: ReadonlyMap<RegionId, Region>;
  readonly body: readonly Item[];
}

/** Requires flows without findings, the flow's own scope first. */
export function structure(flows: ReadonlyMap<Scope, ScopeFlow>, joinOf: ReadonlyMap<Group, string>): Structure {
  return new Structurer(flows, joinOf).run();
}

/** The id of a region that `step` opens; where a step opens several of a kind, their first steps tell them apart. */
export function regionId(kind: Region['kind'], step: StepModel, key?: string): RegionId {
  const among = key !== undefined && step.transitions.length > 1 ? `:${key}` : '';
  return `${kind}:${step.name}${among}` as RegionId;
}

/** A sequence to be written: where it begins and what comes after its end. */
interface Pending {
  readonly level: Level;
  readonly begin: LevelNode | Way;
  readonly continuation: LevelNode | undefined;
  readonly out: Item[];
}

class Structurer {
  readonly #flows: ReadonlyMap<Scope, ScopeFlow>;
  readonly #joinOf: ReadonlyMap<Group, string>;
  readonly #levels = new Map<NaturalLoop, Level>();
  readonly #regions = new Map<RegionId, Region>();
  readonly #pending: Pending[] = [];

  constructor(flows: ReadonlyMap<Scope, ScopeFlow>, joinOf: ReadonlyMap<Group, string>) {
    this.#flows = flows;
    this.#joinOf = joinOf;
  }

  run(): Structure {
    const [whole] = this.#flows.keys();
    if (whole === undefined) throw new Error('a flow without scopes');
    const body = this.#scopeBody(whole);
    for (let next = this.#pending.pop(); next !== undefined; next = this.#pending.pop()) this.#write(next);
    return { regions: this.#regions, body };
  }

  #queue(level: Level, begin: LevelNode | Way, continuation: LevelNode | undefined): Item[] {
    const out: Item[] = [];
    this.#pending.push({ level, begin, continuation, out });
    return out;
  }

  #scopeBody(scope: Scope): Item[] {
    const flow = this.#flows.get(scope);
    if (flow === undefined) throw new Error(`no flow for the scope of ${scope.entry}`);
    const levels = findLevels(flow);
    for (const [loop, level] of levels) if (loop !== undefined) this.#levels.set(loop, level);
    const level = levels.get(undefined);
    if (level === undefined) throw new Error(`no level for the scope of ${scope.entry}`);
    return this.#queue(level, level.entry, undefined);
  }

  #write({ level, begin, continuation, out }: Pending): void {
    let node = 'edge' in begin ? this.#take(begin, level, continuation, out) : begin;
    while (node !== undefined) {
      const next = this.#writeNode(node, level, continuation, out);
      node = next !== undefined && 'edge' in next ? this.#take(next, level, continuation, out) : next;
    }
  }

  /** Writes a step or loop with the choice that it makes; answers with the one way on from it, or with the node that follows its choice. */
  #writeNode(
    node: LevelNode,
    level: Level,
    continuation: LevelNode | undefined,
    out: Item[],
  ): LevelNode | Way | undefined {
    const [way, ...others] = node.ways;
    const decides = others.length > 0;
    const follow = decides ? level.follow(node) : undefined;
    const after = follow ?? continuation;
    const arms = (ways: readonly Way[]): Arm[] =>
      ways.map((way) => ({ to: way.edge.key, body: this.#queue(level, way, after) }));
    const tails = level.tails(node).map((tail) => ({ to: tail.step.name, body: this.#queue(level, tail, after) }));
    if (node.loop !== undefined) {
      const passes = !decides && way !== undefined && passesOn(way);
      const exits = passes ? [{ to: way.edge.key, body: [] }] : arms(node.ways);
      out.push(this.#loop(node.loop, exits, tails));
      return passes ? way : follow;
    }
    out.push({ kind: 'step', step: node.step.name });
    if (!decides) return way;
    const id = regionId('choice', node.step);
    out.push(this.#add({ id, kind: 'choice', step: node.step.name, arms: arms(node.ways), tails }));
    return follow;
  }

  #loop(loop: NaturalLoop, exits: Arm[], tails: Arm[]): Item {
    const level = this.#levels.get(loop);
    if (level === undefined) throw new Error(`no level for the loop of ${loop.header.name}`);
    const maxVisits = loop.latches.find(({ transition }) => transition.maxVisits !== undefined)?.transition.maxVisits;
    const region = {
      id: regionId('loop', loop.header),
      kind: 'loop' as const,
      header: loop.header.name,
      body: this.#queue(level, level.entry, undefined),
      exits,
      tails,
    };
    return this.#add(maxVisits === undefined ? region : { ...region, maxVisits });
  }

  /** Goes one way: opens its region, and answers with the node to go on with unless the sequence ends here. */
  #take({ edge, to }: Way, level: Level, continuation: LevelNode | undefined, out: Item[]): LevelNode | undefined {
    if (edge.group !== undefined && to !== 'leave') out.push(this.#group(edge, edge.group));
    if (to === 'exit' || to === continuation) return undefined;
    if (to === 'again' || to === 'leave') {
      if (level.loop === undefined) throw new Error(`${edge.from.name} leaves a loop that is not there`);
      const loop = regionId('loop', level.loop.header);
      out.push(to === 'again' ? { kind: 'again', loop } : { kind: 'leave', loop, to: edge.key });
      return undefined;
    }
    const keeper = level.keeper(to);
    if (keeper === undefined) return to;
    const region = regionId(keeper.loop === undefined ? 'choice' : 'loop', keeper.step);
    out.push({ kind: 'jump', region, to: to.step.name });
    return undefined;
  }

  #group({ from, key }: Edge, group: Group): Item {
    const kind = group.transition.kind === 'foreach' ? 'foreach' : 'parallel';
    const [first] = group.scopes;
    const join = this.#joinOf.get(group);
    if (first === undefined || join === undefined) throw new Error(`${from.name} opens a region that nothing joins`);
    const base = { id: regionId(kind, from, key), step: from.name, join };
    if (kind === 'foreach') return this.#add({ ...base, kind, body: this.#scopeBody(first) });
    const branches = group.scopes.map((scope) => ({ to: scope.entry, body: this.#scopeBody(scope) }));
    return this.#add({ ...base, kind, branches });
  }

  #add(region: Region): Item {
    this.#regions.set(region.id, region);
    return { kind: 'region', region: region.id };
  }
}

/** Whether what follows a loop with this one exit can simply stand after it: nothing in it needs to know which task left. */
function passesOn({ edge, to }: Way): boolean {
  return edge.group === undefined && to !== 'again' && to !== 'leave';
}
