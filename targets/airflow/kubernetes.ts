import type { StepSettings } from '../../src/compiler/ir/settings.ts';
import { kebab } from '../../src/compiler/emit/names.ts';
import { environment, exitCodes, SHIM } from '../../src/runtime/protocol.ts';
import { containerPlacing, containerResources, podPlacing, secretEnvironment, wholeSecret } from '../kubernetes/pod.ts';
import {
  ENVIRONMENT,
  environmentOf,
  FRAMES,
  shimArguments,
  type FileContext,
  type Kwargs,
  type ShimTask,
} from './shim-task.ts';
import type { AirflowOptions } from './options.ts';
import { Call, Name, type Python } from './python.ts';
import { inertAll, inertInPod } from './texts.ts';

// A task as a pod, by KubernetesPodOperator. What a pod has beside image, arguments, variables and metadata stands in its template, in Kubernetes' own words, rather than
// in objects of a client library. The operator's own class for secrets would write the names of variables in capitals:
// https://github.com/apache/airflow/blob/providers-cncf-kubernetes/10.25.0/providers/cncf/kubernetes/src/airflow/providers/cncf/kubernetes/secret.py#L58

/** Seconds in which a pod has to be placed and its image there: the operator's own two minutes are short of what a new node takes. */
const STARTUP = 900;

/** Longer ones the operator refuses; what it adds sets pods apart. */
const MAX_POD_NAME = 200;

/** Where the operator's sidecar looks for what goes to XCom. */
const XCOM_FOLDER = '/airflow/xcom';

export function sharedByPods({ options, dagId }: FileContext): Kwargs {
  const { image, namespace, serviceAccount, kubernetesConnection, deferrable, imagePullPolicy } = options;
  const { imagePullSecrets = [], annotations } = options;
  return {
    ...(kubernetesConnection === undefined ? {} : { kubernetes_conn_id: kubernetesConnection }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(serviceAccount === undefined ? {} : { service_account_name: serviceAccount }),
    ...(image === undefined ? {} : { image }),
    ...(imagePullPolicy === undefined ? {} : { image_pull_policy: imagePullPolicy }),
    ...(imagePullSecrets.length === 0 ? {} : { image_pull_secrets: imagePullSecrets.join(',') }),
    cmds: [SHIM],
    env_vars: new Name(ENVIRONMENT),
    labels: inertAll(labels(options, dagId)),
    ...(annotations === undefined ? {} : { annotations: inertAll(annotations) }),
    ...podTemplate({ spans: {} }, options),
    skip_on_exit_code: exitCodes.notTaken,
    startup_timeout_seconds: STARTUP,
    ...(deferrable === undefined ? {} : { deferrable: deferrable === 'true' }),
  };
}

export function podTask(task: ShimTask, { options, dagId }: FileContext): Call {
  const { id, step, settings, opens, common } = task;
  const { image, kubernetes = {} } = settings;
  const { namespace, serviceAccount, imagePullPolicy, imagePullSecrets } = kubernetes;
  const env = environmentOf(task, opens ? { [environment.control]: XCOM_FOLDER } : {}, inertInPod);
  const own = kubernetes.labels === undefined ? undefined : { ...labels(options, dagId), ...kubernetes.labels };
  return new Call('KubernetesPodOperator', [], {
    task_id: id,
    name: [dagId, kebab(step)]
      .filter((part) => part !== '')
      .join('-')
      .slice(0, MAX_POD_NAME),
    ...(image === undefined ? {} : { image }),
    ...(imagePullPolicy === undefined ? {} : { image_pull_policy: imagePullPolicy }),
    ...(imagePullSecrets === undefined ? {} : { image_pull_secrets: imagePullSecrets.join(',') }),
    // A step's name may hold `$`.
    arguments: shimArguments(task, `$(${FRAMES.variable})`).map((word) => (word === step ? inertInPod(word) : word)),
    ...(env === undefined ? {} : { env_vars: env }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(serviceAccount === undefined ? {} : { service_account_name: serviceAccount }),
    ...(own === undefined ? {} : { labels: inertAll(own) }),
    ...(kubernetes.annotations === undefined
      ? {}
      : { annotations: inertAll({ ...options.annotations, ...kubernetes.annotations }) }),
    ...podTemplate(settings, options),
    ...(opens ? { do_xcom_push: true } : {}),
    ...common,
  });
}

const labels = (options: AirflowOptions, dagId: string): Readonly<Record<string, string>> => ({
  'app.kubernetes.io/managed-by': 'flowc',
  'flowc.dev/flow': dagId,
  ...options.labels,
});

/** What the operator merges its own pod into; nothing where that is all. */
function podTemplate(settings: StepSettings, { datastoreSecret }: AirflowOptions): Kwargs {
  const { keys, whole } = secretEnvironment(settings.secrets);
  const { imagePullPolicy: _, ...placing } = containerPlacing(settings);
  const { serviceAccountName: __, ...spec } = podPlacing(settings).spec;
  const envFrom = [...(datastoreSecret === undefined ? [] : [wholeSecret(datastoreSecret)]), ...whole];
  const container = {
    ...(keys.length === 0 ? {} : { env: keys }),
    ...(envFrom.length === 0 ? {} : { envFrom }),
    ...(settings.resources === undefined ? {} : { resources: containerResources(settings.resources) }),
    ...placing,
  };
  if (Object.keys(container).length === 0 && Object.keys(spec).length === 0) return {};
  const template = { spec: { containers: [{ name: 'base', ...container }], ...spec } };
  return { pod_template_dict: inertAll(template) as unknown as Python };
}
