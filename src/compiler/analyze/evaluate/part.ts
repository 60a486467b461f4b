import type { Node } from 'oxc-parser';
import { unwrap } from '../syntax.ts';
import { scalar, type Value } from './value.ts';

// Access to the parts of folded values, as JavaScript has it.

/** Whether `?.` stands somewhere on the way to a member. */
export function isOptional(node: Node): boolean {
  let at = node;
  while (at.type === 'MemberExpression') {
    if (at.optional) return true;
    at = unwrap(at.object);
  }
  return false;
}

/** The own property or element `key` of a value. */
export function part(value: Value, key: string): Value | undefined {
  if (value.kind === 'object') return value.get(key);
  if (value.kind === 'regexp') return undefined;
  const text = value.kind === 'scalar' ? value.value : undefined;
  if (value.kind === 'scalar' && typeof text !== 'string') return undefined;
  const length = value.kind === 'array' ? value.length : (text as string).length;
  if (key === 'length') return scalar(length, value.span);
  const index = Number(key);
  if (!Number.isInteger(index) || index < 0 || index >= length || String(index) !== key) return undefined;
  return value.kind === 'array' ? value.at(index) : scalar((text as string)[index], value.span);
}

/** Whether JavaScript would find `key` on the prototype. */
export function inherited(value: Value, key: string): boolean {
  const sample = { array: [], object: {}, regexp: /(?:)/, scalar: '' }[value.kind];
  return key in Object(value.kind === 'scalar' ? (value.value ?? '') : sample);
}
