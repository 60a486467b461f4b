import type { Node } from 'oxc-parser';
import { isFunction } from './syntax.ts';

/**
 * Every node that runs when an initialiser runs: all but the insides of functions and classes. A list of its own instead of recursion, as an
 * initialiser may be as long as its author likes.
 */
export function* evaluatedNodes(initialiser: Node): Generator<Node> {
  const pending: unknown[] = [initialiser];
  while (pending.length > 0) {
    const at = pending.pop();
    if (Array.isArray(at)) for (const each of at.toReversed()) pending.push(each);
    else if (isNode(at)) {
      yield at;
      if (isFunction(at) || at.type === 'ClassExpression' || at.type.startsWith('TSType')) continue;
      for (const child of Object.values(at).toReversed()) if (typeof child === 'object') pending.push(child);
    }
  }
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;
