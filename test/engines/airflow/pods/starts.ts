import { readTaskArguments } from '../../../../src/runtime/shim/protocol-io.ts';
import type { Start } from '../starts.ts';
import { baseOf, exitCodeOf, variablesOf, type Pod } from './watch.ts';

/** What Airflow started, read from its pods. */
export function startsIn(pods: readonly Pod[]): readonly Start[] {
  return pods.map((pod) => {
    const env = variablesOf(pod);
    const args = baseOf(pod).args ?? [];
    // As the kubelet does.
    const expanded = args.map((text) => text.replaceAll(/\$\((\w+)\)/g, (_, name: string) => env[name] ?? ''));
    const code = exitCodeOf(pod);
    return {
      airflow: pod.metadata.labels['task_id'] ?? '',
      asked: readTaskArguments(expanded, env),
      ...(code === undefined ? {} : { code }),
    };
  });
}
