import { describe, expect, test } from 'vitest';
import { printGraph } from '../../../../src/compiler/print/print-graph.ts';
import { modelOf } from '../model-of.ts';
import { everything, graphOf, hostile, nested } from './graphs.ts';

const small = graphOf(
  modelOf('start: a*', 'a(element): a <= 3 | j', 'j(inputs): b & c', 'b: k', 'c: k', 'k(inputs): end', 'end'),
);

test('mermaid shows regions as subgraphs and transitions as edges', () => {
  expect(printGraph(small, 'mermaid')).toMatchInlineSnapshot(`
    "flowchart TD
      accTitle: Flow
      s0(["start"])
      subgraph r0["foreach: each element"]
        subgraph r1["loop: at most 3 visits"]
          s1{{"a"}}
        end
      end
      s2["j"]
      subgraph r2["split: all of"]
        s3["b"]
        s4["c"]
      end
      s5["k"]
      s6(["end"])
      s0 ==>|"each element"| s1
      s1 -.->|"again, at most 3 visits"| s1
      s1 -.-> s2
      s2 --> s3
      s2 --> s4
      s3 --> s5
      s4 --> s5
      s5 --> s6
    "
  `);
});

test('dot shows regions as clusters and transitions as edges', () => {
  expect(printGraph(small, 'dot')).toMatchInlineSnapshot(`
    "digraph "Flow" {
      graph [fontname="Helvetica", fontsize=11, style=rounded, color=gray60]
      node [fontname="Helvetica", fontsize=12, shape=box, style=rounded]
      edge [fontname="Helvetica", fontsize=10]
      "start"
      subgraph "cluster_foreach:start" {
        label="foreach: each element"
        subgraph "cluster_loop:a" {
          label="loop: at most 3 visits"
          "a" [shape=hexagon]
        }
      }
      "j"
      subgraph "cluster_parallel:j" {
        label="split: all of"
        "b"
        "c"
      }
      "k"
      "end"
      "start" -> "a" [label="each element", style=bold]
      "a" -> "a" [label="again, at most 3 visits", style=dashed, constraint=false]
      "a" -> "j" [style=dashed]
      "j" -> "b"
      "j" -> "c"
      "b" -> "k"
      "c" -> "k"
      "k" -> "end"
    }
    "
  `);
});

describe.for(['mermaid', 'dot'] as const)('%s', (format) => {
  const opening = format === 'mermaid' ? /^ *subgraph /gm : /\{$/gm;
  const closing = format === 'mermaid' ? /^ *end$/gm : /^ *\}$/gm;

  test('closes what it opens, however deep', () => {
    for (const graph of [everything, nested(60), nested(2000)]) {
      const text = printGraph(graph, format);
      expect(text.match(opening)?.length).toBe(text.match(closing)?.length);
    }
  });

  test('keeps hostile text inside its quotes', () => {
    const structure = (text: string): string => text.replace(/"(\\.|[^"\\])*"/g, '""').replace(/accTitle.*/, '');
    const words = structure(printGraph(hostile, format)).match(/[^\s\w"[\](){}=:,.;|>-]/g);
    expect(words).toBeNull();
    expect(structure(printGraph(hostile, format)).split('\n').length).toBe(
      printGraph(hostile, format).split('\n').length,
    );
  });
});
