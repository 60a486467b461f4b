import {
  dnsLabelForm,
  dnsSubdomainForm,
  imageForm,
  jobQueueForm,
  labelKeyForm,
  labelValueForm,
  roleForm,
  type Form,
} from '../../compiler/ir/forms.ts';
import type { Settings } from '../../config.ts';
import type { Options } from '../command.ts';

// Every setting once: its key in the file, and from that its flag (`--image-pull-policy`) and its environment variable
// (`FLOWC_IMAGE_PULL_POLICY`). The validator, the JSON Schema and help are made from this table.

export type Setting = { readonly help: string } & (
  | { readonly kind: 'text'; readonly value: string; readonly form?: Form }
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  | { readonly kind: 'count' }
  /** In a flag or variable: separated by commas. */
  | { readonly kind: 'list'; readonly value: string; readonly form?: Form }
  /** Only in a file. */
  | { readonly kind: 'map'; readonly keys: Form; readonly form?: Form }
);

/** https://docs.npmjs.com/cli/configuring-npm/package-json#name */
const packageNameForm: Form = {
  pattern: /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[A-Za-z0-9~-][\w.~-]*$/,
  longest: 214,
  rule: "a package's name, such as `sharp` or `@duckdb/node-api`",
};

/** What fits the columns of Airflow's database. */
const airflowNameForm: Form = { pattern: /^[ -~]+$/, longest: 250, rule: 'a name in printable ASCII' };

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
const eventBusForm: Form = {
  pattern: /^(?:arn:aws[\w-]*:events:[\w-]+:\d{12}:event-bus\/)?[/.\w-]+$/,
  longest: 1600,
  rule: "an event bus's name, or its ARN",
};

