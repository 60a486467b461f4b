import type { Retry } from '../../src/compiler/ir/settings.ts';
import { exitCodes } from '../../src/runtime/protocol.ts';
import type { RetryStrategy } from './manifest.ts';

// Argo tells failures (the step's container ended badly) from errors (everything around it), but counts an evicted pod and a
// node that shut down among the failures. The exit code tells: the shim answers every failure of the step with a code of its
// own, a container that was told to stop ends with 143, and one that vanished has none, which Argo gives as -1.

const taken = ['-1', '143'].map((code) => `'${code}'`).join(', ');
const worthTrying = `lastRetry.exitCode != '${exitCodes.refused}'`;

const expressions: Readonly<Record<Retry['on'], string>> = {
  any: worthTrying,
  error: `lastRetry.status != 'Error' && lastRetry.exitCode not in [${taken}] && ${worthTrying}`,
  preemption: `lastRetry.status == 'Error' || lastRetry.exitCode in [${taken}]`,
};

export function retryStrategy({ times, delay, backoff, maxDelay, on }: Retry): RetryStrategy {
  return {
    limit: times,
    retryPolicy: 'Always',
    expression: expressions[on],
    ...(delay === 0
      ? {}
      : {
          backoff: {
            duration: duration(delay),
            ...(backoff === 1 ? {} : { factor: backoff }),
            ...(maxDelay === undefined ? {} : { cap: duration(maxDelay) }),
          },
        }),
  };
}

/** Seconds as Go says them: `90s`, `2m`, `500ms`. */
function duration(seconds: number): string {
  if (!Number.isInteger(seconds)) return `${Math.round(seconds * 1000)}ms`;
  if (seconds % 3600 === 0) return `${seconds / 3600}h`;
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}
