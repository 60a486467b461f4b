import type { Span } from '../../ir/span.ts';
import type { Block } from './cfg.ts';
import type { Facts, Names, SummaryOf } from './facts.ts';

/** Reads that some path reaches without an assignment before: the first of each name, by what surely came before it. */
export interface Exposed {
  readonly entry: ReadonlyMap<string, Span>;
  /** A merge took it on every path where it was not assigned. */
  readonly merge: ReadonlyMap<string, Span>;
}

export function exposedReads(facts: ReadonlyMap<Block, Facts>, names: Names, summaryOf: SummaryOf): Exposed {
  const entry = new Map<string, Span>();
  const merge = new Map<string, Span>();
  const note = (name: string, span: Span, known: Facts): void => {
    const bit = names.bit(name);
    if ((known.assigned & bit) !== 0n) return;
    const found = (known.covered & bit) === 0n ? entry : merge;
    const first = found.get(name);
    if (!first || (first.file === span.file && span.start < first.start)) found.set(name, span);
  };
  for (const [block, before] of facts) {
    let known = before;
    for (const event of block.events) {
      if (event.kind === 'read') note(event.name, event.span, known);
      if (event.kind === 'call') for (const [name, span] of summaryOf(event.callee).reads) note(name, span, known);
      known = names.after(known, event);
    }
  }
  return { entry, merge };
}
