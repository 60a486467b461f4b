// What a word on the command line of `flowc explain` turned out to be.

export interface Explanation {
  /** For people: lines, each with its end. */
  readonly text: string;
  /** For programs. */
  readonly data: object;
}
