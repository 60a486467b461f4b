import { describe, expect, test } from 'vitest';
import { diskHost } from '../../../src/cli/project.ts';
import { compile } from '../../../src/compiler/compile.ts';
import { packFlow } from '../../../src/package/pack.ts';
import { flowWith, pack, projectWith, put, refusal, shown } from './project.ts';

// Whatever cannot be packed is a finding with its place and a way out.

describe('what esbuild refuses', () => {
  test('a package that is not installed', async () => {
    const root = projectWith({ 'flow.ts': flowWith('  is = x;', "/* ä */ import x from 'nowhere';") });
    expect(await refusal(root)).toBe(`error: could not resolve \`nowhere\`
 --> flow.ts:1:23
  |
1 | /* ä */ import x from 'nowhere';
  |                       ^^^^^^^^^
help: Install the package, or, where the image of the tasks has it, name it under \`external\` in flowc.config.`);
  });

  test('a file that is not there, in a file that the flow imports, and all others with it', async () => {
    const root = projectWith({
      'flow.ts': flowWith('  is = [x, y];', "import { x } from './lib.ts';\nimport y from './data.parquet';"),
      'lib.ts': "\nexport { x } from './gone.ts';",
      'data.parquet': 'PAR1',
    });
    const text = await refusal(root);
    expect(text).toContain(' --> lib.ts:2:19');
    expect(text).toContain(' --> flow.ts:2:15\n');
    expect(text).toContain("help: Say what the import is: `with { type: 'text' }`");
  });

  test('an export of flowc that there is not', async () => {
    const root = projectWith({ 'flow.ts': flowWith('  is = nothing;', "import { nothing } from 'flowc';") });
    expect(await refusal(root)).toContain('no matching export in `flowc` for import `nothing`');
  });

  test('a place behind a decorator that was taken out is where it was', async () => {
    const members = "  @step /* ä */ @timeout('1h') extra() { void import('./gone.ts'); this.next(this.end); }";
    const text = flowWith(members, "import { timeout } from 'flowc';").replace('(this.end);\n', '(this.extra);\n');
    const root = projectWith({ 'flow.ts': text });
    expect(await refusal(root)).toContain(`
5 | ${members}
  |                                                      ^^^^^^^^^^^`);
  });
});

describe('a module that asks where it lies', () => {
  test.each([
    ['import.meta.url', "new URL('./data.csv', import.meta.url)"],
    ['import.meta.dirname', 'import.meta.dirname + "/data.csv"'],
    ['import.meta.filename', 'import . meta\n.filename'],
    ['import.meta.resolve', "import.meta.resolve('./data.csv')"],
    ['__dirname', '__dirname + "/data.csv"'],
  ])('is refused for %s', async (name, code) => {
    const root = projectWith({
      'flow.ts': flowWith('  is = place;', "import { place } from './place.ts';"),
      'place.ts': `export const place = ${code};`,
    });
    const text = await refusal(root);
    expect(text).toContain(`\`${name}\` has no meaning in a flow's code`);
    expect(text).toContain(' --> place.ts:1:');
  });

  test.each(['import.meta.main', "const __dirname = '/srv'; String(__dirname)", "'x'.__dirname"])(
    'is not mistaken for one in `%s`',
    async (code) => {
      const text = code.startsWith('const') ? `${code}; export const is = 1;` : `export const is = ${code};`;
      const root = projectWith({
        'flow.ts': flowWith('  is = is;', "import { is } from './other.js';"),
        'other.js': text,
      });
      expect((await pack(root)).package.code).toContain('TestFlow');
    },
  );
});

