import type { Program } from 'oxc-parser';
import type { Span } from '../ir/span.ts';

/** One parsed file. */
export interface SourceFile {
  /** Relative to the project's root. */
  readonly path: string;
  readonly text: string;
  readonly program: Program;
}

/** The span of a node of `source`. */
export function spanOf(source: SourceFile, node: { readonly start: number; readonly end: number }): Span {
  return { file: source.path, start: node.start, end: node.end };
}
