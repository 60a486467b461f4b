import type { Span } from '../../ir/span.ts';
import type { InputRead, Named } from '../../ir/model.ts';
import type { MethodMember } from '../flow-class.ts';

// The control-flow graph of one body: blocks of events in the order in which they happen, and edges between them. Only what matters to a flow is an
// event; the rest of the code leaves nothing behind. A `this.next(…)` is always the last thing in its block, so that "may this path
// have called it?" is a question about blocks alone. Built for one body at a time and thrown away.

/** A function under the name of a constant: what it does with the flow counts where it is called or given away, not where it is written. */
export interface LocalFunction {
  readonly entry: Block;
  readonly exit: Block;
  readonly async: boolean;
  readonly generator: boolean;
}

export type Callee = MethodMember | LocalFunction;

/** Something that happens to the flow's data. */
export type Event =
  | { readonly kind: 'read'; readonly name: string; readonly span: Span }
  /** `literal`: the value as JSON text, where it is one. */
  | { readonly kind: 'assign'; readonly name: string; readonly literal?: string }
  /** Mutated, or assigned in a way that cannot be certain. */
  | { readonly kind: 'touch'; readonly name: string }
  | { readonly kind: 'unset'; readonly name: string }
  /** A method, getter or setter of the flow runs, or a function inside the body; not `certain` where it may run later, or never. */
  | { readonly kind: 'call'; readonly callee: Callee; readonly certain: boolean }
  | { readonly kind: 'merge'; readonly site: MergeSite };

export interface MergeSite {
  readonly span: Span;
  readonly include?: readonly Named[];
  readonly exclude?: readonly Named[];
  /** What it takes where the join has not assigned it. */
  readonly takes: readonly string[];
}

/** What a foreach runs over, where that can be seen: a field by its name, or so many elements. */
export interface Range {
  readonly over?: string;
  readonly count?: number;
}

/** One way that a `this.next(…)` may go; a target that is a ternary has two. */
export interface Way extends Range {
  readonly kind: 'go' | 'split' | 'foreach';
  readonly targets: readonly Named[];
  readonly maxVisits?: number;
}

/** A `this.next(…)`. Without ways where its arguments are wrong, which has been reported. */
export interface NextSite {
  readonly span: Span;
  readonly ways: readonly Way[];
  /** A `finally` may still run after it. */
  readonly guarded: boolean;
}

/** Why control goes along an edge, for a reader who follows a path. */
export interface Label {
  readonly span: Span;
  readonly message: string;
}

export interface Edge {
  readonly to: Block;
  readonly label?: Label;
}

export interface Block {
  readonly id: number;
  readonly events: Event[];
  readonly out: Edge[];
  /** The first thing here that does some work: an error after `this.next(…)`. */
  work?: Span;
  next?: NextSite;
}

/** A body's graph, and what holds for the body as a whole, wherever in it it stands. */
export interface Cfg {
  readonly blocks: readonly Block[];
  readonly entry: Block;
  /** Where it returns, or falls off its end. */
  readonly exit: Block;
  /** Each after those that it can call. Their blocks are among `blocks`, and nothing leads to them from `entry`. */
  readonly functions: readonly LocalFunction[];
  /** Artifacts that a closure writes: it may run at any time, so their literal values are never known. */
  readonly writtenLater: ReadonlySet<string>;
  readonly parameters: ReadonlySet<string>;
  readonly inputs: readonly InputRead[];
  readonly element: readonly Span[];
  readonly escapes?: Span;
  readonly inputsEscape?: Span;
  /** A `this.next(…)` stands where it may not, which has been reported. */
  readonly misplacedNext: boolean;
}
