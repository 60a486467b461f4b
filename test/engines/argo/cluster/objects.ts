// What the API server is given before anything runs: Argo's kinds, the controller's namespace and configuration; and in each namespace what
// kube-controller-manager would put there, which this cluster does without.

import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { CERTIFICATE, CONTROLLER_NAMESPACE, QUICK_EXECUTOR } from './daemons.ts';
import type { Kubernetes, KubernetesObject } from './kubernetes.ts';

const v1 = (kind: string, name: string, rest: object = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name },
  ...rest,
});

/** `definitions` are files that hold a CustomResourceDefinition each. */
export async function createBase(kubernetes: Kubernetes, definitions: readonly string[]): Promise<void> {
  const certificate = readFileSync(CERTIFICATE, 'utf8');
  await Promise.all([
    ...definitions.map((file) => kubernetes.request('POST', DEFINITIONS, definitionIn(readFileSync(file, 'utf8')))),
    fillNamespace(kubernetes, 'default', certificate),
    kubernetes.create('', v1('Namespace', CONTROLLER_NAMESPACE)),
    ...[priority('first', 1_000, true), ...LAST.map((name, at) => priority(name, -at, false))].map((object) =>
      kubernetes.create('', object),
    ),
  ]);
  const off = { enabled: false };
  const data = {
    config: JSON.stringify({
      ...{ metricsConfig: off, telemetryConfig: off, workflowEvents: off, nodeEvents: off },
      // A pod's own network costs a fifth of it, and pods of ours listen to nobody. What flowc writes is not touched.
      workflowDefaults: { spec: { hostNetwork: true } },
      executor: { env: Object.entries(QUICK_EXECUTOR).map(([name, value]) => ({ name, value })) },
    }),
  };
  await kubernetes.create(CONTROLLER_NAMESPACE, v1('ConfigMap', 'workflow-controller-configmap', { data }));
}

/** Priorities of pods that let all others go first: the many of which nobody asks when they run. Among themselves they go in this order. */
export const LAST = ['last-1', 'last-2', 'last-3', 'last-4'] as const;

const priority = (name: string, value: number, globalDefault: boolean): KubernetesObject => ({
  apiVersion: 'scheduling.k8s.io/v1',
  kind: 'PriorityClass',
  metadata: { name },
  ...{ value, globalDefault, preemptionPolicy: 'Never' },
});

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/**
 * A definition as far as these tests need it. Most of its megabytes are what `kubectl explain` would show: without that the server starts in half the time.
 * And what the controller alone writes, a run's status above all, again and again, is not held to a schema that would cost more than running it. `CRDS=minimal` holds nothing to one, as Argo's minimal definitions do: its full ones take at most 200 templates.
 */
function definitionIn(yaml: string): string {
  const definition = load(yaml) as { readonly spec: { readonly names: { readonly kind: string } } };
  const isChecked = process.env['CRDS'] !== 'minimal' && EMITTED.includes(definition.spec.names.kind);
  return JSON.stringify(definition, (key, value: unknown) => {
    if (key === 'openAPIV3Schema' && !isChecked) return ANYTHING;
    return key === 'description' && typeof value === 'string' ? undefined : value;
  });
}

/** The kinds that flowc writes. */
const EMITTED: readonly string[] = ['WorkflowTemplate', 'CronWorkflow', 'Sensor', 'EventSource'];

const ANYTHING = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

export async function createNamespace(kubernetes: Kubernetes, name: string): Promise<void> {
  await kubernetes.create('', v1('Namespace', name));
  const path = `/api/v1/namespaces/default/configmaps/${CERTIFICATES}`;
  const { data } = await kubernetes.request<{ data: { 'ca.crt': string } }>('GET', path);
  await fillNamespace(kubernetes, name, data['ca.crt']);
}

const CERTIFICATES = 'kube-root-ca.crt';

async function fillNamespace(kubernetes: Kubernetes, name: string, certificate: string): Promise<void> {
  await Promise.all([
    kubernetes.create(name, v1('ServiceAccount', 'default')),
    kubernetes.create(name, v1('ConfigMap', CERTIFICATES, { data: { 'ca.crt': certificate } })),
  ]);
}

/** Rejects until the API server serves every kind that the workflow controller watches: it ends where one is missing. */
export async function askForArgoKinds(kubernetes: Kubernetes): Promise<void> {
  const plurals = [
    ...['workflows', 'workflowtemplates', 'clusterworkflowtemplates', 'cronworkflows', 'workflowtaskresults'],
    ...['workflowtasksets', 'workflowartifactgctasks', 'workfloweventbindings'],
  ];
  await Promise.all(plurals.map((plural) => kubernetes.request('GET', `/apis/argoproj.io/v1alpha1/${plural}?limit=1`)));
}
