import { join, resolve } from 'node:path';
import { Lines } from '../compiler/diagnostics/frame.ts';
import type { Finding } from '../compiler/diagnostics/render.ts';
import type { Graph } from '../compiler/ir/graph.ts';
import type { Span } from '../compiler/ir/span.ts';
import { parse } from '../compiler/parse/parse-source.ts';
import { planOf } from '../compiler/plan/plan-of.ts';
import { PACKAGE_FORMAT, packageId, printPackage, type CodePackage } from '../runtime/package/package.ts';
import { bundle } from './bundle.ts';
import { CannotPack } from './cannot-pack.ts';
import { exportNameOf } from './export-name.ts';
import { readSource } from './source-text.ts';

// From a graph and the project on the disk to the code package of its flow.

export interface PackOptions {
  /** The project's root, from which the graph's files are called. */
  readonly root: string;
  readonly graph: Graph;
  /** Packages that are not packed, by name: the image of the tasks has them installed. */
  readonly external: readonly string[];
}

export interface Packed {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** sha256 of the bytes, in hex. */
  readonly id: string;
  readonly package: CodePackage;
  /** Paths from the root, as those of CannotPack. */
  readonly warnings: readonly Finding[];
}

/** @throws CannotPack with all that stands in the way of packing. */
export async function packFlow({ root, graph, external }: PackOptions): Promise<Packed> {
  const { name, file } = graph.flow;
  const project = resolve(root);
  const { program } = parse(file, readSource(join(project, file)) ?? '');
  const exportName = exportNameOf(program, name);
  if (exportName === undefined) throw new CannotPack([notExported(graph)]);
  const { warnings, ...bundled } = await bundle({ root: project, file, exportName, external });
  const content: CodePackage = { format: PACKAGE_FORMAT, plan: planOf(graph, linesUnder(project)), ...bundled };
  const bytes = printPackage(content);
  return { bytes, id: packageId(bytes), package: content, warnings };
}

const notExported = ({ flow }: Graph): Finding => ({
  severity: 'error',
  message: `\`${flow.file}\` does not export \`${flow.name}\` itself`,
  help: `Write \`export class ${flow.name}\`, and compile the flow again if the file has changed.`,
  span: flow.span,
  related: [],
});

/** The line of a span's start, each file read once. */
function linesUnder(root: string): (span: Span) => number | undefined {
  const known = new Map<string, Lines | undefined>();
  return ({ file, start }) => {
    if (!known.has(file)) {
      const text = readSource(join(root, file));
      known.set(file, text === undefined ? undefined : new Lines(text));
    }
    const line = known.get(file)?.locate(start).line;
    return line === undefined ? undefined : line + 1;
  };
}
