import type { Finding } from '../compiler/diagnostics/render.ts';

/** flowc was asked for something that it cannot do: a wrong command line or configuration, a file that cannot be read. Exit code 2. */
export class CannotRun extends Error {
  readonly help: string | undefined;
  /** Where the fault lies in a file, when it does. Paths are absolute. */
  readonly findings: readonly Finding[];

  constructor(message: string, help?: string, findings: readonly Finding[] = []) {
    super(message);
    this.help = help;
    this.findings = findings;
  }
}
