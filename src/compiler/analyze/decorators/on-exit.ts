import { oneOf } from '../schema/check.ts';

/** What `@onExit` takes. */
export const exitMoment = oneOf('success', 'failure', 'always');
