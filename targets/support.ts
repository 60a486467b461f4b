import type { Diagnostics } from '../src/compiler/diagnostics/sink.ts';
import type { Graph, Region } from '../src/compiler/ir/graph.ts';
import type { Span } from '../src/compiler/ir/span.ts';
import { openerOf } from '../src/compiler/ir/walk.ts';
import type { Answer, Supports } from './target.ts';

/** Reports every feature that a graph uses and the target's table says no to. */
export function checkSupport(graph: Graph, title: string, supports: Supports, sink: Diagnostics): void {
  const ask = (feature: string, answer: Answer, span: Span): void => {
    if (typeof answer === 'object') sink.report('target-cannot', span, [title, feature, answer.cannot]);
  };
  const spans = new Map(graph.steps.map(({ name, span }) => [name, span]));
  for (const region of graph.regions)
    ask(regionNames[region.kind], supports.regions[region.kind], spans.get(openerOf(region)) ?? graph.flow.span);
  for (const { kind, span } of graph.parameters) ask(`a \`${kind}\` parameter`, supports.parameters[kind], span);
  for (const { when, span, settings } of graph.exitHandlers) {
    ask(`\`@onExit('${when}')\``, supports.exitHandlers[when], span);
    askSettings(settings, span);
  }
  for (const { settings, span, transitions } of graph.steps) {
    for (const transition of transitions)
      ask(`a ${transition.kind}`, supports.transitions[transition.kind], transition.span);
    askSettings(settings, span);
  }
  const { schedule, trigger, triggerOnFinish, project } = graph.flow.settings;
  if (schedule !== undefined) {
    ask('`@schedule`', supports.flow.schedule, schedule.span);
    ask(`\`concurrency: '${schedule.concurrency}'\``, supports.concurrency[schedule.concurrency], schedule.span);
  }
  if (trigger !== undefined) ask('`@trigger`', supports.flow.trigger, trigger.span);
  if (triggerOnFinish !== undefined) ask('`@triggerOnFinish`', supports.flow.triggerOnFinish, triggerOnFinish.span);
  if (project !== undefined) ask('`@project`', supports.flow.project, project.span);

  function askSettings({ spans: written, ...settings }: Graph['steps'][number]['settings'], fallback: Span): void {
    for (const key of keysOf(settings)) ask(`\`@${decorators[key]}\``, supports.step[key], written[key] ?? fallback);
    const { retry, resources = {}, kubernetes = {} } = settings;
    if (retry !== undefined) {
      const backoff = Number.isInteger(retry.backoff) ? 'whole' : 'fraction';
      ask(`\`on: '${retry.on}'\``, supports.retryOn[retry.on], written.retry ?? fallback);
      ask(`\`backoff: ${retry.backoff}\``, supports.backoff[backoff], written.retry ?? fallback);
    }
    for (const key of keysOf(resources))
      ask(`\`${key}\` of \`@resources\``, supports.resources[key], written.resources ?? fallback);
    for (const key of keysOf(kubernetes))
      ask(`\`${key}\` of \`@kubernetes\``, supports.kubernetes[key], written.kubernetes ?? fallback);
    for (const { source } of kubernetes.volumes ?? [])
      ask(`a volume of kind \`${source.kind}\``, supports.volumes[source.kind], written.kubernetes ?? fallback);
  }
}

const regionNames: Readonly<Record<Region['kind'], string>> = {
  parallel: 'a static split',
  foreach: 'a foreach',
  choice: 'a conditional',
  loop: 'a loop',
};

const decorators: Readonly<Record<keyof Supports['step'], string>> = {
  retry: 'retry',
  timeout: 'timeout',
  catchError: 'catchError',
  resources: 'resources',
  environment: 'environment',
  secrets: 'secrets',
  image: 'container',
  kubernetes: 'kubernetes',
  batch: 'batch',
};

/** The keys of what is set. */
function keysOf<T extends object>(settings: T): readonly (keyof T)[] {
  return (Object.keys(settings) as (keyof T)[]).filter((key) => settings[key] !== undefined);
}
