import { readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packageId } from '../../../src/runtime/package/package.ts';
import { flowc, flowText, projectWith, put } from './run.ts';

const push = (root: string, ...args: readonly string[]) => flowc(root, ['push', ...args, '--datastore', 'store']);
const stored = (root: string): readonly string[] => readdirSync(join(root, 'store/code')).toSorted();

describe('flowc push', () => {
  test('puts the package that compile names into the datastore, under its hash', async () => {
    const root = projectWith({ 'flow.ts': flowText() });
    const { code, out, err } = await push(root, 'flow.ts');
    const [id = ''] = stored(root);
    expect([code, out, err]).toEqual([
      0,
      expect.stringMatching(new RegExp(`^TrainFlow  ${id}  [\\d.]+ kB  pushed\n$`)),
      `to ${join(root, 'store')}\n`,
    ]);
    expect(packageId(readFileSync(join(root, 'store/code', id)))).toBe(id);
    const compiled = await flowc(root, ['compile', 'flow.ts', '--target', 'argo', '--image', 'a:1', '--stdout']);
    expect(compiled.out).toContain(`- name: FLOWC_PACKAGE\n          value: ${id}\n`);
  });

  test('twice says that it is there already, and changes nothing', async () => {
    const root = projectWith({ 'flow.ts': flowText() });
    await push(root, 'flow.ts');
    const file = join(root, 'store/code', stored(root)[0] ?? '');
    const { ino } = statSync(file);
    const { code, out } = await push(root, 'flow.ts');
    expect([code, out]).toEqual([0, expect.stringMatching(/ already there\n$/)]);
    expect(statSync(file).ino).toBe(ino);
    expect(stored(root)).toHaveLength(1);
  });

  test('keeps the code of older manifests, also from gc', async () => {
    const root = projectWith({ 'flow.ts': flowText() });
    await push(root, 'flow.ts');
    put(root, { 'flow.ts': flowText('TrainFlow', 'console.log("new"); this.next(this.end);') });
    await push(root, 'flow.ts');
    for (const id of stored(root)) utimesSync(join(root, 'store/code', id), 0, 0);
    expect(await flowc(root, ['gc', '--keep', '0', '--delete', '--datastore', 'store'])).toMatchObject({ code: 0 });
    expect(stored(root)).toHaveLength(2);
  });

  test('is data for programs', async () => {
    const root = projectWith({ 'flows/a.ts': flowText('AFlow'), 'flows/b.ts': flowText('BFlow') });
    await push(root, 'flows/a.ts');
    const { out, err } = await push(root, 'flows/*.ts', '--reporter', 'json');
    const package_ = { id: expect.stringMatching(/^[0-9a-f]{64}$/), bytes: expect.any(Number) };
    expect([JSON.parse(out), err]).toEqual([
      {
        diagnostics: [],
        datastore: join(root, 'store'),
        packages: [
          { flow: 'AFlow', file: 'flows/a.ts', ...package_, pushed: false },
          { flow: 'BFlow', file: 'flows/b.ts', ...package_, pushed: true },
        ],
      },
      '',
    ]);
  });

  test('puts nothing where one flow has an error, and tells the errors of all', async () => {
    const root = projectWith({
      'a.ts': flowText('AFlow'),
      'b.ts': flowText('BFlow', ''),
      'c.ts': `import './gone.ts';\n${flowText('CFlow')}`,
      'd.ts': `import 'not-installed';\n${flowText('DFlow')}`,
    });
    const { code, out, err } = await push(root, '*.ts');
    expect([code, out]).toEqual([1, '']);
    for (const place of ['b.ts:5', 'c.ts:1', 'd.ts:1']) expect(err).toContain(`--> ${place}`);
    expect(err).toMatch(/nothing was pushed\n$/);
    expect(readdirSync(root)).not.toContain('store');
  });

  test('says what is wrong with a datastore that takes nothing', async () => {
    const root = projectWith({ 'flow.ts': flowText(), store: 'a file in the way' });
    const { code, out, err } = await push(root, 'flow.ts');
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(`datastore \`${join(root, 'store')}\``);
  });

  test.each([
    [['flow.ts'], 'no datastore is named'],
    [['--datastore', 'store'], 'no file to push'],
    [['gone.ts', '--datastore', 'store'], 'there is no file `gone.ts`'],
  ])('%j cannot run: %s', async (args, message) => {
    const root = projectWith({ 'flow.ts': flowText() });
    const { code, err } = await flowc(root, ['push', ...args], { env: {} });
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });
});
