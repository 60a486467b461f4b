import type { Done, FlowSpec } from './flow-spec.ts';

// Where a decorator may stand, as types, and what it does when run, which is nothing: flowc reads decorators in the source, without running it.
// TypeScript hands a decorator its place as the second argument, so `static: false` in that argument's type is what refuses a static method.
// In the docstrings of this folder a decorator stands between backticks on one line: elsewhere, in a fence too, TypeScript reads it as a tag.

/** Any step: without a parameter, a foreach body or a join. `never` lets every parameter through. */
export type StepMethod = (this: never, parameter: never) => Done;

/** A public instance method, by name, of a flow. */
export type MethodContext = ClassMethodDecoratorContext<FlowSpec> & {
  readonly static: false;
  readonly private: false;
  readonly name: string;
};

/** A flow, abstract or not, without constructor parameters. */
export type FlowClass<Flow extends FlowSpec = FlowSpec> = abstract new () => Flow;

/** Stands on a step. */
export type OnStep = (method: StepMethod, context: MethodContext) => void;

/** Stands on a flow. */
export type OnFlow = (flow: FlowClass, context: ClassDecoratorContext) => void;

/** Stands on a step, or on a flow for every step that does not set its own. */
export interface OnStepOrFlow {
  (method: StepMethod, context: MethodContext): void;
  (flow: FlowClass, context: ClassDecoratorContext): void;
}

/** A decorator when it is run. */
export const inert = (): void => {};

/** A decorator that takes options, when it is run. */
export const inertWith = (): typeof inert => inert;
