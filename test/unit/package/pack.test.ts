import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { flowWith, load, make, pack, projectWith, put, temporary } from './project.ts';

describe('what classes mean', () => {
  test('fields, private ones, getters, statics and async methods work as written', async () => {
    const root = projectWith({
      'flow.ts': flowWith(`
  static made = 0;
  first = 1;
  second = this.first + 1;
  #hidden = TestFlow.made++;
  declared!: string;
  get hidden(): number { return this.#hidden; }
  async later(): Promise<number> { await Promise.resolve(); return this.second + this.#hidden; }
`),
    });
    const { Flow } = await load(root);
    const [one, two] = [new Flow(), new Flow()] as Record<string, unknown>[];
    expect({ ...one }).toEqual({ first: 1, second: 2, declared: undefined });
    expect([one?.['hidden'], two?.['hidden']]).toEqual([0, 1]);
    expect(await (two as { later(): Promise<number> }).later()).toBe(3);
  });

  test('inherits over three files', async () => {
    const root = projectWith({
      'base.ts': `import { FlowSpec, step } from 'flowc';
export abstract class Base extends FlowSpec { order = ['base']; @step start() { this.next(this.end); } name(): string { return 'base'; } }`,
      'middle.ts': `import { Base } from './base.js';
export abstract class Middle extends Base { second = this.order.push('middle'); override name(): string { return 'middle of ' + super.name(); } }`,
      'flow.ts': `import { step } from 'flowc';
import { Middle } from './middle.ts';
export class TestFlow extends Middle { third = this.order.push('flow'); @step end() {} override name(): string { return 'flow of ' + super.name(); } }`,
    });
    const flow = await make<{ name(): string }>(root);
    expect(flow).toMatchObject({ order: ['base', 'middle', 'flow'], second: 2, third: 3 });
    expect(flow.name()).toBe('flow of middle of base');
  });

  test('follow the standard, whatever the tsconfig says', async () => {
    const files = {
      'flow.ts': flowWith(
        '  touched = new Child().touched;',
        'class Parent { set touched(_: unknown) { throw new Error("assigned"); } }\nclass Child extends Parent { declare own: 1; touched = "defined"; }',
      ),
    };
    const odd = '{ "compilerOptions": { "useDefineForClassFields": false, "target": "ES5", "jsx": "preserve" } }';
    const [plain, strange] = [projectWith(files), projectWith({ ...files, 'tsconfig.json': odd })];
    expect(await make(strange)).toMatchObject({ touched: 'defined' });
    expect((await pack(strange)).id).toBe((await pack(plain)).id);
  });

  test("keep the decorators of other libraries, and none of flowc's", async () => {
    const root = projectWith({
      'flow.ts': flowWith(
        "  @loud greet() { return 'hello'; }",
        "const loud = (method: () => string) => function (this: unknown) { return method.call(this).toUpperCase(); };\nimport { resources, timeout } from 'flowc';",
      ).replace('  @step\n  start', "  @timeout('1h')\n  @step @resources({\n    cpu: 2,\n  })\n  start"),
    });
    expect((await make<{ greet(): string }>(root)).greet()).toBe('HELLO');
    expect((await pack(root)).package.code).not.toMatch(/inert|1h|cpu/);
  });

  test.each([
    ['renamed', 'class TestFlow', 'export { TestFlow as Other };'],
    ['under a name that is no identifier', 'class TestFlow', 'export { TestFlow as "test flow" };'],
    ['by default', 'class TestFlow', 'export default TestFlow;'],
    ['in one with its declaration', 'export default class TestFlow', ''],
  ])('finds a flow that is exported %s', async (_, declaration, more) => {
    const root = projectWith({
      'flow.ts': flowWith('  found = 1;').replace('export class TestFlow', declaration) + more,
    });
    expect(await make(root)).toMatchObject({ found: 1 });
  });

  test('finds the flow of a file that only exports it again', async () => {
    const root = projectWith({
      'flow.ts': "export { TestFlow as Again } from './real.ts';",
      'real.ts': flowWith('  found = 1;'),
    });
    expect(await make(root)).toMatchObject({ found: 1 });
  });

  test('finds a flow that a decorator of another library replaces', async () => {
    const root = projectWith({
      'flow.ts': flowWith('  found = 1;').replace(
        'export class',
        'function traced(Class: new () => FlowSpec): any { return class extends Class { traced = true; }; }\n@traced\nexport class',
      ),
    });
    expect(await make(root)).toMatchObject({ found: 1, traced: true });
  });
});

test('the package talks to its shim by its own copy of the API', async () => {
  const root = projectWith({
    'flow.ts': flowWith('  readonly rate = parameter.number({ default: 1 });', "import { parameter } from 'flowc';"),
  });
  const { Flow, setTask } = await load(root);
  expect(() => new Flow()).toThrow('no task is running here');
  setTask({ parameter: (kind: string) => `a ${kind}` } as unknown as Parameters<typeof setTask>[0]);
  expect(new Flow()).toMatchObject({ rate: 'a number' });
});

