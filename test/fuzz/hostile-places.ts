import type { ArgoOptions } from '../../targets/argo/options.ts';
import type { EnvVar, Template, WorkflowTemplate } from '../../targets/argo/manifest.ts';
import { byKubelet } from './argo-engine.ts';

// Every place where a user may write a text, what becomes of it, and how it is read back by whoever it is meant for.

/** The objects that were printed, as a reader of YAML gets them, by kind. */
export type Objects = ReadonlyMap<string, unknown>;

export interface Place {
  /** Parts of the flow's source; the text stands in them as a literal. */
  readonly flow?: string;
  readonly step?: string;
  readonly members?: string;
  readonly options?: (text: string) => Partial<ArgoOptions>;
  /** The text as it arrives. */
  readonly arrives: (objects: Objects) => unknown;
  /** What should arrive, where that is not the text itself. */
  readonly wanted?: (text: string) => unknown;
}

/** Stands for the literal in the parts of a source. */
export const LITERAL = '<text>';

export const workflow = (objects: Objects): WorkflowTemplate => objects.get('WorkflowTemplate') as WorkflowTemplate;

const templateOf = (objects: Objects, name: string): Template | undefined =>
  workflow(objects).spec.templates?.find((template) => template.name === name);

const variable = (objects: Objects, name: string): string => {
  const { spec } = workflow(objects);
  const all = [spec.templateDefaults, ...(spec.templates ?? [])].flatMap(
    (each): readonly EnvVar[] => each?.container?.env ?? [],
  );
  return byKubelet(all.find((each) => each.name === name)?.value ?? '');
};

const argument = (objects: Objects) => workflow(objects).spec.arguments?.parameters?.[0];

/** What the runtime makes of a parameter's text. */
const parameterValue = (text: unknown): unknown => {
  const value = String(text);
  return value.startsWith('"') ? JSON.parse(value) : value;
};

const path = (value: unknown, ...keys: readonly (string | number)[]): unknown =>
  keys.reduce<unknown>((at, key) => (at as Record<string | number, unknown> | undefined)?.[key], value);

const pod = (objects: Objects, ...keys: readonly (string | number)[]): unknown =>
  path(templateOf(objects, 'work'), ...keys);

