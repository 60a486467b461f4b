import type { Block, Label } from './cfg.ts';
import type { Walk } from './walk.ts';

// Where control can leave a piece of code to. `finally` runs on every way out, and each way goes on elsewhere: its block is therefore written out once for each
// way that is taken, as compilers do, so that no path enters it by a `return` and leaves it by falling off its end.

/** A way of leaving code. `fall`: off the end of a `try` or `catch`. */
export type Way =
  { readonly kind: 'fall' | 'return' | 'throw' } | { readonly kind: 'break' | 'continue'; readonly label?: string };

/** What surrounds a piece of code, from the inside out. */
export type Jumps =
  | { readonly kind: 'function'; readonly exit: Block }
  | {
      readonly kind: 'target';
      /** A loop or `switch`: what a `break` without a label leaves. */
      readonly plain: boolean;
      readonly labels: readonly string[];
      readonly breakTo: Block;
      readonly continueTo?: Block;
      readonly outer: Jumps;
    }
  | { readonly kind: 'catch'; readonly handler: Block; readonly outer: Jumps }
  | { readonly kind: 'finally'; readonly copies: Map<string, FinallyCopy>; readonly outer: Jumps };

/** A copy of a `finally` and the ways that go through it. */
export interface FinallyCopy {
  readonly landing: Block;
  readonly ways: Map<string, Way>;
}

/** Adds the edge that leaves `walk.at` by `way`: to its target, or to the first `finally` before that. */
export function jump(walk: Walk, way: Way, label?: Label): void {
  for (let around = walk.jumps; ; around = around.outer) {
    const to = targetOf(walk, around, way);
    if (to) walk.link(to, label);
    if (to || around.kind === 'function') return;
  }
}

function targetOf(walk: Walk, around: Jumps, way: Way): Block | undefined {
  switch (around.kind) {
    case 'function':
      return way.kind === 'return' ? around.exit : undefined;
    case 'catch':
      return way.kind === 'throw' ? around.handler : undefined;
    case 'finally':
      return landing(walk, around.copies, way);
    case 'target': {
      if (way.kind !== 'break' && way.kind !== 'continue') return undefined;
      const matches = way.label === undefined ? around.plain : around.labels.includes(way.label);
      return matches ? (way.kind === 'break' ? around.breakTo : around.continueTo) : undefined;
    }
  }
}

/** The most `finally` blocks inside one another that are copied: each level doubles the copies, so deeper ones serve all ways with one. */
const MAX_COPIED_DEPTH = 4;

function landing(walk: Walk, copies: Map<string, FinallyCopy>, way: Way): Block {
  const wayKey = 'label' in way ? `${way.kind} ${way.label}` : way.kind;
  const copyKey = walk.finallies < MAX_COPIED_DEPTH ? wayKey : '';
  let copy = copies.get(copyKey);
  if (!copy) {
    copy = { landing: walk.block(), ways: new Map() };
    copies.set(copyKey, copy);
  }
  copy.ways.set(wayKey, way);
  return copy.landing;
}
