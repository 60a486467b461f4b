import type { CatchClause, TryStatement } from 'oxc-parser';
import { bindPattern } from './patterns.ts';
import type { Block } from './cfg.ts';
import type { FinallyCopy, Jumps, Way } from './jumps.ts';
import { arrive, block } from './statements.ts';
import type { Task, Walk } from './walk.ts';

// `try`: an edge leads to the handler from its beginning and from before each call inside. Nothing runs after the last call that throws, so what the
// handler may rely on is what was done before it.

export function walkTry(walk: Walk, node: TryStatement): void {
  const { block: body, handler, finalizer } = node;
  const after = walk.block();
  const outer = walk.jumps;
  const copies = new Map<string, FinallyCopy>();
  const guarded: Jumps = finalizer ? { kind: 'finally', copies, outer } : outer;
  const handlerBlock = walk.block();
  const fall = (): void => {
    if (finalizer) walk.jump({ kind: 'fall' });
    else walk.link(after);
  };
  walk.jumps = handler ? { kind: 'catch', handler: handlerBlock, outer: guarded } : guarded;
  walk.mayThrow({ start: node.start, end: node.start + 'try'.length });
  walk.plan(
    () => block(walk, body.body),
    fall,
    () => {
      walk.jumps = guarded;
      if (handler) walk.plan(() => walkCatch(walk, handler, handlerBlock), fall);
    },
    () => {
      walk.jumps = outer;
      if (!finalizer) return;
      walk.finallies++;
      walk.plan(
        ...[...copies.values()].map((copy) => () => walkCopy(walk, copy, () => block(walk, finalizer.body), after)),
      );
      walk.plan(() => {
        walk.finallies--;
      });
    },
    () => {
      walk.at = after;
    },
  );
}

function walkCatch(walk: Walk, handler: CatchClause, entry: Block): void {
  walk.at = entry;
  walk.enterScope();
  if (handler.param) bindPattern(walk, handler.param, undefined);
  walk.plan(
    () => block(walk, handler.body.body),
    () => walk.leaveScope(),
  );
}

/** One copy of a `finally`: entered from wherever its ways left, left to where they lead. */
function walkCopy(walk: Walk, copy: FinallyCopy, body: Task, after: Block): void {
  walk.at = copy.landing;
  walk.plan(body, () => {
    const end = walk.at;
    for (const way of copy.ways.values()) {
      walk.at = end;
      leaveCopy(walk, way, after);
    }
    walk.at = walk.block();
  });
}

function leaveCopy(walk: Walk, way: Way, after: Block): void {
  if (way.kind === 'fall') arrive(walk, after);
  else walk.jump(way);
}