/** Without a user: credentials are the environment's. */
const urlForm: Form = {
  pattern: /^https?:\/\/[^\s@?#]+$/,
  longest: 2000,
  rule: 'an address such as `https://airflow.example`, with no user, query or fragment in it',
};

export const settings = {
  target: { kind: 'choice', of: ['argo', 'airflow', 'step-functions'], help: 'the orchestrator to compile for' },
  out: {
    kind: 'text',
    value: 'DIR',
    help: 'folder under which each flow gets a folder of its own (default: manifests, beside package.json)',
  },
  image: { kind: 'text', value: 'IMAGE', form: imageForm, help: 'image of every step that names none' },
  imagePullPolicy: { kind: 'choice', of: ['Always', 'IfNotPresent', 'Never'], help: 'when the image is pulled' },
  imagePullSecrets: {
    kind: 'list',
    value: 'NAME,…',
    form: dnsSubdomainForm,
    help: 'secrets with registry credentials',
  },
  namespace: {
    kind: 'text',
    value: 'NAME',
    form: dnsLabelForm,
    help: 'namespace written into every object (default: none)',
  },
  serviceAccount: {
    kind: 'text',
    value: 'NAME',
    form: dnsSubdomainForm,
    help: "service account of the pods (default: the flow's own, written with it)",
  },
  datastore: { kind: 'text', value: 'ROOT', help: 'root of the datastore: s3://bucket/prefix' },
  datastoreSecret: {
    kind: 'text',
    value: 'NAME',
    form: dnsSubdomainForm,
    help: "secret with the datastore's credentials and endpoint, as variables of every pod",
  },
  code: {
    kind: 'choice',
    of: ['datastore', 'image', 'inline'],
    help: "where tasks find the flow's code: put into the datastore by `flowc push`, in the image, or in the manifests (default: datastore)",
  },
  external: {
    kind: 'list',
    value: 'PACKAGE,…',
    form: packageNameForm,
    help: "packages that the tasks' image has installed and that are not packed with the code",
  },
  parallelism: { kind: 'count', help: 'the most pods of one run at the same time' },
  labels: { kind: 'map', keys: labelKeyForm, form: labelValueForm, help: 'labels on every object, run and pod' },
  annotations: { kind: 'map', keys: labelKeyForm, help: 'annotations on every object' },
  eventSource: {
    kind: 'text',
    value: 'NAME',
    form: dnsSubdomainForm,
    help: "EventSource, in AWS the source, of `@trigger`'s events (default: flowc)",
  },
  executor: {
    kind: 'choice',
    of: ['kubernetes', 'bash'],
    help: "Airflow: whether a task is a pod, or a process of the worker's own (default: kubernetes)",
  },
  airflowVersion: {
    kind: 'choice',
    of: ['2', '3'],
    help: 'Airflow: the one version that reads the file (default: both)',
  },
  kubernetesConnection: {
    kind: 'text',
    value: 'ID',
    form: airflowNameForm,
    help: 'Airflow: the connection to Kubernetes (default: kubernetes_default)',
  },
  deferrable: {
    kind: 'choice',
    of: ['true', 'false'],
    help: "Airflow: whether the triggerer waits for pods, and no worker does (default: Airflow's)",
  },
  pool: { kind: 'text', value: 'NAME', form: airflowNameForm, help: 'Airflow: the pool of every task' },
  queue: { kind: 'text', value: 'NAME', form: airflowNameForm, help: 'Airflow: the queue of every task' },
  owner: { kind: 'text', value: 'NAME', form: airflowNameForm, help: 'Airflow: who is named as the owner' },
  collapse: {
    kind: 'list',
    value: 'STEP,…',
    help: 'Airflow: loops that one task runs whole, by the step that each begins with',
  },
  airflowUrl: {
    kind: 'text',
    value: 'URL',
    form: urlForm,
    help: 'Airflow: where its REST API answers, https://airflow.example',
  },
  format: {
    kind: 'choice',
    of: ['cloudformation', 'terraform-json', 'asl'],
    help: 'Step Functions: a template, a module, or the bare definitions (default: cloudformation)',
  },
  batchQueue: {
    kind: 'text',
    value: 'QUEUE',
    form: jobQueueForm,
    help: 'Step Functions: job queue of every step that names none, by name or ARN',
  },
  batchPlatform: {
    kind: 'choice',
    of: ['ec2', 'fargate'],
    help: "Step Functions: what the queue's jobs run on (default: ec2)",
  },
  jobRole: {
    kind: 'text',
    value: 'ARN',
    form: roleForm,
    help: "Step Functions: role of the steps' code (default: the flow's own, written with it)",
  },
  executionRole: {
    kind: 'text',
    value: 'ARN',
    form: roleForm,
    help: 'Step Functions: role by which ECS starts a job (default: written where it is needed)',
  },
  stateMachineRole: {
    kind: 'text',
    value: 'ARN',
    form: roleForm,
    help: "Step Functions: role of the state machine (default: the flow's own, written with it)",
  },
  eventBus: {
    kind: 'text',
    value: 'BUS',
    form: eventBusForm,
    help: "Step Functions: EventBridge's bus of `@trigger`'s events (default: the account's own)",
  },
} as const satisfies Record<keyof Settings, Setting>;

export type SettingName = keyof typeof settings;

export const settingNames = Object.keys(settings) as readonly SettingName[];

const words = (name: string): string[] => name.split(/(?=[A-Z])/).map((word) => word.toLowerCase());

/** `imagePullPolicy` → `image-pull-policy`. */
export const flagOf = (name: SettingName): string => words(name).join('-');

/** `imagePullPolicy` → `FLOWC_IMAGE_PULL_POLICY`. */
export const variableOf = (name: SettingName): string => ['FLOWC', ...words(name)].join('_').toUpperCase();

/** The flags of settings, those of them that a flag can say. */
export function optionsOf(...names: readonly SettingName[]): Options {
  return Object.fromEntries(
    names.flatMap((name) => {
      const setting: Setting = settings[name];
      if (setting.kind === 'map') return [];
      const value = setting.kind === 'choice' ? setting.of.join('|') : setting.kind === 'count' ? 'N' : setting.value;
      const option = { type: 'string' as const, value, help: setting.help };
      return [[flagOf(name), setting.kind === 'choice' ? { ...option, of: setting.of } : option]];
    }),
  );
}
