import type { ArrowFunctionExpression, Expression, Function as FunctionNode, Node, PropertyKey } from 'oxc-parser';
import type { Member, MethodMember } from './flow-class.ts';

// Small questions about syntax, none of which looks at more than one node and its wrappers.

export type AnyFunction = FunctionNode | ArrowFunctionExpression;

/** The expression under parentheses and what only TypeScript sees: `as`, `satisfies`, `!`, type arguments. */
export function unwrap(node: Node): Node {
  let inner: Node = node;
  while (
    inner.type === 'ParenthesizedExpression' ||
    inner.type === 'TSAsExpression' ||
    inner.type === 'TSSatisfiesExpression' ||
    inner.type === 'TSTypeAssertion' ||
    inner.type === 'TSNonNullExpression' ||
    inner.type === 'TSInstantiationExpression'
  )
    inner = inner.expression;
  return inner;
}

/** The name of a property written as an identifier, `#private` or a literal; `undefined` where it is computed. */
export function keyName(key: PropertyKey, computed: boolean): string | undefined {
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  if (key.type === 'Identifier') return computed ? undefined : key.name;
  if (key.type === 'Literal' && (typeof key.value === 'string' || typeof key.value === 'number'))
    return String(key.value);
  return undefined;
}

export function isMethod(member: Member | undefined): member is MethodMember {
  return member !== undefined && member.kind !== 'field' && member.kind !== 'parameter';
}

export function isFunction(node: Node): node is AnyFunction {
  return node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression';
}

/** `true`, `false` and numbers: the conditions that show which way they go. */
export function literalTruth(test: Expression): boolean | undefined {
  const node = unwrap(test);
  if (node.type !== 'Literal') return undefined;
  return typeof node.value === 'boolean' || typeof node.value === 'number' ? Boolean(node.value) : undefined;
}

/** A literal as JSON text; `undefined` for all that is none. */
export function literalJson(value: Expression | undefined): string | undefined {
  if (value === undefined) return undefined;
  const node = unwrap(value);
  if (node.type === 'UnaryExpression' && node.operator === '-') {
    const operand = unwrap(node.argument);
    return operand.type === 'Literal' && typeof operand.value === 'number' ? jsonNumber(-operand.value) : undefined;
  }
  if (node.type === 'TemplateLiteral' && node.expressions.length === 0)
    return JSON.stringify(node.quasis[0]?.value.cooked);
  if (node.type !== 'Literal' || 'regex' in node || 'bigint' in node) return undefined;
  if (typeof node.value === 'number') return jsonNumber(node.value);
  return typeof node.value === 'bigint' ? undefined : JSON.stringify(node.value);
}

/** JSON has no `-0` and no infinities. */
function jsonNumber(value: number): string | undefined {
  return Number.isFinite(value) && !Object.is(value, -0) ? JSON.stringify(value) : undefined;
}
