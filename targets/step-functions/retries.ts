import type { Retry } from '../../src/compiler/ir/settings.ts';
import type { PayloadObject, Retrier } from './asl.ts';

// Who tries again. Step Functions does after a step that failed: it can wait, and longer each time. A job whose machine was taken away Batch itself
// puts back into its queue, where that is all that is asked for: by a job's end as Step Functions sees it, the two are one error.

/**
 * Submitting a job fails where too many are submitted in a second, or for a moment for no reason that is the job's:
 * https://github.com/ASFHyP3/hyp3/issues/1676, https://github.com/ASFHyP3/hyp3/pull/805, https://github.com/ASFHyP3/hyp3/issues/911
 */
const BUSY: Retrier = {
  ErrorEquals: ['Batch.TooManyRequestsException', 'Batch.ServerException', 'Batch.AWSBatchException'],
  IntervalSeconds: 2,
  MaxAttempts: 12,
  BackoffRate: 2,
  MaxDelaySeconds: 60,
  JitterStrategy: 'FULL',
};

/** The job ended without success, or was refused. */
const TASK_FAILED = 'States.TaskFailed';

/** Of a state that asks S3 or Step Functions itself: what fails may pass. */
export const ASKING: Retrier = {
  ErrorEquals: [TASK_FAILED],
  IntervalSeconds: 1,
  MaxAttempts: 6,
  BackoffRate: 2,
  JitterStrategy: 'FULL',
};

/** Of a task's state. The first that names an error is the one that counts. */
export function retriers(retry: Retry | undefined): readonly Retrier[] {
  if (retry === undefined || retry.on === 'preemption' || retry.times === 0) return [BUSY];
  const { times, delay, backoff, maxDelay } = retry;
  const [first, longest] = [wholeSeconds(delay), maxDelay === undefined ? Infinity : wholeSeconds(maxDelay)];
  const grows = backoff !== 1 && longest > first;
  return [
    BUSY,
    {
      ErrorEquals: [TASK_FAILED],
      IntervalSeconds: Math.min(first, longest),
      MaxAttempts: times,
      BackoffRate: grows ? backoff : 1,
      ...(grows && longest < Infinity ? { MaxDelaySeconds: longest } : {}),
      // Those that failed together do not come back together.
      ...(grows ? { JitterStrategy: 'FULL' as const } : {}),
    },
  ];
}

/** How many tries the shim is told of, whoever makes them. */
export const triesOf = (retry: Retry | undefined): number | undefined =>
  retry === undefined || retry.times === 0 ? undefined : retry.times + 1;

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_RetryStrategy.html */
export const MOST_ATTEMPTS = 10;

/**
 * The job's own strategy: it is tried again where its machine went, and else over. Batch says of a Spot instance that it was terminated, and of
 * Fargate Spot that the task was interrupted: https://docs.aws.amazon.com/batch/latest/userguide/bestpractices6.html
 */
export function retryStrategy(retry: Retry | undefined): PayloadObject | undefined {
  if (retry?.on !== 'preemption' || retry.times === 0) return undefined;
  return {
    Attempts: retry.times + 1,
    EvaluateOnExit: [
      { OnStatusReason: 'Host EC2*', Action: 'RETRY' },
      { OnStatusReason: 'Your Spot Task was interrupted*', Action: 'RETRY' },
      { OnReason: '*', Action: 'EXIT' },
    ],
  };
}

/** At least one. */
const wholeSeconds = (seconds: number): number => Math.max(1, Math.ceil(seconds));
