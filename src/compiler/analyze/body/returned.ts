import { unwrap, type AnyFunction } from '../syntax.ts';
import { chainOf } from './chains.ts';
import type { Place } from './place.ts';

/** What a method of the flow gives that ends in `return this` or `return this.items.first`: whoever changes that changes the flow. */
export function returnedBy({ body }: AnyFunction, fieldNames: ReadonlySet<string>): Place | undefined {
  const last = body?.type === 'BlockStatement' ? body.body.at(-1) : body;
  const result = last?.type === 'ReturnStatement' ? last.argument : body?.type === 'BlockStatement' ? undefined : body;
  if (!result) return undefined;
  const { root, links } = chainOf(unwrap(result));
  if (root.type !== 'ThisExpression') return undefined;
  const [first] = links;
  if (!first) return { kind: 'this' };
  const isField = links.every(({ kind }) => kind === 'member') && first.kind === 'member';
  return isField && first.name !== undefined && fieldNames.has(first.name)
    ? { kind: 'field', names: [first.name] }
    : undefined;
}
