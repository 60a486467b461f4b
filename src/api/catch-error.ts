import { inertWith, type FlowClass, type MethodContext, type StepMethod } from './decorator.ts';
import type { FlowSpec } from './flow-spec.ts';

// The one decorator whose argument is checked against the class it stands in: the context that TypeScript hands to the decorator
// carries the class, and a name that is no field of the right type asks the context for a property that it cannot have.

/** An error as plain data, as `@catchError` leaves it in an artifact. */
export interface CaughtError {
  /** The error's class, `'TypeError'`; `'lost'` where the task ended without a word, as by lack of memory. */
  readonly name: string;
  readonly message: string;
  /** Names files and lines of the flow's source. */
  readonly stack?: string;
  /** The attempt that failed, 0 for the first try. */
  readonly attempt: number;
}

export interface CatchErrorOptions<Artifact extends string = string> {
  /** A public field of type `CaughtError`, mostly optional: it is undefined after success. Default `'error'`. */
  readonly artifact?: Artifact;
}

/** Nothing where `Flow` has the field, else a demand that no decorator's context meets. */
type HasArtifact<Flow, Artifact> = Artifact extends keyof Flow
  ? [Flow[Artifact], CaughtError] extends [CaughtError | undefined, Flow[Artifact]]
    ? unknown
    : { readonly artifact: 'must be a field of type CaughtError' }
  : { readonly artifact: 'must be a public field of the flow' };

interface OnCatchingStepOrFlow<Artifact> {
  <Flow extends FlowSpec>(
    method: StepMethod,
    context: ClassMethodDecoratorContext<Flow> & MethodContext & HasArtifact<Flow, Artifact>,
  ): void;
  <Flow extends FlowSpec>(
    flow: FlowClass<Flow>,
    context: ClassDecoratorContext<FlowClass<Flow>> & HasArtifact<Flow, Artifact>,
  ): void;
}

/**
 * When the last try of a step fails, the flow goes on, with the error in an artifact; what the step itself assigns may then be unset.
 *
 * Only on a step that has one transition which is no foreach: else nobody could know where to go on. On a flow it skips the steps
 * where it may not stand.
 *
 * @example `@catchError({ artifact: 'failure' })` beside the field `failure?: CaughtError`
 */
export const catchError: <const Artifact extends string = 'error'>(
  options?: CatchErrorOptions<Artifact>,
) => OnCatchingStepOrFlow<Artifact> = inertWith;
