import { ok } from 'node:assert/strict';
import { compile } from '../../../src/compiler/compile.ts';
import type { Diagnostic } from '../../../src/compiler/diagnostics/diagnostic.ts';
import { Diagnostics } from '../../../src/compiler/diagnostics/sink.ts';
import type { Span } from '../../../src/compiler/ir/span.ts';
import { GRAPH_FORMATS, printGraph } from '../../../src/compiler/print/print-graph.ts';
import { argo } from '../../../targets/argo/index.ts';
import { hostOf, rendered } from '../compiled.ts';
import { mutated } from '../mutations.ts';
import { propertyOf } from '../property.ts';
import type { Files } from '../source.ts';

export const robustness = propertyOf('ends and points into its files, whatever it reads', 1200, mutated, (files) => {
  const { flows, diagnostics } = compile({ file: 'flow.ts' }, hostOf(files));
  check(diagnostics, files);
  for (const { graph } of flows) {
    for (const format of GRAPH_FORMATS) printGraph(graph, format);
    const sink = new Diagnostics();
    const manifest = argo.lower(graph, { image: 'flows:1' }, sink);
    check(sink.sorted(), files);
    if (!sink.hasErrors) argo.print(manifest);
  }
});

function check(diagnostics: readonly Diagnostic[], files: Files): void {
  for (const { name, span, related } of diagnostics)
    for (const each of [span, ...related.map((other) => other.span)]) checkSpan(name, each, files);
  const text = rendered(diagnostics, files);
  ok(!/[^\P{Cc}\n]/u.test(text), `a terminal would obey a control character in ${JSON.stringify(text)}`);
}

function checkSpan(name: string, { file, start, end }: Span, files: Files): void {
  const text = files[file];
  ok(text !== undefined, `${name} points into ${file}, which is not there`);
  ok(0 <= start && start <= end && end <= text.length, `${name} points at ${start} to ${end} of ${text.length}`);
}
