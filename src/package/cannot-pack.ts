import type { Finding } from '../compiler/diagnostics/render.ts';

/** A flow's code cannot become a package. Says all at once why, and where: paths from the project's root. */
export class CannotPack extends Error {
  override readonly name = 'CannotPack';
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    super(findings.map(({ message }) => message).join('; '));
    this.findings = findings;
  }
}
