import type { Node } from 'oxc-parser';
import type { Span } from '../../ir/span.ts';
import { accessors, arrayMembers, isMutator, sublists, type Place } from './place.ts';
import { returnedBy } from './returned.ts';
import { isMethod } from '../syntax.ts';
import type { Walk } from './walk.ts';

// What it means to take a property of a place, to run over it, and to let it go where flowc does not follow.

/** Reads `place.name`. `node` is the whole expression, `key` its name's span. */
export function get(walk: Walk, place: Place | undefined, name: string, node: Node, key: Span): Place | undefined {
  switch (place?.kind) {
    case 'this':
      return getOfThis(walk, name, node);
    case 'field':
    case 'parameter':
    case 'input-field':
      return { ...place, via: name };
    case 'inputs':
      return getOfInputs(walk, place, name, key);
    case 'input':
      return getOfInput(walk, place, name, node, key);
    case 'method':
      return name === 'bind' || name === 'call' || name === 'apply' ? { ...place, detached: true } : undefined;
    case 'function':
      escape(walk, place, node);
      return undefined;
    case 'entry':
      return name === '1' ? { kind: 'input' } : undefined;
    default:
      return undefined;
  }
}

function getOfThis(walk: Walk, name: string, node: Node): Place | undefined {
  if (name === 'next' || name === 'merge') return { kind: name };
  if (name === 'input' || name === 'index') {
    walk.element.push(walk.span(node));
    return undefined;
  }
  const member = walk.flow.members.get(name);
  if (walk.flow.parameterNames.has(name)) {
    walk.parameters.add(name);
    return { kind: 'parameter', name };
  }
  if (walk.flow.fieldNames.has(name)) {
    walk.emit({ kind: 'read', name, span: walk.span(node) });
    return { kind: 'field', names: [name] };
  }
  if (!isMethod(member) || member.kind === 'setter') return undefined;
  if (member.kind !== 'getter') return { kind: 'method', method: member, viaSuper: false };
  walk.mayThrow(node);
  walk.emit({ kind: 'call', callee: member, certain: true });
  return returnedBy(member.body, walk.flow.fieldNames);
}

/** `inputs.length`, `inputs.map`, `inputs[0]`, `inputs.train`. */
function getOfInputs(
  walk: Walk,
  place: Extract<Place, { kind: 'inputs' }>,
  name: string,
  key: Span,
): Place | undefined {
  if (/^\d+$/.test(name)) return { kind: 'input' };
  if (name === 'length') return undefined;
  const isMethod = arrayMembers.has(name) && !(isMutator(name) && walk.flow.stepNames.has(name));
  if (isMethod) return { kind: 'inputs-method', name, whole: place.whole };
  return place.whole ? { kind: 'input', branch: name, branchSpan: key } : undefined;
}

function getOfInput(
  walk: Walk,
  place: Extract<Place, { kind: 'input' }>,
  name: string,
  node: Node,
  key: Span,
): Place | undefined {
  const { flow } = walk;
  if (flow.parameterNames.has(name)) {
    walk.parameters.add(name);
    return { kind: 'input-field' };
  }
  if (flow.fieldNames.has(name)) {
    const { branch, branchSpan } = place;
    walk.inputs.push({ ...(branch !== undefined && { branch }), name, span: key, ...(branchSpan && { branchSpan }) });
    return { kind: 'input-field' };
  }
  const member = flow.members.get(name);
  if (member?.kind === 'getter') walk.inputsEscape ??= walk.span(node);
  return member?.kind === 'step' || member?.kind === 'method' ? { kind: 'input-method', name } : undefined;
}

/** Reads `place[…]` with a key that only the run knows. */
export function getDynamic(walk: Walk, place: Place | undefined, node: Node): Place | undefined {
  switch (place?.kind) {
    case 'this':
    case 'input':
      escape(walk, place, node);
      return undefined;
    case 'field':
      return { kind: 'field', names: place.names };
    case 'parameter':
      return { kind: 'parameter', name: place.name };
    case 'inputs':
      return { kind: 'input' };
    case 'input-field':
      return { kind: 'input-field' };
    default:
      return undefined;
  }
}

/** What running over `place` gives. */
export function elementOf(place: Place | undefined): Place | undefined {
  switch (place?.kind) {
    case 'inputs':
      return { kind: 'input' };
    case 'entries':
      return { kind: 'entry' };
    case 'field':
      return { kind: 'field', names: place.names };
    case 'parameter':
      return { kind: 'parameter', name: place.name };
    case 'input-field':
      return { kind: 'input-field' };
    default:
      return undefined;
  }
}

/** The value of a place goes where flowc does not follow. */
export function escape(walk: Walk, place: Place | undefined, node: Node): void {
  switch (place?.kind) {
    case 'this':
      walk.escapes ??= walk.span(node);
      return;
    case 'inputs':
    case 'inputs-method':
    case 'entries':
    case 'entry':
    case 'input':
      walk.inputsEscape ??= walk.span(node);
      return;
    case 'method':
      if (place.method.kind === 'method') walk.emit({ kind: 'call', callee: place.method, certain: false });
      return;
    case 'function':
      walk.emit({ kind: 'call', callee: place.callee, certain: false });
      return;
    case 'next':
      walk.misplacedNext = true;
      walk.report('next-as-value', node, []);
      return;
    case 'merge':
      walk.report('merge-as-value', node, []);
      return;
    default:
      return;
  }
}

/** What calling `place` gives: `this.items.at(0)` is in `items`. */
export function resultOf(walk: Walk, place: Place | undefined): Place | undefined {
  switch (place?.kind) {
    case 'method':
      return place.detached || place.method.kind !== 'method'
        ? undefined
        : returnedBy(place.method.body, walk.flow.fieldNames);
    case 'field':
      return accessors.has(place.via ?? '') ? { kind: 'field', names: place.names } : undefined;
    case 'input-field':
      return accessors.has(place.via ?? '') ? { kind: 'input-field' } : undefined;
    case 'inputs-method':
      if (place.name === 'entries') return { kind: 'entries' };
      if (sublists.has(place.name) || place.name === 'sort' || place.name === 'reverse')
        return { kind: 'inputs', whole: false };
      return accessors.has(place.name) ? { kind: 'input' } : undefined;
    default:
      return undefined;
  }
}
