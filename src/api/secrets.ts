import { inertWith, type OnStepOrFlow } from './decorator.ts';

/**
 * Secrets that the orchestrator holds, given to a step as environment variables. Only their names reach the manifest, never a value.
 *
 * @param names - Names as the orchestrator knows them; on Kubernetes those of Secret objects in the flow's namespace.
 *
 * @example `@secrets(['warehouse', 'registry'])`
 */
export const secrets: (names: readonly string[]) => OnStepOrFlow = inertWith;
