/** The orchestrator cannot be asked, or does not do what it was asked to. One line, and a way out. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly help: string | undefined;
  /** It may be another thing in a minute, as of a server that starts anew. */
  readonly passes: boolean;

  constructor(message: string, help?: string, passes = false) {
    super(message);
    this.help = help;
    this.passes = passes;
  }
}
