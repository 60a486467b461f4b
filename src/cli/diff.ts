// What would change in a file, as a unified diff with three lines around each change. By Myers' greedy algorithm
// (https://doi.org/10.1007/BF01840446); texts that differ in more lines than anybody reads are shown as replaced in the middle.

export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added' | 'hunk';
  readonly text: string;
}

const AROUND = 3;
const MOST_EDITS = 1000;

/** The difference of two texts; empty where they are equal. */
export function diff(before: string, after: string): readonly DiffLine[] {
  return before === after ? [] : hunks(edits(linesOf(before), linesOf(after)));
}

const linesOf = (text: string): readonly string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));

/** All lines of both texts, what they share at both ends being found first: that is nearly always nearly all. */
function edits(a: readonly string[], b: readonly string[]): readonly DiffLine[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const same = (text: string): DiffLine => ({ kind: 'same', text });
  return [
    ...a.slice(0, start).map(same),
    ...myers(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    ...a.slice(a.length - end).map(same),
  ];
}

function myers(a: readonly string[], b: readonly string[]): readonly DiffLine[] {
  // `reached` holds, for each diagonal k = x - y, the furthest x; one copy for each number of edits, to walk back along.
  const trail: Map<number, number>[] = [];
  let reached = new Map<number, number>([[1, 0]]);
  for (let count = 0; count <= Math.min(a.length + b.length, MOST_EDITS); count++) {
    trail.push(reached);
    const next = new Map<number, number>();
    for (let k = -count; k <= count; k += 2) {
      const down = comesDown(reached, k, count);
      let x = down ? (reached.get(k + 1) ?? 0) : (reached.get(k - 1) ?? 0) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      next.set(k, x);
      if (x >= a.length && x - k >= b.length) return walkBack(a, b, trail);
    }
    reached = next;
  }
  return [
    ...a.map((text): DiffLine => ({ kind: 'removed', text })),
    ...b.map((text): DiffLine => ({ kind: 'added', text })),
  ];
}

const comesDown = (reached: ReadonlyMap<number, number>, k: number, count: number): boolean =>
  k === -count || (k !== count && (reached.get(k - 1) ?? 0) < (reached.get(k + 1) ?? 0));

function walkBack(
  a: readonly string[],
  b: readonly string[],
  trail: readonly Map<number, number>[],
): readonly DiffLine[] {
  const out: DiffLine[] = [];
  let [x, y] = [a.length, b.length];
  for (let count = trail.length - 1; count >= 0; count--) {
    const reached = trail[count] ?? new Map<number, number>();
    const k = x - y;
    const down = comesDown(reached, k, count);
    const fromX = reached.get(down ? k + 1 : k - 1) ?? 0;
    const fromY = fromX - (down ? k + 1 : k - 1);
    for (; x > fromX && y > fromY && x > 0 && y > 0; x--, y--) out.push({ kind: 'same', text: a[x - 1] ?? '' });
    if (count > 0) out.push(down ? { kind: 'added', text: b[fromY] ?? '' } : { kind: 'removed', text: a[fromX] ?? '' });
    [x, y] = [fromX, fromY];
  }
  return out.toReversed();
}

/** Cuts a whole edit into hunks, each under its line numbers. A range without lines is called by the line before it. */
function hunks(lines: readonly DiffLine[]): readonly DiffLine[] {
  const out: DiffLine[] = [];
  const changed = lines.flatMap((line, index) => (line.kind === 'same' ? [] : [index]));
  let old = 1;
  let now = 1;
  let at = 0;
  const advance = (to: number): void => {
    for (; at < to; at++) {
      if (lines[at]?.kind !== 'added') old++;
      if (lines[at]?.kind !== 'removed') now++;
    }
  };
  for (let first = 0; first < changed.length;) {
    let last = first;
    while (last + 1 < changed.length && (changed[last + 1] ?? 0) - (changed[last] ?? 0) <= 2 * AROUND) last++;
    const start = Math.max(0, (changed[first] ?? 0) - AROUND);
    const hunk = lines.slice(start, (changed[last] ?? 0) + AROUND + 1);
    advance(start);
    const count = (without: DiffLine['kind']): number => hunk.filter((line) => line.kind !== without).length;
    const range = (line: number, length: number): string => `${length === 0 ? line - 1 : line},${length}`;
    const [before, after] = [range(old, count('added')), range(now, count('removed'))];
    out.push({ kind: 'hunk', text: `@@ -${before} +${after} @@` }, ...hunk);
    first = last + 1;
  }
  return out;
}
