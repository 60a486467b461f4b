import type { CallExpression, Node } from 'oxc-parser';
import type { Block } from './cfg.ts';
import { call, callFunction } from './calls.ts';
import { expression, value } from './expressions.ts';
import { get, getDynamic } from './members.ts';
import type { Place } from './place.ts';
import { isFunction, keyName, unwrap } from '../syntax.ts';
import type { Walk } from './walk.ts';

// A chain is a root and what is done to it, one after another: `this.items.at(0)!.done`. It leans to the left in the tree and may be long, so it is taken
// apart in a loop and then walked from its root on, with the place that it stands for so far.

export type Link = MemberLink | { readonly kind: 'call'; readonly node: CallExpression; readonly optional: boolean };

export interface MemberLink {
  readonly kind: 'member';
  readonly node: Node;
  /** Known, or computed by `key`. */
  readonly name?: string;
  readonly key: Node;
  readonly optional: boolean;
}

export interface Chain {
  readonly root: Node;
  readonly links: readonly Link[];
}

export function chainOf(node: Node): Chain {
  const links: Link[] = [];
  let root = unwrap(node);
  for (;;) {
    if (root.type === 'ChainExpression') {
      root = unwrap(root.expression);
    } else if (root.type === 'CallExpression') {
      links.push({ kind: 'call', node: root, optional: root.optional });
      root = unwrap(root.callee);
    } else if (root.type === 'MemberExpression') {
      const name = keyName(root.property, root.computed);
      const { property: key, optional } = root;
      links.push({ kind: 'member', node: root, ...(name !== undefined && { name }), key, optional });
      root = unwrap(root.object);
    } else {
      return { root, links: links.toReversed() };
    }
  }
}

/** Walks a chain and says what place it stands for. `unused`: nobody uses its value. */
export function chain(walk: Walk, node: Node, done: (place: Place | undefined) => void, unused = false): void {
  const { root, links } = chainOf(node);
  walkLinks(walk, root, links, done, unused);
}

export function walkLinks(
  walk: Walk,
  root: Node,
  links: readonly Link[],
  done: (place: Place | undefined) => void,
  unused = false,
): void {
  let place: Place | undefined;
  let short: Block | undefined;
  const set = (next: Place | undefined): void => {
    place = next;
  };
  walk.plan(
    () => walkRoot(walk, root, links, set),
    ...links.map((link, index) => () => {
      if (link.optional && !isSurelyThere(place)) {
        short ??= walk.block();
        walk.link(short);
        walk.fork();
      }
      if (link.kind === 'member') return walkMember(walk, place, link, set);
      if (index === 0 && isFunction(root)) return callFunction(walk, root, link.node, set);
      call(
        walk,
        place,
        { node: link.node, root, links: links.slice(0, index), unused: unused && index === links.length - 1 },
        set,
      );
    }),
    () => {
      if (short) {
        walk.link(short);
        walk.at = short;
      }
      done(place);
    },
  );
}

function isSurelyThere(place: Place | undefined): boolean {
  return place !== undefined && there.has(place.kind);
}

const there: ReadonlySet<Place['kind']> = new Set(['this', 'method', 'function', 'next', 'inputs']);

function walkRoot(walk: Walk, root: Node, links: readonly Link[], set: (place: Place | undefined) => void): void {
  if (root.type === 'ThisExpression') return set(walk.context.ours ? { kind: 'this' } : undefined);
  if (root.type === 'Identifier') {
    if (!walk.isLocal(root.name)) walk.unresolved.add(root.name);
    return set(walk.placeOf(root.name));
  }
  if (root.type === 'Super' || (isFunction(root) && links[0]?.kind === 'call')) return;
  value(walk, root, set);
}

function walkMember(
  walk: Walk,
  place: Place | undefined,
  link: MemberLink,
  set: (place: Place | undefined) => void,
): void {
  const { name, node, key } = link;
  const object = node.type === 'MemberExpression' ? unwrap(node.object) : undefined;
  if (object?.type === 'Super' && walk.context.ours && name !== undefined) {
    const method = walk.superMember(name);
    if (name === 'next' || name === 'merge') return set({ kind: name });
    if (method?.kind === 'getter') walk.emit({ kind: 'call', callee: method, certain: true });
    else if (method) set({ kind: 'method', method, viaSuper: true });
    return;
  }
  if (name !== undefined) return set(get(walk, place, name, node, walk.span(key)));
  walk.plan(
    () => expression(walk, key),
    () => set(getDynamic(walk, place, node)),
  );
}
