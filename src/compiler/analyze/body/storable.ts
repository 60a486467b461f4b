import type { Expression, Node } from 'oxc-parser';
import { chainOf } from './chains.ts';
import { isFunction, unwrap } from '../syntax.ts';
import type { Walk } from './walk.ts';

// What syntax alone shows about a value: that it can't be stored, that it can't be run over.

/** Reports a value that no datastore can hold, also inside of arrays, objects and the two sides of a choice. */
export function checkStorable(walk: Walk, artifact: string, value: Expression): void {
  const pending: Node[] = [value];
  for (let node = pending.pop(); node; node = pending.pop()) {
    const inner = unwrap(node);
    const what = unstorable(walk, inner);
    if (what !== undefined) walk.report('unstorable-value', inner, [artifact, what]);
    else for (const part of partsOf(inner)) pending.push(part);
  }
}

function partsOf(node: Node): readonly Node[] {
  switch (node.type) {
    case 'ConditionalExpression':
      return [node.alternate, node.consequent];
    case 'LogicalExpression':
      return [node.right, node.left];
    case 'ArrayExpression':
      return node.elements.filter((each) => each !== null && each.type !== 'SpreadElement').toReversed();
    case 'ObjectExpression':
      return node.properties.flatMap((each) => (each.type === 'Property' ? [each.value] : [])).toReversed();
    default:
      return [];
  }
}

function unstorable(walk: Walk, node: Node): string | undefined {
  if (isFunction(node)) return 'a function';
  if (node.type === 'ClassExpression') return 'a class';
  if (node.type === 'NewExpression') {
    const { callee } = node;
    return callee.type === 'Identifier' && !walk.isLocal(callee.name) ? unstorableClasses.get(callee.name) : undefined;
  }
  if (node.type === 'CallExpression') return unstorableResult(walk, node);
  const { root, links } = chainOf(node);
  const [link] = links;
  if (root.type !== 'ThisExpression' || links.length !== 1 || link?.kind !== 'member' || link.name === undefined)
    return undefined;
  const member = walk.flow.members.get(link.name);
  return member?.kind === 'method' || member?.kind === 'step' ? 'a method of the flow' : undefined;
}

const unstorableClasses = new Map(
  Object.entries({
    Promise: 'a promise',
    WeakMap: 'a WeakMap',
    WeakSet: 'a WeakSet',
    WeakRef: 'a WeakRef',
    Function: 'a function',
    Proxy: 'a Proxy',
    AbortController: 'an AbortController',
    ReadableStream: 'a stream',
    WritableStream: 'a stream',
    TransformStream: 'a stream',
    WebSocket: 'a socket',
    Worker: 'a worker',
  }),
);

/** What a call gives that is not awaited here. */
function unstorableResult(walk: Walk, node: Node): string | undefined {
  const { root, links } = chainOf(node);
  const names = links.map((link) => (link.kind === 'call' ? '()' : (link.name ?? '?')));
  if (isFunction(root)) return names.length === 1 && root.async ? 'a promise' : undefined;
  if (root.type === 'ThisExpression') {
    const method = walk.flow.members.get(names[0] ?? '');
    return names.length === 2 && method?.kind === 'method' && method.body.async ? 'a promise' : undefined;
  }
  if (root.type !== 'Identifier' || walk.isLocal(root.name)) return undefined;
  const path = [root.name, ...names].join('.');
  if (path === 'Symbol.()' || path === 'Symbol.for.()') return 'a symbol';
  return path === 'fetch.()' || /^Promise\.(all|allSettled|any|race|resolve|reject|try)\.\(\)$/.test(path)
    ? 'a promise'
    : undefined;
}

/** What `foreach` is given, where syntax shows that it can't be run over. */
export function notIterable(walk: Walk, value: Expression): string | undefined {
  const node = unwrap(value);
  switch (node.type) {
    case 'Literal':
      if ('regex' in node) return 'a regular expression';
      return typeof node.value === 'string' ? 'a string' : `\`${node.raw}\``;
    case 'TemplateLiteral':
      return 'a string';
    case 'Identifier':
      return node.name === 'undefined' ? '`undefined`' : undefined;
    case 'ObjectExpression':
      return node.properties.some((each) => each.type === 'SpreadElement' || each.computed) ? undefined : 'an object';
    default: {
      const what = unstorable(walk, node);
      return what === 'a stream' ? undefined : what;
    }
  }
}
