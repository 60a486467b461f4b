import { inertWith, type OnFlow } from './decorator.ts';

/**
 * Tags that every run of the flow carries; `current.tags` has them.
 *
 * @example `@tags(['team:search', 'nightly'])`
 */
export const tags: (tags: readonly string[]) => OnFlow = inertWith;
