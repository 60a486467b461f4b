import type { Node } from 'oxc-parser';
import { writeTo } from './assignments.ts';
import { expression } from './expressions.ts';
import { elementOf, escape, get, getDynamic } from './members.ts';
import type { Place } from './place.ts';
import { keyName } from '../syntax.ts';
import type { Walk } from './walk.ts';

// Patterns, of declarations and of assignments: each key reads a part of the value, each leaf gets it.

/** A pattern of an assignment, whose leaves are targets: `[this.a, b] = …`. */
export function assignPattern(walk: Walk, node: Node, place: Place | undefined): void {
  pattern(walk, node, place, (leaf, from) => writeTo(walk, leaf, { write: () => ({ place: from }) }));
}

/** A pattern of a declaration, whose leaves are new names. */
export function bindPattern(walk: Walk, node: Node, place: Place | undefined): void {
  pattern(
    walk,
    node,
    place,
    (leaf, from) => leaf.type === 'Identifier' && walk.declare(leaf.name, nameable(walk, from, leaf)),
  );
}

type Leaf = (leaf: Node, place: Place | undefined) => void;

function pattern(walk: Walk, node: Node, place: Place | undefined, leaf: Leaf): void {
  switch (node.type) {
    case 'AssignmentPattern':
      return withDefault(walk, node, () => pattern(walk, node.left, place, leaf));
    case 'ArrayPattern':
      return walk.plan(
        ...node.elements.map((each, index) => () => {
          if (each?.type === 'RestElement') return pattern(walk, each.argument, restOf(place), leaf);
          if (each) pattern(walk, each, place && part(walk, place, String(index), each), leaf);
        }),
      );
    case 'ObjectPattern':
      return walk.plan(
        ...node.properties.map((each) => () => {
          if (each.type === 'RestElement') {
            escape(walk, place, each);
            return pattern(walk, each.argument, place?.kind === 'field' ? place : undefined, leaf);
          }
          const name = keyName(each.key, each.computed);
          if (name !== undefined) return pattern(walk, each.value, part(walk, place, name, each.key), leaf);
          walk.plan(
            () => expression(walk, each.key),
            () => pattern(walk, each.value, getDynamic(walk, place, each), leaf),
          );
        }),
      );
    default:
      return leaf(node, place);
  }
}

function part(walk: Walk, place: Place | undefined, name: string, node: Node): Place | undefined {
  return get(walk, place, name, node, walk.span(node));
}

/** The place that a name can stand for: methods and functions have none, as only direct calls of them are followed. */
export function nameable(walk: Walk, place: Place | undefined, node: Node): Place | undefined {
  if (!place || !called.has(place.kind)) return place;
  escape(walk, place, node);
  return undefined;
}

const called: ReadonlySet<Place['kind']> = new Set(['next', 'merge', 'method', 'function']);

function restOf(place: Place | undefined): Place | undefined {
  return place?.kind === 'inputs' ? { kind: 'inputs', whole: false } : elementOf(place);
}

function withDefault(walk: Walk, node: Extract<Node, { type: 'AssignmentPattern' }>, then: () => void): void {
  const after = walk.block();
  walk.plan(
    () => {
      walk.link(after);
      walk.fork();
    },
    () => expression(walk, node.right),
    () => {
      walk.link(after);
      walk.at = after;
    },
    then,
  );
}
