import { pathTo, propertyPart } from '../runtime/codec/path.ts';

/** Where and why JSON cannot hold a value exactly: `.rows[3].when` and `a Date`; undefined where it can. */
export function whyNotJson(value: unknown): { readonly path: string; readonly reason: string } | undefined {
  const nodes: unknown[] = [value];
  const parents: number[] = [0];
  const met = new Set<unknown>();
  for (let id = 0; id < nodes.length; id++) {
    const node = nodes[id];
    const reason = met.has(node) ? 'an object that stands at more than one place' : oddOf(node);
    if (reason !== undefined) return { path: pathTo(nodes, parents, id), reason };
    if (typeof node !== 'object' || node === null) continue;
    met.add(node);
    for (const [key, child] of Object.entries(node)) {
      if (typeof child !== 'object' || child === null) {
        const odd = oddOf(child);
        const last = Array.isArray(node) ? `[${key}]` : propertyPart(key);
        if (odd !== undefined) return { path: pathTo(nodes, parents, id, last), reason: odd };
      } else {
        nodes.push(child);
        parents.push(id);
      }
    }
  }
  return undefined;
}

/** What a value is, where JSON has no such thing. */
function oddOf(value: unknown): string | undefined {
  if (value === undefined) return 'undefined';
  if (typeof value === 'bigint') return 'a bigint';
  if (typeof value === 'number')
    return Number.isFinite(value) && !Object.is(value, -0) ? undefined : shownNumber(value);
  if (typeof value !== 'object' || value === null) return undefined;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (Array.isArray(value)) {
    return Object.keys(value).length === value.length ? undefined : 'an array with holes or with properties of its own';
  }
  if (prototype === Object.prototype) return undefined;
  return prototype === null ? 'an object without a prototype' : `a ${value.constructor.name}`;
}

const shownNumber = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));
