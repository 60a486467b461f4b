import type { Container, EnvVar, Template } from './manifest.ts';
import { BRACE } from './text.ts';

// What every container template of a flow says alike is said once, in templateDefaults. Argo merges that into each template,
// DAG templates too, so only `container` may stand there; and it mixes up the entries of lists that both have under one
// name, so no variable and no mount stands in both. Lists that it does not merge, `envFrom` and `args`, a template's own replaces.
// https://github.com/argoproj/argo-workflows/blob/v4.0.2/workflow/controller/operator.go#L4413

/** A container template in the making. */
export interface Pod {
  readonly template: Template;
  readonly container: Omit<Container, 'image'> & Partial<Pick<Container, 'image'>>;
}

/** Templates whose order of keys is a reader's, and their defaults: `always`, and the fields in which all pods agree. */
export function shareAmong(
  pods: readonly Pod[],
  always: Pick<Container, 'command' | 'env' | 'envFrom' | 'volumeMounts'>,
): { readonly templates: readonly Template[]; readonly templateDefaults: Template } {
  const image = agreed(pods, 'image');
  const imagePullPolicy = agreed(pods, 'imagePullPolicy');
  const resources = agreed(pods, 'resources');
  const env = agreedVariables(pods);
  const shared = new Set(env.map(asText));
  const templateDefaults = {
    container: {
      ...(image === undefined ? {} : { image }),
      ...(imagePullPolicy === undefined ? {} : { imagePullPolicy }),
      ...always,
      env: [...(always.env ?? []), ...env],
      ...(resources === undefined ? {} : { resources }),
    },
  };
  const templates = pods.map(({ template, container }) => {
    const { env: own, ...rest } = container;
    const left = (own ?? []).filter((variable) => !shared.has(asText(variable)));
    const { name, inputs, outputs, ...others } = template;
    return {
      ...(name === undefined ? {} : { name }),
      ...(inputs === undefined ? {} : { inputs }),
      ...others,
      container: containerOf(without(rest, { image, imagePullPolicy, resources }), left),
      ...(outputs === undefined ? {} : { outputs }),
    };
  });
  return { templates, templateDefaults };
}

type Agreed = Partial<Pick<Pod['container'], 'image' | 'imagePullPolicy' | 'resources'>>;

function without(
  container: Pod['container'],
  agreed: { readonly [K in keyof Agreed]: Agreed[K] | undefined },
): Pod['container'] {
  const entries = Object.entries(container).filter(
    ([key]) => !(key in agreed) || agreed[key as keyof Agreed] === undefined,
  );
  return Object.fromEntries(entries);
}

function containerOf(rest: Pod['container'], env: readonly EnvVar[]): Pod['container'] {
  const { image, imagePullPolicy, args, ...others } = rest;
  return {
    ...(image === undefined ? {} : { image }),
    ...(imagePullPolicy === undefined ? {} : { imagePullPolicy }),
    ...(args === undefined ? {} : { args }),
    ...(env.length === 0 ? {} : { env }),
    ...others,
  };
}

/** The value that all pods have for a field. */
function agreed<K extends keyof Agreed>(pods: readonly Pod[], key: K): Agreed[K] | undefined {
  const [first, ...others] = pods.map(({ container }) => container[key]);
  return others.every((value) => asText(value) === asText(first)) ? first : undefined;
}

/** The variables that all pods define alike, in the order of the first; defaults come after a template's own, so none that stands on another's shoulders. */
function agreedVariables(pods: readonly Pod[]): readonly EnvVar[] {
  const [first, ...others] = pods.map(({ container }) => container.env ?? []);
  const counts = new Map<string, number>();
  for (const variable of others.flat()) counts.set(asText(variable), (counts.get(asText(variable)) ?? 0) + 1);
  return (first ?? []).filter(
    (variable) => (counts.get(asText(variable)) ?? 0) === others.length && !needsOrder(variable),
  );
}

const asText = (value: unknown): string => JSON.stringify(value) ?? '';

const needsOrder = ({ name, value }: EnvVar): boolean =>
  name === BRACE.name || value?.includes(`$(${BRACE.name})`) === true;
