import type { Graph } from '../../src/compiler/ir/graph.ts';
import type { StepSettings } from '../../src/compiler/ir/settings.ts';
import { CONTROL_FOLDER, environment, flags, SHIM, type ControlOutput } from '../../src/runtime/protocol.ts';
import { codeMount } from './code.ts';
import { shareAmong, type Pod } from './defaults.ts';
import type { Template } from './manifest.ts';
import type { TemplateNames } from './names.ts';
import type { ArgoOptions } from './options.ts';
import { PARAMETERS_AS_JSON } from './parameters.ts';
import { containerPlacing, containerResources, wholeSecret } from '../kubernetes/pod.ts';
import { containerEnvironment, templatePlacing } from './pod.ts';
import type { Plan } from './regions.ts';
import { retryStrategy } from './retries.ts';
import { input } from './templates.ts';
import { constant, constants } from './text.ts';

// Container templates: one for each step and each exit handler. They hold what sets them apart; what all of them share
// stands in the workflow's templateDefaults, which Argo merges into each when it runs.

/**
 * What the engine grants an attempt beyond its `@timeout`, in seconds. The shim ends an attempt in time and says so; the engine's deadline is for
 * a shim that cannot, and also counts pulling the image.
 */
const DEADLINE_MARGIN = 600;

/** Unique for ever, even where a workflow's name is used again. */
const RUN_ID = "{{=workflow.name + '-' + workflow.uid[0:8]}}";

/** Who runs it: by the whole uid a run id used twice is seen. */
const ENGINE = 'argo/{{workflow.uid}}';

/** Kubernetes says it of every pod alike, whichever attempt it is; Argo's `{{pod.name}}` is the template's to evaluate. */
const POD_NAME = { fieldRef: { fieldPath: 'metadata.name' } };

export interface ContainerTemplates {
  readonly templates: readonly Template[];
  readonly templateDefaults: Template;
}

export function containerTemplates(
  graph: Graph,
  plan: Plan,
  names: TemplateNames,
  options: ArgoOptions,
): ContainerTemplates {
  const [first] = graph.steps;
  const steps = graph.steps.map(({ name, settings }) => {
    const inFrames = (plan.scopes.get(name)?.depth ?? 0) > 0;
    const pod = podOf(names.step(name), settings, options, stepArguments(name, inFrames, settings));
    const isFirst = name === first?.name && graph.parameters.length > 0;
    const env = isFirst
      ? [{ name: environment.parameters, value: PARAMETERS_AS_JSON }, ...(pod.container.env ?? [])]
      : pod.container.env;
    return {
      ...pod,
      container: { ...pod.container, ...(env === undefined ? {} : { env }) },
      template: { ...pod.template, ...framesInput(inFrames), ...controlOutputs(plan.outputs.get(name)) },
    };
  });
  const handlers = graph.exitHandlers.map(({ name, settings }) => {
    const args = [constant(name), flags.exit, '{{workflow.status}}'];
    return podOf(names.exitHandler(name), settings, options, [...args, ...attempt(settings)]);
  });
  return shareAmong([...steps, ...handlers], {
    command: [SHIM],
    env: sharedEnvironment(graph, options),
    ...(options.datastoreSecret === undefined ? {} : { envFrom: [wholeSecret(options.datastoreSecret)] }),
    ...(options.code?.delivery === 'inline' ? { volumeMounts: [codeMount] } : {}),
  });
}

function podOf(name: string, settings: StepSettings, options: ArgoOptions, args: readonly string[]): Pod {
  const image = settings.image ?? options.image;
  const { timeout, retry, resources } = settings;
  const { imagePullPolicy = options.imagePullPolicy, ...placing } = containerPlacing(settings);
  return {
    template: {
      name,
      ...(retry === undefined ? {} : { retryStrategy: retryStrategy(retry) }),
      ...(timeout === undefined ? {} : { activeDeadlineSeconds: Math.ceil(timeout) + DEADLINE_MARGIN }),
      ...templatePlacing(settings),
    },
    container: {
      ...(image === undefined ? {} : { image }),
      ...(imagePullPolicy === undefined ? {} : { imagePullPolicy }),
      args,
      ...containerEnvironment(settings, options.datastoreSecret),
      ...(resources === undefined ? {} : { resources: containerResources(resources) }),
      ...placing,
    },
  };
}

function stepArguments(step: string, inFrames: boolean, settings: StepSettings): readonly string[] {
  return [constant(step), ...(inFrames ? [flags.frames, input('frames')] : []), ...attempt(settings)];
}

/** Argo knows `retries` only where there is a retryStrategy. */
function attempt({ retry }: StepSettings): readonly string[] {
  return retry === undefined ? [] : [flags.attempt, '{{retries}}', flags.tries, String(retry.times + 1)];
}

function framesInput(inFrames: boolean): Template {
  return inFrames ? { inputs: { parameters: [{ name: 'frames' }] } } : {};
}

const outputOrder: readonly ControlOutput[] = ['next', 'count', 'inside', 'again'];

function controlOutputs(read: ReadonlySet<ControlOutput> | undefined): Template {
  if (read === undefined) return {};
  const parameters = outputOrder
    .filter((name) => read.has(name))
    .map((name) => ({ name, valueFrom: { path: `${CONTROL_FOLDER}/${name}` } }));
  return { outputs: { parameters } };
}

function sharedEnvironment(graph: Graph, { datastore, code }: ArgoOptions) {
  const fixed = constants({
    [environment.flow]: graph.flow.name,
    ...(datastore === undefined ? {} : { [environment.datastore]: datastore }),
    ...(code === undefined ? {} : { [environment.code]: code.id }),
  });
  return [
    { name: environment.run, value: RUN_ID },
    { name: environment.engine, value: ENGINE },
    { name: environment.pod, valueFrom: POD_NAME },
    ...fixed,
  ];
}
