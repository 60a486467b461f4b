import { relative } from 'node:path';
import type { Finding } from '../../src/compiler/diagnostics/render.ts';
import { CannotRun } from '../../src/cli/cannot-run.ts';
import type { Io } from '../../src/cli/io.ts';
import { compileSources, relocate, type Flow } from '../../src/cli/pipeline.ts';
import { diskHost } from '../../src/cli/project.ts';
import { findSources } from '../../src/cli/sources.ts';
import { CannotPack } from '../../src/package/cannot-pack.ts';
import { packFlow } from '../../src/package/pack.ts';
import { readParameters } from '../../src/runtime/shim/parameters.ts';
import type { CommandLine } from './command-line.ts';
import type { EngineFlow } from './engine.ts';

// The flows that a command line names, compiled, packed and held against their parameters, so that whatever is wrong with one is said before any engine starts.

/** Throws CannotRun with everything that stands in the way. */
export async function namedFlows({ files, parameters }: CommandLine, io: Io): Promise<readonly EngineFlow[]> {
  const { flows, findings } = compileSources(findSources(files, io.cwd), io);
  const all: Finding[] = [...findings];
  const problems: string[] = [];
  for (const flow of flows) {
    try {
      const { root } = flow.source;
      const { package: code } = await packFlow({ root, graph: flow.graph, external: [] });
      const given = new Map(Object.entries(parameters).map(([name, text]) => [name, { text }]));
      const wrong = readParameters(code.plan, given).problems;
      problems.push(...wrong.map(({ name, message }) => `${titleOf(flow, io)}: \`--param ${name}\` ${message}`));
    } catch (error) {
      if (!(error instanceof CannotPack)) throw error;
      all.push(...error.findings.map((finding) => relocate(finding, flow.source.root)));
    }
  }
  if (all.some(({ severity }) => severity === 'error')) throw new CannotRun('the flows have errors', undefined, all);
  if (problems.length > 0) throw new CannotRun(problems.join('\n'));
  if (flows.length === 0) throw new CannotRun('the files hold no flow');
  return flows.map((flow) => ({
    file: titleOf(flow, io),
    root: flow.source.root,
    host: diskHost(flow.source.root),
    entry: { file: flow.source.file, flow: flow.graph.flow.name },
    parameters,
  }));
}

const titleOf = ({ source, graph }: Flow, { cwd }: Io): string =>
  `${relative(cwd, source.root) || '.'}/${source.file}#${graph.flow.name}`.replace(/^\.\//, '');
