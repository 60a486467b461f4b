import { inertWith, type MethodContext } from './decorator.ts';
import type { Done } from './flow-spec.ts';

/** Stands on a method without parameters that is no step. */
type OnExit = (method: (this: never) => Done, context: MethodContext) => void;

/**
 * Runs a method that is no step once after the run. It sees the parameters, on success the artifacts of `end`, on failure `current.failure`.
 *
 * @param when - The end of the run that calls it: `'always'` is both.
 *
 * @example `@onExit('failure') async alert() { await post(current.failure?.message); }`
 */
export const onExit: (when: 'success' | 'failure' | 'always') => OnExit = inertWith;
