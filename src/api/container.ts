import { inertWith, type OnStepOrFlow } from './decorator.ts';

export interface ContainerOptions {
  /** An image with Node 24 or newer: `'registry.example.com/train:1.4'`. */
  readonly image: string;
}

/**
 * The image that a step runs in, in place of the configuration's.
 *
 * @example `@container({ image: 'node:24-slim' })`
 */
export const container: (options: ContainerOptions) => OnStepOrFlow = inertWith;
