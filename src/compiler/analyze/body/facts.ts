import type { Span } from '../../ir/span.ts';
import type { Block, Callee, Event } from './cfg.ts';

// What is known about artifacts at a point of a body: sets of names as the bits of big integers, which are immutable, compare by value and cost one word
// where a body has few names.

export interface Facts {
  /** Surely assigned. */
  readonly assigned: bigint;
  /** Surely assigned or taken by a merge. */
  readonly covered: bigint;
  /** Maybe assigned, mutated or merged. */
  readonly touched: bigint;
  /** Maybe deleted or kept out of a merge. */
  readonly dropped: bigint;
  /** Literals that were surely assigned last: a bit for each pair of artifact and value. */
  readonly literals: bigint;
}

export const nothing: Facts = { assigned: 0n, covered: 0n, touched: 0n, dropped: 0n, literals: 0n };

/** What holds where two paths meet. */
export function meet(a: Facts, b: Facts): Facts {
  return {
    assigned: a.assigned & b.assigned,
    covered: a.covered & b.covered,
    touched: a.touched | b.touched,
    dropped: a.dropped | b.dropped,
    literals: a.literals & b.literals,
  };
}

export function same(a: Facts, b: Facts): boolean {
  return (
    a.assigned === b.assigned &&
    a.covered === b.covered &&
    a.touched === b.touched &&
    a.dropped === b.dropped &&
    a.literals === b.literals
  );
}

/** What running a method or function does, with all that it calls, as its caller sees it. */
export interface Summary {
  /** Where it reads what it may not have assigned itself. */
  readonly reads: ReadonlyMap<string, Span>;
  readonly assigned: ReadonlySet<string>;
  readonly touched: ReadonlySet<string>;
  readonly parameters: ReadonlySet<string>;
  /** Reads of `this.input` and `this.index`. */
  readonly element: ReadonlySet<Span>;
  readonly escapes?: Span;
  readonly misplacedNext: boolean;
}

export type SummaryOf = (callee: Callee) => Summary;

/** The bits of one body, and what its events do to facts. */
export class Names {
  readonly #bits = new Map<string, bigint>();
  readonly #literals = new Map<string, { readonly bit: bigint; readonly name: string; readonly json: string }>();
  /** All literals of an artifact. */
  readonly #masks = new Map<string, bigint>();
  readonly #calls = new Map<
    Summary,
    { readonly assigned: bigint; readonly touched: bigint; readonly literals: bigint }
  >();
  readonly #takes = new Map<readonly string[], bigint>();
  readonly #summaryOf: SummaryOf;

  constructor(blocks: readonly Block[], summaryOf: SummaryOf) {
    this.#summaryOf = summaryOf;
    // Literals get their bits first: an assignment has to know all of its artifact's.
    for (const { events } of blocks)
      for (const event of events) if (event.kind === 'assign') this.#literal(event.name, event.literal);
  }

  bit(name: string): bigint {
    let bit = this.#bits.get(name);
    if (bit === undefined) {
      bit = 1n << BigInt(this.#bits.size);
      this.#bits.set(name, bit);
    }
    return bit;
  }

  #bitsOf(names: Iterable<string>): bigint {
    let bits = 0n;
    for (const name of names) bits |= this.bit(name);
    return bits;
  }

  /** The names in `bits`, in the order in which the body has them. */
  in(bits: bigint): string[] {
    const names: string[] = [];
    if (bits !== 0n) for (const [name, bit] of this.#bits) if ((bits & bit) !== 0n) names.push(name);
    return names;
  }

  literalsIn(bits: bigint): Record<string, string> {
    const found: Record<string, string> = {};
    if (bits !== 0n)
      for (const { bit, name, json } of this.#literals.values()) if ((bits & bit) !== 0n) found[name] = json;
    return found;
  }

  #literal(name: string, json: string | undefined): bigint {
    if (json === undefined) return 0n;
    const key = `${name} ${json}`;
    let known = this.#literals.get(key);
    if (!known) {
      known = { bit: 1n << BigInt(this.#literals.size), name, json };
      this.#literals.set(key, known);
      this.#masks.set(name, this.#mask(name) | known.bit);
    }
    return known.bit;
  }

  #mask(name: string): bigint {
    return this.#masks.get(name) ?? 0n;
  }

  /** The facts after a block. */
  afterAll(before: Facts, events: readonly Event[]): Facts {
    return events.reduce((facts, event) => this.after(facts, event), before);
  }

  /** The facts after an event. */
  after(facts: Facts, event: Event): Facts {
    switch (event.kind) {
      case 'read':
        return facts;
      case 'assign': {
        const bit = this.bit(event.name);
        const literal = this.#literal(event.name, event.literal);
        return {
          assigned: facts.assigned | bit,
          covered: facts.covered | bit,
          touched: facts.touched | bit,
          dropped: facts.dropped & ~bit,
          literals: (facts.literals & ~this.#mask(event.name)) | literal,
        };
      }
      case 'touch':
        return {
          ...facts,
          touched: facts.touched | this.bit(event.name),
          literals: facts.literals & ~this.#mask(event.name),
        };
      case 'unset': {
        const bit = this.bit(event.name);
        return {
          assigned: facts.assigned & ~bit,
          covered: facts.covered & ~bit,
          touched: facts.touched | bit,
          dropped: facts.dropped | bit,
          literals: facts.literals & ~this.#mask(event.name),
        };
      }
      case 'call':
        return this.#afterCall(facts, this.#summaryOf(event.callee), event.certain);
      case 'merge': {
        const takes = this.#taken(event.site.takes);
        const leaves = this.#bitsOf((event.site.exclude ?? []).map(({ name }) => name));
        return {
          ...facts,
          covered: facts.covered | takes,
          touched: facts.touched | (takes & ~facts.assigned),
          dropped: (facts.dropped & ~takes) | (leaves & ~facts.assigned),
        };
      }
    }
  }

  /** What an event may assign or mutate. */
  writtenBy(event: Event): Iterable<string> {
    if (event.kind === 'call') return this.#summaryOf(event.callee).touched;
    return event.kind === 'read' || event.kind === 'merge' ? [] : [event.name];
  }

  #taken(names: readonly string[]): bigint {
    let bits = this.#takes.get(names);
    if (bits === undefined) this.#takes.set(names, (bits = this.#bitsOf(names)));
    return bits;
  }

  #afterCall(facts: Facts, summary: Summary, certain: boolean): Facts {
    let call = this.#calls.get(summary);
    if (!call) {
      let literals = 0n;
      for (const name of summary.touched) literals |= this.#mask(name);
      call = { assigned: this.#bitsOf(summary.assigned), touched: this.#bitsOf(summary.touched), literals };
      this.#calls.set(summary, call);
    }
    const assigned = certain ? call.assigned : 0n;
    return {
      assigned: facts.assigned | assigned,
      covered: facts.covered | assigned,
      touched: facts.touched | call.touched,
      dropped: facts.dropped & ~assigned,
      literals: facts.literals & ~call.literals,
    };
  }
}
