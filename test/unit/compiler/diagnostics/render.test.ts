import { describe, expect, test } from 'vitest';
import { renderer, summary, type Finding, type RenderOptions } from '../../../../src/compiler/diagnostics/render.ts';

const finding = (text: string, from: string, to = from, also: Partial<Finding> = {}): Finding => ({
  severity: 'error',
  code: 'FLOWC9001',
  name: 'a-name',
  message: 'it is wrong',
  span: { file: 'flow.ts', start: text.indexOf(from), end: text.indexOf(to) + to.length },
  related: [],
  ...also,
});

const show = (
  text: string,
  from: string,
  to?: string,
  also?: Partial<Finding>,
  options?: Partial<RenderOptions>,
): string =>
  renderer({ source: (file) => (file === 'flow.ts' ? text : undefined), width: 60, ...options })(
    finding(text, from, to, also),
  );

/** The underlined part of the frame's only line, as a screen would show it above the marks. */
const marked = (text: string, from: string, to?: string): string => {
  const [, , , line = '', marks = ''] = show(text, from, to).split('\n');
  return line.slice(marks.indexOf('^'), marks.lastIndexOf('^') + 1);
};

describe('renderer', () => {
  test('says what, where, the line underlined, the other places and what to do', () => {
    const text = 'const a = 1;\nconst b = a;\n';
    const related = [{ message: 'this is why', span: { file: 'flow.ts', start: 6, end: 7 } }];
    expect(show(text, 'b', 'b', { related, help: 'do this' })).toBe(
      `error FLOWC9001 a-name: it is wrong
 --> flow.ts:2:7
  |
2 | const b = a;
  |       ^
1. this is why
 --> flow.ts:1:7
  |
1 | const a = 1;
  |       -
help: do this`,
    );
  });

  test('leaves out code and name where there are none', () => {
    const { code: _code, name: _name, ...plain } = finding('x', 'x');
    expect(renderer({ source: () => 'x' })(plain)).toMatch(/^error: it is wrong\n/);
  });

  test('counts lines by \\n, \\r\\n and a lone \\r', () => {
    expect(show('a\r\nb\rc\nd', 'd')).toContain('--> flow.ts:4:1');
    expect(show('a\r\nb\rc\nd', 'b')).toContain('2 | b\n');
  });

  test('spreads tabs, and puts the marks below', () => {
    expect(marked('\tif (a)\tb', 'b')).toBe('b');
    expect(show('\tx', 'x')).toContain('1 |     x\n  |     ^');
  });

  test('gives wide characters and emoji two columns, combining ones none', () => {
    expect(show("a('猫🎉', x)", 'x')).toContain(`  | ${' '.repeat(10)}^`);
    expect(show("a('e\u0301', x)", 'x')).toContain(`  | ${' '.repeat(7)}^`);
    expect(show("'👨‍👩‍👧'; x", 'x')).toContain(`  | ${' '.repeat(6)}^`);
  });

  test('shows control characters and bidirectional marks instead of obeying them', () => {
    const text = "'\x1b[2J\u202e'; x";
    expect(show(text, 'x', 'x', { message: 'bad \x1b[31m' })).not.toMatch(/[\x1b\u202e]/);
    expect(show(text, 'x')).toContain("1 | '␛[2J\ufffd'; x");
  });

  test('cuts a long line to a window around the span', () => {
    const text = `${'a'.repeat(100_000)}BAD${'b'.repeat(100_000)}`;
    const lines = show(text, 'BAD').split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
    expect(marked(text, 'BAD')).toBe('BAD');
    expect(lines[3]).toMatch(/^1 \| ….*….*$|^1 \| …a+BADb+…$/);
  });

  test('shows the beginning of a span that is longer than the window', () => {
    const text = `x(${'a'.repeat(500)})`;
    expect(show(text, 'x', ')')).toMatch(/1 \| x\(a+…\n {2}\| \^+$/);
  });

  test('shows a short span of several lines whole, of a long one both ends', () => {
    expect(show('f(\n  a,\n)', 'f', ')')).toContain('1 | f(\n  | ^^\n2 |   a,\n  |   ^^\n3 | )\n  | ^');
    const long = show('f(\n  a,\n  b,\n  c,\n  d,\n)', 'f', ')');
    expect(long).toContain('2 |   a,\n  |   ^^\n.\n6 | )');
  });

  test('marks at least one column, also at the end of the text and beyond it', () => {
    const at = (start: number): string => show('ab\n', 'a', 'a', { span: { file: 'flow.ts', start, end: start } });
    expect(at(3)).toContain('--> flow.ts:2:1\n  |\n2 |\n  | ^');
    expect(at(99)).toBe(at(3));
  });

  test('names a file that cannot be read, without a frame', () => {
    expect(show('x', 'x', 'x', { span: { file: 'gone.ts', start: 5, end: 6 } })).toBe(
      'error FLOWC9001 a-name: it is wrong\n --> gone.ts',
    );
  });

  test('calls files as the reader does, and paints by role', () => {
    const text = show(
      'x',
      'x',
      'x',
      {},
      { display: (file) => `../${file}`, paint: (role, part) => `<${role}>${part}</>` },
    );
    expect(text).toContain('../flow.ts:1:1');
    expect(text).toContain('<error>^</>');
  });
});

describe('summary', () => {
  const at = (file: string, severity: Finding['severity']): Finding => ({
    ...finding('x', 'x'),
    severity,
    span: { file, start: 0, end: 1 },
  });

  test('counts errors, warnings and files', () => {
    expect(summary([at('a', 'error'), at('a', 'error'), at('b', 'warning')])).toBe('2 errors, 1 warning in 2 files');
    expect(summary([at('a', 'warning')])).toBe('1 warning in 1 file');
    expect(summary([])).toBe('');
  });
});
