import { Composed, type Data } from './text.ts';

// Data as a format writes it: in most places as it stands, and each text in the format's own way.

export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/**
 * @param text - How the format says a text, of parts or not.
 * @param key - How it calls a field.
 */
export function render(
  data: Data,
  text: (text: string | Composed) => Plain,
  key: (key: string) => string = (same) => same,
): Plain {
  if (typeof data === 'string' || data instanceof Composed) return text(data);
  if (typeof data !== 'object' || data === null) return data;
  if (isList(data)) return data.map((item) => render(item, text, key));
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [key(name), render(value, text, key)]));
}

// oxlint-disable-next-line typescript/no-explicit-any -- `Array.isArray` knows no readonly lists
const isList = (data: object): data is readonly Data[] => Array.isArray(data);
