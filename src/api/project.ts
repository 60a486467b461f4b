import { inertWith, type OnFlow } from './decorator.ts';

export interface ProjectOptions {
  readonly name: string;
  /** Sets deployments of the same flow apart: `'staging'`. */
  readonly branch?: string;
}

/**
 * Keeps the names of what is deployed apart from those of other projects and branches.
 *
 * @example `@project({ name: 'ranking', branch: 'staging' })`
 */
export const project: (options: ProjectOptions) => OnFlow = inertWith;
