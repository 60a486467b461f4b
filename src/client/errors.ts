// What a reader of runs can be told in place of an answer. A name that is not there comes with those that are, so that whoever prints the error can say
// which was meant.

/** Nothing in the datastore is called so. */
export class NotFound extends Error {
  override readonly name = 'NotFound';
  /** The name that was not found, */
  readonly given: string;
  /** and those that it could have been. */
  readonly known: readonly string[];
  readonly help: string;

  constructor(message: string, given: string, known: readonly string[], help: string) {
    super(message);
    this.given = given;
    this.known = known;
    this.help = help;
  }
}
