import type { StepSettings } from '../../src/compiler/ir/settings.ts';
import type { AirflowOptions } from './options.ts';
import { Call, Name, type Python } from './python.ts';
import type { Kwargs } from './shim-task.ts';

// Airflow waits between a delay and twice the delay where delays grow, so that tasks which failed together do not come back together.

export const seconds = (count: number): Call => new Call('timedelta', [], { seconds: count });

export function retries({ retry }: StepSettings, { airflowVersion }: AirflowOptions): Kwargs {
  if (retry === undefined) return {};
  const { times, delay, backoff, maxDelay } = retry;
  return {
    retries: times,
    ...(times === 0 ? {} : { retry_delay: seconds(delay) }),
    ...(backoff === 1 ? {} : { retry_exponential_backoff: factor(backoff, airflowVersion) }),
    ...(maxDelay === undefined ? {} : { max_retry_delay: seconds(maxDelay) }),
  };
}

/** Airflow 3 takes any factor; Airflow 2 knows doubling alone, and calls it `True`. */
function factor(backoff: number, version: AirflowOptions['airflowVersion']): Python {
  if (version === '3') return backoff;
  return version === '2' ? true : new Name('DOUBLING');
}
