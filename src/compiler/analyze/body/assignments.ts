import type { AssignmentExpression, Expression, Node } from 'oxc-parser';
import { chainOf, walkLinks, type MemberLink } from './chains.ts';
import { didYouMean } from '../../diagnostics/did-you-mean.ts';
import { expression, value } from './expressions.ts';
import { escape, get } from './members.ts';
import { assignPattern, nameable } from './patterns.ts';
import { eitherPlace, type Place } from './place.ts';
import { checkStorable } from './storable.ts';
import { keyName, literalJson, unwrap } from '../syntax.ts';
import type { Task, Walk } from './walk.ts';

// All that writes to something that is already there: assignments, `++`, `delete`, mutation.

/** What a target is given, where one expression shows it. */
interface Write {
  readonly value?: Expression;
  readonly place?: Place | undefined;
}

/** How a target is written: what runs before, between its object and the write, and after. */
interface Writing {
  /** Its old value counts. */
  readonly reads?: boolean;
  readonly deletes?: boolean;
  readonly right?: Task;
  readonly write?: () => Write;
  readonly done?: Task;
}

export function assignment(walk: Walk, node: AssignmentExpression, done: (place: Place | undefined) => void): void {
  const { operator, left, right } = node;
  let from: Place | undefined;
  const walkRight = (): void => value(walk, right, (place) => (from = place));
  const write = (): Write => ({ value: right, place: from });
  walk.work(node);
  if (left.type === 'ArrayPattern' || left.type === 'ObjectPattern')
    return walk.plan(
      walkRight,
      () => assignPattern(walk, left, from),
      () => done(from),
    );
  if (operator === '=') return writeTo(walk, left, { right: walkRight, write, done: () => done(from) });
  if (operator !== '??=' && operator !== '||=' && operator !== '&&=')
    return writeTo(walk, left, { reads: true, right: () => expression(walk, right), done: () => done(undefined) });
  const after = walk.block();
  writeTo(walk, left, {
    reads: true,
    right: () => {
      walk.link(after);
      walk.fork();
      walk.plan(walkRight);
    },
    write,
    done: () => {
      walk.link(after);
      walk.at = after;
      done(from);
    },
  });
}

export function update(walk: Walk, target: Node, node: Node): void {
  walk.work(node);
  writeTo(walk, target, { reads: true });
}

export function deletion(walk: Walk, target: Node, node: Node): void {
  walk.work(node);
  if (chainOf(target).links.at(-1)?.kind === 'member') writeTo(walk, target, { deletes: true });
  else expression(walk, target);
}

/** Walks what a target stands on, then the right side, then writes. */
export function writeTo(walk: Walk, target: Node, writing: Writing): void {
  const { right = nothing, write = () => ({}), done = nothing } = writing;
  const node = unwrap(target);
  if (node.type === 'Identifier') return walk.plan(right, () => writeName(walk, node.name, node, write()), done);
  const { root, links } = chainOf(node);
  const last = links.at(-1);
  if (last?.kind !== 'member') return walk.plan(() => expression(walk, node), right, done);
  const { name, key } = last;
  let object: Place | undefined;
  walk.plan(
    () => walkLinks(walk, root, links.slice(0, -1), (place) => (object = place)),
    () => {
      if (name === undefined) expression(walk, key);
      else if (writing.reads) get(walk, object, name, last.node, walk.span(key));
    },
    right,
    () => writeMember(walk, object, last, write(), writing.deletes === true),
    done,
  );
}

const nothing = (): void => {};

/** A local variable stands for whatever it was ever given. */
function writeName(walk: Walk, name: string, node: Node, write: Write): void {
  const place = nameable(walk, write.place, node);
  const old = walk.placeOf(name);
  const either = eitherPlace(old, place);
  if (old && place && !either) escape(walk, place, node);
  if (walk.isLocal(name)) walk.redeclare(name, either);
  else escape(walk, place, node);
}

function writeMember(walk: Walk, object: Place | undefined, link: MemberLink, write: Write, deletes: boolean): void {
  const { name, node } = link;
  if (write.place && write.place.kind !== 'field') escape(walk, write.place, write.value ?? node);
  if (object?.kind !== 'this') return mutate(walk, object, node);
  if (name === undefined) return escape(walk, object, node);
  if (!walk.flow.fieldNames.has(name)) return writeNoField(walk, name, node, link.key);
  if (deletes) return walk.emit({ kind: 'unset', name });
  if (write.value) checkStorable(walk, name, write.value);
  const literal = literalJson(write.value);
  walk.emit({ kind: 'assign', name, ...(literal !== undefined && { literal }) });
}

/** Writes to what is no artifact: a setter may be meant, all else is wrong. */
function writeNoField(walk: Walk, name: string, node: Node, key: Node): void {
  const { flow } = walk;
  if (reserved.has(name)) return walk.report('reserved-assigned', node, [name]);
  if (flow.parameterNames.has(name)) return walk.report('parameter-assigned', node, [name]);
  const setter = flow.members.get(`set ${name}`);
  if (setter?.kind === 'setter') return walk.emit({ kind: 'call', callee: setter, certain: true });
  const member = flow.members.get(name);
  if (member?.kind === 'step' || member?.kind === 'method')
    return walk.report('method-assigned', node, [name, member.kind]);
  if (!member && !name.startsWith('#') && !hasAccessor(walk, name))
    walk.report('unknown-field', key, [name, flow.name, didYouMean(name, flow.fieldNames)]);
}

const reserved = new Set(['next', 'merge', 'input', 'index']);

/** `accessor` fields are no members; those of base classes are not seen from here, so a class that has a base is trusted. */
function hasAccessor(walk: Walk, name: string): boolean {
  for (const { depth } of walk.flow.members.values()) if (depth > 0) return true;
  return walk.flow.node.body.body.some(
    (each) => each.type === 'AccessorProperty' && keyName(each.key, each.computed) === name,
  );
}

/** Something inside of `place` changes. */
export function mutate(walk: Walk, place: Place | undefined, node: Node): void {
  switch (place?.kind) {
    case 'field':
      for (const name of place.names) walk.emit({ kind: 'touch', name });
      return;
    case 'parameter':
      return walk.report('parameter-assigned', node, [place.name]);
    case 'inputs':
      if (place.whole) walk.report('input-written', node, []);
      return;
    case 'input':
    case 'input-field':
      return walk.report('input-written', node, []);
    default:
      return;
  }
}
