import type { CodeDelivery } from '../target.ts';

/** What the configuration says for Airflow, beside the flow. */
export interface AirflowOptions {
  /** What a task is: a pod by KubernetesPodOperator, or a process of the worker's own by BashOperator. Default `kubernetes`. */
  readonly executor?: 'kubernetes' | 'bash';
  /** The one major version that reads the file; absent, both do. */
  readonly airflowVersion?: '2' | '3';
  /** The connection to Kubernetes; absent, Airflow's default one. */
  readonly kubernetesConnection?: string;
  /** Pods are awaited by the triggerer, and hold no worker. */
  readonly deferrable?: 'true' | 'false';
  /** The pool of every task. */
  readonly pool?: string;
  /** The queue of every task. */
  readonly queue?: string;
  /** Who is named as the DAG's owner. */
  readonly owner?: string;
  /** Headers of loops that one task runs whole. */
  readonly collapse?: readonly string[];
  /** The image of every step that names none; it holds the shim. */
  readonly image?: string;
  readonly imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never';
  /** Names of secrets with registry credentials. */
  readonly imagePullSecrets?: readonly string[];
  /** Of the pods; absent, the connection's. */
  readonly namespace?: string;
  /** The pods' service account; absent, the namespace's default. */
  readonly serviceAccount?: string;
  /** The datastore's root. */
  readonly datastore?: string;
  /** A secret whose keys are environment variables of every pod: the datastore's credentials. */
  readonly datastoreSecret?: string;
  /** The code package. */
  readonly code?: CodeDelivery;
  /** The most tasks of one run at the same time. */
  readonly parallelism?: number;
  /** On every pod. */
  readonly labels?: Readonly<Record<string, string>>;
  /** On every pod. */
  readonly annotations?: Readonly<Record<string, string>>;
}
