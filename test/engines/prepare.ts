import { compile } from '../../src/compiler/compile.ts';
import type { Graph } from '../../src/compiler/ir/graph.ts';
import { packFlow } from '../../src/package/pack.ts';
import type { Json } from '../../src/runtime/json.ts';
import type { Plan } from '../../src/runtime/plan.ts';
import { readParameters } from '../../src/runtime/shim/parameters.ts';
import type { EngineFlow } from './engine.ts';

// What every engine does with a flow before it runs it.

export interface Prepared {
  readonly graph: Graph;
  readonly plan: Plan;
  /** The code package, and its id. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly id: string;
  /** Checked; a file is still its path. */
  readonly parameters: Readonly<Record<string, Json>>;
}

/** Compiles and packs a flow, the first where the entry names none, and checks what it is given. Throws where something is wrong: who wants that said well has looked before. */
export async function prepare(flow: EngineFlow): Promise<Prepared> {
  const { flows, diagnostics } = compile(flow.entry, flow.host);
  const [first] = flows;
  if (first === undefined)
    throw new Error(`${flow.file} does not compile: ${diagnostics.map(({ message }) => message).join('; ')}`);
  const { graph } = first;
  const external = flow.settings?.external ?? [];
  const { id, bytes, package: code } = await packFlow({ root: flow.root, graph, external });
  const given = Object.entries(flow.parameters ?? {}).map(([name, text]) => [name, { text }] as const);
  const { values, problems } = readParameters(code.plan, new Map(given));
  if (problems.length > 0)
    throw new Error(`${flow.file}: ${problems.map(({ name, message }) => `\`${name}\` ${message}`).join('; ')}`);
  return { graph, plan: code.plan, bytes, id, parameters: values };
}
