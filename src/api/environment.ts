import { inertWith, type OnStepOrFlow } from './decorator.ts';

export interface EnvironmentOptions {
  /** Name to value. They reach the manifest as they are: what is secret belongs in `@secrets`. */
  readonly vars: Readonly<Record<string, string>>;
}

/**
 * Environment variables of a step. Those of the flow and of the step merge, name by name; the step's win.
 *
 * @example `@environment({ vars: { LOG_LEVEL: 'debug', OMP_NUM_THREADS: '2' } })`
 */
export const environment: (options: EnvironmentOptions) => OnStepOrFlow = inertWith;
