import { harmless } from '../diagnostics/cells.ts';
import type { Graph, Step } from '../ir/graph.ts';
import { edgesOf, outlineOf, type Edge } from './outline.ts';
import { settingsOf, titleOf } from './summary.ts';

// A flowchart for Mermaid, which GitHub and GitLab draw in Markdown: https://mermaid.js.org/syntax/flowchart.html
// Ids are numbers, since Mermaid reads words such as `end` as its own; names stand in quoted labels.

/** Deeper lines are indented no further: of a flow nested thousands deep the text would be nothing but spaces. */
const DEEPEST = 20;

/** The arrow and, where the edge has one, its text. */
const ARROWS: Readonly<Record<Edge['kind'], string>> = {
  go: '-->',
  split: '-->',
  foreach: '==>',
  choice: '-.->',
  again: '-.->',
};

export function printMermaid(graph: Graph): string {
  const ids = new Map(graph.steps.map(({ name }, index) => [name, `s${index}`]));
  const id = (step: string): string => ids.get(step) ?? '';
  const lines = ['flowchart TD', `  accTitle: ${plain(graph.flow.name)}`];
  const settings = settingsOf(graph);
  let regions = 0;
  for (const mark of outlineOf(graph)) {
    const indent = '  '.repeat(Math.min(mark.depth, DEEPEST) + 1);
    if (mark.kind === 'step') lines.push(`${indent}${id(mark.step.name)}${shape(mark.step, settings.of(mark.step))}`);
    else if (mark.kind === 'open') lines.push(`${indent}subgraph r${regions++}["${escape(titleOf(mark.region))}"]`);
    else lines.push(`${indent}end`);
  }
  for (const { from, to, kind, label } of edgesOf(graph)) {
    lines.push(`  ${id(from)} ${ARROWS[kind]}${label === undefined ? '' : `|"${escape(label)}"|`} ${id(to)}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Round ends for the first and last step, a hexagon for a step that decides. */
function shape(step: Step, settings: readonly string[]): string {
  const label = [step.name, settings.join(' · ')].filter((line) => line !== '').map(escape);
  const text = `"${label.join('<br>')}"`;
  if (step.name === 'start' || step.name === 'end') return `([${text}])`;
  return step.transitions.length > 1 ? `{{${text}}}` : `[${text}]`;
}

/** As numbered entities: all but letters, digits and what has no meaning in a label, where Mermaid reads HTML, Markdown and its own entities. */
const escape = (text: string): string =>
  harmless(text.replace(/\s+/g, ' ')).replace(/[^\p{L}\p{N}\p{M} _,:·×]/gu, (char) => `#${char.codePointAt(0)};`);

/** An accessible title ends with its line and knows no entities. */
const plain = (text: string): string => text.replace(/[^\p{L}\p{N}_$ ]/gu, ' ');
