import { PACKAGES_FOLDER } from '../../src/runtime/protocol.ts';
import type { Diagnostics } from '../../src/compiler/diagnostics/sink.ts';
import type { CodeDelivery } from '../target.ts';
import type { ConfigMap, Volume, VolumeMount } from './manifest.ts';
import { objectMeta, type ObjectContext } from './metadata.ts';

// The code package in a ConfigMap beside the template, where the configuration says `code: 'inline'`. The ConfigMap is called by the package's id and never
// changes, so that a run keeps the code that it began with whatever is applied meanwhile.

/** The name of the volume in the pods of such a flow. */
export const CODE_VOLUME = 'flowc-code';

export const codeMount: VolumeMount = { name: CODE_VOLUME, mountPath: PACKAGES_FOLDER, readOnly: true };

/** What a ConfigMap's values may come to, in bytes: https://kubernetes.io/docs/concepts/configuration/configmap/#motivation */
const MOST_DATA = 1_048_576;

/**
 * What an object's annotations may come to, in bytes, where `kubectl apply` keeps the whole object in one:
 * https://kubernetes.io/docs/reference/kubectl/generated/kubectl_apply/
 */
const MOST_ANNOTATED = 262_144;

type Inline = Extract<CodeDelivery, { readonly delivery: 'inline' }>;

export function codeConfigMap(context: ObjectContext, { id, compressed }: Inline): ConfigMap {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: objectMeta(context, suffixOf(id)),
    immutable: true,
    binaryData: { [`${id}.zst`]: base64(compressed) },
  };
}

export const codeVolume = ({ name }: ObjectContext, { id }: Inline): Volume => ({
  name: CODE_VOLUME,
  configMap: { name: `${name}${suffixOf(id)}` },
});

const suffixOf = (id: string): string => `-code-${id.slice(0, 10)}`;

/** Whether Kubernetes takes the ConfigMap, and by which ways of applying it. */
export function checkCode(
  { graph }: ObjectContext,
  { compressed }: Inline,
  object: ConfigMap,
  sink: Diagnostics,
): void {
  const { name, span } = graph.flow;
  const { length } = compressed;
  if (length > MOST_DATA) return sink.report('argo-code-too-large', span, [name, length, MOST_DATA]);
  const annotated = new TextEncoder().encode(JSON.stringify(object)).length;
  if (annotated > MOST_ANNOTATED)
    sink.report('argo-code-needs-server-side-apply', span, [name, annotated, MOST_ANNOTATED]);
}

/** In pieces, as a call takes only so many arguments. */
function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
