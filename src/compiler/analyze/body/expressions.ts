import type { ArrayExpression, Expression, LogicalExpression, Node, ObjectExpression } from 'oxc-parser';
import { assignment, update, deletion } from './assignments.ts';
import { chain } from './chains.ts';
import { walkClass, walkFunction } from './closures.ts';
import { escape } from './members.ts';
import { eitherPlace, type Place } from './place.ts';
import { unwrap } from '../syntax.ts';
import type { Walk } from './walk.ts';

// Expressions. `value` walks one and then says what place it stands for; `expression` is a value that goes where flowc does not follow; `effect` is one that
// nobody uses, the only position where `this.next(…)` may stand.

type Done = (place: Place | undefined) => void;

export function expression(walk: Walk, node: Node): void {
  value(walk, node, (place) => escape(walk, place, node));
}

export function effect(walk: Walk, node: Expression): void {
  value(walk, node, (place) => place?.kind === 'next' && escape(walk, place, node), true);
}

/** `unused`: nobody uses the value. */
export function value(walk: Walk, wrapped: Node, done: Done, unused = false): void {
  const node = unwrap(wrapped);
  const nothing = () => done(undefined);
  switch (node.type) {
    case 'ThisExpression':
    case 'Identifier':
    case 'MemberExpression':
    case 'CallExpression':
    case 'ChainExpression':
    case 'Super':
      return chain(walk, node, done, unused);
    case 'AwaitExpression':
      walk.awaits++;
      return walk.plan(
        () => value(walk, node.argument, done, unused),
        () => {
          walk.awaits--;
        },
      );
    case 'AssignmentExpression':
      return assignment(walk, node, done);
    case 'UpdateExpression':
      update(walk, node.argument, node);
      return walk.plan(nothing);
    case 'UnaryExpression':
      if (node.operator === 'delete') deletion(walk, node.argument, node);
      else if (node.operator === 'void' && unused) effect(walk, node.argument);
      else expression(walk, node.argument);
      return walk.plan(nothing);
    case 'BinaryExpression':
      return binary(walk, node, nothing);
    case 'LogicalExpression':
      return logical(walk, node, done, unused);
    case 'ConditionalExpression':
      return conditional(walk, node, done, unused);
    case 'SequenceExpression':
      return sequence(walk, node.expressions, done, unused);
    case 'ArrayExpression':
      return array(walk, node, done);
    case 'ObjectExpression':
      return object(walk, node, nothing);
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
      walkFunction(walk, node, { later: true });
      return walk.plan(nothing);
    case 'ClassExpression':
      walkClass(walk, node);
      return walk.plan(nothing);
    default:
      return others(walk, node, nothing);
  }
}

/** What only matters for what is inside it. */
function others(walk: Walk, node: Node, nothing: () => void): void {
  switch (node.type) {
    case 'NewExpression':
      walk.work(node);
      return walk.plan(
        () => expression(walk, node.callee),
        ...node.arguments.map((each) => () => expression(walk, each)),
        () => walk.mayThrow(node),
        nothing,
      );
    case 'SpreadElement':
      return walk.plan(() => expression(walk, node.argument), nothing);
    case 'TemplateLiteral':
      return walk.plan(...node.expressions.map((each) => () => expression(walk, each)), nothing);
    case 'TaggedTemplateExpression':
      walk.work(node);
      return walk.plan(
        () => expression(walk, node.tag),
        ...node.quasi.expressions.map((each) => () => expression(walk, each)),
        () => walk.mayThrow(node),
        nothing,
      );
    case 'YieldExpression':
      return walk.plan(() => node.argument && expression(walk, node.argument), nothing);
    case 'ImportExpression':
      walk.work(node);
      return walk.plan(
        () => expression(walk, node.source),
        () => walk.mayThrow(node),
        nothing,
      );
    case 'JSXElement':
    case 'JSXFragment':
      return walk.plan(() => jsx(walk, node), nothing);
    default:
      return walk.plan(nothing);
  }
}

