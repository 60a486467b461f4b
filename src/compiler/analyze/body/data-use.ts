import type { DataUse, Merge, Read } from '../../ir/model.ts';
import type { Span } from '../../ir/span.ts';
import type { Solved } from './bodies.ts';
import type { MergeSite } from './cfg.ts';

/** What a body does with the flow's data, wherever its paths go. */
export function dataUseOf(solved: Solved): DataUse {
  const { cfg, exposed, parameters, element, escapes } = solved;
  const reads = [...readsOf(exposed.entry, 'entry'), ...readsOf(exposed.merge, 'merge')].toSorted(byPlace);
  return {
    reads,
    needs: [...new Set([...reads.map((read) => read.name), ...parameters])],
    writes: writesOf(solved),
    inputs: distinct(cfg.inputs),
    merges: mergesOf(solved),
    ...(escapes && { escapes }),
    ...(cfg.inputsEscape && { inputsEscape: cfg.inputsEscape }),
    element: [...element],
  };
}

function readsOf(spans: ReadonlyMap<string, Span>, after: Read['after']): Read[] {
  return [...spans].map(([name, span]) => ({ name, span, after }));
}

const byPlace = (a: Read, b: Read): number => a.span.start - b.span.start;

/** Assigned or mutated by any path: what a merge takes is not written by the step. */
function writesOf({ facts, names }: Solved): readonly string[] {
  const written = new Set<string>();
  for (const { events } of facts.keys())
    for (const event of events) for (const name of names.writtenBy(event)) written.add(name);
  return [...written];
}

/** The code of a `finally` is walked once for each way through it. */
function distinct<T extends { readonly span: Span }>(found: readonly T[]): readonly T[] {
  const seen = new Set<string>();
  return found.filter(({ span }) => {
    const key = `${span.start} ${span.end}`;
    return !seen.has(key) && seen.add(key);
  });
}

function mergesOf({ facts, names }: Solved): readonly Merge[] {
  const found: { readonly site: MergeSite; readonly assigned: readonly string[] }[] = [];
  for (const [block, before] of facts) {
    let known = before;
    for (const event of block.events) {
      if (event.kind === 'merge') found.push({ site: event.site, assigned: names.in(known.assigned) });
      known = names.after(known, event);
    }
  }
  const merges = found.map(({ site: { span, include, exclude }, assigned }) => ({
    span,
    ...(include && { include }),
    ...(exclude && { exclude }),
    assigned,
  }));
  return distinct(merges).toSorted((a, b) => a.span.start - b.span.start);
}
