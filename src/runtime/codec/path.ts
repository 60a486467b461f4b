// Where something lies in a value, as a person would write it. Paths are made only for an error: the encoder remembers no more than who mentioned each
// node first, and the way is looked up again.

const MOST_PARTS = 40;
const SHOWN_AT_EACH_END = 10;
const MOST_CHARACTERS = 100;

/** The path of a node: `parents[id]` is the node that mentioned it first, and node 0 the value itself. `last` goes on from there. */
export function pathTo(nodes: readonly unknown[], parents: readonly number[], id: number, last = ''): string {
  const parts: string[] = [];
  for (let at = id; at > 0; at = parents[at] ?? 0) parts.push(partOf(nodes[parents[at] ?? 0], nodes[at]));
  parts.reverse();
  if (last !== '') parts.push(last);
  if (parts.length <= MOST_PARTS) return parts.join('');
  const hidden = parts.length - 2 * SHOWN_AT_EACH_END;
  return `${parts.slice(0, SHOWN_AT_EACH_END).join('')} … ${hidden} more … ${parts.slice(-SHOWN_AT_EACH_END).join('')}`;
}

export const propertyPart = (key: string): string =>
  /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? `.${shortened(key)}` : `[${JSON.stringify(shortened(key))}]`;

const shortened = (text: string): string =>
  text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;

function partOf(parent: unknown, child: unknown): string {
  if (parent instanceof Map) return mapPartOf(parent, child);
  if (parent instanceof Set) return `.values()[${[...parent].indexOf(child)}]`;
  if (typeof parent !== 'object' || parent === null) return '';
  const key = Object.keys(parent).find((key) => Reflect.get(parent, key) === child) ?? '';
  return Array.isArray(parent) ? `[${key}]` : propertyPart(key);
}

function mapPartOf(parent: ReadonlyMap<unknown, unknown>, child: unknown): string {
  let index = 0;
  for (const [key, value] of parent) {
    if (key === child) return `.keys()[${index}]`;
    if (value === child) return isShowable(key) ? `.get(${shown(key)})` : `.values()[${index}]`;
    index += 1;
  }
  return '';
}

const isShowable = (key: unknown): boolean => key === null || !['object', 'function', 'symbol'].includes(typeof key);

function shown(key: unknown): string {
  if (typeof key === 'string') return JSON.stringify(shortened(key));
  return typeof key === 'bigint' ? `${shortened(key.toString())}n` : String(key);
}
