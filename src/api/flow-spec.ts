import type { Joined } from './inputs.ts';
import { taskFor } from './task-context.ts';

// The base class of every flow. Its four members are accessors on the prototype: a flow object has no own keys but the user's fields, none
// of the four can be assigned, and a step that takes one of their names does not compile.

/** What a step returns: nothing, now or later. */
export type Done = void | Promise<void>;

/**
 * A step without a parameter, or a join. It is a method's type, whose parameters TypeScript compares both ways: the inputs of this flow and of
 * its bases are taken, a foreach body and another flow's join are refused.
 */
type Target<Flow> = { step(inputs: Joined<Flow>): Whatever }['step'];

/**
 * What a target returns is nobody's business, and TypeScript never infers it: through 5,000 steps that say `return this.next(…)` that would overflow the stack of 5.9 and
 * 6.0. So would `Done`; and with `void`, typescript-eslint's `no-misused-promises` would find fault with every step that is async.
 */
// oxlint-disable-next-line typescript/no-explicit-any
type Whatever = any;

/** The forms of `this.next(…)`. */
export interface Next {
  /**
   * Goes on with one step.
   *
   * @param options - `maxVisits`, on an edge back to an earlier step: the most times that `target` runs in one stay in the loop, the first
   * included. Past it the run fails. Orchestrators without loops need it.
   */
  <Flow>(this: Flow, target: Target<Flow>, options?: { readonly maxVisits?: number; readonly foreach?: never }): void;
  /** Static split: all of these run at once, and must meet in one join. */
  <Flow>(this: Flow, first: Target<Flow>, second: Target<Flow>, ...more: readonly Target<Flow>[]): void;
  /**
   * Foreach: one task of `body` for each element, which `body` takes as its parameter.
   *
   * @param options - `foreach`: any iterable object, read once, its elements storable. Not a string, and not an async iterable: make an array of it by
   * `await Array.fromAsync(it)`. Without elements the join runs with no inputs.
   */
  <Item>(
    body: (item: Item) => Whatever,
    options: { readonly foreach: readonly Item[] | (Iterable<Item> & object) }, // `& object`: a string is iterable too
  ): void;
}

/** What `this.merge` takes: every artifact, or `include` alone, or all but `exclude`. Names of public artifacts. */
export type MergeOptions<Name> =
  | { readonly include?: readonly Name[]; readonly exclude?: never }
  | { readonly include?: never; readonly exclude?: readonly Name[] };

/** The type of `this.merge`. */
export type Merge = <Flow extends FlowSpec>(
  this: Flow,
  inputs: Joined<NoInfer<Flow>>,
  options?: MergeOptions<keyof Flow>,
) => void;

/**
 * The base of a flow: an exported class whose methods with `@step` are its steps and whose declared fields are its artifacts.
 * flowc reads it and never runs it to learn its graph.
 *
 * Needs the steps `start` and `end`. Every path through any other step than `end` reaches exactly one `this.next(…)`, last of all. `next`, `merge`,
 * `input` and `index` are reserved.
 *
 * @example `export class HelloFlow extends FlowSpec { @step start() { this.next(this.end); } @step end() {} }`
 */
export abstract class FlowSpec {
  /** The first step of every run. */
  abstract start(): Done;

  /** The last step of every run; it may be a join. */
  abstract end(inputs: never): Done;

  /**
   * Says what comes after this step, in its own body, as the last thing it does. Two or more on different paths make a conditional; one that names an
   * earlier step makes a loop.
   *
   * @throws Error outside of a task.
   *
   * @example
   * ```ts
   * this.next(this.train); // go on
   * this.next(this.linear, this.forest); // both at once
   * this.next(this.train, { foreach: this.files }); // one task for each file
   * this.next(this.improve, { maxVisits: 20 }); // back, at most 20 visits
   * ```
   */
  protected get next(): Next {
    return taskFor('this.next').next;
  }

  /**
   * In a join: takes over the artifacts that the branches changed and that this step has not assigned itself. The branches must agree on each.
   *
   * @throws Error naming the artifact on which branches differ; Error outside of a task.
   *
   * @example
   * ```ts
   * this.best = Math.max(...inputs.map((input) => input.score));
   * this.merge(inputs, { exclude: ['score'] });
   * ```
   */
  protected get merge(): Merge {
    return taskFor('this.merge').merge;
  }

  /**
   * The element of the innermost foreach, in any step of its body. The body's first step has it, typed, as its parameter.
   *
   * @throws Error outside of a task.
   */
  protected get input(): unknown {
    return taskFor('this.input').input;
  }

  /**
   * The index, from 0, of the element of the innermost foreach, in any step of its body.
   *
   * @throws Error outside of a task.
   */
  protected get index(): number {
    return taskFor('this.index').index;
  }
}
