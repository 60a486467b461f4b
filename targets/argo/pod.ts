import type { Json, Resources, StepSettings, Volume as StepVolume } from '../../src/compiler/ir/settings.ts';
import type { Container, EnvFromSource, EnvVar, Template, Volume, VolumeMount } from './manifest.ts';
import { constants } from './text.ts';
import { parseSecret } from './secrets.ts';

// A step's settings as Kubernetes says them.

const SHARED_MEMORY = { name: 'flowc-shared-memory', mountPath: '/dev/shm' };

/** Keys of `securityContext` that are a pod's; the others are a container's, or either's. */
const podSecurity = ['fsGroup', 'fsGroupChangePolicy', 'supplementalGroups', 'supplementalGroupsPolicy', 'sysctls'];

/**
 * Memory and disk are asked for and held to; a processor is only asked for, for a limit would throttle a step while others idle. GPUs can
 * only be limits, and Kubernetes takes the limit for the request.
 */
export function containerResources(resources: Resources): NonNullable<Container['resources']> {
  const both = {
    ...(resources.memory === undefined ? {} : { memory: resources.memory }),
    ...(resources.disk === undefined ? {} : { 'ephemeral-storage': resources.disk }),
  };
  const requests = { ...(resources.cpu === undefined ? {} : { cpu: resources.cpu }), ...both };
  const limits = { ...both, ...(resources.gpu === undefined ? {} : { 'nvidia.com/gpu': String(resources.gpu) }) };
  return {
    ...(Object.keys(requests).length === 0 ? {} : { requests }),
    ...(Object.keys(limits).length === 0 ? {} : { limits }),
  };
}

/**
 * Constants and keys of secrets as environment variables, and whole secrets. Argo takes a template's own list of these in place of the one that
 * all share, so the datastore's stands in both; first, as of two secrets with one key the later holds.
 */
export function containerEnvironment(
  settings: StepSettings,
  datastoreSecret: string | undefined,
): Pick<Container, 'env' | 'envFrom'> {
  const secrets = (settings.secrets ?? []).flatMap((name) => parseSecret(name) ?? []);
  const keys = secrets.flatMap(({ secret, key, variable }): EnvVar[] =>
    key === undefined ? [] : [{ name: variable ?? key, valueFrom: { secretKeyRef: { name: secret, key } } }],
  );
  const own = secrets.filter(({ key }) => key === undefined).map(({ secret }) => wholeSecret(secret));
  const whole = own.length === 0 || datastoreSecret === undefined ? own : [wholeSecret(datastoreSecret), ...own];
  const env = [...constants(settings.environment ?? {}), ...keys];
  return { ...(env.length === 0 ? {} : { env }), ...(whole.length === 0 ? {} : { envFrom: whole }) };
}

/** All keys of a secret as variables. */
export const wholeSecret = (name: string): EnvFromSource => ({ secretRef: { name } });

/** What of `@kubernetes` and shared memory belongs to the container. */
export function containerPlacing(
  settings: StepSettings,
): Pick<Container, 'imagePullPolicy' | 'securityContext' | 'volumeMounts'> {
  const { imagePullPolicy, securityContext, volumes = [] } = settings.kubernetes ?? {};
  const security = splitSecurity(securityContext).container;
  const volumeMounts = [
    ...volumes.map(({ name, mountPath, subPath, readOnly }): VolumeMount => ({
      name,
      mountPath,
      ...(subPath === undefined ? {} : { subPath }),
      ...(readOnly === undefined ? {} : { readOnly }),
    })),
    ...(settings.resources?.sharedMemory === undefined ? [] : [SHARED_MEMORY]),
  ];
  return {
    ...(imagePullPolicy === undefined ? {} : { imagePullPolicy }),
    ...(security === undefined ? {} : { securityContext: security }),
    ...(volumeMounts.length === 0 ? {} : { volumeMounts }),
  };
}

/** What of it belongs to the template, and so to the pod. */
export function podPlacing(settings: StepSettings): Template {
  const { kubernetes = {} } = settings;
  const { nodeSelector, tolerations, labels, annotations, serviceAccount, priorityClassName, runtimeClassName } =
    kubernetes;
  const metadata = {
    ...(labels === undefined ? {} : { labels }),
    ...(annotations === undefined ? {} : { annotations }),
  };
  const security = splitSecurity(kubernetes.securityContext).pod;
  const volumes = podVolumes(settings);
  return {
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
    ...(serviceAccount === undefined ? {} : { serviceAccountName: serviceAccount }),
    ...(nodeSelector === undefined ? {} : { nodeSelector }),
    ...(tolerations === undefined ? {} : { tolerations }),
    ...(priorityClassName === undefined ? {} : { priorityClassName }),
    ...(security === undefined ? {} : { securityContext: security }),
    // Argo has no field of its own for it.
    ...(runtimeClassName === undefined ? {} : { podSpecPatch: JSON.stringify({ runtimeClassName }) }),
    ...(volumes.length === 0 ? {} : { volumes }),
  };
}

/** Each volume once, however often it is mounted. */
function podVolumes({ kubernetes, resources }: StepSettings): readonly Volume[] {
  const volumes = new Map((kubernetes?.volumes ?? []).map((volume) => [volume.name, podVolume(volume)]));
  const sizeLimit = resources?.sharedMemory;
  if (sizeLimit !== undefined)
    volumes.set(SHARED_MEMORY.name, { name: SHARED_MEMORY.name, emptyDir: { medium: 'Memory', sizeLimit } });
  return [...volumes.values()];
}

function podVolume({ name, source }: StepVolume): Volume {
  const { kind, ...fields } = source;
  return { name, [kind]: fields };
}

function splitSecurity(context: Json | undefined): {
  readonly pod?: object;
  readonly container?: object;
} {
  if (context === undefined || context === null || typeof context !== 'object') return {};
  const entries = Object.entries(context);
  const pod = entries.filter(([key]) => podSecurity.includes(key));
  const container = entries.filter(([key]) => !podSecurity.includes(key));
  return {
    ...(pod.length === 0 ? {} : { pod: Object.fromEntries(pod) }),
    ...(container.length === 0 ? {} : { container: Object.fromEntries(container) }),
  };
}
