import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { DamagedPackage, packageId } from '../../../../src/runtime/package/package.ts';
import { compressPackage } from '../../../../src/runtime/package/packages-folder.ts';
import { unpack, type StoredPackage } from '../../../../src/runtime/package/unpack.ts';
import type { Store } from '../../../../src/runtime/store/store.ts';
import { flowWith, pack, projectWith, temporary } from '../../package/project.ts';

const { bytes, id, package: content } = await pack(projectWith({ 'flow.ts': flowWith('  is = 1;') }));

/** The package, where a store has these objects, and nothing that the test does not need, and a folder, by default none, these files. */
function lyingIn(
  objects: Readonly<Record<string, Uint8Array>>,
  files?: Readonly<Record<string, Uint8Array>>,
): StoredPackage {
  const store = { root: '/store', get: (key: string) => Promise.resolve(objects[key]) } as unknown as Store;
  if (files === undefined) return { id, folder: '/not/there', store };
  const folder = temporary('packages');
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return { id, folder, store };
}

const other = bytes.slice();
other[100] = 64;

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
    const folder = await unpack(lyingIn({ [`code/${id}`]: bytes }), temporary('cache'));
    expect(read(folder, 'flow.mjs')).toBe(content.code);
  });

  test('once: what is there and whole is used, and the store is not asked', async () => {
    const cache = temporary('cache');
    const folder = await unpack(bytes, cache);
    const { ino } = statSync(join(folder, 'flow.mjs'));
    expect(await unpack(lyingIn({}), cache)).toBe(folder);
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

describe('a folder of packages is asked before the store', () => {
  const others = { ['a'.repeat(64)]: bytes, [`${'b'.repeat(64)}.zst`]: bytes, 'README.md': bytes };

  test.each([
    ['as it is', { [id]: bytes }],
    ['compressed', { [`${id}.zst`]: compressPackage(bytes) }],
  ])('and may have it %s', async (_, files) => {
    const folder = await unpack(lyingIn({}, { ...others, ...files }), temporary('cache'));
    expect(read(folder, 'flow.mjs')).toBe(content.code);
  });

  test('and where it has only others, the store is asked', async () => {
    const folder = await unpack(lyingIn({ [`code/${id}`]: bytes }, others), temporary('cache'));
    expect(read(folder, 'flow.mjs')).toBe(content.code);
  });

  const frame = compressPackage(bytes);
  test.each([
    ['other bytes', { [id]: other }],
    ['a frame that is cut off', { [`${id}.zst`]: frame.subarray(0, frame.length / 2) }],
    ['a frame of other bytes', { [`${id}.zst`]: compressPackage(other) }],
    ['no frame', { [`${id}.zst`]: bytes }],
    ['an empty file', { [`${id}.zst`]: new Uint8Array(0) }],
  ])('and %s under its name are named, whatever the store has', async (_, files) => {
    const cache = temporary('cache');
    const from = lyingIn({ [`code/${id}`]: bytes }, files);
    const unpacked = unpack(from, cache);
    await expect(unpacked).rejects.toThrow(DamagedPackage);
    await expect(unpacked).rejects.toThrow(`\`${join(from.folder, Object.keys(files)[0] ?? '')}\` is damaged`);
    expect(readdirSync(cache)).toEqual([]);
  });
});

describe('a package that is nowhere', () => {
  test('is named with both places and what to do', async () => {
    const unpacked = unpack(lyingIn({}), temporary('cache'));
    await expect(unpacked).rejects.toThrow(
      `the code package \`${id}\` is neither in the folder \`/not/there\` nor in the datastore \`/store\`, as \`code/${id}\`. Put it there by \`flowc push\``,
    );
  });

  test('is told apart from one that an image has in another version', async () => {
    const unpacked = unpack(lyingIn({}, { ['a'.repeat(64)]: other }), temporary('cache'));
    await expect(unpacked).rejects.toThrow('(which has one other) nor in the datastore');
  });
});

test('other bytes under its name in a store are named, and nothing is unpacked', async () => {
  const cache = temporary('cache');
  expect(packageId(other)).not.toBe(id);
  const unpacked = unpack(lyingIn({ [`code/${id}`]: other }), cache);
  await expect(unpacked).rejects.toThrow('is damaged: its content is not what its name says');
  expect(readdirSync(cache)).toEqual([]);
});
