import type { Graph, Loop, RegionId } from '../src/compiler/ir/graph.ts';
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
  readonly related: Related;
}

type Related = readonly { readonly message: string; readonly span: Span }[];

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
      : needed
          .filter(({ name }) => !given.has(name))
          .map((parameter) => ({ decorator, span: start.span, parameter, related: declared(parameter) })),
  );
}

const declared = ({ name, span }: Parameter): Related => [
  { message: `\`${name}\` is required and has no default`, span },
];

/** Where a loop is told of: where the flow first says that it goes round, and beside that where it begins. */
export interface LoopPlace {
  readonly way: Span;
  readonly related: Related;
}

export function loopPlaces({ steps, flow }: Graph): (loop: Loop) => LoopPlace {
  const spans = new Map(steps.map(({ name, span }) => [name, span]));
  const ways = new Map<RegionId, Span>();
  for (const { loop, span } of steps.flatMap((step) => step.transitions))
    if (loop?.way === 'again' && !ways.has(loop.id)) ways.set(loop.id, span);
  return ({ id, header }) => {
    const span = spans.get(header) ?? flow.span;
    return { way: ways.get(id) ?? span, related: [{ message: `the loop begins at \`${header}\``, span }] };
  };
}
