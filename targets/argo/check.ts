import type { Diagnostics } from '../../src/compiler/diagnostics/sink.ts';
import type { Graph } from '../../src/compiler/ir/graph.ts';
import type { Json, StepSettings } from '../../src/compiler/ir/settings.ts';
import type { Span } from '../../src/compiler/ir/span.ts';
import { environment as shimVariables } from '../../src/runtime/protocol.ts';
import { badSecrets, clashingVolumes, isText, repeatedVariables, textsIn } from '../kubernetes/faults.ts';
import { lackingStarts, loopPlaces, runnables } from '../runnables.ts';
import { CODE_VOLUME } from './code.ts';
import { measureDepth, MAX_DEPTH } from './depth.ts';
import type { Template } from './manifest.ts';
import type { ArgoOptions } from './options.ts';
import { isParameterName } from './parameters.ts';
import type { Plan } from './regions.ts';
import { BRACE, isEvaluated } from './text.ts';

// What Argo's linter lets pass and a run, or an apply, does not.

export function checkArgo(graph: Graph, plan: Plan, options: ArgoOptions, sink: Diagnostics): void {
  checkParameters(graph, sink);
  checkDepth(graph, plan, sink);
  checkOptions(graph, options, sink);
  for (const { span, settings } of runnables(graph)) {
    checkTexts(span, settings, sink);
    checkSettings(span, settings, options, sink);
  }
  const [homeless] = runnables(graph).filter(({ settings }) => (settings.image ?? options.image) === undefined);
  if (homeless !== undefined) sink.report('argo-no-image', homeless.span, [homeless.name]);
  checkDatastore(graph, options, sink);
  checkNamespaces(graph, options, sink);
}

function checkParameters(graph: Graph, sink: Diagnostics): void {
  for (const { name, span } of graph.parameters)
    if (!isParameterName(name)) sink.report('argo-parameter-name', span, [name]);
  for (const { decorator, span, parameter, related } of lackingStarts(graph))
    sink.report('argo-start-lacks-parameter', span, [decorator, parameter.name], related);
}

function checkDepth(graph: Graph, plan: Plan, sink: Diagnostics): void {
  const retried = new Set(graph.steps.filter(({ settings }) => settings.retry !== undefined).map(({ name }) => name));
  const { still, shortLoops } = measureDepth(plan, retried);
  if (still > MAX_DEPTH) return sink.report('argo-too-deep', graph.flow.span, [still, MAX_DEPTH]);
  const placeOf = loopPlaces(graph);
  for (const { loop, visits } of shortLoops) {
    const { way, related } = placeOf(loop);
    if (loop.maxVisits === undefined) sink.report('argo-loop-without-bound', way, [loop.header, visits], related);
    else sink.report('argo-loop-too-long', way, [loop.header, loop.maxVisits, visits], related);
  }
}

const decorators = {
  kubernetes: 'kubernetes',
  resources: 'resources',
  image: 'container',
  secrets: 'secrets',
} as const;

/** Argo evaluates these texts, and none of them has another way to say `{{`. */
function checkTexts(span: Span, settings: StepSettings, sink: Diagnostics): void {
  const { kubernetes, resources, image, secrets, environment, spans } = settings;
  const texts = { kubernetes, resources, image, secrets };
  for (const [key, value] of Object.entries(texts) as [keyof typeof texts, Json | undefined][])
    for (const text of textsIn(value)) {
      if (isEvaluated(text)) sink.report('argo-evaluated-text', spans[key] ?? span, [`\`@${decorators[key]}\``, text]);
      else if (!isText(text))
        sink.report('argo-unprintable-text', spans[key] ?? span, [`@${decorators[key]}`, JSON.stringify(text)]);
    }
  for (const [name, value] of Object.entries(environment ?? {}))
    if (!isText(value)) sink.report('argo-unprintable-text', spans.environment ?? span, ['@environment', name]);
}

function checkSettings(span: Span, settings: StepSettings, { code }: ArgoOptions, sink: Diagnostics): void {
  const { spans } = settings;
  for (const name of badSecrets(settings)) sink.report('argo-secret-name', spans.secrets ?? span, [name]);
  for (const name of repeatedVariables(settings, [BRACE.name, ...Object.values(shimVariables)]))
    sink.report('argo-variable-twice', spans.secrets ?? span, [name]);
  for (const name of clashingVolumes(settings, code?.delivery === 'inline' ? [CODE_VOLUME] : []))
    sink.report('argo-volume-twice', spans.kubernetes ?? span, [name]);
}

/** A run's pods all live in its own namespace. */
function checkNamespaces(graph: Graph, options: ArgoOptions, sink: Diagnostics): void {
  const namespace = namespaceOf(graph, options);
  for (const { name, span, settings } of runnables(graph)) {
    const own = settings.kubernetes?.namespace;
    if (own !== undefined && namespace !== undefined && own !== namespace)
      sink.report('argo-two-namespaces', settings.spans.kubernetes ?? span, [name, own, namespace]);
  }
}

/** The configuration's namespace, else the first that a step names. */
export function namespaceOf(graph: Graph, options: ArgoOptions): string | undefined {
  if (options.namespace !== undefined) return options.namespace;
  return runnables(graph).find(({ settings }) => settings.kubernetes?.namespace !== undefined)?.settings.kubernetes
    ?.namespace;
}

/** https://github.com/argoproj/argo-workflows/blob/v4.0.2/manifests/base/crds/full/argoproj.io_workflowtemplates.yaml: `maxItems` */
const MOST_TEMPLATES = 200;
const MOST_TASKS = 200;

/** Whether Argo's full definitions take so many. */
export function checkTemplates(
  { flow: { name, span } }: Graph,
  templates: readonly Template[],
  sink: Diagnostics,
): void {
  const tasks = templates.reduce((most, { dag }) => Math.max(most, dag?.tasks?.length ?? 0), 0);
  if (templates.length > MOST_TEMPLATES)
    sink.report('argo-too-many-templates', span, [name, 'templates', templates.length, MOST_TEMPLATES]);
  else if (tasks > MOST_TASKS)
    sink.report('argo-too-many-templates', span, [name, 'tasks in one template', tasks, MOST_TASKS]);
}

function checkDatastore({ flow: { name, span } }: Graph, { datastore }: ArgoOptions, sink: Diagnostics): void {
  if (datastore === undefined) sink.report('argo-no-datastore', span, [name]);
  else if (!/^(?:s3:\/)?\//i.test(datastore)) sink.report('argo-datastore-out-of-reach', span, [name, datastore]);
}

function checkOptions(graph: Graph, options: ArgoOptions, sink: Diagnostics): void {
  const { annotations = {}, eventSource = '', parallelism: _, code, ...others } = options;
  const { span } = graph.flow;
  for (const text of textsIn(others))
    if (isEvaluated(text)) sink.report('argo-evaluated-text', span, ['the configuration', text]);
  for (const text of textsIn([{ ...others }, annotations, eventSource, code?.id ?? null]))
    if (!isText(text)) sink.report('argo-unprintable-text', span, ['flowc.config', JSON.stringify(text)]);
}
