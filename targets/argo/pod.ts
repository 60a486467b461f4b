import type { StepSettings } from '../../src/compiler/ir/settings.ts';
import { podPlacing, secretEnvironment, wholeSecret } from '../kubernetes/pod.ts';
import type { Container, Template } from './manifest.ts';
import { constants } from './text.ts';

// A step's settings where Argo's templates have them.

/**
 * Constants and keys of secrets as environment variables, and whole secrets. Argo takes a template's own list of these in place of the one that
 * all share, so the datastore's stands in both; first, as of two secrets with one key the later holds.
 */
export function containerEnvironment(
  settings: StepSettings,
  datastoreSecret: string | undefined,
): Pick<Container, 'env' | 'envFrom'> {
  const { keys, whole: own } = secretEnvironment(settings.secrets);
  const whole = own.length === 0 || datastoreSecret === undefined ? own : [wholeSecret(datastoreSecret), ...own];
  const env = [...constants(settings.environment ?? {}), ...keys];
  return { ...(env.length === 0 ? {} : { env }), ...(whole.length === 0 ? {} : { envFrom: whole }) };
}

/** What of `@kubernetes` belongs to the template, and so to the pod. */
export function templatePlacing(settings: StepSettings): Template {
  const { metadata, spec } = podPlacing(settings);
  const { runtimeClassName, volumes, ...fields } = spec;
  return {
    ...(metadata === undefined ? {} : { metadata }),
    ...fields,
    // Argo has no field of its own for it.
    ...(runtimeClassName === undefined ? {} : { podSpecPatch: JSON.stringify({ runtimeClassName }) }),
    ...(volumes === undefined ? {} : { volumes }),
  };
}
