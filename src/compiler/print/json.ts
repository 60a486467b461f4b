import type { Graph } from '../ir/graph.ts';

// The graph itself, for programs; schema/graph.schema.json says what stands in it.

/** The graph as JSON, indented by two. */
export function printJson(graph: Graph): string {
  return `${JSON.stringify(graph, null, 2)}\n`;
}
