// The comment that describes a declaration.

/** The first paragraph of the JSDoc comment that ends right before `start`, on one line; undefined where there is none. */
export function docBefore(text: string, start: number): string | undefined {
  let end = start;
  while (end > 0 && /\s/.test(text.charAt(end - 1))) end--;
  if (!text.startsWith('*/', end - 2)) return undefined;
  // Comments do not nest: this one begins after the end of the one before. So all searches of a file together read it once.
  const previous = text.lastIndexOf('*/', end - 3);
  const begin = text.indexOf('/**', previous < 0 ? 0 : previous + 2);
  if (begin < 0 || begin + 5 > end) return undefined;
  const lines = text
    .slice(begin + 3, end - 2)
    .split('\n')
    .map((line) => line.replace(/^\s*\*?\s?/, '').trim());
  const first = lines.findIndex((line) => line !== '');
  if (first < 0 || lines[first]?.startsWith('@')) return undefined;
  const last = lines.findIndex((line, index) => index > first && (line === '' || line.startsWith('@')));
  return lines.slice(first, last < 0 ? undefined : last).join(' ');
}
