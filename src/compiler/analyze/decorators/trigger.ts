import type { Trigger, TriggerOnFinish } from '../../ir/settings.ts';
import { didYouMean } from '../../diagnostics/did-you-mean.ts';
import { listOf, mapped, options, originOf, recordOf, text } from '../schema/check.ts';
import { flowName, line } from '../schema/names.ts';
import { flowDecorator } from './decorator.ts';

const parameterName = mapped(text, (name, value, { sink, parameters }) => {
  if (parameters.has(name)) return name;
  sink.report('unknown-parameter', value.span, [name, didYouMean(name, parameters)], originOf(value));
  return undefined;
});

export const trigger = flowDecorator({
  name: 'trigger',
  setting: 'trigger',
  starts: true,
  check: (span) =>
    mapped(
      options({ event: line, parameters: recordOf(line, parameterName) }, ['event']),
      ({ event, parameters = {} }): Trigger => ({
        event,
        parameters: Object.entries(parameters).map(([field, parameter]) => ({ field, parameter })),
        span,
      }),
    ),
});

export const triggerOnFinish = flowDecorator({
  name: 'triggerOnFinish',
  setting: 'triggerOnFinish',
  starts: true,
  check: (span) =>
    mapped(
      options({ flow: flowName, flows: listOf(flowName) }),
      ({ flow, flows }, value, { sink, what }): TriggerOnFinish | undefined => {
        const all = flow === undefined ? (flows ?? []) : [flow];
        if (flow !== undefined && flows) sink.report('conflicting-options', value.span, ['`flow`', '`flows`', what]);
        else if (all.length === 0)
          sink.report('missing-option', value.span, ['the name of a flow in `flow` or `flows`', what]);
        else return { flows: [...new Set(all)], span };
        return undefined;
      },
    ),
});
