import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { diskHost } from '../../../../src/cli/project.ts';
import { compile } from '../../../../src/compiler/compile.ts';
import type { Graph } from '../../../../src/compiler/ir/graph.ts';
import { explainArgo } from '../../../../targets/argo/explain.ts';
import type { WorkflowTemplate } from '../../../../targets/argo/manifest.ts';

const fixture = (path: string): string => fileURLToPath(new URL(`../../../../fixtures/${path}`, import.meta.url));

function graphOf(name: string): Graph {
  const [flow] = compile({ file: 'flow.ts' }, diskHost(fixture(name))).flows;
  if (flow === undefined) throw new Error(`fixtures/${name} does not compile`);
  return flow.graph;
}

function written(name: string, object: string): readonly string[] {
  const text = readFileSync(fixture(`${name}/expected/argo/${object}/workflow-template.yaml`), 'utf8');
  const { spec } = load(text) as WorkflowTemplate;
  return (spec.templates ?? []).flatMap((template) => [
    template.name ?? '',
    ...(template.dag?.tasks.map((task) => task.name) ?? []),
  ]);
}

describe("Argo's names", () => {
  test.each([
    ['mixed', 'shop-mixed-flow'],
    ['on-exit', 'on-exit-flow'],
    ['shared-tail', 'shared-tail-flow'],
    ['catch-error-last', 'catch-error-last-flow'],
    ['loop-left-from-middle', 'loop-left-from-middle-flow'],
    ['switch-with-split-arm-and-loop-arm', 'switch-with-split-arm-and-loop-arm-flow'],
    ['odd-names', 'odd-names-flow'],
    ['linear', 'linear-flow'],
  ])('of %s all have a meaning, and no other name has one', (name, object) => {
    const explained = explainArgo(graphOf(name)).map((meaning) => meaning.name);
    expect(explained.toSorted()).toEqual([...new Set(written(name, object))].toSorted());
  });

  test('stand for what the flow says, at its place', () => {
    const graph = graphOf('mixed');
    const text = readFileSync(fixture('mixed/flow.ts'), 'utf8');
    const meanings = new Map(
      explainArgo(graph).map(({ name, text: says, span }) => [name, [says, text.slice(span.start, span.end)]]),
    );
    expect(meanings.get('each-start')).toEqual([
      'the body of the foreach that `start` opens, once for each element, until `collect`',
      'start',
    ]);
  });
});