describe('native code', () => {
  const fast = {
    'node_modules/fast/package.json': '{ "name": "fast", "main": "index.js" }',
    'node_modules/fast/index.js': "module.exports = require('bindings')('fast.node');",
    'node_modules/fast/binding.gyp': '{}',
    'node_modules/bindings/package.json': '{ "name": "bindings", "main": "index.js" }',
    'node_modules/bindings/index.js': 'module.exports = (name) => require(name);',
  };

  test('of a package is refused at the import that leads there', async () => {
    const root = projectWith({ ...fast, 'flow.ts': flowWith('  is = fast;', "import fast from 'fast';") });
    expect(await refusal(root)).toBe(`error: the package \`fast\` has native code, which cannot be packed with a flow
 --> flow.ts:1:18
  |
1 | import fast from 'fast';
  |                  ^^^^^^
help: Install it in the image of the tasks, and name it in flowc.config: \`external: ['fast']\`. Its import then stays as it is.`);
  });

  test('far from the flow is shown in its own file, and the package between is named', async () => {
    const root = projectWith({
      ...fast,
      'node_modules/@far/away/package.json': '{ "name": "@far/away", "exports": { "./deep": "./deep.js" } }',
      'node_modules/@far/away/deep.js': "exports.far = require('fast');",
      'library.ts': "import { far } from '@far/away/deep';\nexport const is: unknown = far;",
      'flow.ts': flowWith('  is = is;', "import { is } from './library.ts';"),
    });
    const text = await refusal(root);
    expect(text).toContain('the package `fast`, which `node_modules/@far/away/deep.js` imports, has native code');
    expect(text).toContain(' --> library.ts:1:21');
  });

  test.each([
    ['prebuilds', { 'node_modules/odd/prebuilds/linux-x64/odd.node': '' }],
    [
      'what package.json says',
      { 'node_modules/odd/package.json': '{ "name": "odd", "main": "index.js", "gypfile": true }' },
    ],
    ['an import of a .node file', { 'node_modules/odd/index.js': "try { require('./gone.node') } catch {}" }],
  ])('is known by %s', async (_, files) => {
    const root = projectWith({
      'node_modules/odd/package.json': '{ "name": "odd", "main": "index.js" }',
      'node_modules/odd/index.js': 'exports.odd = 1;',
      ...files,
      'flow.ts': flowWith('  is = odd;', "import odd from 'odd';"),
    });
    expect(await refusal(root)).toContain('the package `odd` has native code');
  });

  test("of the project's own is refused", async () => {
    const root = projectWith({
      'flow.ts': flowWith('  is = own;', "import own from './own.node';"),
      'own.node': Uint8Array.of(127),
    });
    expect(await refusal(root)).toContain('`./own.node` is or looks for native code');
  });

  test('may stay outside when its package is declared external', async () => {
    const root = projectWith({ ...fast, 'flow.ts': flowWith('  is = fast;', "import fast from 'fast';") });
    const packed = await pack(root, 'flow.ts', ['other', 'fast']);
    expect(packed.package.external, 'only what the code imports').toEqual(['fast']);
    expect(packed.package.code).toMatch(/import \w+ ?from ?"fast"/);
  });
});

test('warnings are those about the project, not about its packages', async () => {
  const odd = 'export const is = (x: unknown) => { switch (x) { case 1: return 1; case 1: return 2; } };';
  const root = projectWith({
    'flow.ts': flowWith('  is = [is, far];', "import { is } from './odd.ts'; import { is as far } from 'far';"),
    'odd.ts': odd,
    'node_modules/far/package.json': '{ "name": "far", "exports": "./index.js" }',
    'node_modules/far/index.js': odd.replace(': unknown', ''),
  });
  const { warnings } = await pack(root);
  expect(shown(root, warnings).match(/-->.*/g)).toEqual(['--> odd.ts:1:68', '--> odd.ts:1:50']);
});

test('a flow that its file has stopped to export is refused', async () => {
  const root = projectWith({ 'flow.ts': flowWith('  is = 1;') });
  const [flow] = compile({ file: 'flow.ts' }, diskHost(root)).flows;
  put(root, { 'flow.ts': flowWith('  is = 1;').replace('export class', 'class') });
  const graph = flow?.graph;
  if (!graph) throw new Error('the flow did not compile');
  await expect(packFlow({ root, graph, external: [] })).rejects.toThrow('`flow.ts` does not export `TestFlow` itself');
});
