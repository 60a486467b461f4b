import { inertWith, type OnFlow } from './decorator.ts';

export interface TriggerOptions {
  /** Name of the event, as the orchestrator knows it. */
  readonly event: string;
  /** Field of the event → parameter of the flow that it sets. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/**
 * Starts a run by an event. `current.trigger` tells the run which.
 *
 * @example `@trigger({ event: 'file-arrived', parameters: { path: 'source' } })`
 */
export const trigger: (options: TriggerOptions) => OnFlow = inertWith;

/** Flows by name: one, or several that must all have succeeded since the last start. */
export type TriggerOnFinishOptions =
  { readonly flow: string; readonly flows?: never } | { readonly flows: readonly string[]; readonly flow?: never };

/**
 * Starts a run when another flow, or each of several, has run successfully.
 *
 * @example `@triggerOnFinish({ flow: 'LoadFlow' })`
 */
export const triggerOnFinish: (options: TriggerOnFinishOptions) => OnFlow = inertWith;
