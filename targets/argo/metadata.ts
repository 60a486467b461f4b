import type { Graph } from '../../src/compiler/ir/graph.ts';
import { CONTRACT_VERSION } from '../../src/runtime/protocol.ts';
import type { Metadata, ObjectMeta } from './manifest.ts';
import type { ArgoOptions } from './options.ts';
import { inertJson } from './text.ts';

// Labels and annotations. What runs carry stands in the WorkflowTemplate's spec, which Argo evaluates: there, texts of the
// user's are JSON. The annotations of the objects themselves nobody evaluates.

/** The WorkflowTemplate's name, to ask for the runs and pods of a flow. */
const FLOW_LABEL = 'flowc.dev/flow';

export interface ObjectContext {
  readonly graph: Graph;
  readonly options: ArgoOptions;
  /** The WorkflowTemplate's name, and that of what stands beside it. */
  readonly name: string;
  readonly namespace: string | undefined;
}

export function objectMeta({ graph, options, name, namespace }: ObjectContext, suffix = ''): ObjectMeta {
  return {
    name: `${name}${suffix}`,
    ...(namespace === undefined ? {} : { namespace }),
    labels: labels(name, options),
    annotations: { 'flowc.dev/flow': graph.flow.name, ...options.annotations },
  };
}

/** What Argo's UI shows of the flow. */
export function templateMeta(context: ObjectContext): ObjectMeta {
  const { annotations, ...meta } = objectMeta(context);
  const { name, doc } = context.graph.flow;
  return {
    ...meta,
    annotations: {
      'workflows.argoproj.io/title': name,
      ...(doc === undefined ? {} : { 'workflows.argoproj.io/description': doc.toWellFormed() }),
      'flowc.dev/contract': String(CONTRACT_VERSION),
      ...annotations,
    },
  };
}

/** What every run carries. */
export function runMetadata({ graph, options, name }: ObjectContext): Metadata {
  const { tags } = graph.flow.settings;
  return {
    labels: labels(name, options),
    ...(tags.length === 0 ? {} : { annotations: { 'flowc.dev/tags': inertJson(tags) } }),
  };
}

/** What every pod of a run carries. */
export function podMetadata({ options, name }: ObjectContext): Metadata {
  return { labels: labels(name, options) };
}

function labels(name: string, options: ArgoOptions): Readonly<Record<string, string>> {
  return {
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/managed-by': 'flowc',
    [FLOW_LABEL]: name,
    ...options.labels,
  };
}
