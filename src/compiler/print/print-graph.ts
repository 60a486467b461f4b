import type { Graph } from '../ir/graph.ts';
import { printDot } from './dot.ts';
import { printJson } from './json.ts';
import { printMermaid } from './mermaid.ts';
import { printSvg } from './svg.ts';
import { printTerminal, type TerminalOptions } from './terminal.ts';

// A flow's graph as text. Every format is drawn from the graph alone, without a layout engine: the region tree already says what stands
// below what and what side by side, which is all that such an engine would have to guess. Same graph, same bytes.

export const GRAPH_FORMATS = ['terminal', 'mermaid', 'dot', 'svg', 'json'] as const;

export type GraphFormat = (typeof GRAPH_FORMATS)[number];

/** Prints a graph, with a line end at the end. `options` matter to the terminal alone. */
export function printGraph(graph: Graph, format: GraphFormat, options: TerminalOptions = {}): string {
  switch (format) {
    case 'terminal':
      return printTerminal(graph, options);
    case 'mermaid':
      return printMermaid(graph);
    case 'dot':
      return printDot(graph);
    case 'svg':
      return printSvg(graph);
    case 'json':
      return printJson(graph);
  }
}
