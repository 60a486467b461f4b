import { inertWith, type OnStepOrFlow } from './decorator.ts';

export interface RetryOptions {
  /** Tries after the first, a whole number from 0. Default 3. */
  readonly times?: number;
  /** Wait before the next try, a duration: `'30s'`, `'2m'`, `'1h'`. Default `'2m'`. */
  readonly delay?: string;
  /** Each wait is this many times the one before. Default 1: all waits are equal. */
  readonly backoff?: number;
  /** The longest wait, a duration. Default: none. */
  readonly maxDelay?: string;
  /**
   * What is tried again: `'error'`, a step that failed by itself; `'preemption'`, a step whose machine was taken away; `'any'`, both.
   * Default `'any'`.
   */
  readonly on?: 'any' | 'error' | 'preemption';
}

/**
 * Tries a step again when it fails. Give `times: 0` on a step that must never run twice, where the flow has a retry of its own.
 *
 * @example `@retry({ times: 5, delay: '10s', backoff: 2, maxDelay: '5m' })`
 */
export const retry: (options?: RetryOptions) => OnStepOrFlow = inertWith;
