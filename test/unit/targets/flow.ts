import { buildGraph } from '../../../src/compiler/build/build.ts';
import { Diagnostics } from '../../../src/compiler/diagnostics/sink.ts';
import type { Graph } from '../../../src/compiler/ir/graph.ts';
import type { ExitHandler, FlowModel, StepModel, TransitionModel } from '../../../src/compiler/ir/model.ts';
import type { FlowSettings, Parameter, StepSettings } from '../../../src/compiler/ir/settings.ts';
import { NO_DATA } from '../compiler/model-of.ts';

// Flows as a few lines: each step with its transitions, built into a graph.

const span = { file: 'flow.ts', start: 0, end: 0 };

export type Ways = readonly TransitionModel[];

const way = (kind: TransitionModel['kind'], targets: readonly string[], maxVisits?: number): TransitionModel => ({
  kind,
  targets: targets.map((step) => ({ step, span })),
  span,
  effects: { assigned: [], merged: [], touched: [], literals: {} },
  ...(maxVisits === undefined ? {} : { maxVisits }),
});

export const go = (step: string, maxVisits?: number): TransitionModel => way('go', [step], maxVisits);
export const split = (...steps: readonly string[]): TransitionModel => way('split', steps);
export const each = (step: string): TransitionModel => way('foreach', [step]);

export interface FlowOptions {
  readonly name?: string;
  readonly doc?: string;
  readonly joins?: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly settings?: Partial<FlowSettings>;
  readonly steps?: Readonly<Record<string, Omit<StepSettings, 'spans'>>>;
  readonly exitHandlers?: readonly { readonly name: string; readonly when: ExitHandler['when'] }[];
}

/** A flow of steps and their ways on; a join is whatever `joins` names. */
export function flow(steps: Readonly<Record<string, Ways>>, options: FlowOptions = {}): Graph {
  const bodies = new Set(
    Object.values(steps).flatMap((ways) =>
      ways.flatMap(({ kind, targets }) => (kind === 'foreach' ? targets.map(({ step }) => step) : [])),
    ),
  );
  const joins = new Set(options.joins);
  const model: FlowModel = {
    name: options.name ?? 'TestFlow',
    file: 'flow.ts',
    span,
    ...(options.doc === undefined ? {} : { doc: options.doc }),
    settings: { tags: [], ...options.settings },
    parameters: options.parameters ?? [],
    fields: [],
    steps: Object.entries(steps).map(([name, transitions]): StepModel => ({
      name,
      span,
      takes: joins.has(name) ? 'inputs' : bodies.has(name) ? 'element' : 'nothing',
      transitions,
      data: NO_DATA,
      settings: { ...options.steps?.[name], spans: {} },
    })),
    exitHandlers: (options.exitHandlers ?? []).map((handler) => ({
      ...handler,
      span,
      data: NO_DATA,
      settings: { spans: {} },
    })),
  };
  const sink = new Diagnostics();
  const graph = buildGraph(model, sink);
  if (graph === undefined)
    throw new Error(
      sink
        .sorted()
        .map(({ message }) => message)
        .join('\n'),
    );
  return graph;
}
