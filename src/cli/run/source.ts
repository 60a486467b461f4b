import { CannotRun } from '../cannot-run.ts';
import type { Io } from '../io.ts';
import { compileSources, type Flow } from '../pipeline.ts';
import { exitCodeOf, reportFindings, reportJson } from '../report.ts';
import { findSources } from '../sources.ts';
import type { Finding } from '../../compiler/diagnostics/render.ts';

/** Tells findings as the run's reporter does; `false`: one of them stands in the way. */
export function tell(findings: readonly Finding[], io: Io, json: boolean): boolean {
  if (!json) reportFindings(findings, io);
  else if (findings.length > 0) reportJson(findings, { kind: 'diagnostics' }, io);
  return exitCodeOf(findings, false) === 0;
}

/** Compiles the one flow that a word names, `flow.ts` or `flow.ts#Flow`. Undefined: it has errors, which have been told. */
export function compileOne(word: string, io: Io, json: boolean): Flow | undefined {
  const { flows, findings } = compileSources(findSources([word], io.cwd), io);
  if (!tell(findings, io, json)) return undefined;
  const [flow, other] = flows;
  if (flow === undefined) throw new CannotRun(`\`${word}\` holds no flow`);
  if (other === undefined) return flow;
  const names = flows.map(({ source, graph }) => `\`${source.file}#${graph.flow.name}\``).join(', ');
  throw new CannotRun(`one flow at a time can be run, and \`${word}\` names ${flows.length}`, `Pick one of ${names}.`);
}
