import type {
  ArrayExpression,
  BinaryExpression,
  Expression,
  LogicalExpression,
  MemberExpression,
  Node,
  ObjectExpression,
  ObjectProperty,
  TemplateLiteral,
  TSEnumDeclaration,
} from 'oxc-parser';
import type { Diagnostics } from '../../diagnostics/sink.ts';
import type { Span } from '../../ir/span.ts';
import type { Module } from '../../parse/module.ts';
import type { Binding, Modules } from '../../parse/modules.ts';
import { spanOf } from '../../parse/source.ts';
import { unwrap } from '../syntax.ts';
import { applyBinary, applyUnary, type Result } from './operators.ts';
import { inherited, isOptional, part } from './part.ts';
import { reasonOf, reasonOfGlobal } from './reason.ts';
import {
  arrayValue,
  describe,
  itemsOf,
  jsonValue,
  objectValue,
  scalar,
  usedAt,
  type Entry,
  type Value,
} from './value.ts';

// Folds the expressions that configure a flow to values, without running anything. What it cannot fold it reports at the innermost
// expression that stands in the way. Long chains of one operator and of `?:` are walked in loops; what nests otherwise may nest `deepest`
// deep, far more than anybody writes and far less than the stack holds.

const deepest = 300;
const longestText = 1_000_000;
const mostEntries = 100_000;

/** Where an expression stands. */
interface Scope {
  readonly module: Module;
  /** The expression that somebody asked for, in whose file the reader is. */
  readonly root: Span;
  /** Members of the enum whose initialisers are being folded, by their bare names. */
  readonly members?: ReadonlyMap<string, Entry>;
}

export class Evaluator {
  readonly #modules: Modules;
  readonly #sink: Diagnostics;
  /** Constants: their value, or why there is none yet. */
  readonly #constants = new WeakMap<Expression, Value | 'pending' | 'failed'>();
  readonly #enums = new WeakMap<TSEnumDeclaration, Value | 'failed'>();
  #depth = 0;

  constructor(modules: Modules, sink: Diagnostics) {
    this.#modules = modules;
    this.#sink = sink;
  }

  /** The value of an expression at the top level of a module; undefined if it has none, which is then reported. */
  evaluate(module: Module, expression: Expression): Value | undefined {
    return this.#fold(expression, { module, root: spanOf(module.source, expression) });
  }

  /** The value of a constant that a module exports; undefined if there is none of that name, or none that folds, which is then reported. */
  exported(module: Module, name: string): Value | undefined {
    const binding = this.#modules.exported(module, name);
    if (binding.kind !== 'declared' || binding.declaration.kind !== 'const') return undefined;
    return this.evaluate(binding.module, binding.declaration.value);
  }

  #fold(expression: Node, scope: Scope): Value | undefined {
    if (this.#depth >= deepest) return this.#fail(expression, scope, `it is nested more than ${deepest} deep`);
    this.#depth++;
    try {
      return this.#dispatch(expression, scope);
    } finally {
      this.#depth--;
    }
  }

