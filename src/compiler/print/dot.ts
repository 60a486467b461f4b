import { harmless } from '../diagnostics/cells.ts';
import type { Graph, Step } from '../ir/graph.ts';
import { edgesOf, outlineOf, type Edge } from './outline.ts';
import { settingsOf, titleOf } from './summary.ts';

// A digraph for Graphviz, a cluster for each region: https://graphviz.org/doc/info/lang.html
// Every name is a quoted string, in which the quote and the backslash mean something, and in labels the ampersand of HTML's entities.

/** Deeper lines are indented no further: of a flow nested thousands deep the text would be nothing but spaces. */
const DEEPEST = 20;

const STYLES: Readonly<Record<Edge['kind'], string | undefined>> = {
  go: undefined,
  split: undefined,
  foreach: 'style=bold',
  choice: 'style=dashed',
  again: 'style=dashed, constraint=false',
};

export function printDot(graph: Graph): string {
  const lines = [
    `digraph ${quoted(graph.flow.name)} {`,
    '  graph [fontname="Helvetica", fontsize=11, style=rounded, color=gray60]',
    '  node [fontname="Helvetica", fontsize=12, shape=box, style=rounded]',
    '  edge [fontname="Helvetica", fontsize=10]',
  ];
  const settings = settingsOf(graph);
  for (const mark of outlineOf(graph)) {
    const indent = '  '.repeat(Math.min(mark.depth, DEEPEST) + 1);
    if (mark.kind === 'step') lines.push(`${indent}${node(mark.step, settings.of(mark.step).join(' · '))}`);
    else if (mark.kind === 'close') lines.push(`${indent}}`);
    else {
      lines.push(`${indent}subgraph ${quoted(`cluster_${mark.region.id}`)} {`);
      lines.push(`${indent}  label=${quoted(titleOf(mark.region))}`);
    }
  }
  for (const { from, to, kind, label } of edgesOf(graph)) {
    const attributes = [label === undefined ? undefined : `label=${quoted(label)}`, STYLES[kind]];
    const list = attributes.filter((attribute) => attribute !== undefined).join(', ');
    lines.push(`  ${quoted(from)} -> ${quoted(to)}${list === '' ? '' : ` [${list}]`}`);
  }
  return `${[...lines, '}'].join('\n')}\n`;
}

function node(step: Step, settings: string): string {
  const label = settings === '' ? undefined : `label="${escape(step.name)}\\n${escape(settings)}"`;
  const form = step.transitions.length > 1 ? 'shape=hexagon' : undefined;
  const list = [label, form].filter((attribute) => attribute !== undefined).join(', ');
  return `${quoted(step.name)}${list === '' ? '' : ` [${list}]`}`;
}

const quoted = (text: string): string => `"${escape(text)}"`;

/** A backslash before a backslash: in labels Graphviz reads `\n`, `\N` and `\G`. */
const escape = (text: string): string =>
  harmless(text.replace(/\s+/g, ' '))
    .replaceAll('&', '&amp;')
    .replace(/["\\]/g, (char) => `\\${char}`);
