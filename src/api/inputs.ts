import type { FlowSpec } from './flow-spec.ts';

// What a join receives. The type maps over the flow's public keys and gives every key the flow itself, without looking at what the key holds: a
// mapped type that asks "is this a step?" needs the types of the methods whose parameter it is part of, and TypeScript answers such a circle by
// dropping keys without an error. So any public name passes as a branch here, and flowc says when a name is none.

declare const joined: unique symbol;

/**
 * The mark by which a join's parameter is told from a foreach element. It is a method, whose parameters TypeScript compares both ways: the inputs
 * of a base class and of a class derived from it are taken for each other, those of another flow are not.
 */
export interface Joined<Flow> {
  [joined](flow: Flow): void;
}

/**
 * The parameter of a join: what the tasks that meet there have left. A step is a join when its parameter has this type; in a base class
 * write `Inputs<this>`.
 *
 * One input for each task, in the order of the foreach's elements or of the branches as written in `this.next(…)`: iterable, with `.length`, an index
 * and the methods of a `ReadonlyArray`. After a static split each input is also there under the name of its branch's first step. After
 * a foreach over nothing there are none. An input is read-only, and no step is called on it.
 *
 * @example
 * ```ts
 * pick(inputs: Inputs<TrainFlow>) { // after `this.next(this.linear, this.forest)`
 *   this.best = Math.max(...inputs.map((input) => input.score));
 *   this.gain = inputs.forest.score - inputs.linear.score;
 *   this.next(this.end);
 * }
 * ```
 */
export type Inputs<Flow extends FlowSpec> = Joined<Flow> &
  readonly Readonly<Flow>[] & {
    readonly [Branch in Exclude<keyof Flow, keyof FlowSpec | keyof (readonly unknown[])>]: Readonly<Flow>;
  };
