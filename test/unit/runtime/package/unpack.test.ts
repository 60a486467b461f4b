import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { packageId } from '../../../../src/runtime/package/package.ts';
import { unpack } from '../../../../src/runtime/package/unpack.ts';
import type { Store } from '../../../../src/runtime/store/store.ts';
import { flowWith, pack, projectWith, temporary } from '../../package/project.ts';

const { bytes, id, package: content } = await pack(projectWith({ 'flow.ts': flowWith('  is = 1;') }));

/** A store that has these objects, and nothing that the test does not need. */
const storeOf = (objects: Readonly<Record<string, Uint8Array>>): Store =>
  ({ root: '/store', get: (key: string) => Promise.resolve(objects[key]) }) as unknown as Store;

const read = (folder: string, file: string): string => readFileSync(join(folder, file), 'utf8');

describe('a package is unpacked', () => {
  test('to a folder of its id, with code, map and plan', async () => {
    const cache = join(temporary('cache'), 'not/there/yet');
    const folder = await unpack(bytes, cache);
    expect(folder).toBe(join(cache, id));
    expect(readdirSync(cache), 'nothing else is left').toEqual([id]);
    expect(read(folder, 'flow.mjs')).toBe(content.code);
    expect(read(folder, 'flow.mjs.map')).toBe(content.map);
    expect(JSON.parse(read(folder, 'plan.json'))).toEqual(content.plan);
  });

  test('from a store', async () => {
    const folder = await unpack({ store: storeOf({ [`code/${id}`]: bytes }), id }, temporary('cache'));
    expect(read(folder, 'flow.mjs')).toBe(content.code);
  });

  test('once: what is there and whole is used, and the store is not asked', async () => {
    const cache = temporary('cache');
    const folder = await unpack(bytes, cache);
    const { ino } = statSync(join(folder, 'flow.mjs'));
    expect(await unpack({ store: storeOf({}), id }, cache)).toBe(folder);
    expect(statSync(join(folder, 'flow.mjs')).ino).toBe(ino);
  });

  test.each([
    ['a file that was changed', (folder: string) => writeFileSync(join(folder, 'flow.mjs'), 'export {};')],
    ['a file that is cut off', (folder: string) => writeFileSync(join(folder, 'plan.json'), '{')],
    ['a file that is gone', (folder: string) => rmSync(join(folder, 'flow.mjs.map'))],
    [
      'an empty folder',
      (folder: string) => {
        rmSync(folder, { recursive: true });
        mkdirSync(folder);
      },
    ],
  ])('anew over %s', async (_, damage) => {
    const cache = temporary('cache');
    const folder = await unpack(bytes, cache);
    damage(folder);
    await unpack(bytes, cache);
    expect(read(folder, 'flow.mjs')).toBe(content.code);
    expect(readdirSync(folder)).toHaveLength(4);
  });

  test('by many processes at once, over a damaged one, and every one of them gets it whole', async () => {
    const [project, cache] = [temporary('bytes'), temporary('cache')];
    writeFileSync(join(project, 'package'), bytes);
    mkdirSync(join(cache, id));
    const program = `
import { readFileSync } from 'node:fs';
import { unpack } from '${new URL('../../../../src/runtime/package/unpack.ts', import.meta.url).href}';
const bytes = new Uint8Array(readFileSync(process.argv[1]));
for (let i = 0; i < 20; i++) console.log((await import(await unpack(bytes, process.argv[2]) + '/flow.mjs')).Flow.name);`;
    const run = (): Promise<{ stdout: string }> =>
      promisify(execFile)(process.execPath, [
        '--input-type=module',
        '--eval',
        program,
        join(project, 'package'),
        cache,
      ]);
    const all = await Promise.all(Array.from({ length: 6 }, run));
    for (const { stdout } of all) expect(stdout).toBe('TestFlow\n'.repeat(20));
    expect(readdirSync(join(cache, id)), 'nothing else is left').toHaveLength(4);
  });
});

describe('a store that has not the package', () => {
  test('is named with its key', async () => {
    const unpacked = unpack({ store: storeOf({}), id }, temporary('cache'));
    await expect(unpacked).rejects.toThrow(`the code package \`code/${id}\` is not in the datastore \`/store\``);
  });

  test('but other bytes under its name is named, and nothing is unpacked', async () => {
    const cache = temporary('cache');
    const other = bytes.slice();
    other[100] = 64;
    expect(packageId(other)).not.toBe(id);
    const unpacked = unpack({ store: storeOf({ [`code/${id}`]: other }), id }, cache);
    await expect(unpacked).rejects.toThrow('is damaged: its content is not what its name says');
    expect(readdirSync(cache)).toEqual([]);
  });
});
