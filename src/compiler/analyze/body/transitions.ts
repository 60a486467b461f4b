import type { Diagnostics } from '../../diagnostics/sink.ts';
import type { Effects, TransitionModel } from '../../ir/model.ts';
import type { Solved } from './bodies.ts';
import type { Block, NextSite, Range, Way } from './cfg.ts';
import { meet, type Facts } from './facts.ts';
import { solve } from './solve.ts';

// The ways on of a step: its reachable `this.next(…)`, those with the same kind and targets as one.

interface Found {
  readonly way: Way;
  readonly site: NextSite;
  readonly facts: Facts;
  readonly maxVisits: number | undefined;
  readonly range: Range;
}

export function transitionsOf(solved: Solved, sink: Diagnostics): readonly TransitionModel[] {
  const found = new Map<string, Found>();
  const sites = [...solved.facts.keys()].flatMap((block) => (block.next ? [{ block, site: block.next }] : []));
  for (const { block, site } of sites.toSorted((a, b) => a.site.span.start - b.site.span.start)) {
    const facts = factsOnLeaving(solved, block, site);
    for (const way of site.ways) {
      const key = [way.kind, ...way.targets.map((target) => target.name)].join(' ');
      found.set(key, together(found.get(key), { way, site, facts, maxVisits: way.maxVisits, range: way }, sink));
    }
  }
  return [...found.values()].map(({ way, site, facts, maxVisits, range: { over, count } }) => ({
    kind: way.kind,
    targets: way.targets.map(({ name, span }) => ({ step: name, span })),
    span: site.span,
    ...(maxVisits !== undefined && { maxVisits }),
    ...(over !== undefined && { over }),
    ...(count !== undefined && { count }),
    effects: effectsOf(facts, solved),
  }));
}

function together(known: Found | undefined, more: Found, sink: Diagnostics): Found {
  if (!known) return more;
  if (known.maxVisits !== undefined && more.maxVisits !== undefined && known.maxVisits !== more.maxVisits)
    sink.report(
      'max-visits-differ',
      more.site.span,
      [more.way.targets[0]?.name ?? '', known.maxVisits, more.maxVisits],
      [{ span: known.site.span, message: 'the other is here' }],
    );
  const same = known.range.over === more.range.over && known.range.count === more.range.count;
  return {
    ...known,
    facts: meet(known.facts, more.facts),
    maxVisits: known.maxVisits ?? more.maxVisits,
    range: same ? known.range : {},
  };
}

/** What holds at the call, or, where a `finally` still runs, at the end of the step. */
function factsOnLeaving({ facts, names, cfg }: Solved, block: Block, site: NextSite): Facts {
  const before = facts.get(block);
  if (!before) throw new Error('a reachable block has no facts');
  const atCall = names.afterAll(before, block.events);
  const [on] = block.out;
  return (site.guarded && on && solve(on.to, atCall, names).get(cfg.exit)) || atCall;
}

function effectsOf(facts: Facts, { names, writtenLater, escapes }: Solved): Effects {
  const literals = Object.entries(names.literalsIn(facts.literals)).filter(([name]) => !writtenLater.has(name));
  const dropped = names.in(facts.dropped);
  return {
    assigned: names.in(facts.assigned),
    merged: names.in(facts.covered & ~facts.assigned),
    touched: names.in(facts.touched),
    ...(dropped.length > 0 && { dropped }),
    literals: escapes ? {} : Object.fromEntries(literals),
  };
}
