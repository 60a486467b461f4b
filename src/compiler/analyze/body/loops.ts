import type {
  DoWhileStatement,
  Expression,
  ForInStatement,
  ForOfStatement,
  ForStatement,
  Statement,
  WhileStatement,
} from 'oxc-parser';
import { assignPattern, bindPattern } from './patterns.ts';
import type { Block } from './cfg.ts';
import { effect, expression, value } from './expressions.ts';
import { elementOf, escape } from './members.ts';
import type { Place } from './place.ts';
import { arrive, branch, statement } from './statements.ts';
import { literalTruth } from '../syntax.ts';
import type { Task, Walk } from './walk.ts';

// Loops. Each has a block where a turn begins, one where `continue` leads and one after it.

/** `while`, `do` and the `for` with three parts. */
export function walkLoop(
  walk: Walk,
  node: ForStatement | WhileStatement | DoWhileStatement,
  labels: readonly string[],
): void {
  const [begin, next, after] = [walk.block(), walk.block(), walk.block()];
  const init = node.type === 'ForStatement' ? node.init : null;
  const update = node.type === 'ForStatement' ? node.update : null;
  const testFirst = node.type !== 'DoWhileStatement';
  const decide = (): void => condition(walk, node.test, after);
  walk.enterScope();
  walk.plan(
    () => init && (init.type === 'VariableDeclaration' ? statement(walk, init) : effect(walk, init)),
    () => arrive(walk, begin),
    () => testFirst && decide(),
    insideLoop(walk, labels, { continueTo: next, breakTo: after }, node.body),
    () => arrive(walk, next),
    () => update && expression(walk, update),
    () => testFirst || decide(),
    () => {
      walk.link(begin);
      walk.at = after;
      walk.leaveScope();
    },
  );
}

/** Goes on where the test is true, and to `after` where it is false. */
function condition(walk: Walk, test: Expression | null, after: Block): void {
  if (!test) return;
  walk.work(test);
  const truth = literalTruth(test);
  walk.plan(
    () => expression(walk, test),
    () => {
      if (truth !== true) walk.link(after, walk.label(test, 'when this is false'));
      walk.at =
        truth === false ? walk.block() : branch(walk, truth ? undefined : walk.label(test, 'when this is true'));
    },
  );
}

/** `for … of`, `for await` and `for … in`. */
export function walkForEach(walk: Walk, node: ForOfStatement | ForInStatement, labels: readonly string[]): void {
  const [begin, after] = [walk.block(), walk.block()];
  const { left, right } = node;
  let element: Place | undefined;
  const enter = (place: Place | undefined): void => {
    element = node.type === 'ForOfStatement' ? elementOf(place) : undefined;
    if (place?.kind === 'this') escape(walk, place, right);
  };
  walk.work(right);
  walk.enterScope();
  walk.plan(
    () => value(walk, right, enter),
    () => walk.mayThrow(right),
    () => {
      arrive(walk, begin);
      walk.link(after, walk.label(right, 'when there is nothing more to go over'));
      walk.fork(walk.label(right, 'for each element'));
      if (left.type !== 'VariableDeclaration') assignPattern(walk, left, element);
      else for (const { id } of left.declarations) bindPattern(walk, id, element);
    },
    insideLoop(walk, labels, { continueTo: begin, breakTo: after }, node.body),
    () => {
      walk.link(begin);
      walk.at = after;
      walk.leaveScope();
    },
  );
}

function insideLoop(
  walk: Walk,
  labels: readonly string[],
  to: { readonly continueTo: Block; readonly breakTo: Block },
  body: Statement,
): Task {
  return () => {
    const outer = walk.jumps;
    walk.jumps = { kind: 'target', plain: true, labels, ...to, outer };
    walk.plan(
      () => statement(walk, body),
      () => {
        walk.jumps = outer;
      },
    );
  };
}
