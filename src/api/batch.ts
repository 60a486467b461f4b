import { inertWith, type OnStepOrFlow } from './decorator.ts';

/** What is left out is the configuration's. */
export interface BatchOptions {
  /** Name or ARN of the job queue. */
  readonly queue?: string;
  /** ARN of the role that the step's own code has. */
  readonly jobRole?: string;
  /** ARN of the role that pulls the image and reads the secrets. */
  readonly executionRole?: string;
}

/**
 * How a step runs on AWS Batch, where the orchestrator uses it.
 *
 * @example `@batch({ queue: 'gpu', jobRole: 'arn:aws:iam::123456789012:role/train' })`
 */
export const batch: (options: BatchOptions) => OnStepOrFlow = inertWith;
