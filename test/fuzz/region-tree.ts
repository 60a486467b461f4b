import type { Dice } from './dice.ts';

// Random region trees, in the one form that the compiler writes: what all ways out of a choice meet in follows it, other shared endings are its
// tails, a loop holds just the steps that can still go round. Trees are grown by a program that keeps these laws as it goes, so
// that what comes out needs no filter and no second opinion from the compiler's own algorithms.

/** Nodes one after another; only the last may be a jump, an `again` or a `leave`. */
export type Tree = readonly Node[];

/** Steps, loops and tails are told apart by number; naming.ts has the names of steps. */
export type Node =
  | { readonly kind: 'step'; readonly id: number }
  | { readonly kind: 'split'; readonly branches: readonly Tree[] }
  | { readonly kind: 'each'; readonly body: Tree }
  | { readonly kind: 'choice'; readonly arms: readonly Tree[]; readonly tails: readonly Tail[] }
  | LoopNode
  | { readonly kind: 'jump'; readonly tail: number }
  | { readonly kind: 'again'; readonly loop: number }
  | { readonly kind: 'leave'; readonly loop: number; readonly exit: number };

export interface LoopNode {
  readonly kind: 'loop';
  readonly id: number;
  readonly maxVisits?: number;
  readonly body: Tree;
  readonly exits: readonly Exit[];
  readonly tails: readonly Tail[];
}

export interface Exit {
  readonly id: number;
  readonly body: Tree;
}

export interface Tail {
  readonly id: number;
  readonly body: Tree;
}

export const START = 0;
export const END = -1;

const MAX_DEPTH = 6;

/** A tree of about `size` steps at most, from `start` to `end`. */
export function growTree(dice: Dice, size: number): Tree {
  const top: Place = { falls: true, tails: [], depth: 0 };
  return new Grower(dice, size).sequence(top, { finish: [{ kind: 'step', id: END }] });
}

/** Where a sequence grows, and so how it may end. */
interface Place {
  /** It may fall off its end; else it lies in `loop`, and must be able to go round again. */
  readonly falls: boolean;
  readonly loop?: GrowingLoop;
  readonly tails: readonly GrowingTail[];
  readonly depth: number;
}

interface GrowingLoop {
  readonly id: number;
  readonly exits: readonly number[];
  /** How many transitions leave by each exit. */
  readonly uses: Map<number, number>;
}

interface GrowingTail {
  readonly id: number;
  /** The arms of its region from which somebody jumps to it. */
  readonly jumpedFrom: Set<number>;
  arm: number;
}

/** What a sequence must be like beside its place. */
interface Wish {
  /** Begins with a split or foreach that the deciding step opens. */
  readonly opened?: boolean;
  /** Ends with these. */
  readonly finish?: Tree;
}

/** Several ways on, and how many transitions there are for each: what opens a region has to be one. */
interface Ways {
  readonly uses: readonly number[];
  /** All fall off their ends, to what follows them all. */
  readonly closed: boolean;
}

class Grower {
  readonly #dice: Dice;
  #fuel: number;
  #steps = 0;
  #marks = 0;

  constructor(dice: Dice, size: number) {
    this.#dice = dice;
    this.#fuel = size;
  }

