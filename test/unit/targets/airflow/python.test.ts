import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Call, Entries, Name, printAssignment, printValue, type Python } from '../../../../targets/airflow/python.ts';

const havePython = spawnSync('python3', ['--version']).status === 0;

/** What Python makes of expressions, all of them in one process. */
function evaluated(expressions: readonly string[]): readonly unknown[] {
  const script = `
import ast, json, sys
for text in json.load(sys.stdin):
    print(json.dumps(ast.literal_eval(text)))
`;
  const { stdout, stderr } = spawnSync('python3', ['-c', script], {
    input: JSON.stringify(expressions),
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

const hostile = fc.string({
  unit: fc.constantFrom(
    ...['"', "'", '\\', '\n', '\r', '\t', '\0', '\x1b', '\x7f', '\x85', '\u2028', '\u2029', '\ufeff', '\u202e'],
    ...['{', '}', '%', '#', '$', '`', 'a', '0', ' ', 'é', '́', '数', '😀', '\u{e0001}', '"""', "'''", '\\N', '\\u'],
  ),
});

describe('a literal', () => {
  test.runIf(havePython)('is to Python the JSON value that it was made from', () => {
    const { json } = fc.letrec<{ json: unknown }>((tie) => ({
      json: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.oneof(hostile, fc.string({ unit: 'binary' }), fc.constantFrom(null, true, false, 0, -0, 1e21, 1e-7, -1.5)),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.array(tie('json'), { maxLength: 4 }),
        fc.dictionary(hostile, tie('json'), { maxKeys: 4 }),
      ),
    }));
    const many = fc.array(fc.record({ json, indent: fc.nat(100) }), { minLength: 50, maxLength: 100, size: 'max' });
    fc.assert(
      fc.property(many, (all) => {
        const values = all.map((one) => JSON.parse(JSON.stringify(one.json)) as Python);
        const texts = all.map(({ indent }, at) => printValue(values[at] ?? null, indent));
        expect(evaluated(texts)).toEqual(values);
      }),
      { numRuns: 3, endOnFailure: true },
    );
  });

  test('shows all that is in it', () => {
    expect(printValue('a\u202eb\0\u2028\u{e0001}', 0)).toBe(String.raw`"a\u202eb\x00\u2028\U000e0001"`);
    expect(printValue('größe 数 😀', 0)).toBe('"größe 数 😀"');
  });

  test('has the quotes of which fewer are escaped', () => {
    expect(printValue(`say "a"`, 0)).toBe(`'say "a"'`);
    expect(printValue(`it's "a"`, 0)).toBe(String.raw`'it\'s "a"'`);
    expect(printValue(`it's "a`, 0)).toBe(String.raw`"it's \"a"`);
  });
});

describe('a layout', () => {
  const a = (length: number): string => 'a'.repeat(length);

  test('stays on a line as long as it fits', () => {
    const value = new Call('f', [], { x: a(81) });
    expect(printValue(value, 0)).toBe(`f(x="${a(81)}")`);
    expect(printValue(value, 1)).toBe(`f(\n${' '.repeat(5)}x="${a(81)}",\n )`);
    expect(printValue(value, 0, 0, ':')).toContain('\n');
    expect(printAssignment({ variable: new Name('v'), value }, 0)).toContain('v = f(\n');
  });

  test('puts an element on each line, with a comma behind the last', () => {
    const value = { a: [a(40), a(41)], b: new Entries('ALL', { c: null }) };
    expect(printValue(value, 0)).toBe(
      `{\n    "a": [\n        "${a(40)}",\n        "${a(41)}",\n    ],\n    "b": {**ALL, "c": None},\n}`,
    );
  });

  test('breaks a long text between its lines, and nowhere else', () => {
    const text = `${a(50)}\n${a(50)}`;
    expect(printValue(text, 0)).toBe(`(\n    "${a(50)}\\n"\n    "${a(50)}"\n)`);
    expect(printValue(a(200), 0)).toBe(`"${a(200)}"`);
  });
});

test.each(['a b', '1a', 'a.', 'a-b', 'é', 'a\n', 'f()'])('`%s` is no name', (name) => {
  expect(() => new Name(name)).toThrow('is no name in Python');
});
