import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diff, type DiffLine } from '../../../src/cli/diff.ts';

const SIGNS = { same: ' ', removed: '-', added: '+', hunk: '' } as const;
const show = (lines: readonly DiffLine[]): string => lines.map(({ kind, text }) => `${SIGNS[kind]}${text}`).join('\n');
const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => `line ${index + 1}`);
const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

/** What a reader of the diff would make of the old text. */
function patched(before: readonly string[], lines: readonly DiffLine[]): readonly string[] {
  const out: string[] = [];
  let at = 0;
  for (const { kind, text: said } of lines) {
    if (kind === 'hunk') {
      const start = Number(/^@@ -(\d+)/.exec(said)?.[1]) - 1;
      for (; at < start; at++) out.push(before[at] ?? '');
    } else {
      if (kind !== 'added') expect(before[at]).toBe(said);
      if (kind !== 'removed') out.push(said);
      if (kind !== 'added') at++;
    }
  }
  return [...out, ...before.slice(at)];
}

describe('diff', () => {
  test('is empty for equal texts', () => expect(diff('a\n', 'a\n')).toEqual([]));

  test('shows three lines around a change', () => {
    const before = numbered(12);
    expect(show(diff(text(before), text(before.with(5, 'other'))))).toBe(
      '@@ -3,7 +3,7 @@\n line 3\n line 4\n line 5\n-line 6\n+other\n line 7\n line 8\n line 9',
    );
  });

  test('counts from no line where a text is empty', () => {
    expect(show(diff('', 'a\n'))).toBe('@@ -0,0 +1,1 @@\n+a');
    expect(show(diff('a\n', ''))).toBe('@@ -1,1 +0,0 @@\n-a');
  });

  test('joins changes that are near, parts those that are not', () => {
    const before = numbered(40);
    const after = before.with(4, 'x').with(10, 'y').with(30, 'z');
    expect(
      diff(text(before), text(after))
        .filter(({ kind }) => kind === 'hunk')
        .map((line) => line.text),
    ).toEqual(['@@ -2,13 +2,13 @@', '@@ -28,7 +28,7 @@']);
  });

  test('is short for a small change in a long text, and ends for two that share nothing', () => {
    const before = numbered(5000);
    expect(diff(text(before), text(before.toSpliced(2500, 1)))).toHaveLength(8);
    expect(diff(text(before), text(before.map((line) => `${line}!`)))).toHaveLength(10_001);
  });

  test('patches the old text to the new one', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 40 });
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        expect(patched(before, diff(text(before), text(after)))).toEqual(after);
      }),
    );
  });
});
