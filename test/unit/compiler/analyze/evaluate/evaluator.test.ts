import { describe, expect, test } from 'vitest';
import { Evaluator } from '../../../../../src/compiler/analyze/evaluate/evaluator.ts';
import { json } from '../../../../../src/compiler/analyze/schema/check.ts';
import { Diagnostics } from '../../../../../src/compiler/diagnostics/sink.ts';
import { Modules } from '../../../../../src/compiler/parse/modules.ts';

/** Folds the value that `config.ts` exports by default: its JSON, or what was found instead. */
function fold(text: string, files: Readonly<Record<string, string>> = {}): unknown {
  const all: Readonly<Record<string, string>> = { ...files, 'config.ts': text };
  const sink = new Diagnostics();
  const modules = new Modules({ readFile: (path) => all[path] }, sink);
  const module = modules.load('config.ts');
  const value = module && new Evaluator(modules, sink).exported(module, 'default');
  const found = value && json(value, { sink, what: 'it', parameters: new Set() });
  const [first] = sink.sorted();
  return first ? `${first.message} @ ${all[first.span.file]?.slice(first.span.start, first.span.end)}` : found?.json;
}

describe('folds', () => {
  test.each([
    ["export default 'a' + 1 + true", 'a1true'],
    ['export default (2 + 3) * 4 - 2 ** 3 % 5', 17],
    [
      'export default [1 << 4, 7 & 3, ~0, -2, +"3", 5 > 3, "a" < "b", 1 === 1, !0]',
      [16, 3, -1, -2, 3, true, true, true, true],
    ],
    ['const n = 3; export default `${n} of ${n + 1}`', '3 of 4'],
    ['const a = { b: [1, { c: 2 }] } as const; export default a.b[1].c', 2],
    ['const a = { x: 1 }; export default { ...a, y: 2, ...(false && { z: 3 }) } satisfies object', { x: 1, y: 2 }],
    ['const a = [1, 2]; export default [0, ...a, a.length]', [0, 1, 2, 2]],
    ['const a = { b: undefined as number | undefined }; export default [a.b ?? 1, a?.b || 2, 0 && 3]', [1, 2, 0]],
    ['const prod = true; export default prod ? "p" : fail()', 'p'],
    [
      'enum Size { S, M = 4, L, XL = M * 2, T = "t" } export default [Size.S, Size.L, Size.XL, Size["T"]]',
      [0, 5, 8, 't'],
    ],
    ['const key = "k"; export default { [key]: 1, "quoted": 2, 3: 3 }', { 3: 3, k: 1, quoted: 2 }],
    ['export default "text".length', 4],
    ['export default { a: 1, b: undefined }', { a: 1 }],
  ])('%s', (text, value) => expect(fold(text)).toEqual(value));

  test('constants, enums and namespaces of other files, through re-exports', () => {
    const files = {
      'a.ts': "import { base } from './b.js'; export const image = base + ':1'; export enum Cpu { Big = 8 }",
      'b.ts': "export { name as base } from './c.ts'",
      'c.ts': "export const name = 'train'",
    };
    expect(
      fold("import * as a from './a.ts'; import { Cpu } from './a'; export default [a.image, Cpu.Big]", files),
    ).toEqual(['train:1', 8]);
  });

  test('imported JSON', () => {
    const files = { 'c.json': '{ "image": "x", "deep": [{ "cpu": 2 }] }' };
    expect(
      fold("import c from './c.json' with { type: 'json' }; export default { ...c, cpu: c.deep[0].cpu }", files),
    ).toEqual({
      image: 'x',
      deep: [{ cpu: 2 }],
      cpu: 2,
    });
  });

  test('a chain of 20,000 operators', () => {
    expect(fold(`export default ${'1 + '.repeat(20_000)}1`)).toBe(20_001);
  });
});

describe('says what stands in the way, at the innermost expression', () => {
  test.each([
    ['export default [1, f(2)]', 'it is a call, and flowc runs no code @ f(2)'],
    ['let n = 1; export default { a: { b: n } }', '`n` is a `let` @ n'],
    ["import { x } from 'lodash'; export default [x]", '`x` comes from the package `lodash`, which is not opened @ x'],
    ['export default process.env.HOME', '`process` is known only when the flow runs @ process'],
    ['export default [nowhere]', '`nowhere` is neither declared at the top of this file nor imported @ nowhere'],
    ['const a: any = {}; export default a.b.c', '`c` of `undefined` @ a.b.c'],
    ['enum E { A } export default E.B', 'the enum has no member `B` @ E.B'],
    ['export default [].concat', '`concat` is a method @ [].concat'],
    ['export default { f() {} }', 'it is a method @ f() {}'],
    ['export default { __proto__: {} }', 'it sets a prototype @ __proto__'],
    ['export default 1n', 'it is a bigint @ 1n'],
  ])('%s', (text, found) => expect(fold(text)).toBe(`this has no value before the flow runs: ${found}`));

  test('a circle of constants', () => {
    expect(fold('const a = [b]; const b = [a]; export default a')).toBe('`b` needs its own value @ b');
  });

  test.each([
    ['deep nesting', `export default ${'['.repeat(1_000)}${']'.repeat(1_000)}`, 'nested more than 300 deep'],
    ['a long chain of constants', chainOfConstants(1_000), 'nested more than 300 deep'],
    ['texts that double', doubling(), 'a text of more than a million characters'],
  ])('%s ends in a diagnostic', (_, text, reason) => expect(fold(text)).toContain(reason));
});

function chainOfConstants(length: number): string {
  const lines = Array.from({ length }, (_, index) => `const c${index + 1} = c${index} + 1;`);
  return `const c0 = 0; ${lines.join(' ')} export default c${length}`;
}

function doubling(): string {
  const lines = Array.from({ length: 40 }, (_, index) => `const c${index + 1} = c${index} + c${index};`);
  return `const c0 = 'x'; ${lines.join(' ')} export default c40`;
}
