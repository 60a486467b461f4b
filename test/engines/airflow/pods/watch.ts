import { once } from 'node:events';
import { request } from 'node:https';
import { createInterface } from 'node:readline';
import type { IncomingMessage } from 'node:http';

// The pods of a namespace, as the API server tells of them. Airflow deletes each when it is over, so what there was is known to who has watched.

export interface Pod {
  readonly metadata: {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly containers: readonly Container[];
    readonly [field: string]: unknown;
  };
  readonly status: { readonly phase?: string; readonly containerStatuses?: readonly ContainerStatus[] };
}

interface Container {
  readonly name: string;
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly [field: string]: unknown;
}

interface ContainerStatus {
  readonly name: string;
  readonly state?: { readonly terminated?: { readonly exitCode: number; readonly reason?: string } };
}

export interface PodWatch {
  /** All that there have been, as they were last. */
  pods(): readonly Pod[];
  stop(): void;
}

/** @param socketPath - Where the API server listens. */
export async function watchPods(socketPath: string, token: string, namespace: string): Promise<PodWatch> {
  const seen = new Map<string, Pod>();
  const path = `/api/v1/namespaces/${namespace}/pods?watch=1`;
  const headers = { Authorization: `Bearer ${token}`, Accept: 'application/json' };
  const asked = request({ socketPath, path, headers, rejectUnauthorized: false }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  // It ends with the cluster, or with us.
  const lines = createInterface(answer).on('error', () => undefined);
  lines.on('line', (line) => {
    const { object } = JSON.parse(line) as { readonly object: Pod };
    if (object.metadata?.name !== undefined) seen.set(object.metadata.name, object);
  });
  return { pods: () => [...seen.values()], stop: () => asked.destroy() };
}

export const baseOf = ({ spec }: Pod): Container => {
  const base = spec.containers.find(({ name }) => name === 'base');
  if (base === undefined) throw new Error('a pod of Airflow without its base container');
  return base;
};

/** What the DAG file says; of secrets nothing. */
export const variablesOf = (pod: Pod): Readonly<Record<string, string>> =>
  Object.fromEntries((baseOf(pod).env ?? []).map(({ name, value = '' }) => [name, value]));

/** Undefined: its container never ended by itself, or nobody was told. */
export const exitCodeOf = ({ status }: Pod): number | undefined =>
  status.containerStatuses?.find(({ name }) => name === 'base')?.state?.terminated?.exitCode;