  #dispatch(expression: Node, scope: Scope): Value | undefined {
    let node = unwrap(expression);
    for (; node.type === 'ConditionalExpression';) {
      const test = this.#fold(node.test, scope);
      if (!test) return undefined;
      node = unwrap(isTruthy(test) ? node.consequent : node.alternate);
    }
    const span = spanOf(scope.module.source, node);
    switch (node.type) {
      case 'Literal':
        if ('regex' in node) return { kind: 'regexp', source: node.regex.pattern, flags: node.regex.flags, span };
        if (typeof node.value === 'bigint') return this.#fail(node, scope, 'it is a bigint');
        return scalar(node.value, span);
      case 'TemplateLiteral':
        return this.#template(node, scope);
      case 'ArrayExpression':
        return this.#array(node, scope);
      case 'ObjectExpression':
        return this.#object(node, scope);
      case 'Identifier':
        return scope.members?.get(node.name)?.value ?? this.#name(node.name, node, scope);
      case 'ChainExpression':
        return this.#fold(node.expression, scope);
      case 'MemberExpression':
        return this.#member(node, scope);
      case 'UnaryExpression': {
        const operand = this.#fold(node.argument, scope);
        if (!operand) return undefined;
        const result = operand.kind === 'scalar' ? applyUnary(node.operator, operand.value) : notOf(node.operator);
        return result
          ? scalar(result.value, span)
          : this.#fail(node, scope, `\`${node.operator}\` of ${describe(operand)}`);
      }
      case 'BinaryExpression':
      case 'LogicalExpression':
        return this.#chain(node as BinaryExpression | LogicalExpression, scope);
      default:
        return this.#fail(node, scope, reasonOf(node));
    }
  }

  /** Operators nest to the left: `a + b + c` is walked down to `a` and folded on the way back, in a loop. */
  #chain(node: BinaryExpression | LogicalExpression, scope: Scope): Value | undefined {
    const operations: (BinaryExpression | LogicalExpression)[] = [];
    let first: Node = node;
    while (
      first.type === 'LogicalExpression' ||
      (first.type === 'BinaryExpression' && first.left.type !== 'PrivateIdentifier')
    ) {
      operations.push(first as BinaryExpression | LogicalExpression);
      first = unwrap(first.left);
    }
    let value = this.#fold(first, scope);
    for (const operation of operations.toReversed()) {
      if (!value) return undefined;
      if (operation.type === 'LogicalExpression') {
        if (!keeps(operation.operator, value)) value = this.#fold(operation.right, scope);
        continue;
      }
      const right = this.#fold(operation.right, scope);
      if (!right) return undefined;
      value = this.#binary(operation, value, right, scope);
    }
    return value;
  }

  #binary(node: BinaryExpression, left: Value, right: Value, scope: Scope): Value | undefined {
    if (left.kind !== 'scalar' || right.kind !== 'scalar') {
      const odd = left.kind === 'scalar' ? right : left;
      return this.#fail(node, scope, `\`${node.operator}\` with ${describe(odd)}`);
    }
    const result = applyBinary(node.operator, left.value, right.value);
    return result ? this.#sized(node, result, scope) : this.#fail(node, scope, `it uses \`${node.operator}\``);
  }

  #template(node: TemplateLiteral, scope: Scope): Value | undefined {
    let text = node.quasis[0]?.value.cooked ?? '';
    for (const [index, expression] of node.expressions.entries()) {
      const value = this.#fold(expression, scope);
      if (!value) return undefined;
      if (value.kind !== 'scalar') return this.#fail(expression, scope, `${describe(value)} in a template`);
      text += String(value.value) + (node.quasis[index + 1]?.value.cooked ?? '');
      if (text.length > longestText) break;
    }
    return this.#sized(node, { value: text }, scope);
  }

  /** Constants that double each other grow past any memory in thirty lines. */
  #sized(node: Node, { value }: Result, scope: Scope): Value | undefined {
    if (typeof value !== 'string' || value.length <= longestText)
      return scalar(value, spanOf(scope.module.source, node));
    return this.#fail(node, scope, 'it is a text of more than a million characters');
  }

  #array(node: ArrayExpression, scope: Scope): Value | undefined {
    const items: Value[] = [];
    for (const element of node.elements) {
      if (!element) return this.#fail(node, scope, 'it has a hole');
      const spread = element.type === 'SpreadElement';
      const value = this.#fold(spread ? element.argument : element, scope);
      if (!value) return undefined;
      if (!spread) items.push(value);
      else if (value.kind !== 'array') return this.#fail(element, scope, `it spreads ${describe(value)} into an array`);
      else if (items.length + value.length > mostEntries) return this.#fail(element, scope, 'the array is too long');
      else for (const item of itemsOf(value)) items.push(item);
    }
    return arrayValue(items, spanOf(scope.module.source, node));
  }

  #object(node: ObjectExpression, scope: Scope): Value | undefined {
    const entries = new Map<string, Entry>();
    for (const property of node.properties) {
      if (property.type === 'SpreadElement') {
        const value = this.#fold(property.argument, scope);
        if (!value) return undefined;
        // `...(condition && { … })` is how people write an optional part.
        if (value.kind === 'scalar' && (!value.value || value.value === true)) continue;
        if (value.kind !== 'object') return this.#fail(property, scope, `it spreads ${describe(value)} into an object`);
        if (entries.size + value.keys.length > mostEntries)
          return this.#fail(property, scope, 'the object is too large');
        for (const key of value.keys) {
          const item = value.get(key);
          if (item) entries.set(key, { key: value.keySpan(key), value: item });
        }
        continue;
      }
      const key = this.#key(property, scope);
      const value = key === undefined ? undefined : this.#fold(property.value, scope);
      if (key === undefined || !value) return undefined;
      entries.set(key, { key: spanOf(scope.module.source, property.key), value });
    }
    return objectValue(entries, spanOf(scope.module.source, node));
  }

  #key(property: ObjectProperty, scope: Scope): string | undefined {
    const { key, computed } = property;
    if (property.method || property.kind !== 'init') return this.#fail(property, scope, 'it is a method');
    if (!computed && key.type === 'Identifier') {
      return key.name === '__proto__' && !property.shorthand ? this.#fail(key, scope, 'it sets a prototype') : key.name;
    }
    const value = this.#fold(key, scope);
    if (value?.kind === 'scalar' && value.value !== undefined) return String(value.value);
    return value && this.#fail(key, scope, `${describe(value)} as a key`);
  }

  #member(node: MemberExpression, scope: Scope): Value | undefined {
    const object = unwrap(node.object);
    const key = this.#memberKey(node, scope);
    if (key === undefined) return undefined;
    const owner = object.type === 'Identifier' ? this.#modules.lookup(scope.module, object.name) : undefined;
    if (owner?.kind === 'namespace') {
      return this.#bound(key, this.#modules.exported(owner.module, key), node, scope);
    }
    const from = this.#fold(object, scope);
    if (!from) return undefined;
    const span = spanOf(scope.module.source, node);
    if (from.kind === 'scalar' && (from.value === undefined || from.value === null)) {
      return isOptional(node) ? scalar(undefined, span) : this.#fail(node, scope, `\`${key}\` of \`${from.value}\``);
    }
    const isEnum = owner?.kind === 'declared' && owner.declaration.kind === 'enum';
    const found = part(from, key);
    if (found) return usedAt(found, span);
    if (isEnum) return this.#fail(node, scope, `the enum has no member \`${key}\``);
    return inherited(from, key) ? this.#fail(node, scope, `\`${key}\` is a method`) : scalar(undefined, span);
  }

  #memberKey(node: MemberExpression, scope: Scope): string | undefined {
    if (node.property.type === 'PrivateIdentifier') return this.#fail(node, scope, 'it is private');
    if (!node.computed) return node.property.name;
    const value = this.#fold(node.property, scope);
    if (!value || (value.kind === 'scalar' && value.value !== undefined)) return value && String(value.value);
    return this.#fail(node.property, scope, `${describe(value)} as a key`);
  }

  #name(name: string, node: Node, scope: Scope): Value | undefined {
    return this.#bound(name, this.#modules.lookup(scope.module, name), node, scope);
  }

  #bound(name: string, binding: Binding, node: Node, scope: Scope): Value | undefined {
    const span = spanOf(scope.module.source, node);
    switch (binding.kind) {
      case 'json':
        return jsonValue(binding.value, span);
      case 'package':
        return this.#fail(
          node,
          scope,
          `\`${name}\` comes from the package \`${binding.specifier}\`, which is not opened`,
        );
      case 'flowc':
        return this.#fail(node, scope, `\`${name}\` of flowc is no constant`);
      case 'namespace':
        return this.#fail(node, scope, `\`${name}\` is a whole module`);
      case 'missing':
        if (name === 'undefined') return scalar(undefined, span);
        if (binding.reported) return undefined;
        return this.#fail(node, scope, reasonOfGlobal(name));
      case 'declared': {
        const { declaration, module } = binding;
        if (declaration.kind === 'enum') return this.#enum(declaration.node, { ...scope, module });
        if (declaration.kind !== 'const') {
          const what = declaration.kind === 'other' ? declaration.what : `a ${declaration.kind}`;
          return this.#fail(node, scope, `\`${name}\` is ${what}`);
        }
        const value = this.#constant(name, declaration.value, node, { module, root: scope.root }, scope);
        return value && usedAt(value, span);
      }
    }
  }

  #constant(name: string, value: Expression, use: Node, at: Scope, from: Scope): Value | undefined {
    const known = this.#constants.get(value);
    if (known === 'pending') {
      this.#sink.report('constant-cycle', spanOf(from.module.source, use), [name]);
      return undefined;
    }
    if (known) return known === 'failed' ? undefined : known;
    this.#constants.set(value, 'pending');
    const folded = this.#fold(value, at);
    this.#constants.set(value, folded ?? 'failed');
    return folded;
  }

  /** All members at once, each numbered from the one before; one that fails leaves the rest unread. */
  #enum(node: TSEnumDeclaration, scope: Scope): Value | undefined {
    const known = this.#enums.get(node);
    if (known) return known === 'failed' ? undefined : known;
    const entries = new Map<string, Entry>();
    const whole = objectValue(entries, spanOf(scope.module.source, node.id));
    this.#enums.set(node, whole); // Already found by members that name their enum.
    let next: number | undefined = 0;
    for (const { id, initializer } of node.body.members) {
      const name = id.type === 'Identifier' ? id.name : id.type === 'Literal' ? id.value : id.quasis[0]?.value.cooked;
      const key = spanOf(scope.module.source, id);
      const own = { module: scope.module, root: scope.root, members: entries };
      const value: Value | undefined = initializer
        ? this.#fold(initializer, own)
        : next === undefined
          ? this.#fail(id, own, 'an enum member after a text needs a value of its own')
          : scalar(next, key);
      if (!value || typeof name !== 'string') {
        this.#enums.set(node, 'failed');
        return undefined;
      }
      entries.set(name, { key, value });
      next = value.kind === 'scalar' && typeof value.value === 'number' ? value.value + 1 : undefined;
    }
    return whole;
  }

  #fail(node: Node, scope: Scope, reason: string): undefined {
    const span = spanOf(scope.module.source, node);
    const inside = span.file === scope.root.file && span.start >= scope.root.start && span.end <= scope.root.end;
    const related = inside ? [] : [{ message: 'its value is needed here', span: scope.root }];
    this.#sink.report('argument-not-static', span, [reason], related);
    return undefined;
  }
}

const isTruthy = (value: Value): boolean => value.kind !== 'scalar' || Boolean(value.value);

const notOf = (operator: string): Result | undefined => (operator === '!' ? { value: false } : undefined);

/** Whether a logical operator stops at its left side. */
function keeps(operator: LogicalExpression['operator'], left: Value): boolean {
  if (operator === '??') return left.kind !== 'scalar' || (left.value !== undefined && left.value !== null);
  return operator === '||' ? isTruthy(left) : !isTruthy(left);
}
