import type { Finding } from '../compiler/diagnostics/render.ts';
import { CannotPack } from '../package/cannot-pack.ts';
import { packFlow, type Packed } from '../package/pack.ts';
import { startEsbuild } from '../package/start-esbuild.ts';
import { sideBySide } from '../runtime/store/chunks.ts';
import type { Io } from './io.ts';
import { compileSources, relocate, type Compiled, type Flow } from './pipeline.ts';
import type { Source } from './sources.ts';

// Flows with their code packages, for the commands that name, upload or ship them: by coming here they agree on a package's id.

/** Flows that are packed at a time. esbuild works on as many as there are cores, and the bytes of the others only wait in memory. */
const WIDTH = 8;

export interface PackedSources extends Compiled {
  /** Of the flows those that can be packed, in their order. */
  readonly packages: ReadonlyMap<Flow, Packed>;
}

/** Compiles and packs. What is wrong with one flow stops no other, so that all is told at once. */
export async function packSources(
  sources: readonly Source[],
  external: readonly string[],
  io: Io,
): Promise<PackedSources> {
  startEsbuild();
  const { flows, findings } = compileSources(sources, io);
  const results = new Map<Flow, Packed | CannotPack>();
  await sideBySide(flows, WIDTH, async (flow) => {
    const { graph, source } = flow;
    results.set(flow, await packFlow({ root: source.root, graph, external }).catch(cannotPack));
  });
  const packages = new Map<Flow, Packed>();
  // What is wrong in a file that several flows import is told once.
  const ofPacking = new Map<string, Finding>();
  for (const flow of flows) {
    const result = results.get(flow);
    if (result === undefined) continue;
    if (!(result instanceof CannotPack)) packages.set(flow, result);
    for (const found of result instanceof CannotPack ? result.findings : result.warnings) {
      const finding = relocate(found, flow.source.root);
      ofPacking.set(JSON.stringify([finding.span, finding.message]), finding);
    }
  }
  return { flows, packages, findings: [...findings, ...ofPacking.values()] };
}

function cannotPack(error: unknown): CannotPack {
  if (error instanceof CannotPack) return error;
  throw error;
}
