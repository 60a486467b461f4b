import { inert, type OnStep } from './decorator.ts';

/**
 * Makes a method a step: an instance method that returns nothing or `this.next(…)`, and may be async.
 * An override of a step says `@step` again and inherits no decorators.
 *
 * Refused on a field, an accessor, a static or `#private` method, a generator, and in a class that is no flow.
 *
 * @example `@step async train(file: string) { … }`
 */
export const step: OnStep = inert;
