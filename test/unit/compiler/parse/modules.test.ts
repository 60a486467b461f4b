import { describe, expect, test } from 'vitest';
import { Diagnostics } from '../../../../src/compiler/diagnostics/sink.ts';
import type { Binding } from '../../../../src/compiler/parse/modules.ts';
import { Modules } from '../../../../src/compiler/parse/modules.ts';

function setUp(files: Readonly<Record<string, string>>) {
  const sink = new Diagnostics();
  const read: string[] = [];
  const modules = new Modules(
    { readFile: (path) => (path in files ? (read.push(path), files[path]) : undefined) },
    sink,
  );
  const load = (path: string) => {
    const module = modules.load(path);
    if (!module) throw new Error(`no ${path}`);
    return module;
  };
  return { modules, load, read, names: () => sink.sorted().map((found) => found.name) };
}

const show = (binding: Binding): string => {
  if (binding.kind === 'declared') return `${binding.module.source.path}#${binding.name}`;
  return binding.kind === 'flowc' ? `flowc#${binding.name}` : binding.kind;
};

/** What `x` is in `a.ts`. */
function lookup(text: string, files: Readonly<Record<string, string>> = {}): string {
  const { modules, load } = setUp({ ...files, 'a.ts': text });
  return show(modules.lookup(load('a.ts'), 'x'));
}

describe('finds what a name is', () => {
  test.each([
    ['const x = 1', {}, 'a.ts#x'],
    ["import { x } from './b.ts'", { 'b.ts': 'export const x = 1' }, 'b.ts#x'],
    ["import { y as x } from './b'", { 'b.mts': 'const z = 1; export { z as y }' }, 'b.mts#z'],
    ["import x from './b.js'", { 'b.ts': 'export default class Q {}' }, 'b.ts#Q'],
    ["import x from './b.ts'", { 'b.ts': 'export default { a: 1 }' }, 'b.ts#*default*'],
    ["import x from './b.ts'", { 'b.ts': 'const k = 1; export default k' }, 'b.ts#k'],
    ["import * as x from './b.ts'", { 'b.ts': '' }, 'namespace'],
    ["import { n as x } from './b.ts'", { 'b.ts': "export * as n from './c.ts'", 'c.ts': '' }, 'namespace'],
    ["import { x } from './b'", { 'b/index.ts': "export * from '../c.ts'", 'c.ts': 'export enum x {}' }, 'c.ts#x'],
    ["import { step as x } from 'flowc'", {}, 'flowc#step'],
    ["import * as x from 'flowc'", {}, 'flowc#*'],
    ["import { x } from './b.ts'", { 'b.ts': "export { retry as x } from 'flowc'" }, 'flowc#retry'],
    ["import { x } from './b.ts'", { 'b.ts': "export * from 'flowc'" }, 'flowc#x'],
    ["import x from './b.json'", { 'b.json': '{}' }, 'json'],
    ["import x from 'lodash'", {}, 'package'],
    ["import { x } from './b.ts'", { 'b.ts': 'export const y = 1' }, 'missing'],
    ['', {}, 'missing'],
  ])('%s', (text, files, found) => expect(lookup(text, files)).toBe(found));

  test('through circles of re-exports', () => {
    const files = {
      'b.ts': "export * from './a.ts'; export * from './c.ts'",
      'c.ts': "export * from './b.ts'; export const x = 1",
    };
    expect(lookup("import { x } from './b.ts'; export * from './b.ts'", files)).toBe('c.ts#x');
    expect(
      lookup("export { x } from './b.ts'; import { x } from './b.ts'", { 'b.ts': "export { x } from './a.ts'" }),
    ).toBe('missing');
  });

  test('through 5,000 re-exports', () => {
    const files = Object.fromEntries(
      Array.from({ length: 5_000 }, (_, i) => [`m${i}.ts`, `export { x } from './m${i + 1}.ts'`]),
    );
    expect(lookup("import { x } from './m0.ts'", { ...files, 'm5000.ts': 'export const x = 1' })).toBe('m5000.ts#x');
  });
});

describe('finds files', () => {
  const tsconfig =
    '{ // comment\n "extends": "./base.json", "compilerOptions": { "paths": { "@/*": ["./src/*"], "exact": ["./e.ts"] }, }, }';
  test.each([
    ["import { x } from '@/deep/b'", { 'tsconfig.json': tsconfig, 'src/deep/b.ts': 'export let x' }, 'src/deep/b.ts#x'],
    ["import { x } from 'exact'", { 'tsconfig.json': tsconfig, 'e.ts': 'export let x' }, 'e.ts#x'],
    [
      "import { x } from 'lib/b'",
      { 'tsconfig.json': tsconfig, 'base.json': '{"compilerOptions":{"baseUrl":"."}}', 'lib/b.ts': 'export let x' },
      'lib/b.ts#x',
    ],
    [
      "import { x } from '#b'",
      { 'package.json': '{"imports":{"#b":{"default":"./src/b.ts"}}}', 'src/b.ts': 'export let x' },
      'src/b.ts#x',
    ],
    ["import { x } from './b.jsx'", { 'b.tsx': 'export let x' }, 'b.tsx#x'],
    ["import { x } from './b.service'", { 'b.service.ts': 'export let x' }, 'b.service.ts#x'],
  ])('%s', (text, files, found) => expect(lookup(text, files as Record<string, string>)).toBe(found));

  test('flowc is flowc, whatever `paths` say', () => {
    expect(
      lookup("import { x } from 'flowc'", {
        'tsconfig.json': '{"compilerOptions":{"paths":{"flowc":["./f.ts"]}}}',
        'f.ts': '',
      }),
    ).toBe('flowc#x');
  });
});

test('reads a module only when one of its names is asked for', () => {
  const { modules, load, read } = setUp({
    'a.ts': "import { x } from './b.ts'; import { y } from './c.ts'",
    'b.ts': 'export const x = 1',
    'c.ts': '',
  });
  const module = load('a.ts');
  expect(read).toEqual(['a.ts']);
  modules.lookup(module, 'x');
  expect(read).toContain('b.ts');
  expect(read).not.toContain('c.ts');
});

test('reports a file that is not there and JSON that is none, once each', () => {
  const { modules, load, names } = setUp({
    'a.ts': "import { x } from './no.ts'; import y from './y.json'; import z from './y.json'",
    'y.json': '{',
  });
  for (const name of ['x', 'y', 'z', 'x']) modules.lookup(load('a.ts'), name);
  expect(names()).toEqual(['module-not-found', 'bad-json']);
});
