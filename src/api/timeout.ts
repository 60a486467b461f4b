import { inertWith, type OnStepOrFlow } from './decorator.ts';

/**
 * The longest that one attempt of a step may run; past it the attempt fails, and is tried again if `@retry` says so.
 * Default: no limit of flowc's own.
 *
 * @param after - A duration: a number and `s`, `m` or `h`.
 *
 * @example `@timeout('90s')`
 */
export const timeout: (after: string) => OnStepOrFlow = inertWith;
