import type { Diagnostics } from '../../../src/compiler/diagnostics/sink.ts';
import type { Graph } from '../../../src/compiler/ir/graph.ts';
import { lackingStarts } from '../../runnables.ts';
import type { StepFunctionsOptions } from '../options.ts';
import { awsCron } from './cron.ts';
import { isField } from './starts.ts';

// What EventBridge cannot start runs by.

export function checkStarts(graph: Graph, options: StepFunctionsOptions, sink: Diagnostics): void {
  const { schedule, trigger, triggerOnFinish } = graph.flow.settings;
  if (options.format === 'asl') {
    const starts = { '@schedule': schedule, '@trigger': trigger, '@triggerOnFinish': triggerOnFinish };
    for (const [decorator, start] of Object.entries(starts))
      if (start !== undefined) sink.report('step-functions-starts-left-out', start.span, [decorator]);
    return;
  }
  for (const { decorator, span, parameter, related } of lackingStarts(graph))
    sink.report('step-functions-start-lacks-parameter', span, [decorator, parameter.name], related);
  if (schedule !== undefined && awsCron(schedule.cron).length > 1)
    sink.report('step-functions-schedule-twice', schedule.span, [schedule.cron]);
  for (const { field } of trigger?.parameters ?? [])
    if (trigger !== undefined && !isField(field)) sink.report('step-functions-event-field', trigger.span, [field]);
  if (triggerOnFinish !== undefined && triggerOnFinish.flows.length > 1)
    sink.report('step-functions-finish-of-several', triggerOnFinish.span, [triggerOnFinish.flows.length]);
}
