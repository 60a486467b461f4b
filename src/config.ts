// `flowc/config`: the types of flowc.config.ts. flowc reads that file as it reads a flow, without running it; the JSON form has the same keys.

/** What one environment sets; what it leaves out, the file's top level sets for all. */
export interface Settings {
  /** The orchestrator to compile for. */
  readonly target?: 'argo' | 'airflow' | 'step-functions';
  /** Folder under which each flow's manifests get a folder of their own; from the configuration's folder. Default `manifests`. */
  readonly out?: string;
  /** The image of every step that names none: the one that holds flowc's runtime and the flow's code. */
  readonly image?: string;
  readonly imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never';
  /** Names of secrets with registry credentials. */
  readonly imagePullSecrets?: readonly string[];
  /** Written into every object; absent, the objects go where they are applied. */
  readonly namespace?: string;
  /** The service account of the pods; absent, one with just the rights that a run needs is written for each flow. */
  readonly serviceAccount?: string;
  /** Root of the datastore: `s3://bucket/prefix`. */
  readonly datastore?: string;
  /** A Kubernetes secret whose keys are environment variables of every pod, for an S3 server of one's own: `AWS_ACCESS_KEY_ID`, `AWS_ENDPOINT_URL_S3`, … */
  readonly datastoreSecret?: string;
  /** Where tasks find the flow's code: in the datastore, where `flowc push` puts it, in the image that `flowc image` describes, or in the manifests. Default `datastore`. */
  readonly code?: 'datastore' | 'image' | 'inline';
  /** Packages that are not packed with the flow's code, by name: the image of the tasks has them installed. What has native code must be one. */
  readonly external?: readonly string[];
  /** The most pods of one run at the same time. */
  readonly parallelism?: number;
  /** On every object, run and pod; in AWS, tags. */
  readonly labels?: Readonly<Record<string, string>>;
  /** On every object. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Argo: the EventSource of `@trigger`'s events; Step Functions: their source. Default `flowc`. */
  readonly eventSource?: string;
  /** Airflow: what a task is, a pod (`kubernetes`, the default) or a process of the worker's own (`bash`). */
  readonly executor?: 'kubernetes' | 'bash';
  /** Airflow: the one major version that reads the file. Default: both. */
  readonly airflowVersion?: '2' | '3';
  /** Airflow: the connection to Kubernetes. Default: Airflow's own. */
  readonly kubernetesConnection?: string;
  /** Airflow: whether the triggerer waits for pods, so that they hold no worker. Default: Airflow's own. */
  readonly deferrable?: 'true' | 'false';
  /** Airflow: the pool of every task. */
  readonly pool?: string;
  /** Airflow: the queue of every task. */
  readonly queue?: string;
  /** Airflow: who is named as the owner. */
  readonly owner?: string;
  /** Airflow: loops that one task runs whole, by the step that each begins with. */
  readonly collapse?: readonly string[];
  /** Airflow: where its REST API answers, for `flowc trigger`, `status`, `logs` and `stop`: `https://airflow.example`. Who asks is said by the environment alone. */
  readonly airflowUrl?: string;
  /** Step Functions: what is written: a CloudFormation template (the default), a Terraform module in JSON, or the bare definitions. */
  readonly format?: 'cloudformation' | 'terraform-json' | 'asl';
  /** Step Functions: AWS Batch's job queue, by name or ARN, of every step that names none. */
  readonly batchQueue?: string;
  /** Step Functions: what the queue's compute environments are. Default `ec2`. */
  readonly batchPlatform?: 'ec2' | 'fargate';
  /** Step Functions: ARN of the role that the steps' code has. Default: one with just the rights that a task needs, written for each flow. */
  readonly jobRole?: string;
  /** Step Functions: ARN of the role by which ECS starts a job's container. Default: one that is written for each flow that needs it. */
  readonly executionRole?: string;
  /** Step Functions: ARN of the state machine's role. Default: one with just the rights that a run needs, written for each flow. */
  readonly stateMachineRole?: string;
  /** Step Functions: EventBridge's bus, by name or ARN, of `@trigger`'s events. Default: the account's own. */
  readonly eventBus?: string;
}

/** The whole file. */
export interface FlowcConfig extends Settings {
  /** The environment where nobody says `--env`; absent, none. */
  readonly defaultEnvironment?: string;
  /** By name, for `--env`: each over what stands at the top level; labels and annotations are merged key by key. */
  readonly environments?: Readonly<Record<string, Settings>>;
}

/** Helps the editor: `export default defineConfig({ … })`. */
export function defineConfig(config: FlowcConfig): FlowcConfig {
  return config;
}
