import type { FlowSettings, Kubernetes, StepSettings } from '../../ir/settings.ts';
import type { Span } from '../../ir/span.ts';
import type { Diagnostics } from '../../diagnostics/sink.ts';
import type { FoundDecorator } from '../decorators-of.ts';
import type { Evaluator } from '../evaluate/evaluator.ts';
import type { Value } from '../evaluate/value.ts';
import type { Check } from '../schema/check.ts';
import type { StepSettingName } from './decorator.ts';
import { exitMoment } from './on-exit.ts';
import { findDecorator } from './registry.ts';

// From the decorators on a step or flow to settings. Whether a decorator may stand there at all is not asked here: ../rules/decorator-placement.ts.

type Settings = Partial<Omit<StepSettings, 'spans'>>;

export interface ReadContext {
  readonly evaluator: Evaluator;
  readonly sink: Diagnostics;
  readonly parameters: ReadonlySet<string>;
}

/** What the step decorators of one place say. */
export function readStepSettings(decorators: readonly FoundDecorator[], context: ReadContext): StepSettings {
  const settings: Record<string, unknown> = {};
  const spans: Partial<Record<StepSettingName, Span>> = {};
  for (const found of decorators) {
    const known = found.name === undefined ? undefined : findDecorator(found.name);
    if (known?.on !== 'step' || spans[known.setting]) continue;
    spans[known.setting] = found.span;
    const value = readOne(found, known.check as Check<unknown>, 'bare' in known ? known.bare : undefined, context);
    if (value !== undefined) settings[known.setting] = value;
  }
  return { ...(settings as Settings), spans };
}

/** What the flow decorators of one class say; those that start runs only where `mayStart`. */
export function readFlowSettings(
  decorators: readonly FoundDecorator[],
  mayStart: boolean,
  context: ReadContext,
): Partial<FlowSettings> {
  const settings: Record<string, unknown> = {};
  for (const found of decorators) {
    const known = found.name === undefined ? undefined : findDecorator(found.name);
    if (known?.on !== 'flow' || known.setting in settings || ('starts' in known && known.starts && !mayStart)) continue;
    const value = readOne(found, known.check(found.span) as Check<unknown>, undefined, context);
    if (value !== undefined) settings[known.setting] = value;
  }
  return settings;
}

/** When a method under `@onExit` runs. */
export function readExitMoment(
  found: FoundDecorator,
  context: ReadContext,
): 'success' | 'failure' | 'always' | undefined {
  return readOne(found, exitMoment, undefined, context);
}

/** The argument of one decorator, checked; without one, `bare`. */
function readOne<T>(found: FoundDecorator, check: Check<T>, bare: T | undefined, context: ReadContext): T | undefined {
  const { call, module, span } = found;
  const name = found.name ?? found.written;
  if (!call) return undefined;
  const [argument, second] = call.arguments;
  if (second || argument?.type === 'SpreadElement') {
    context.sink.report('decorator-arguments', span, [name]);
    return undefined;
  }
  if (!argument) {
    if (bare === undefined) context.sink.report('missing-option', span, ['an argument', `\`@${name}\``]);
    return bare;
  }
  const value: Value | undefined = context.evaluator.evaluate(module, argument);
  return value && check(value, { sink: context.sink, what: `\`@${name}\``, parameters: context.parameters });
}

/** A step's settings over its flow's: each replaces as a whole, but for variables, labels and annotations. */
export function overSettings(own: StepSettings, base: StepSettings): StepSettings {
  const { environment, kubernetes } = { ...base, ...own };
  return {
    ...base,
    ...own,
    ...(environment && { environment: { ...base.environment, ...own.environment } }),
    ...(kubernetes && { kubernetes: overKubernetes(own.kubernetes, base.kubernetes) }),
    spans: { ...base.spans, ...own.spans },
  };
}

function overKubernetes(own: Kubernetes | undefined, base: Kubernetes | undefined): Kubernetes {
  const labels = { ...base?.labels, ...own?.labels };
  const annotations = { ...base?.annotations, ...own?.annotations };
  return {
    ...(own ?? base),
    ...(Object.keys(labels).length > 0 && { labels }),
    ...(Object.keys(annotations).length > 0 && { annotations }),
  };
}
