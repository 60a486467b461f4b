/** A stretch of source text: `file` as the project names it (relative to its root, `/` between folders), offsets in UTF-16 units, `end` exclusive. */
export interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}
