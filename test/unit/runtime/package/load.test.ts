import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unpack } from '../../../../src/runtime/package/unpack.ts';
import { flowWith, load, pack, projectWith, temporary } from '../../package/project.ts';

/** Loads a package in a process of its own and prints what `expression` says of a new flow object. */
async function inProcess(
  root: string,
  expression: string,
  { cwd, cache = temporary('cache') }: { readonly cwd: string; readonly cache?: string },
): Promise<string> {
  const folder = await unpack((await pack(root, 'flow.ts', ['outside', '@scoped/old'])).bytes, cache);
  const program = `
import { loadFlow } from '${new URL('../../../../src/runtime/package/load.ts', import.meta.url).href}';
const [folder] = process.argv.slice(1);
try {
  const flow = new (await loadFlow(folder)).Flow();
  console.log(${expression});
} catch (error) {
  console.log(error.message);
}`;
  const args = ['--input-type=module', '--eval', program, folder];
  return execFileSync(process.execPath, args, { cwd, encoding: 'utf8' }).trimEnd();
}

const withExternals = {
  'flow.ts': flowWith(
    '  is = [inside, old];',
    "import { inside } from 'outside/deep';\nimport old from '@scoped/old';",
  ),
  'node_modules/outside/package.json': '{ "name": "outside", "type": "module", "exports": { "./deep": "./deep.js" } }',
  'node_modules/outside/deep.js': "export const inside = 'an ES module';",
  'node_modules/@scoped/old/package.json': '{ "name": "@scoped/old", "main": "old.cjs" }',
  'node_modules/@scoped/old/old.cjs': "module.exports = 'CommonJS of ' + require('path').basename(__filename);",
};

test('a loaded flow comes with its plan', async () => {
  const { plan } = await load(projectWith({ 'flow.ts': flowWith('  is = 1;') }));
  expect(plan.flow).toBe('TestFlow');
  expect(plan.steps['end']?.source).toBe('flow.ts:12');
});

test('externals are found from the working directory', async () => {
  const root = projectWith(withExternals);
  expect(await inProcess(root, 'flow.is.join()', { cwd: root })).toBe('an ES module,CommonJS of old.cjs');
});

test('externals are found from where the code lies', async () => {
  const root = projectWith(withExternals);
  const cache = join(root, 'node_modules/.cache/flowc');
  expect(await inProcess(root, 'flow.is.join()', { cwd: '/', cache })).toBe('an ES module,CommonJS of old.cjs');
});

test('an external that is not installed is named, with the folder and what to do', async () => {
  const elsewhere = temporary('elsewhere');
  const said = await inProcess(projectWith(withExternals), 'flow', { cwd: elsewhere });
  expect(said).toMatch(/^the flow imports `(outside\/deep|@scoped\/old)`, which its configuration calls external/);
  expect(said).toContain(`Install it in the image, as \`flowc image\` does, or in \`${elsewhere}\` or a folder above.`);
});