/** A sum of thousands of terms leans to the left: its operands are taken off in a loop. */
function binary(walk: Walk, node: Extract<Node, { type: 'BinaryExpression' }>, nothing: () => void): void {
  const operands: Node[] = [];
  let left: Node = node;
  while (left.type === 'BinaryExpression') {
    operands.push(left.right);
    left = unwrap(left.left);
  }
  if (left.type !== 'PrivateIdentifier') operands.push(left);
  // No operator keeps what it is given: `'x' in this` only looks at it.
  walk.planEach(operands.toReversed(), (each) =>
    value(walk, each, (place) => place?.kind !== 'this' && escape(walk, place, each)),
  );
  walk.plan(nothing);
}

function logical(walk: Walk, node: LogicalExpression, done: Done, unused: boolean): void {
  const say = { '&&': 'when this is true', '||': 'when this is false', '??': 'when this is null or undefined' };
  const not = {
    '&&': 'when this is false',
    '||': 'when this is true',
    '??': 'when this is neither null nor undefined',
  };
  const after = walk.block();
  let left: Place | undefined;
  walk.plan(
    () => value(walk, node.left, (place) => (left = place)),
    () => {
      walk.link(after, walk.label(node.left, not[node.operator]));
      walk.fork(walk.label(node.left, say[node.operator]));
    },
    () =>
      value(
        walk,
        node.right,
        (right) => {
          walk.link(after);
          walk.at = after;
          oneOf(walk, node, left, right, done);
        },
        unused,
      ),
  );
}

function conditional(
  walk: Walk,
  node: Extract<Node, { type: 'ConditionalExpression' }>,
  done: Done,
  unused: boolean,
): void {
  const after = walk.block();
  let from = walk.at;
  let first: Place | undefined;
  walk.plan(
    () => expression(walk, node.test),
    () => {
      from = walk.fork(walk.label(node.test, 'when this is true'));
    },
    () => value(walk, node.consequent, (place) => (first = place), unused),
    () => {
      walk.link(after);
      walk.at = from;
      walk.fork(walk.label(node.test, 'when this is false'));
    },
    () =>
      value(
        walk,
        node.alternate,
        (second) => {
          walk.link(after);
          walk.at = after;
          oneOf(walk, node, first, second, done);
        },
        unused,
      ),
  );
}

/** A value that is one of two: where no place covers both, each goes where flowc does not follow. */
function oneOf(walk: Walk, node: Node, a: Place | undefined, b: Place | undefined, done: Done): void {
  const either = eitherPlace(a, b);
  if (a && b && !either) {
    escape(walk, a, node);
    escape(walk, b, node);
  }
  done(either);
}

function sequence(walk: Walk, expressions: readonly Expression[], done: Done, unused: boolean): void {
  const last = expressions.at(-1);
  walk.plan(...expressions.slice(0, -1).map((each) => () => effect(walk, each)), () =>
    last ? value(walk, last, done, unused) : done(undefined),
  );
}

/** `[...inputs]` is still a list of the inputs. */
function array(walk: Walk, node: ArrayExpression, done: Done): void {
  const [only] = node.elements;
  if (node.elements.length === 1 && only?.type === 'SpreadElement') {
    return value(walk, only.argument, (place) => {
      if (place?.kind === 'inputs') return done({ kind: 'inputs', whole: false });
      escape(walk, place, only);
      done(undefined);
    });
  }
  walk.planEach(node.elements, (each) => each && expression(walk, each));
  walk.plan(() => done(undefined));
}

function object(walk: Walk, node: ObjectExpression, nothing: () => void): void {
  walk.planEach(node.properties, (property) => {
    if (property.type === 'SpreadElement') return expression(walk, property.argument);
    walk.plan(
      () => property.computed && expression(walk, property.key),
      () => expression(walk, property.value),
    );
  });
  walk.plan(nothing);
}

function jsx(walk: Walk, node: Node): void {
  if (node.type === 'JSXExpressionContainer') return expression(walk, node.expression);
  if (node.type === 'JSXSpreadAttribute') return expression(walk, node.argument);
  if (node.type === 'JSXAttribute')
    return node.value ? walk.plan(() => node.value && jsx(walk, node.value)) : undefined;
  if (node.type !== 'JSXElement' && node.type !== 'JSXFragment') return;
  const attributes = node.type === 'JSXElement' ? node.openingElement.attributes : [];
  walk.plan(...[...attributes, ...node.children].map((each) => () => jsx(walk, each)));
}
