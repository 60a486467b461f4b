import type { Finding } from '../compiler/diagnostics/render.ts';
import { compile, type CompiledFlow } from '../compiler/compile.ts';
import type { Io } from './io.ts';
import { painter } from './paint.ts';
import { diskHost, onDisk } from './project.ts';
import type { Source } from './sources.ts';

/** A flow and the file that it came from. */
export interface Flow extends CompiledFlow {
  readonly source: Source;
}

export interface Compiled {
  readonly flows: readonly Flow[];
  /** With absolute paths in their spans. */
  readonly findings: readonly Finding[];
}

/**
 * Compiles each source to graphs; what is wrong with one stops no other, and what is wrong in a file that several import is
 * told once.
 */
export function compileSources(sources: readonly Source[], io: Io): Compiled {
  const flows: Flow[] = [];
  const findings = new Map<string, Finding>();
  const progress = progressOn(io, sources.length);
  for (const source of sources) {
    progress.next(source.file);
    const result = compile(source, diskHost(source.root));
    flows.push(...result.flows.map((flow) => ({ ...flow, source })));
    for (const found of result.diagnostics) {
      const finding = relocate(found, source.root);
      findings.set(JSON.stringify([finding.code, finding.span, finding.message]), finding);
    }
  }
  progress.done();
  return { flows, findings: [...findings.values()] };
}

/** A finding with the absolute paths of its files. */
export const relocate = (finding: Finding, root: string): Finding => ({
  ...finding,
  span: onDisk(root, finding.span),
  related: finding.related.map((other) => ({ ...other, span: onDisk(root, other.span) })),
});

/** One line on a terminal that says which file is being read, once there has been something to wait for. */
function progressOn(io: Io, total: number): { next(file: string): void; done(): void } {
  const started = Date.now();
  let count = 0;
  let drawn = false;
  return {
    next(file) {
      count++;
      if (!io.err.interactive || Date.now() - started < 300) return;
      drawn = true;
      io.err.write(`\r\x1b[2K${painter(io.err)('frame', `${count}/${total}`)} ${file}`.slice(0, io.err.width));
    },
    done() {
      if (drawn) io.err.write('\r\x1b[2K');
    },
  };
}
