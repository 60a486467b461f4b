import type { Json } from './json.ts';

// What the runtime knows of a flow: the graph as one task or a local engine needs it, without spans and without what only a manifest says.
// The compiler makes it (compiler/plan), the code package carries it, and nothing here or in the rest of the runtime knows the compiler.

/** A flow as the runtime sees it. Steps and exit handlers stand under their names, steps in the order of the region tree. */
export interface Plan {
  /** `CONTRACT_VERSION` of the flowc that wrote it. */
  readonly contract: number;
  readonly flow: string;
  /** The flow's file, relative to the project's root. */
  readonly file: string;
  /** sha256, in hex, of everything that decides which tasks a run can have: steps, joins, ways on, bounds. No code, no settings. */
  readonly graph: string;
  /** In the order in which `new` initialises the fields. */
  readonly parameters: readonly PlanParameter[];
  /** Every field that is an artifact. */
  readonly artifacts: readonly string[];
  readonly tags: readonly string[];
  readonly project?: { readonly name: string; readonly branch?: string };
  readonly steps: Readonly<Record<string, PlanStep>>;
  readonly exitHandlers: Readonly<Record<string, PlanExitHandler>>;
}

/** A parameter as the source says it: dates as ISO text, a pattern as source and flags of a RegExp. */
export interface PlanParameter {
  readonly name: string;
  readonly kind: 'string' | 'number' | 'integer' | 'boolean' | 'date' | 'choice' | 'file' | 'json';
  readonly help?: string;
  readonly required: boolean;
  readonly default?: Json;
  readonly min?: number | string;
  readonly max?: number | string;
  readonly of?: readonly (string | number)[];
  readonly pattern?: { readonly source: string; readonly flags: string };
}

/** Artifacts to fetch before the code runs: these, or whatever there is. What is not fetched is still found when it is read. */
export type Wanted = readonly string[] | 'all';

export interface PlanStep {
  /** `flows/train.ts:24`, for messages; without a line where the texts were not at hand. */
  readonly source: string;
  readonly doc?: string;
  readonly takes: 'nothing' | 'element' | 'inputs';
  /** The split or foreach whose branch or body holds the step, the innermost; absent at the top of the flow. */
  readonly scope?: PlanScope;
  /** Headers of the loops around it inside its own scope, from the outside in; its own, last, where it is a header. */
  readonly loops: readonly string[];
  /**
   * Where to start following decisions to find its parent: the nearest step of its scope, or inner loop by its header, that every way to it passes,
   * on its own level (inner loops count as one step). Of a header: on the level around its loop. Absent for the first step of a scope.
   */
  readonly dominator?: string;
  /** Where its ways on meet again on its own level whichever it takes, a step or an inner loop by its header; absent where one of them goes elsewhere. */
  readonly meet?: string;
  readonly ways: readonly Way[];
  /** Artifacts that its code reads. */
  readonly needs: Wanted;
  /** Parameters that its code reads: where one of them has another value, the step runs again in a resumed run. */
  readonly parameters: Wanted;
  /** What a join reads of its inputs. */
  readonly inputs: Wanted;
  /** Of a join of a foreach that merges: what every body surely sets and nobody may find unset, so that over no inputs it has to come from before. */
  readonly supplied?: readonly string[];
  readonly settings: PlanSettings;
}

/** One branch of a split or the body of a foreach. */
export interface PlanScope {
  readonly kind: 'split' | 'foreach';
  /** The step that opened it, */
  readonly opener: string;
  /** its first step, which names the branch, */
  readonly entry: string;
  /** and the step that closes it. */
  readonly join: string;
}

/** A way on from a step: one transition. */
export interface Way {
  readonly kind: 'go' | 'split' | 'foreach';
  /** One, but for a split. The first is the control's `next` and no other way's of the step. */
  readonly targets: readonly string[];
  /** Where the tasks of a split or foreach meet. */
  readonly join?: string;
  /** The way goes back to this header, for the loop's next visit, */
  readonly again?: string;
  /** which may be visited so often, the first time included. */
  readonly maxVisits?: number;
  /** The way leaves this loop, the outermost that it leaves: also where it goes back to a header further out, or closes its branch or body. */
  readonly leaves?: string;
}

export interface PlanExitHandler {
  readonly source: string;
  readonly when: 'success' | 'failure' | 'always';
  readonly needs: Wanted;
  readonly settings: PlanSettings;
}

/** What a step runs with; durations in seconds. */
export interface PlanSettings {
  readonly retry?: {
    readonly times: number;
    readonly delay: number;
    readonly backoff: number;
    readonly maxDelay?: number;
    readonly on: 'any' | 'error' | 'preemption';
  };
  readonly timeout?: number;
  /** The artifact that takes the error. */
  readonly catchError?: string;
  readonly resources?: {
    readonly cpu?: string;
    readonly memory?: string;
    readonly disk?: string;
    readonly gpu?: number;
    readonly sharedMemory?: string;
  };
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly image?: string;
}
