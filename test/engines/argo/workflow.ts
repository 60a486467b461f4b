import { gunzipSync } from 'node:zlib';
import type { WorkflowTemplate } from '../../../targets/argo/manifest.ts';
import { flags } from '../../../src/runtime/protocol.ts';
import type { Started } from '../engine.ts';

// What Argo says of a run: a Workflow as the API server gives it, as far as it is looked at here.

export interface Workflow {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly uid: string };
  readonly status?: {
    readonly phase?: string;
    readonly message?: string;
    readonly nodes?: Nodes;
    /** `nodes` where they are large: base64 of gzip of their JSON. */
    readonly compressedNodes?: string;
  };
}

type Nodes = Readonly<Record<string, WorkflowNode>>;

interface WorkflowNode {
  /** `train-flow-x2k9f.main.train(1)`; the last number of a retried one is the attempt's. */
  readonly name: string;
  readonly type: string;
  readonly phase: string;
  readonly message?: string;
  readonly templateName?: string;
  readonly nodeFlag?: { readonly retried?: boolean };
  readonly inputs?: { readonly parameters?: readonly { readonly name: string; readonly value?: string }[] };
}

/** Every node that was a pod. */
function podsOf({ status }: Workflow): readonly WorkflowNode[] {
  const { nodes, compressedNodes } = status ?? {};
  const all =
    nodes ??
    (compressedNodes ? (JSON.parse(gunzipSync(Buffer.from(compressedNodes, 'base64')).toString()) as Nodes) : {});
  return Object.values(all).filter(({ type }) => type === 'Pod');
}

/** The task of each pod, by what the template that it was made from says to the shim. */
export function startedBy(workflow: Workflow, { spec }: WorkflowTemplate): readonly Started[] {
  const args = new Map((spec.templates ?? []).map(({ name, container }) => [name, container?.args ?? []]));
  return podsOf(workflow).map(({ name, templateName = '', nodeFlag, inputs }) => {
    const [step = templateName, ...rest] = args.get(templateName) ?? [];
    const hasFrames = rest.includes(flags.frames);
    const frames = inputs?.parameters?.find((parameter) => parameter.name === 'frames')?.value;
    const attempt = nodeFlag?.retried === true ? Number(/\((\d+)\)$/.exec(name)?.[1]) : 0;
    return { step, task: (hasFrames ? frames : undefined) || 'main', attempt };
  });
}

/** Why a run failed, with what the pods say of it. */
export function failureOf(workflow: Workflow): string {
  const pods = podsOf(workflow).filter(({ phase, message }) => phase !== 'Succeeded' && message !== undefined);
  const said = pods.slice(0, 3).map(({ name, message }) => `${name}: ${message}`);
  return [workflow.status?.phase, workflow.status?.message, ...said].filter((text) => text !== undefined).join('; ');
}
