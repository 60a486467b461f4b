import type { Span } from '../ir/span.ts';
import { catalogue, type ArgumentsOf, type DiagnosticName } from './catalogue.ts';
import type { Diagnostic, Related } from './diagnostic.ts';

/** Collects what the phases find. Inside a phase all findings are collected; between phases the pipeline stops on errors. */
export class Diagnostics {
  readonly #found: Diagnostic[] = [];
  readonly #seen = new Set<string>();
  #errors = 0;

  /** Adds one; the same diagnostic with the same text at the same place counts once. */
  report<N extends DiagnosticName>(name: N, span: Span, args: ArgumentsOf<N>, related: readonly Related[] = []): void {
    const { code, severity, help, message: say } = catalogue[name];
    const message = (say as (...args: readonly unknown[]) => string)(...args);
    this.#add({ code, name, severity, message, help, span, related });
  }

  /** Adds all that another has. */
  addAll(other: Diagnostics): void {
    for (const diagnostic of other.#found) this.#add(diagnostic);
  }

  #add(diagnostic: Diagnostic): void {
    const { code, span, message, severity } = diagnostic;
    const key = [code, span.file, span.start, span.end, message].join('\0');
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    if (severity === 'error') this.#errors++;
    this.#found.push(diagnostic);
  }

  get hasErrors(): boolean {
    return this.#errors > 0;
  }

  /** All findings, in the order of the source: by file, place, code. */
  sorted(): readonly Diagnostic[] {
    return this.#found.toSorted(
      (a, b) =>
        compare(a.span.file, b.span.file) ||
        a.span.start - b.span.start ||
        a.span.end - b.span.end ||
        compare(a.code, b.code),
    );
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
