import type { Span } from '../ir/span.ts';

/** One finding, rendered by nobody yet: the reporter of the CLI adds the code frame. */
export interface Diagnostic {
  /** Stable: `FLOWC2003`. */
  readonly code: string;
  /** Kebab-case name, that of its fixture: `no-end`. */
  readonly name: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** What to do about it; may be several sentences. */
  readonly help?: string;
  readonly span: Span;
  /** Other places that take part, in the order in which a reader should look at them. */
  readonly related: readonly Related[];
}

export interface Related {
  readonly message: string;
  readonly span: Span;
}
