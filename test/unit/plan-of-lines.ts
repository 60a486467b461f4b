import { buildGraph } from '../../src/compiler/build/build.ts';
import { Diagnostics } from '../../src/compiler/diagnostics/sink.ts';
import type { Graph } from '../../src/compiler/ir/graph.ts';
import { planOf } from '../../src/compiler/plan/plan-of.ts';
import type { Plan } from '../../src/runtime/plan.ts';
import { modelOf } from './compiler/model-of.ts';

/** The graph of a flow that is written as modelOf has it, a line a step. */
export function graphOfLines(...lines: readonly string[]): Graph {
  const sink = new Diagnostics();
  const graph = buildGraph(modelOf(...lines), sink);
  if (graph === undefined) throw new Error(`no graph: ${JSON.stringify(sink.sorted())}`);
  return graph;
}

export const planOfLines = (...lines: readonly string[]): Plan => planOf(graphOfLines(...lines));
