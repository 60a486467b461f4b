import { harmless } from '../diagnostics/cells.ts';
import type { Graph } from '../ir/graph.ts';
import { firstSentence, titleOf } from './summary.ts';
import { layOut, type Box, type Frame, type Label, type Line, type StepBox } from './svg-layout.ts';

// A picture that stands by itself, in a page or a README, light or dark as its reader has it. The layout is our own: a general one (elk, dagre,
// Graphviz) is hundreds of kilobytes that would guess from edges what the region tree says.

const STYLE = `
    svg { --ink: #1f2328; --soft: #59636e; --line: #8b949e; --paper: #ffffff; --box: #f6f8fa;
      --parallel: #0969da; --foreach: #8250df; --choice: #9a6700; --loop: #1a7f37; }
    @media (prefers-color-scheme: dark) {
      svg { --ink: #f0f6fc; --soft: #9198a1; --line: #656c76; --paper: #0d1117; --box: #151b23;
        --parallel: #4493f8; --foreach: #ab7df8; --choice: #d29922; --loop: #3fb950; }
    }
    text { font: 11px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: var(--soft); text-anchor: middle; }
    .paper { fill: var(--paper); }
    .step rect { fill: var(--box); stroke: var(--line); }
    .step .name { font-size: 13px; font-weight: 600; fill: var(--ink); }
    .frame { fill-opacity: 0.04; stroke-opacity: 0.6; }
    .title { text-anchor: start; }
    .label rect { fill: none; stroke: var(--line); stroke-dasharray: 3 3; }
    .line { fill: none; stroke: var(--line); stroke-width: 1.5; }
    .arrow { fill: var(--line); }
    .parallel { fill: var(--parallel); stroke: var(--parallel); }
    .foreach { fill: var(--foreach); stroke: var(--foreach); }
    .choice { fill: var(--choice); stroke: var(--choice); stroke-dasharray: 6 4; }
    .loop { fill: var(--loop); stroke: var(--loop); }
    .title.parallel, .title.foreach, .title.choice, .title.loop { stroke: none; }
  `;

export function printSvg(graph: Graph): string {
  const picture = layOut(graph);
  const size = `width="${round(picture.width)}" height="${round(picture.height)}"`;
  const parts = [
    ...picture.frames.map(frame),
    ...picture.lines.map(line),
    ...picture.labels.map(label),
    ...picture.steps.map(step),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${round(picture.width)} ${round(picture.height)}" ${size} role="img" aria-labelledby="flow-title flow-desc">
  <title id="flow-title">${escape(graph.flow.name)}</title>
  <desc id="flow-desc">${escape(describe(graph))}</desc>
  <style>${STYLE}</style>
  <defs>
    <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
      <path class="arrow" d="M0 0 8 4 0 8z"/>
    </marker>
  </defs>
  <rect class="paper" ${size}/>
${parts.map((part) => `  ${part}\n`).join('')}</svg>
`;
}

const NAMED = 12;

/** The picture in words. */
function describe({ flow, steps }: Graph): string {
  const names = steps.slice(0, NAMED).map(({ name }) => name);
  const more = steps.length > NAMED ? ` and ${steps.length - NAMED} more` : '';
  const about = firstSentence(flow.doc);
  return `${about === undefined ? '' : `${about} `}A flow of ${steps.length} steps: ${names.join(', ')}${more}.`;
}

function frame({ region, title, ...box }: Frame): string {
  const many =
    region.kind === 'foreach'
      ? `<rect class="frame foreach" ${place({ ...box, x: box.x + 5, y: box.y + 5 }, 10)}/>`
      : '';
  const text = `<text class="title ${region.kind}" x="${round(box.x + 10)}" y="${round(box.y + 18)}">${escape(title)}</text>`;
  const rect = `<rect class="frame ${region.kind}" ${place(box, 10)}/>`;
  return `<g><title>${escape(titleOf(region))}</title>${many}${rect}${text}</g>`;
}

function step({ step: { name, doc }, settings, ...box }: StepBox): string {
  const middle = box.x + box.width / 2;
  const title = doc === undefined ? '' : `<title>${escape(doc)}</title>`;
  const small = settings === '' ? '' : `<text x="${round(middle)}" y="${round(box.y + 37)}">${escape(settings)}</text>`;
  const text = `<text class="name" x="${round(middle)}" y="${round(box.y + 21)}">${escape(name)}</text>`;
  return `<g class="step">${title}<rect ${place(box, 6)}/>${text}${small}</g>`;
}

function label({ text, ...box }: Label): string {
  const at = `x="${round(box.x + box.width / 2)}" y="${round(box.y + 15)}"`;
  return `<g class="label"><rect ${place(box, box.height / 2)}/><text ${at}>${escape(text)}</text></g>`;
}

function line({ from: [x1, y1], bend, to: [x2, y2], arrow }: Line): string {
  const middle = round((bend + y2) / 2);
  const straight = bend === y1 ? '' : ` V${round(bend)}`;
  const curve =
    x1 === x2 ? ` V${round(y2)}` : ` C${round(x1)} ${middle} ${round(x2)} ${middle} ${round(x2)} ${round(y2)}`;
  const marker = arrow ? ' marker-end="url(#arrow)"' : '';
  return `<path class="line" d="M${round(x1)} ${round(y1)}${straight}${curve}"${marker}/>`;
}

const place = ({ x, y, width, height }: Box, radius: number): string =>
  `x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="${round(radius)}"`;

/** At most one decimal: whole numbers in most places, and the same ones everywhere. */
const round = (value: number): number => Math.round(value * 10) / 10;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text of XML, which holds neither control characters nor half characters. */
const escape = (text: string): string =>
  harmless(text.toWellFormed())
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"]/g, (char) => ENTITIES[char] ?? char);
