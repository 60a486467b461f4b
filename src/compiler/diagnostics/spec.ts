/** An entry of the catalogue. */
export interface DiagnosticSpec {
  readonly code: `FLOWC${number}`;
  readonly severity: 'error' | 'warning';
  /** One sentence without a full stop; names of the user's in backticks. */
  readonly message: (...args: never[]) => string;
  /** What to do, in a sentence or two. */
  readonly help: string;
  /** For `flowc explain` and docs/errors.md: why the rule stands, in a paragraph. */
  readonly why: string;
}

/** The catalogue's parts are `as const satisfies` this. */
export type DiagnosticSpecs = Readonly<Record<string, DiagnosticSpec>>;
