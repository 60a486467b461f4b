import { load } from 'js-yaml';
import { emitFlow } from '../../../src/cli/emit.ts';
import { Diagnostics } from '../../../src/compiler/diagnostics/sink.ts';
import type { WorkflowTemplate } from '../../../targets/argo/manifest.ts';
import type { EngineFlow } from '../engine.ts';
import { prepare, type Prepared } from '../prepare.ts';
import type { Cluster } from './cluster/cluster.ts';
import { KubernetesError, type KubernetesObject } from './cluster/kubernetes.ts';
import { deliver, type Delivered } from './deliver.ts';
import { fitted } from './small.ts';
import { surround } from './surroundings.ts';

// A flow on the cluster as `flowc push`, `flowc compile` and `kubectl apply -k` put it there, in a namespace and a datastore of its own.

type Variables = Readonly<Record<string, string>>;

export interface Place {
  readonly cluster: Cluster;
  /** Of S3, for pods; where it is, is said beside. */
  readonly credentials: Variables;
  /** The environment in which this process reaches S3. */
  readonly env: Variables;
}

export interface Deployed {
  readonly prepared: Prepared;
  /** As flowc wrote it. */
  readonly template: WorkflowTemplate;
  readonly namespace: string;
  /** `s3://bucket/prefix`. */
  readonly datastore: string;
}

/** @param unique - Names the datastore, and the namespace where the flow names none. */
export async function deploy(flow: EngineFlow, unique: string, place: Place): Promise<Deployed> {
  const { cluster } = place;
  const prepared = await prepare(flow);
  const datastore = `s3://${cluster.s3.bucket}/${unique}`;
  const delivered = await deliver(prepared, flow.settings?.code, datastore, place);
  const texts = emit(flow, prepared, datastore, delivered);
  const objects = texts.map((text) => load(text) as KubernetesObject);
  const template = objects.find(({ kind }) => kind === 'WorkflowTemplate') as WorkflowTemplate | undefined;
  if (template === undefined) throw new Error(`no WorkflowTemplate was written for ${flow.file}`);
  const namespace = template.metadata.namespace ?? unique;

  await createNamespace(namespace, secretOf(flow), place);
  const accounts = objects.filter(({ kind }) => kind === 'ServiceAccount').map(({ metadata }) => metadata.name);
  await surround(cluster, namespace, template, new Set(accounts));
  for (const text of texts) await apply(cluster, namespace, text, delivered.image);
  return { prepared, template, namespace, datastore };
}

/** The objects, one a text, in kustomize's order. */
function emit(flow: EngineFlow, { graph }: Prepared, datastore: string, { code, image }: Delivered): readonly string[] {
  const sink = new Diagnostics();
  const settings = { ...flow.settings, image, datastore, datastoreSecret: secretOf(flow) };
  const files = emitFlow(graph, 'argo', settings, sink, code);
  if (sink.hasErrors)
    throw new Error(
      sink
        .sorted()
        .map(({ message }) => message)
        .join('; '),
    );
  const named = new Map(files.map(({ path, text }) => [path.slice(path.lastIndexOf('/') + 1), text]));
  const { resources } = load(named.get('kustomization.yaml') ?? '') as { readonly resources: readonly string[] };
  return resources.map((name) => named.get(name) ?? '');
}

/** The secret with the datastore's credentials. */
const secretOf = ({ settings }: EngineFlow): string => settings?.datastoreSecret ?? 'datastore';

/** As it was written, unless it asks for more than the node has. */
async function apply(cluster: Cluster, namespace: string, text: string, image: string): Promise<void> {
  const object = load(text) as KubernetesObject;
  const small = object.kind === 'WorkflowTemplate' ? fitted(object as unknown as WorkflowTemplate, image) : object;
  const fits = JSON.stringify(small) === JSON.stringify(object);
  await cluster.apply(namespace, fits ? text : JSON.stringify(small));
}

async function createNamespace(name: string, secret: string, { cluster, credentials }: Place): Promise<void> {
  try {
    await cluster.createNamespace(name);
  } catch (error) {
    // Its flow names it, and another one has before.
    if (error instanceof KubernetesError && error.reason === 'AlreadyExists') return;
    throw error;
  }
  const stringData = { ...credentials, AWS_ENDPOINT_URL_S3: cluster.s3.endpointInPods };
  await cluster.request('POST', `/api/v1/namespaces/${name}/secrets`, { metadata: { name: secret }, stringData });
}
