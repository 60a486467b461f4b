import type { Graph } from '../src/compiler/ir/graph.ts';
import type { Parameter, StepSettings } from '../src/compiler/ir/settings.ts';
import type { Span } from '../src/compiler/ir/span.ts';

// Questions about a graph that every target asks.

/** Whatever becomes a task. */
export interface Runnable {
  readonly name: string;
  readonly span: Span;
  readonly settings: StepSettings;
}

export const runnables = ({ steps, exitHandlers }: Graph): readonly Runnable[] => [...steps, ...exitHandlers];

/** A decorator by which runs start, and a parameter that such a run has no value for, though it needs one. */
export interface LackingStart {
  readonly decorator: string;
  readonly span: Span;
  readonly parameter: Parameter;
}

export function lackingStarts({ flow, parameters }: Graph): readonly LackingStart[] {
  const { schedule, trigger, triggerOnFinish } = flow.settings;
  const mapped = new Set(trigger?.parameters.map(({ parameter }) => parameter));
  const needed = parameters.filter((parameter) => parameter.required && parameter.default === undefined);
  const starts = [
    { decorator: '@schedule', start: schedule, given: new Set<string>() },
    { decorator: '@triggerOnFinish', start: triggerOnFinish, given: new Set<string>() },
    { decorator: '@trigger', start: trigger, given: mapped },
  ];
  return starts.flatMap(({ decorator, start, given }) =>
    start === undefined
      ? []
      : needed.filter(({ name }) => !given.has(name)).map((parameter) => ({ decorator, span: start.span, parameter })),
  );
}
