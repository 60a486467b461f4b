import { inertWith, type OnStepOrFlow } from './decorator.ts';

// What a pod takes beside its image and resources, in Kubernetes' own words.

/** A toleration, as in a pod's `spec.tolerations`. */
export interface Toleration {
  readonly key?: string;
  /** Default `'Equal'`. */
  readonly operator?: 'Exists' | 'Equal';
  readonly value?: string;
  readonly effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
  /** Seconds; with the effect `'NoExecute'` alone. */
  readonly tolerationSeconds?: number;
}

/** A folder of the pod's own that is gone with it. */
export interface EmptyDirSource {
  /** `'Memory'` is a file system in memory. Default: the node's disk. */
  readonly medium?: 'Memory';
  /** A quantity: `'1Gi'`. */
  readonly sizeLimit?: string;
}

export interface PersistentVolumeClaimSource {
  readonly claimName: string;
}

export interface ConfigMapSource {
  readonly name: string;
}

export interface SecretSource {
  readonly secretName: string;
}

interface VolumeSources {
  readonly emptyDir: EmptyDirSource;
  readonly persistentVolumeClaim: PersistentVolumeClaimSource;
  readonly configMap: ConfigMapSource;
  readonly secret: SecretSource;
}

/** Exactly one of the properties of `Choices`. */
type OneOf<Choices> = {
  [Chosen in keyof Choices]: Pick<Choices, Chosen> & { readonly [Other in Exclude<keyof Choices, Chosen>]?: never };
}[keyof Choices];

/** A volume with one source, and where the step sees it. */
export type Volume = OneOf<VolumeSources> & {
  readonly name: string;
  /** An absolute path. */
  readonly mountPath: string;
  /** Default false. */
  readonly readOnly?: boolean;
  /** The part of the volume that is mounted. Default: all. */
  readonly subPath?: string;
};

/** Who the step runs as, and what it may do. */
export interface SecurityContext {
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly runAsNonRoot?: boolean;
  /** The group that owns the pod's volumes. */
  readonly fsGroup?: number;
  readonly readOnlyRootFilesystem?: boolean;
}

/** What is left out is the configuration's, else the cluster's default. */
export interface KubernetesOptions {
  readonly namespace?: string;
  readonly serviceAccount?: string;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly tolerations?: readonly Toleration[];
  /** Those of the flow and of the step merge, name by name. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Those of the flow and of the step merge, name by name. */
  readonly annotations?: Readonly<Record<string, string>>;
  readonly volumes?: readonly Volume[];
  readonly imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never';
  /** Names of Secret objects that hold registry logins. */
  readonly imagePullSecrets?: readonly string[];
  readonly priorityClassName?: string;
  readonly runtimeClassName?: string;
  readonly securityContext?: SecurityContext;
}

/**
 * How a step's pod is placed and set up, where the orchestrator runs on Kubernetes.
 *
 * @example
 * ```ts
 * const gpu: KubernetesOptions = {
 *   nodeSelector: { 'node.kubernetes.io/instance-type': 'g5.xlarge' },
 *   tolerations: [{ key: 'gpu', operator: 'Exists', effect: 'NoSchedule' }],
 *   volumes: [{ name: 'data', mountPath: '/data', readOnly: true, persistentVolumeClaim: { claimName: 'corpus' } }],
 * }; // for `@kubernetes(gpu)`
 * ```
 */
export const kubernetes: (options: KubernetesOptions) => OnStepOrFlow = inertWith;
