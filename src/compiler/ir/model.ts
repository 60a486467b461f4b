import type { FlowSettings, Parameter, StepSettings } from './settings.ts';
import type { Span } from './span.ts';

// The seam between a source language and the rest: what one flow says, as plain data in the order it was written, before anyone has asked
// whether it makes sense as a graph. Nothing to the right of it knows TypeScript.

/** A flow as its source says it. */
export interface FlowModel {
  /** The class name, which is the flow's. */
  readonly name: string;
  /** File of the class, relative to the project's root. */
  readonly file: string;
  /** The class's name in its declaration. */
  readonly span: Span;
  readonly doc?: string;
  readonly settings: FlowSettings;
  readonly parameters: readonly Parameter[];
  readonly fields: readonly Field[];
  /** In source order, a base class's before its heirs'. */
  readonly steps: readonly StepModel[];
  readonly exitHandlers: readonly ExitHandler[];
}

/** A declared public field that is no parameter. */
export interface Field {
  readonly name: string;
  readonly span: Span;
  readonly doc?: string;
  /** `artifact`: some step may assign or mutate it, or nobody gives it a value. `constant`: initialised, and never touched by a step. */
  readonly kind: 'artifact' | 'constant';
  /** It has an initialiser: `start` sees that value. */
  readonly initialised: boolean;
  /** Optional or with `undefined` in its type: it may be read unset. */
  readonly mayBeUnset: boolean;
}

/** A method under `@onExit`. */
export interface ExitHandler {
  readonly name: string;
  readonly when: 'success' | 'failure' | 'always';
  readonly span: Span;
  readonly data: DataUse;
  readonly settings: StepSettings;
}

/** A step as its source says it. */
export interface StepModel {
  readonly name: string;
  /** The method's name where it is declared. */
  readonly span: Span;
  readonly doc?: string;
  /** What its parameter makes it: a plain step, the first step of a foreach body, or a join. */
  readonly takes: 'nothing' | 'element' | 'inputs';
  /** One for each different way on, in the order written. Several: the step decides. None: `end`. */
  readonly transitions: readonly TransitionModel[];
  readonly data: DataUse;
  readonly settings: StepSettings;
}

/** A `this.next(…)`; several with the same kind and targets in one step are one. */
export interface TransitionModel {
  readonly kind: 'go' | 'split' | 'foreach';
  /** One, but for a split. */
  readonly targets: readonly Reference[];
  /** The first call's span. */
  readonly span: Span;
  readonly maxVisits?: number;
  /** The field that a foreach runs over, where it is one and nothing else. */
  readonly over?: string;
  /** How many elements a foreach has, where they are written out. */
  readonly count?: number;
  /** What has happened to artifacts when the step leaves this way. */
  readonly effects: Effects;
}

/** A step named in a transition. */
export interface Reference {
  readonly step: string;
  readonly span: Span;
}

/** Artifacts by name: what every path to a point has done (`assigned`, `merged`) and what some path may have done (`touched`). */
export interface Effects {
  /** Surely assigned. */
  readonly assigned: readonly string[];
  /** Not surely assigned, but surely assigned or taken by a `merge`: as set as the branches left it. */
  readonly merged: readonly string[];
  /** Maybe assigned, mutated or merged; a superset of both others. */
  readonly touched: readonly string[];
  /** Maybe deleted, or kept out by a merge's `exclude`, and not assigned since: not handed on. Absent where there is none. */
  readonly dropped?: readonly string[];
  /** Literal values surely assigned last, by artifact, as JSON text: they show that two branches agree. */
  readonly literals: Readonly<Record<string, string>>;
}

/** What a step's body does with the flow's data. */
export interface DataUse {
  /** Reads of `this.x` that some path reaches without an assignment of x before. */
  readonly reads: readonly Read[];
  /** Artifacts and parameters that any path may read, and so has to find: a superset of `reads` by name. */
  readonly needs: readonly string[];
  /** Artifacts any path may assign or mutate. */
  readonly writes: readonly string[];
  /** Reads through the join's `inputs`. */
  readonly inputs: readonly InputRead[];
  /** Every `this.merge(…)`. */
  readonly merges: readonly Merge[];
  /** `this` goes where flowc cannot follow: every artifact may be read and written. */
  readonly escapes?: Span;
  /** `inputs` goes where flowc cannot follow: everything may be read of every input. */
  readonly inputsEscape?: Span;
  /** Reads of `this.input` and `this.index`. */
  readonly element: readonly Span[];
}

/** A read of an artifact or constant through `this`. */
export interface Read {
  readonly name: string;
  readonly span: Span;
  /** `entry`: needs what the step was given. `merge`: comes after a `merge` on every path that takes it. */
  readonly after: 'entry' | 'merge';
}

/** A read of an artifact of an input: of one branch where `branch` names it, else of each. */
export interface InputRead {
  readonly branch?: string;
  readonly name: string;
  readonly span: Span;
  /** The span of the branch's name, where it has one. */
  readonly branchSpan?: Span;
}

/** `this.merge(inputs, …)`. */
export interface Merge {
  readonly span: Span;
  readonly include?: readonly Named[];
  readonly exclude?: readonly Named[];
  /** Surely assigned before it, so not taken. */
  readonly assigned: readonly string[];
}

/** A name and where it stands. */
export interface Named {
  readonly name: string;
  readonly span: Span;
}
