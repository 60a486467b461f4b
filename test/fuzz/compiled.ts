import { compile } from '../../src/compiler/compile.ts';
import { renderer } from '../../src/compiler/diagnostics/render.ts';
import { Diagnostics } from '../../src/compiler/diagnostics/sink.ts';
import type { Diagnostic } from '../../src/compiler/diagnostics/diagnostic.ts';
import type { Host } from '../../src/compiler/host.ts';
import type { Graph } from '../../src/compiler/ir/graph.ts';
import { argo } from '../../targets/argo/index.ts';
import type { ArgoManifest } from '../../targets/argo/lower.ts';
import type { WorkflowTemplate } from '../../targets/argo/manifest.ts';
import type { ArgoOptions } from '../../targets/argo/options.ts';
import type { Files } from './source.ts';

// Files to a graph to Argo, where nothing may go wrong; whoever expects faults asks the compiler itself.

export const hostOf = (files: Files): Host => ({
  readFile: (path) => (Object.hasOwn(files, path) ? files[path] : undefined),
});

/** The one flow of `flow.ts`; throws what is wrong with it, and the source. */
export function graphOf(files: Files): Graph {
  const { flows, diagnostics } = compile({ file: 'flow.ts' }, hostOf(files));
  const [flow] = flows;
  if (flow === undefined) throw new Error(`${rendered(diagnostics, files)}\n\n${sourceText(files)}`);
  return flow.graph;
}

export function lowered(graph: Graph, options: ArgoOptions = { image: 'flows:1' }): ArgoManifest {
  const sink = new Diagnostics();
  const manifest = argo.lower(graph, options, sink);
  if (sink.hasErrors) throw new Error(rendered(sink.sorted(), {}));
  return manifest;
}

export function workflowOf({ objects }: ArgoManifest): WorkflowTemplate {
  const object = objects['workflow-template'];
  if (object?.kind !== 'WorkflowTemplate') throw new Error('there is no WorkflowTemplate');
  return object;
}

/** All files that Argo is given, in one text. */
export const printed = (manifest: ArgoManifest): string =>
  argo
    .print(manifest)
    .map(({ path, text }) => `--- ${path}\n${text}`)
    .join('');

export function rendered(found: readonly Diagnostic[], files: Files): string {
  return found.map(renderer({ source: (file) => hostOf(files).readFile(file) })).join('\n');
}

export const sourceText = (files: Files): string =>
  Object.entries(files)
    .map(([file, text]) => `// ${file}\n${text}`)
    .join('\n');
