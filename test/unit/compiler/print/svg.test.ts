import { describe, expect, test } from 'vitest';
import { printGraph } from '../../../../src/compiler/print/print-graph.ts';
import { layOut, type Box } from '../../../../src/compiler/print/svg-layout.ts';
import { everything, hostile, nested } from './graphs.ts';

const graphs = [
  ['every region', everything],
  ['hostile text', hostile],
  ['nesting of 60', nested(60)],
] as const;

describe.for(graphs)('the svg of %s', ([, graph]) => {
  test('is well-formed and holds each step once', () => {
    const tags = elementsOf(printGraph(graph, 'svg'));
    expect(tags.filter((tag) => tag === 'g class="step"').length).toBe(graph.steps.length);
    expect(tags.filter((tag) => tag.startsWith('title')).length).toBeGreaterThan(0);
  });

  test('has no two boxes that meet', () => {
    const { steps, labels } = layOut(graph);
    const boxes: readonly Box[] = [...steps, ...labels];
    const meeting = boxes.flatMap((one, index) => boxes.slice(index + 1).filter((two) => meet(one, two)));
    expect(meeting).toEqual([]);
  });

  test('keeps every box within the picture and each step within its frames', () => {
    const { steps, labels, frames, width, height } = layOut(graph);
    const whole = { x: 0, y: 0, width, height };
    const outside = [...steps, ...labels, ...frames].filter((box) => !within(box, whole));
    expect(outside).toEqual([]);
    const frameOf = new Map(frames.map((frame) => [frame.region.id, frame]));
    for (const box of steps) {
      const frame = box.step.region === undefined ? whole : frameOf.get(box.step.region);
      expect(frame !== undefined && within(box, frame), `${box.step.name} stands outside of its region`).toBe(true);
    }
  });
});

const meet = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const within = (inner: Box, outer: Box): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width + 0.001 &&
  inner.y + inner.height <= outer.y + outer.height + 0.001;

/** The opening tags of a document, read by the part of XML's grammar that the printer uses; throws where the text is not of it. */
function elementsOf(xml: string): string[] {
  const name = '[a-z][A-Za-z-]*';
  const attribute = `\\s+${name}="[^"<&]*"`;
  const token = new RegExp(`<(${name}(?:${attribute})*)\\s*(/?)>|</(${name})>|(?:[^<>&]|&(?:amp|lt|gt|quot);)+`, 'y');
  const open: string[] = [];
  const tags: string[] = [];
  while (token.lastIndex < xml.length) {
    const at = token.lastIndex;
    const [text, tag, closed, end] = token.exec(xml) ?? [];
    if (text === undefined) throw new Error(`not XML here: ${xml.slice(at, at + 80)}`);
    if (/[\0-\x08\x0b-\x1f\ufffe\uffff]/.test(text)) throw new Error(`no XML holds these characters: ${text}`);
    if (tag !== undefined) tags.push(tag);
    if (tag !== undefined && closed === '') open.push(tag.split(/\s/, 1)[0] ?? '');
    if (end !== undefined && open.pop() !== end) throw new Error(`</${end}> closes another element`);
  }
  if (open.length > 0) throw new Error(`never closed: ${open.join(', ')}`);
  return tags;
}
