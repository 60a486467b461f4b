import type { Directive, Expression, IfStatement, Statement, VariableDeclaration } from 'oxc-parser';
import { bindPattern } from './patterns.ts';
import type { Block, Label } from './cfg.ts';
import { defineFunction, walkClass, walkFunction } from './closures.ts';
import { effect, expression, value } from './expressions.ts';
import { escape } from './members.ts';
import { walkForEach, walkLoop } from './loops.ts';
import { isFunction, literalTruth, unwrap } from '../syntax.ts';
import { walkSwitch } from './switch.ts';
import { walkTry } from './try.ts';
import type { Task, Walk } from './walk.ts';

/** Statements in a scope of their own. */
export function block(walk: Walk, body: readonly (Statement | Directive)[]): void {
  walk.enterScope();
  walk.planEach(body, (node) => statement(walk, node));
  walk.plan(() => walk.leaveScope());
}

export function statement(walk: Walk, node: Statement | Directive, labels: readonly string[] = []): void {
  switch (node.type) {
    case 'BlockStatement':
      return labels.length > 0 ? labelled(walk, labels, () => block(walk, node.body)) : block(walk, node.body);
    case 'ExpressionStatement':
      walk.work(node);
      return effect(walk, node.expression);
    case 'VariableDeclaration':
      walk.work(node);
      return variables(walk, node);
    case 'IfStatement':
      return labels.length > 0 ? labelled(walk, labels, () => ifStatement(walk, node)) : ifStatement(walk, node);
    case 'SwitchStatement':
      return walkSwitch(walk, node, labels);
    case 'ForStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
      return walkLoop(walk, node, labels);
    case 'ForOfStatement':
    case 'ForInStatement':
      return walkForEach(walk, node, labels);
    case 'LabeledStatement':
      return statement(walk, node.body, [...labels, node.label.name]);
    case 'TryStatement':
      return labels.length > 0 ? labelled(walk, labels, () => walkTry(walk, node)) : walkTry(walk, node);
    case 'ReturnStatement':
      return returnStatement(walk, node.argument, node);
    case 'ThrowStatement':
      walk.work(node);
      return walk.plan(
        () => expression(walk, node.argument),
        () => walk.jump({ kind: 'throw' }),
      );
    case 'BreakStatement':
    case 'ContinueStatement':
      return walk.jump({
        kind: node.type === 'BreakStatement' ? 'break' : 'continue',
        ...(node.label && { label: node.label.name }),
      });
    case 'FunctionDeclaration':
      if (node.id) walk.declare(node.id.name, undefined);
      return walkFunction(walk, node, { later: true });
    case 'ClassDeclaration':
      if (node.id) walk.declare(node.id.name, undefined);
      return walkClass(walk, node);
    default:
      return;
  }
}

/** A statement that is no loop and has labels: `break label` leaves it. */
function labelled(walk: Walk, labels: readonly string[], body: Task): void {
  const after = walk.block();
  const outer = walk.jumps;
  walk.jumps = { kind: 'target', plain: false, labels, breakTo: after, outer };
  walk.plan(body, () => {
    walk.jumps = outer;
    arrive(walk, after);
  });
}

/** Goes on in `block`, from here and from wherever else leads to it. */
export function arrive(walk: Walk, block: Block): void {
  walk.link(block);
  walk.at = block;
}

function variables(walk: Walk, node: VariableDeclaration): void {
  walk.planEach(node.declarations, ({ id, init }) => {
    const fn = init && unwrap(init);
    if (!init) bindPattern(walk, id, undefined);
    else if (node.kind === 'const' && id.type === 'Identifier' && fn && isFunction(fn))
      defineFunction(walk, id.name, fn);
    else value(walk, init, (place) => bindPattern(walk, id, place));
  });
}

function returnStatement(walk: Walk, argument: Expression | null, node: Statement): void {
  const leave = () => walk.jump({ kind: 'return' }, walk.label(node, '… and the step ends here'));
  if (!argument) return leave();
  if (argument.type !== 'Literal') walk.work(node);
  const { awaits } = walk;
  if (walk.context.async) walk.awaits++;
  walk.plan(
    () => returned(walk, argument),
    () => {
      walk.awaits = awaits;
      leave();
    },
  );
}

/** What a function gives back goes where flowc does not follow, but for `this` out of a method that always gives it. */
export function returned(walk: Walk, argument: Expression): void {
  const isKnown = walk.returnsThis && !walk.context.nested;
  value(
    walk,
    argument,
    (place) => (place?.kind === 'this' && isKnown ? undefined : escape(walk, place, argument)),
    true,
  );
}

/** A whole `else if` chain: all its arms meet in one block. */
function ifStatement(walk: Walk, node: IfStatement): void {
  const after = walk.block();
  const arm = (current: IfStatement): void => {
    const { test, consequent, alternate } = current;
    walk.work(test);
    walk.plan(
      () => expression(walk, test),
      () => {
        const truth = literalTruth(test);
        const from = walk.at;
        walk.at = truth === false ? walk.block() : branch(walk, walk.label(test, 'when this is true'));
        const otherwise = (): void => {
          walk.link(after);
          walk.at = from; // `branch` leads on from here.
          walk.at = truth === true ? walk.block() : branch(walk, walk.label(test, 'when this is false'));
        };
        walk.plan(() => statement(walk, consequent), otherwise);
        if (alternate?.type === 'IfStatement') walk.plan(() => arm(alternate));
        else
          walk.plan(
            () => alternate && statement(walk, alternate),
            () => arrive(walk, after),
          );
      },
    );
  };
  arm(node);
}

/** A new block that an edge from here leads to. */
export function branch(walk: Walk, label: Label | undefined): Block {
  const to = walk.block();
  walk.link(to, label);
  return to;
}
