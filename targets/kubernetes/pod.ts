import type { Json, Kubernetes, Resources, StepSettings, Toleration, Volume } from '../../src/compiler/ir/settings.ts';
import { parseSecret } from './secrets.ts';

// A step's settings as Kubernetes says them, for every target whose tasks are pods. How a target puts them into its manifest, and what it has to do to texts that
// its engine would evaluate, is the target's own.

export interface ResourceRequirements {
  readonly requests?: Readonly<Record<string, string>>;
  readonly limits?: Readonly<Record<string, string>>;
}

/** A key of a secret as a variable. */
export interface SecretVariable {
  readonly name: string;
  readonly valueFrom: { readonly secretKeyRef: { readonly name: string; readonly key: string } };
}

/** All keys of a secret as variables. */
export interface WholeSecret {
  readonly secretRef: { readonly name: string };
}

export interface VolumeMount {
  readonly name: string;
  readonly mountPath: string;
  readonly subPath?: string;
  readonly readOnly?: boolean;
}

export interface PodVolume {
  readonly name: string;
  readonly [source: string]: string | object;
}

/** What of `@kubernetes` and shared memory belongs to the container. */
export interface ContainerPlacing {
  readonly imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never';
  readonly securityContext?: object;
  readonly volumeMounts?: readonly VolumeMount[];
}

/** What of it belongs to the pod. */
export interface PodPlacing {
  readonly metadata?: Pick<Kubernetes, 'labels' | 'annotations'>;
  readonly spec: {
    readonly serviceAccountName?: string;
    readonly nodeSelector?: Readonly<Record<string, string>>;
    readonly tolerations?: readonly Toleration[];
    readonly priorityClassName?: string;
    readonly runtimeClassName?: string;
    readonly securityContext?: object;
    readonly volumes?: readonly PodVolume[];
  };
}

const SHARED_MEMORY = { name: 'flowc-shared-memory', mountPath: '/dev/shm' };

/** Keys of `securityContext` that are a pod's; the others are a container's, or either's. */
const podSecurity = ['fsGroup', 'fsGroupChangePolicy', 'supplementalGroups', 'supplementalGroupsPolicy', 'sysctls'];

/**
 * Memory and disk are asked for and held to; a processor is only asked for, for a limit would throttle a step while others idle. GPUs can
 * only be limits, and Kubernetes takes the limit for the request.
 */
export function containerResources(resources: Resources): ResourceRequirements {
  const both = {
    ...(resources.memory === undefined ? {} : { memory: resources.memory }),
    ...(resources.disk === undefined ? {} : { 'ephemeral-storage': resources.disk }),
  };
  const requests = { ...(resources.cpu === undefined ? {} : { cpu: resources.cpu }), ...both };
  const limits = { ...both, ...(resources.gpu === undefined ? {} : { 'nvidia.com/gpu': String(resources.gpu) }) };
  return {
    ...(Object.keys(requests).length === 0 ? {} : { requests }),
    ...(Object.keys(limits).length === 0 ? {} : { limits }),
  };
}

/** What `@secrets` gives a container. */
export function secretEnvironment(secrets: readonly string[] = []): {
  readonly keys: readonly SecretVariable[];
  readonly whole: readonly WholeSecret[];
} {
  const parsed = secrets.flatMap((name) => parseSecret(name) ?? []);
  const keys = parsed.flatMap(({ secret, key, variable }): SecretVariable[] =>
    key === undefined ? [] : [{ name: variable ?? key, valueFrom: { secretKeyRef: { name: secret, key } } }],
  );
  return { keys, whole: parsed.filter(({ key }) => key === undefined).map(({ secret }) => wholeSecret(secret)) };
}

export const wholeSecret = (name: string): WholeSecret => ({ secretRef: { name } });

export function containerPlacing({ kubernetes = {}, resources }: StepSettings): ContainerPlacing {
  const { imagePullPolicy, securityContext, volumes = [] } = kubernetes;
  const security = splitSecurity(securityContext).container;
  const volumeMounts = [
    ...volumes.map(({ name, mountPath, subPath, readOnly }): VolumeMount => ({
      name,
      mountPath,
      ...(subPath === undefined ? {} : { subPath }),
      ...(readOnly === undefined ? {} : { readOnly }),
    })),
    ...(resources?.sharedMemory === undefined ? [] : [SHARED_MEMORY]),
  ];
  return {
    ...(imagePullPolicy === undefined ? {} : { imagePullPolicy }),
    ...(security === undefined ? {} : { securityContext: security }),
    ...(volumeMounts.length === 0 ? {} : { volumeMounts }),
  };
}

export function podPlacing(settings: StepSettings): PodPlacing {
  const { kubernetes = {} } = settings;
  const { nodeSelector, tolerations, labels, annotations, serviceAccount, priorityClassName, runtimeClassName } =
    kubernetes;
  const metadata = {
    ...(labels === undefined ? {} : { labels }),
    ...(annotations === undefined ? {} : { annotations }),
  };
  const security = splitSecurity(kubernetes.securityContext).pod;
  const volumes = podVolumes(settings);
  return {
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
    spec: {
      ...(serviceAccount === undefined ? {} : { serviceAccountName: serviceAccount }),
      ...(nodeSelector === undefined ? {} : { nodeSelector }),
      ...(tolerations === undefined ? {} : { tolerations }),
      ...(priorityClassName === undefined ? {} : { priorityClassName }),
      ...(security === undefined ? {} : { securityContext: security }),
      ...(runtimeClassName === undefined ? {} : { runtimeClassName }),
      ...(volumes.length === 0 ? {} : { volumes }),
    },
  };
}

/** Each volume once, however often it is mounted. */
function podVolumes({ kubernetes, resources }: StepSettings): readonly PodVolume[] {
  const volumes = new Map((kubernetes?.volumes ?? []).map((volume) => [volume.name, podVolume(volume)]));
  const sizeLimit = resources?.sharedMemory;
  if (sizeLimit !== undefined)
    volumes.set(SHARED_MEMORY.name, { name: SHARED_MEMORY.name, emptyDir: { medium: 'Memory', sizeLimit } });
  return [...volumes.values()];
}

function podVolume({ name, source }: Volume): PodVolume {
  const { kind, ...fields } = source;
  return { name, [kind]: fields };
}

function splitSecurity(context: Json | undefined): {
  readonly pod?: object;
  readonly container?: object;
} {
  if (context === undefined || context === null || typeof context !== 'object') return {};
  const entries = Object.entries(context);
  const pod = entries.filter(([key]) => podSecurity.includes(key));
  const container = entries.filter(([key]) => !podSecurity.includes(key));
  return {
    ...(pod.length === 0 ? {} : { pod: Object.fromEntries(pod) }),
    ...(container.length === 0 ? {} : { container: Object.fromEntries(container) }),
  };
}
