import type { CodeDelivery } from '../target.ts';

/** What the configuration says for Argo Workflows, beside the flow. */
export interface ArgoOptions {
  /** The image of every step that names none; it holds the shim. */
  readonly image?: string;
  readonly imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never';
  /** Names of secrets with registry credentials. */
  readonly imagePullSecrets?: readonly string[];
  /** Written into every object; absent, the objects go where they are applied. */
  readonly namespace?: string;
  /** The pods' service account. Absent, one of the flow's own is written, with its Role. */
  readonly serviceAccount?: string;
  /** The datastore's root. */
  readonly datastore?: string;
  /** A secret whose keys are environment variables of every pod: the datastore's credentials. */
  readonly datastoreSecret?: string;
  /** The code package. */
  readonly code?: CodeDelivery;
  /** The most pods of one run at the same time. */
  readonly parallelism?: number;
  /** On every object, run and pod. */
  readonly labels?: Readonly<Record<string, string>>;
  /** On every object. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** The EventSource of `@trigger` events that name none; `flowc` where absent. */
  readonly eventSource?: string;
}
