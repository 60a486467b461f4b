import type { Block } from './cfg.ts';
import { meet, same, type Facts, type Names } from './facts.ts';

// The data flow: facts at the beginning of every block that can be reached, the weakest that satisfy all paths. Blocks are visited in reverse
// postorder, so that a body without loops takes one pass and one with loops a few.

/** Facts at the beginning of each block that `from` reaches, in reverse postorder. */
export function solve(from: Block, start: Facts, names: Names): ReadonlyMap<Block, Facts> {
  const order = reversePostorder(from);
  const position = new Map(order.map((block, index) => [block, index]));
  const before = new Map<Block, Facts>([[from, start]]);
  let again = true;
  while (again) {
    again = false;
    for (const [index, block] of order.entries()) {
      const facts = before.get(block);
      if (!facts) continue;
      const after = names.afterAll(facts, block.events);
      for (const { to } of block.out) {
        const known = before.get(to);
        const met = known ? meet(known, after) : after;
        if (known && same(known, met)) continue;
        before.set(to, met);
        if ((position.get(to) ?? 0) <= index) again = true;
      }
    }
  }
  return new Map(order.flatMap((block) => withFacts(block, before.get(block))));
}

function withFacts(block: Block, facts: Facts | undefined): [Block, Facts][] {
  return facts ? [[block, facts]] : [];
}

/** Blocks that `from` reaches, each before those that follow it but for edges back. */
function reversePostorder(from: Block): Block[] {
  const order: Block[] = [];
  const seen = new Set([from]);
  const stack = [{ block: from, next: 0 }];
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const edge = top.block.out[top.next++];
    if (!edge) {
      order.push(top.block);
      stack.pop();
    } else if (!seen.has(edge.to)) {
      seen.add(edge.to);
      stack.push({ block: edge.to, next: 0 });
    }
  }
  return order.toReversed();
}