describe('what code imports', () => {
  test('JSON, texts and bytes are packed, by attribute or by extension', async () => {
    const root = projectWith({
      'flow.ts': flowWith(
        '  all = { data, query, page, blob, wasm: [...wasm] };',
        `import data from './data.json' with { type: 'json' };
import query from './query.sql';
import page from './page.hbs' with { type: 'text' };
import raw from './raw.dat' with { type: 'bytes' };
import wasm from './small.wasm';
const blob = [...raw];`,
      ),
      'data.json': '{ "a": [1] }',
      'query.sql': 'select 1',
      'page.hbs': '{{x}}',
      'raw.dat': Uint8Array.of(0, 255),
      'small.wasm': Uint8Array.of(0, 97),
    });
    const all = { data: { a: [1] }, query: 'select 1', page: '{{x}}', blob: [0, 255], wasm: [0, 97] };
    expect(await make(root)).toMatchObject({ all });
  });

  test('a relative module that is imported later is packed too', async () => {
    const root = projectWith({
      'flow.ts': flowWith("  later() { return import('./late.mjs'); }"),
      'late.mts': 'export const late = 1;',
    });
    expect(await (await make<{ later(): Promise<unknown> }>(root)).later()).toMatchObject({ late: 1 });
  });

  test('CommonJS asks for what is built into Node, and for its place, beside modules that have these names themselves', async () => {
    const root = projectWith({
      'flow.ts': flowWith(
        '  is = [old.join("a", "b"), typeof old.place, old.lazy("node:os").EOL, own];',
        "import old from 'old';\nimport { own } from 'modern';",
      ),
      'node_modules/old/package.json': '{ "name": "old", "main": "./index.js" }',
      'node_modules/old/index.js':
        "exports.join = require('path').posix.join; exports.place = __dirname + __filename; exports.lazy = (name) => require(name);",
      'node_modules/modern/package.json': '{ "name": "modern", "type": "module", "exports": "./index.js" }',
      'node_modules/modern/index.js':
        "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url); const __dirname = 'own'; export const own = __dirname + typeof require;",
    });
    expect(await make(root)).toMatchObject({ is: ['a/b', 'string', '\n', 'ownfunction'] });
  });

  test('paths of a tsconfig and imports of a package.json lead where the compiler reads', async () => {
    const root = projectWith({
      'package.json': '{ "type": "module", "imports": { "#deep/*": "./deep/*.js" } }',
      'tsconfig.json':
        '{ // as TypeScript has it\n "extends": "./base.json", "compilerOptions": { "experimentalDecorators": false, } }',
      'base.json': '{ "compilerOptions": { "baseUrl": "./src", "paths": { "@lib/*": ["./library/*"] } } }',
      'src/library/one.ts': 'export const one = 1;',
      'src/two.ts': 'export const two = 2;',
      'deep/three.ts': 'export const three = 3;',
      'flow.ts': flowWith(
        '  all = [one, two, three];',
        "import { one } from '@lib/one'; import { two } from 'two'; import { three } from '#deep/three';",
      ),
    });
    expect(await make(root)).toMatchObject({ all: [1, 2, 3] });
  });
});

describe('the id', () => {
  const files = {
    'lib/words.ts': "export const words = ['a']; // said twice",
    'flow.ts': flowWith('  words = words;', "import { words } from './lib/words.ts';"),
  };

  test('is the same from another folder, under another name', async () => {
    const [one, two] = [projectWith(files), join(temporary('elsewhere'), 'deep/down')];
    cpSync(one, two, { recursive: true });
    const [first, second] = [await pack(one), await pack(two)];
    expect(Buffer.from(first.bytes).equals(second.bytes)).toBe(true);
    expect(Buffer.from(first.bytes).includes(one)).toBe(false);
  });

  test('changes with the code and with what a run can be, not with a comment or with what is not imported', async () => {
    const root = projectWith(files);
    const { id } = await pack(root);
    put(root, { 'lib/words.ts': "export const words = ['a']; //    said   thrice", 'lib/other.ts': 'export {};' });
    expect((await pack(root)).id).toBe(id);
    put(root, { 'lib/words.ts': "export const words = ['b']; // said twice" });
    expect((await pack(root)).id).not.toBe(id);
    put(root, {
      ...files,
      'flow.ts': files['flow.ts'].replace('step }', 'step, timeout }').replace('@step', "@timeout('1h') @step"),
    });
    expect((await pack(root)).id).not.toBe(id);
  });

  test('changes with what an asset holds', async () => {
    const root = projectWith({ 'flow.ts': flowWith('  text = text;', "import text from './a.txt';"), 'a.txt': 'one' });
    const { id } = await pack(root);
    put(root, { 'a.txt': 'two' });
    expect((await pack(root)).id).not.toBe(id);
  });
});