  /** A sequence with at least one step. */
  sequence(place: Place, { opened = false, finish = [] }: Wish = {}): Tree {
    const nodes: Node[] = [];
    if (opened) nodes.push(this.#group(place));
    else if (this.#mayNest(place) && this.#dice.once(6) && this.#addLoop(nodes, place, finish)) return nodes;
    if (nodes.at(-1)?.kind !== 'step') nodes.push(this.#step());
    while (!this.#extend(nodes, place, finish));
    return nodes;
  }

  /** Goes on after a step, and up to a step unless the sequence has ended then. */
  #extend(nodes: Node[], place: Place, finish: Tree): boolean {
    const dice = this.#dice;
    switch (this.#mayNest(place) ? dice.roll(12) : 0) {
      case 0:
        return nodes.push(...this.#ending(place), ...finish) > 0;
      case 1:
      case 2:
        break;
      case 3:
      case 4:
      case 5:
        nodes.push(this.#group(place));
        if (finish.length > 0 && dice.once(3)) return nodes.push(...finish) > 0;
        break;
      case 6:
      case 7:
        nodes.push(this.#choice(place, true));
        if (dice.once(3)) return this.#addLoop(nodes, place, finish);
        break;
      case 8:
        return nodes.push(this.#choice(place, finish.length > 0), ...finish) > 0;
      default:
        return this.#addLoop(nodes, place, finish);
    }
    nodes.push(this.#step());
    return false;
  }

  #mayNest({ depth }: Place): boolean {
    return this.#fuel > 0 && depth < MAX_DEPTH;
  }

  #step(): Node {
    this.#fuel--;
    return { kind: 'step', id: this.#steps++ };
  }

  /** A split or foreach; a join must follow. */
  #group({ depth }: Place): Node {
    const inside: Place = { falls: true, tails: [], depth: depth + 1 };
    if (this.#dice.roll(2) === 0) return { kind: 'each', body: this.sequence(inside) };
    const branches = Array.from({ length: 2 + this.#dice.roll(3) }, () => this.sequence(inside));
    return { kind: 'split', branches };
  }

  #choice(place: Place, closed: boolean): Node {
    const count = 2 + this.#dice.roll(3);
    return { kind: 'choice', ...this.#arms(place, { uses: Array.from({ length: count }, () => 1), closed }) };
  }

  /** How a sequence ends that has a step before; falling off needs no node. */
  #ending(place: Place): Tree {
    const end = (): Tree => (place.falls ? [] : this.#again(place));
    return this.#dice.pick([end, ...place.tails.map((tail) => this.#jump(tail))])();
  }

  #again({ loop }: Place): Tree {
    return loop === undefined ? [] : [{ kind: 'again', loop: loop.id }];
  }

  #jump(tail: GrowingTail): () => Tree {
    return () => {
      tail.jumpedFrom.add(tail.arm);
      return [{ kind: 'jump', tail: tail.id }];
    };
  }

  /** Adds a loop and, unless that ends the sequence, a step after it. */
  #addLoop(nodes: Node[], place: Place, finish: Tree): boolean {
    const { body, ...loop } = this.#loopBody(place);
    const uses = [...loop.uses.values()];
    const ids = [...loop.uses.keys()];
    const add = (exits: readonly Tree[], tails: readonly Tail[]): void => {
      const { id, maxVisits } = loop;
      const named = exits.map((exit, at) => ({ id: ids[at] ?? 0, body: exit }));
      nodes.push({ kind: 'loop', id, body, exits: named, tails, ...(maxVisits === undefined ? {} : { maxVisits }) });
    };
    if (uses.length > 1) {
      const closed = finish.length > 0 || this.#dice.roll(2) === 0;
      const { arms, tails } = this.#arms(place, { uses, closed });
      add(arms, tails);
      if (!closed || finish.length > 0) {
        nodes.push(...finish);
        return true;
      }
    } else if (uses[0] === 1 && this.#mayNest(place) && this.#dice.once(3)) {
      add([this.sequence({ ...place, depth: place.depth + 1 }, { opened: true, finish })], []);
      return true;
    } else if (this.#dice.once(3)) {
      const ending = this.#ending(place);
      const goesRound = ending[0]?.kind === 'again';
      add([goesRound ? ending : []], []);
      nodes.push(...(goesRound ? [] : ending), ...finish);
      return true;
    } else add([[]], []);
    nodes.push(this.#step());
    return false;
  }

  #loopBody({ depth }: Place): GrowingLoop & { readonly body: Tree; readonly maxVisits?: number } {
    const id = this.#marks++;
    const exits = Array.from({ length: 1 + this.#dice.roll(3) }, () => this.#marks++);
    const bound = this.#dice.roll(8);
    const loop = { id, exits, uses: new Map<number, number>() };
    let body = this.#loopSequence({ falls: false, loop, tails: [], depth: depth + 1 });
    if (loop.uses.size === 0) {
      const [exit = id] = exits;
      loop.uses.set(exit, 1);
      const arms = [[{ kind: 'again', loop: id } as const], [{ kind: 'leave', loop: id, exit } as const]];
      body = [...body.slice(0, 1), { kind: 'choice', arms, tails: [] }];
    }
    return { ...loop, body, ...(bound === 0 ? {} : { maxVisits: bound }) };
  }

  /** It begins with its header, which no inner loop may have for its own. */
  #loopSequence(place: Place): Tree {
    const header = this.#step();
    if (this.#dice.roll(2) === 0) return [header, this.#choice(place, false)];
    return [header, ...this.sequence(place)];
  }

  /** Ways on from a choice, or from a loop that is left in several ways, no two to the same step. */
  #arms(place: Place, ways: Ways): { readonly arms: readonly Tree[]; readonly tails: readonly Tail[] } {
    const { loop: _, ...outside } = place;
    const inside = { ...(ways.closed ? { ...outside, falls: true, tails: [] } : place), depth: place.depth + 1 };
    const fuel = this.#fuel;
    if (this.#mayNest(inside) && this.#dice.once(2)) {
      const uses = new Map(place.loop?.uses);
      const jumps = inside.tails.map(({ jumpedFrom }) => [...jumpedFrom]);
      const found = this.#armsWithTails(inside, ways);
      if (found !== undefined) return found;
      // These have come to nothing, and so has what they did.
      this.#fuel = fuel;
      place.loop?.uses.clear();
      for (const [exit, count] of uses) place.loop?.uses.set(exit, count);
      inside.tails.forEach(({ jumpedFrom }, at) => {
        jumpedFrom.clear();
        for (const arm of jumps[at] ?? []) jumpedFrom.add(arm);
      });
    }
    return { arms: this.#growArms(inside, ways.uses, []), tails: [] };
  }

  #armsWithTails(place: Place, { uses }: Ways): { readonly arms: readonly Tree[]; readonly tails: Tail[] } | undefined {
    const own = Array.from({ length: 1 + this.#dice.roll(2) }, () => newTail(this.#marks++));
    const arms = this.#growArms(place, uses, own);
    const tails = own.map(({ id }, at) => {
      const later = own.slice(at + 1).map((tail) => newTail(tail.id));
      return { id, body: this.sequence({ ...place, tails: [...place.tails, ...later] }) };
    });
    const shared = own.every((tail) => tail.jumpedFrom.size > 1 && arms.some((arm) => avoids(arm, tail.id, tails)));
    return shared ? { arms, tails } : undefined;
  }

  #growArms(place: Place, uses: readonly number[], own: readonly GrowingTail[]): Tree[] {
    const tails = [...place.tails, ...own];
    const inside = { ...place, tails };
    const bare = this.#bareArms(inside);
    return uses.map((transitions, at) => {
      for (const tail of own) tail.arm = at;
      // The first arm inside a loop is one that goes round again.
      const may = bare.filter(({ leaves }) => !leaves || at > 0);
      const chosen = this.#dice.roll(2) === 0 || !this.#mayNest(place) ? may[this.#dice.roll(may.length)] : undefined;
      if (chosen === undefined)
        return this.sequence(inside, { opened: transitions === 1 && this.#mayNest(place) && this.#dice.once(4) });
      bare.splice(bare.indexOf(chosen), 1);
      return chosen.take(transitions);
    });
  }

  /** Arms without a step of their own, each of which may stand once. */
  #bareArms(place: Place): BareArm[] {
    const { falls, loop, tails } = place;
    const ends: BareArm[] = falls ? [{ take: () => [] }] : [{ take: () => this.#again(place) }];
    const jumps = tails.map((tail): BareArm => ({ take: this.#jump(tail) }));
    if (falls || loop === undefined) return [...ends, ...jumps];
    const leave = (exit: number): BareArm['take'] => {
      return (transitions) => {
        loop.uses.set(exit, (loop.uses.get(exit) ?? 0) + transitions);
        return [{ kind: 'leave', loop: loop.id, exit }];
      };
    };
    return [...ends, ...loop.exits.map((exit): BareArm => ({ leaves: true, take: leave(exit) })), ...jumps];
  }
}

interface BareArm {
  readonly leaves?: boolean;
  take(transitions: number): Tree;
}

const newTail = (id: number): GrowingTail => ({ id, jumpedFrom: new Set(), arm: -1 });

/** Whether control can come to the end of a sequence, or out of it, without the tail `id`. */
function avoids(sequence: Tree, id: number, siblings: readonly Tail[]): boolean {
  const last = sequence.at(-1);
  if (last?.kind === 'jump') {
    const sibling = siblings.find((tail) => tail.id === last.tail);
    return last.tail !== id && (sibling === undefined || avoids(sibling.body, id, siblings));
  }
  if (last?.kind === 'choice') return last.arms.some((arm) => avoids(arm, id, [...siblings, ...last.tails]));
  if (last?.kind === 'loop') return last.exits.some(({ body }) => avoids(body, id, [...siblings, ...last.tails]));
  return true;
}
