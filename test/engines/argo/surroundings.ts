import type { Template, WorkflowTemplate } from '../../../targets/argo/manifest.ts';
import { secretText } from '../secrets.ts';
import type { Cluster } from './cluster/cluster.ts';
import { KubernetesError, type KubernetesObject } from './cluster/kubernetes.ts';

// What a flow's manifests name and somebody else has to have put into the cluster: secrets, ConfigMaps, claims, service accounts, classes of pods, labels and GPUs of
// nodes. Found in the objects themselves, so that flows of any file run.

const RBAC = 'rbac.authorization.k8s.io';

/** @param own - Names of the service accounts that stand beside the template. */
export async function surround(
  cluster: Cluster,
  namespace: string,
  { spec }: WorkflowTemplate,
  own: ReadonlySet<string>,
): Promise<void> {
  const templates = spec.templates ?? [];
  const volumes = templates.flatMap((template) => template.volumes ?? []);
  const claims = volumes.flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []);
  const accounts = [spec.serviceAccountName, ...templates.map((template) => template.serviceAccountName)];
  const objects = [
    ...secretsOf({ spec }),
    ...volumes.flatMap(({ configMap }) => (configMap?.name ? [v1('ConfigMap', configMap.name, { data: {} })] : [])),
    ...accounts.flatMap((name) => (name === undefined || own.has(name) ? [] : accountOf(namespace, name))),
    ...templates.flatMap(classesOf),
  ];
  for (const object of objects) await ensure(cluster, namespace, object);
  for (const claim of new Set(claims)) await bindClaim(cluster, namespace, claim);
  for (const template of templates) await equipNode(cluster, template);
}

const v1 = (kind: string, name: string, rest: object): KubernetesObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name },
  ...rest,
});

/** Creates it where it is not there. */
async function ensure(cluster: Cluster, namespace: string, object: KubernetesObject): Promise<void> {
  try {
    await cluster.apply(namespace, JSON.stringify(object));
  } catch (error) {
    if (!(error instanceof KubernetesError) || error.reason !== 'AlreadyExists') throw error;
  }
}

/** Secrets with the keys that are asked for. */
function secretsOf({ spec }: Pick<WorkflowTemplate, 'spec'>): readonly KubernetesObject[] {
  const keys = new Map<string, Record<string, string>>();
  const note = (name: string | undefined, key?: string): void => {
    if (name === undefined) return;
    const known = keys.get(name) ?? {};
    if (key !== undefined) known[key] = secretText(name, key);
    keys.set(name, known);
  };
  for (const { name } of spec.imagePullSecrets ?? []) note(name);
  for (const { container, volumes = [] } of spec.templates ?? []) {
    for (const { secretRef } of container?.envFrom ?? []) note(secretRef?.name);
    for (const { valueFrom } of container?.env ?? []) note(valueFrom?.secretKeyRef?.name, valueFrom?.secretKeyRef?.key);
    for (const { secret } of volumes) note(secret?.secretName);
  }
  return [...keys].map(([name, stringData]) => v1('Secret', name, { stringData }));
}

/** An account with the rights that targets/argo/README.md asks for where flowc writes none. */
function accountOf(namespace: string, name: string): readonly KubernetesObject[] {
  const rbac = (kind: string, rest: object): KubernetesObject => ({
    apiVersion: `${RBAC}/v1`,
    kind,
    metadata: { name },
    ...rest,
  });
  const rule = { apiGroups: ['argoproj.io'], resources: ['workflowtaskresults'], verbs: ['create', 'patch'] };
  return [
    v1('ServiceAccount', name, {}),
    rbac('Role', { rules: [rule] }),
    rbac('RoleBinding', {
      roleRef: { apiGroup: RBAC, kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    }),
  ];
}

function classesOf({ priorityClassName, podSpecPatch }: Template): readonly KubernetesObject[] {
  const { runtimeClassName } = JSON.parse(podSpecPatch ?? '{}') as { readonly runtimeClassName?: string };
  const named = (apiVersion: string, kind: string, name: string | undefined, rest: object) =>
    name === undefined ? [] : [{ apiVersion, kind, metadata: { name }, ...rest }];
  return [
    ...named('scheduling.k8s.io/v1', 'PriorityClass', priorityClassName, { value: 1000, preemptionPolicy: 'Never' }),
    ...named('node.k8s.io/v1', 'RuntimeClass', runtimeClassName, { handler: 'runc' }),
  ];
}

/** A claim and its volume, already bound: nobody in this cluster would do it. */
async function bindClaim(cluster: Cluster, namespace: string, claim: string): Promise<void> {
  const volume = `${namespace}-${claim}`;
  const spec = { accessModes: ['ReadWriteOnce'], storageClassName: '' };
  const metadata = { name: claim, annotations: { 'pv.kubernetes.io/bind-completed': 'yes' } };
  const storage = '1Gi';
  const claims = `/api/v1/namespaces/${namespace}/persistentvolumeclaims`;
  const wanted = { ...spec, volumeName: volume, resources: { requests: { storage } } };
  const made = await cluster.request<{ metadata: { uid: string } }>('POST', claims, { metadata, spec: wanted });
  const claimRef = { kind: 'PersistentVolumeClaim', apiVersion: 'v1', namespace, name: claim, uid: made.metadata.uid };
  const hostPath = { path: `/run/volumes/${volume}`, type: 'DirectoryOrCreate' };
  await cluster.request('POST', '/api/v1/persistentvolumes', {
    metadata: { name: volume },
    spec: { ...spec, capacity: { storage }, hostPath, claimRef },
  });
  await cluster.request('PATCH', `/api/v1/persistentvolumes/${volume}/status`, { status: { phase: 'Bound' } });
  const status = { phase: 'Bound', accessModes: spec.accessModes, capacity: { storage } };
  await cluster.request('PATCH', `${claims}/${claim}/status`, { status });
}

/** Labels and GPUs of the one node, as a template wants them. */
async function equipNode(cluster: Cluster, { nodeSelector, container }: Template): Promise<void> {
  const limits = Object.entries(container?.resources?.limits ?? {});
  const devices = limits.filter(([name]) => name.includes('/'));
  if (nodeSelector === undefined && devices.length === 0) return;
  const { items } = await cluster.request<{ items: readonly KubernetesObject[] }>('GET', '/api/v1/nodes');
  for (const { metadata } of items) {
    const node = `/api/v1/nodes/${metadata.name}`;
    if (nodeSelector !== undefined) await cluster.request('PATCH', node, { metadata: { labels: nodeSelector } });
    if (devices.length > 0)
      await cluster.request('PATCH', `${node}/status`, { status: { capacity: Object.fromEntries(devices) } });
  }
}
