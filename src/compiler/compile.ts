import { analyzeFlows } from './analyze/analyze-flows.ts';
import { didYouMean } from './diagnostics/did-you-mean.ts';
import { buildGraph } from './build/build.ts';
import { checkGraph } from './check/check.ts';
import type { Diagnostic } from './diagnostics/diagnostic.ts';
import { Diagnostics } from './diagnostics/sink.ts';
import type { Host } from './host.ts';
import type { Graph } from './ir/graph.ts';
import type { FlowModel } from './ir/model.ts';
import { verifyGraph } from './ir/verify.ts';
import { Modules } from './parse/modules.ts';

/** What to compile: a file, and one flow of it where `flow` names it. */
export interface Entry {
  readonly file: string;
  readonly flow?: string;
  /** The file may turn out to hold no flow: it was found, not named. */
  readonly matched?: boolean;
}

export interface CompiledFlow {
  readonly graph: Graph;
}

export interface Compilation {
  /** The flows without errors, in the order in which the file exports them. */
  readonly flows: readonly CompiledFlow[];
  /** In the order of the source. */
  readonly diagnostics: readonly Diagnostic[];
}

/** From a file to the graphs of its flows. A flow with an error stops no other, and every error that can be told is. */
export function compile(entry: Entry, host: Host): Compilation {
  const sink = new Diagnostics();
  const models = analyzeFlows(entry.file, new Modules(host, sink), sink);
  if (sink.hasErrors) return { flows: [], diagnostics: withoutMissing(entry, sink.sorted()) };
  const flows = chooseFlows(models, entry, sink).flatMap((model) => compileModel(model, sink) ?? []);
  return { flows, diagnostics: sink.sorted() };
}

function withoutMissing({ matched }: Entry, found: readonly Diagnostic[]): readonly Diagnostic[] {
  return matched === true ? found.filter(({ name }) => name !== 'no-flow') : found;
}

function chooseFlows(models: readonly FlowModel[], { file, flow }: Entry, sink: Diagnostics): readonly FlowModel[] {
  if (flow === undefined) return models;
  const chosen = models.filter(({ name }) => name === flow);
  const names = models.map(({ name }) => name);
  if (chosen.length === 0)
    sink.report('unknown-flow', { file, start: 0, end: 0 }, [flow, didYouMean(flow, names), names]);
  return chosen;
}

function compileModel(model: FlowModel, sink: Diagnostics): CompiledFlow | undefined {
  const found = new Diagnostics();
  const graph = buildGraph(model, found);
  if (graph !== undefined) checkGraph(verified(graph), found);
  sink.addAll(found);
  return graph === undefined || found.hasErrors ? undefined : { graph };
}

/** A graph whose tree does not run its transitions must never become a manifest. */
function verified(graph: Graph): Graph {
  const wrong = verifyGraph(graph);
  if (wrong.length > 0) {
    throw new Error(
      `flowc built a wrong graph for ${graph.flow.name}; please report it with the flow: ${wrong.join('; ')}`,
    );
  }
  return graph;
}
