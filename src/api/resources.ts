import { inertWith, type OnStepOrFlow } from './decorator.ts';

/** What is left out is the orchestrator's default. Quantities are Kubernetes' own: `'500m'` is half a core, `'4Gi'` is 4 × 2³⁰ bytes. */
export interface ResourcesOptions {
  /** Cores: `2`, `0.5`, `'500m'`. */
  readonly cpu?: number | string;
  /** Memory: `'512Mi'`, `'4Gi'`. */
  readonly memory?: string;
  /** Local disk: `'20Gi'`. */
  readonly disk?: string;
  /** Whole GPUs. */
  readonly gpu?: number;
  /** Size of `/dev/shm`: `'1Gi'`. It counts as memory. */
  readonly sharedMemory?: string;
}

/**
 * What a step needs of its machine.
 *
 * @example `@resources({ cpu: 2, memory: '4Gi', gpu: 1 })`
 */
export const resources: (options: ResourcesOptions) => OnStepOrFlow = inertWith;
