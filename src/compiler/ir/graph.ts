import type { DataUse, Effects, ExitHandler, Field, Reference } from './model.ts';
import type { FlowSettings, Parameter, StepSettings } from './settings.ts';
import type { Span } from './span.ts';

// The graph that every target lowers from, and what `flowc graph --format json` prints. Plain readonly data.
//
// The region tree is kept flat: regions and their arms stand in one table and name each other by id, so that nobody needs
// recursion to walk a deep flow and the JSON of one is as shallow as that of another. Steps stand in sequences, never in
// regions: a region begins after the step that opens it and ends before the step that closes it, so a join that itself
// splits is simply a step between two regions.

export const GRAPH_VERSION = 1;

/** A flow's graph. */
export interface Graph {
  readonly version: typeof GRAPH_VERSION;
  readonly flow: FlowInfo;
  readonly parameters: readonly Parameter[];
  readonly fields: readonly Field[];
  /** In the order of the region tree, from `start` to `end`: never that of the source. */
  readonly steps: readonly Step[];
  /** In the order in which their openers stand in `steps`. */
  readonly regions: readonly Region[];
  /** The whole flow, `start` to `end`. */
  readonly body: Sequence;
  readonly exitHandlers: readonly ExitHandler[];
}

export interface FlowInfo {
  readonly name: string;
  readonly file: string;
  readonly span: Span;
  readonly doc?: string;
  readonly settings: FlowSettings;
}

export interface Step {
  readonly name: string;
  readonly span: Span;
  readonly doc?: string;
  readonly takes: 'nothing' | 'element' | 'inputs';
  /** The region whose sequence holds the step; absent at the top. */
  readonly region?: RegionId;
  readonly transitions: readonly Transition[];
  readonly data: DataUse;
  readonly settings: StepSettings;
}

/** A way on. `next` of the control names it by its first target, which is no other transition's of the step. */
export interface Transition {
  readonly kind: 'go' | 'split' | 'foreach';
  readonly targets: readonly Reference[];
  readonly span: Span;
  /** The field that a foreach runs over, where it is one and nothing else. */
  readonly over?: string;
  /** How many elements a foreach has, where they are written out. */
  readonly count?: number;
  readonly effects: Effects;
  /** The edge goes back to this loop's header, or leaves this loop (the outermost that it leaves). */
  readonly loop?: { readonly id: RegionId; readonly way: 'again' | 'leave' };
}

/** `parallel:a`, `foreach:a`, `choice:a`, `loop:a`: the kind and the step that opens it (of a loop: its header). */
export type RegionId = string & { readonly __region: never };

/** Items one after another. Only the last may be a jump, an `again` or a `leave`; else control falls off the end, to what follows the region. */
export type Sequence = readonly Item[];

export type Item =
  | { readonly kind: 'step'; readonly step: string }
  | { readonly kind: 'region'; readonly region: RegionId }
  /** To a tail of the enclosing region `region`: arms that share an ending hold it once. */
  | { readonly kind: 'jump'; readonly region: RegionId; readonly to: string }
  /** Back to the header of `loop`, for its next visit. */
  | { readonly kind: 'again'; readonly loop: RegionId }
  /** Out of `loop`, by its exit `to`. */
  | { readonly kind: 'leave'; readonly loop: RegionId; readonly to: string };

interface RegionBase {
  readonly id: RegionId;
  /** The region whose sequence holds this one; absent at the top. */
  readonly parent?: RegionId;
}

/** A static split: `step` opened it, all branches run at once, `join` follows in the same sequence. */
export interface Parallel extends RegionBase {
  readonly kind: 'parallel';
  readonly step: string;
  readonly branches: readonly Arm[];
  readonly join: string;
}

/** A foreach: `step` opened it, `body` runs once an element, `join` follows in the same sequence. */
export interface ForEach extends RegionBase {
  readonly kind: 'foreach';
  readonly step: string;
  readonly body: Sequence;
  readonly join: string;
}

/** A conditional: one arm runs, the one whose `to` the deciding step named as `next`. */
export interface Choice extends RegionBase {
  readonly kind: 'choice';
  readonly step: string;
  readonly arms: readonly Arm[];
  /** Endings that several arms share, in an order in which each jumps only forward. */
  readonly tails: readonly Arm[];
}

/**
 * A natural loop. `body` begins with its header and never falls off its end: every path goes `again` or leaves.
 * With one exit what follows the region is where it leads and `exits[0].body` is often empty; with several they are arms.
 */
export interface Loop extends RegionBase {
  readonly kind: 'loop';
  readonly header: string;
  /** The most visits of the header in one stay; absent: no bound. */
  readonly maxVisits?: number;
  readonly body: Sequence;
  readonly exits: readonly Arm[];
  /** Endings that several exits share, as a Choice has them. */
  readonly tails: readonly Arm[];
}

/** A sequence and the step where it begins. An arm that is empty goes straight to what follows its region. */
export interface Arm {
  readonly to: string;
  readonly body: Sequence;
}

export type Region = Parallel | ForEach | Choice | Loop;