export const places: Readonly<Record<string, Place>> = {
  'a parameter default': {
    members: 'p = parameter.string({ default: <text> });',
    arrives: (objects) => parameterValue(argument(objects)?.value),
  },
  'a JSON default': {
    members: 'p = parameter.json<unknown>({ default: { a: [<text>], b: <text> } });',
    arrives: (objects) => JSON.parse(String(argument(objects)?.value)),
    wanted: (text) => ({ a: [text], b: text }),
  },
  'a choice': {
    members: "p = parameter.choice(['other', <text>], { default: <text> });",
    arrives: (objects) => [argument(objects)?.value, argument(objects)?.enum?.[1]].map(parameterValue),
    wanted: (text) => [text, text],
  },
  'the help of a parameter': {
    members: 'p = parameter.string({ required: false, help: <text> });',
    arrives: (objects) => argument(objects)?.description,
    // Prose may be spaced out.
    wanted: (text) => text.replace(/\{(?=\{)/g, '{ ').toWellFormed(),
  },
  'an environment variable': {
    step: '@environment({ vars: { V: <text>, W: "x" } })',
    arrives: (objects) => variable(objects, 'V'),
  },
  "the flow's environment": {
    flow: '@environment({ vars: { V: <text> } })',
    arrives: (objects) => variable(objects, 'V'),
  },
  'a label': {
    step: '@kubernetes({ labels: { l: <text> } })',
    arrives: (objects) => pod(objects, 'metadata', 'labels', 'l'),
  },
  'the key of a label': {
    step: '@kubernetes({ labels: { [<text>]: "x" } })',
    arrives: (objects) => Object.keys(Object(pod(objects, 'metadata', 'labels')))[0],
  },
  'an annotation': {
    step: '@kubernetes({ annotations: { a: <text> } })',
    arrives: (objects) => pod(objects, 'metadata', 'annotations', 'a'),
  },
  'a node selector': {
    step: '@kubernetes({ nodeSelector: { n: <text> } })',
    arrives: (objects) => pod(objects, 'nodeSelector', 'n'),
  },
  'a mount path': {
    step: "@kubernetes({ volumes: [{ name: 'v', mountPath: `/${<text>}`, emptyDir: {} }] })",
    arrives: (objects) => pod(objects, 'container', 'volumeMounts', 0, 'mountPath'),
    wanted: (text) => `/${text}`,
  },
  'a sub-path': {
    step: "@kubernetes({ volumes: [{ name: 'v', mountPath: '/v', subPath: <text>, emptyDir: {} }] })",
    arrives: (objects) => pod(objects, 'container', 'volumeMounts', 0, 'subPath'),
  },
  'a service account': {
    step: '@kubernetes({ serviceAccount: <text> })',
    arrives: (objects) => pod(objects, 'serviceAccountName'),
  },
  'a runtime class': {
    step: '@kubernetes({ runtimeClassName: <text> })',
    arrives: (objects) => path(JSON.parse(String(pod(objects, 'podSpecPatch'))), 'runtimeClassName'),
  },
  'an amount of memory': {
    step: '@resources({ memory: <text> })',
    arrives: (objects) => pod(objects, 'container', 'resources', 'limits', 'memory'),
  },
  'a timeout': { step: '@timeout(<text>)', arrives: () => undefined, wanted: () => undefined },
  'an image': { step: '@container({ image: <text> })', arrives: (objects) => pod(objects, 'container', 'image') },
  'a secret': {
    step: '@secrets([`s/${<text>}`])',
    arrives: (objects) => pod(objects, 'container', 'env', 0, 'valueFrom', 'secretKeyRef', 'key'),
  },
  'a tag': {
    flow: "@tags(['first', <text>])",
    arrives: (objects) =>
      path(JSON.parse(String(path(workflow(objects), 'spec', 'workflowMetadata', 'annotations', 'flowc.dev/tags'))), 1),
  },
  'a cron line': { flow: '@schedule({ cron: <text> })', arrives: () => undefined, wanted: () => undefined },
  'a time zone': {
    flow: "@schedule({ cron: '0 0 * * *', timezone: <text> })",
    arrives: (objects) => path(objects.get('CronWorkflow'), 'spec', 'timezone'),
  },
  'an event': {
    flow: '@trigger({ event: `source/${<text>}` })',
    arrives: (objects) => path(objects.get('Sensor'), 'spec', 'dependencies', 0, 'eventName'),
    wanted: (text) => text || 'source/',
  },
  'an event source': {
    flow: '@trigger({ event: <text> })',
    arrives: (objects) => {
      const dependency = path(objects.get('Sensor'), 'spec', 'dependencies', 0);
      const [source, event] = [path(dependency, 'eventSourceName'), path(dependency, 'eventName')];
      return source === 'flowc' ? event : `${String(source)}/${String(event)}`;
    },
  },
  'a field of an event': {
    flow: "@trigger({ event: 'e', parameters: { [<text>]: 'p' } })",
    members: "p = parameter.string({ default: 'x' });",
    arrives: (objects) => {
      const key = path(
        objects.get('Sensor'),
        'spec',
        'triggers',
        0,
        'template',
        'k8s',
        'parameters',
        0,
        'src',
        'dataKey',
      );
      return String(key)
        .replace(/^body\./, '')
        .replace(/\\(.)/gsu, '$1');
    },
  },
  'a default that an event falls back on': {
    flow: "@trigger({ event: 'e', parameters: { f: 'p' } })",
    members: 'p = parameter.string({ default: <text> });',
    arrives: (objects) =>
      parameterValue(
        path(objects.get('Sensor'), 'spec', 'triggers', 0, 'template', 'k8s', 'parameters', 0, 'src', 'value'),
      ),
  },
  'a project': { flow: '@project({ name: <text> })', arrives: () => undefined, wanted: () => undefined },
  'a branch': { flow: "@project({ name: 'p', branch: <text> })", arrives: () => undefined, wanted: () => undefined },
  'an annotation of the configuration': {
    options: (text) => ({ annotations: { a: text } }),
    arrives: (objects) => path(workflow(objects), 'metadata', 'annotations', 'a'),
  },
  'a label of the configuration': {
    options: (text) => ({ labels: { l: text } }),
    arrives: (objects) => path(workflow(objects), 'spec', 'podMetadata', 'labels', 'l'),
  },
  'the datastore': {
    options: (text) => ({ datastore: text }),
    arrives: (objects) => variable(objects, 'FLOWC_DATASTORE'),
  },
  'the image of the configuration': {
    // The command line takes no empty one.
    options: (text) => ({ image: text || 'flows:1' }),
    arrives: (objects) => path(workflow(objects), 'spec', 'templateDefaults', 'container', 'image'),
    wanted: (text) => text || 'flows:1',
  },
  'the code package': {
    options: (text) => ({ code: { delivery: 'datastore', id: text } }),
    arrives: (objects) => variable(objects, 'FLOWC_PACKAGE'),
  },
};
