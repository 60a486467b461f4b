import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { blobKey } from '../../../src/runtime/store/layout.ts';
import { datastore, type Datastore } from '../client/stored-runs.ts';
import { flowc, projectWith, type Ran } from './run.ts';

const rows = [{ when: new Date(0), text: 'a' }];

async function stored(artifacts: Readonly<Record<string, unknown>>): Promise<Datastore> {
  const to = datastore();
  await (await to.run('r')).done('end/main', { artifacts });
  return to;
}

const get = ({ root }: Datastore, name: string, ...args: readonly string[]): Promise<Ran> =>
  flowc('/', ['get', `r/end/${name}`, '--datastore', root, ...args]);

describe('flowc get', () => {
  test('shows whole values, a text as it is', async () => {
    const long = Array.from({ length: 500 }, (_, index) => index);
    const to = await stored({
      long,
      text: 'two\nlines',
      odd: [undefined, -0, 2n, new Map([[{ a: { b: { c: { d: 1 } } } }, 1]])],
    });
    const { out } = await get(to, 'long');
    expect(out.match(/\d+/g)?.map(Number)).toEqual(long);
    expect((await get(to, 'text')).out).toBe('two\nlines\n');
    expect((await get(to, 'odd')).out.replaceAll(/\s+/g, ' ').trim()).toBe(
      '[ undefined, -0, 2n, Map(1) { { a: { b: { c: { d: 1 } } } } => 1 } ]',
    );
  });

  test('gives exact JSON, as it is stored', async () => {
    const value = { text: '\ud800 "é"', list: [1.5, 1e21, null, true], __proto__x: {} };
    const to = await stored({ value });
    const { code, out } = await get(to, 'value', '--json');
    expect([code, JSON.parse(out)]).toEqual([0, value]);
    expect(out).toMatch(/^[^\n]+\n$/);
  });

  test.each([
    ['rows', { rows }, '`rows[0].when` is a Date'],
    ['unset', { unset: undefined }, 'it is undefined'],
    ['deep', { deep: { a: [1, { 'b c': Number.NaN }] } }, '`deep.a[1]["b c"]` is NaN'],
    [
      'twice',
      { twice: [rows[0]?.text, { a: 1 }].flatMap((one) => [one, one]) },
      '`twice[2]` is an object that stands at more than one place',
    ],
    ['bytes', { bytes: new Float32Array(3) }, '`bytes` is no JSON: it is a Float32Array'],
  ])('refuses JSON that would change %s, and says where', async (name, artifacts, says) => {
    const to = await stored(artifacts);
    const { code, out, err } = await get(to, name, '--json');
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(says);
    expect(err).toContain('help: ');
  });

  test('writes files: bytes of buffers and stored files, JSON of the rest', async () => {
    const to = datastore();
    const model = await to.file('model.bin', Buffer.from('weights'));
    await (await to.run('r')).done('end/main', { artifacts: { model, buffer: Buffer.from([1, 2, 3]), list: [1, 2] } });
    const folder = projectWith({});
    for (const name of ['model', 'buffer', 'list']) {
      expect(await get(to, name, '--out', join(folder, name))).toEqual({ code: 0, out: '', err: '' });
    }
    expect(readFileSync(join(folder, 'model'), 'utf8')).toBe('weights');
    expect([...readFileSync(join(folder, 'buffer'))]).toEqual([1, 2, 3]);
    expect(readFileSync(join(folder, 'list'), 'utf8')).toBe('[1,2]');
    expect((await get(to, 'model')).err).toBe('`--out model.bin` writes the file\n');
    expect(await get(to, 'model', '--json', '--out', join(folder, 'x'))).toMatchObject({ code: 2 });
  });

  test('leaves a file as it was where the value is damaged or is not to be had', async () => {
    const to = datastore();
    const model = await to.file('model.bin', Buffer.from('weights'));
    const bytes = Buffer.alloc(1_000_000, 7);
    await (await to.run('r')).done('end/main', { artifacts: { model, bytes, rows } });
    const folder = projectWith({ out: 'as it was' });
    for (const sha256 of [model.sha256, (await to.put(bytes)).sha256]) {
      const path = join(to.root, blobKey(sha256));
      writeFileSync(path, Buffer.concat([readFileSync(path).subarray(0, -1), Buffer.from('?')]));
    }
    for (const name of ['model', 'bytes', 'rows']) {
      expect(await get(to, name, '--out', join(folder, 'out'))).toMatchObject({ code: 2, out: '' });
    }
    expect(readFileSync(join(folder, 'out'), 'utf8')).toBe('as it was');
    expect(readdirSync(folder).toSorted()).toEqual(['out', 'package.json']);
  });

  test.each([
    ['/no/such/folder/x', 'its folder does not exist'],
    ['/', '`/` is a folder'],
  ])('says why it cannot write to %s', async (path, says) => {
    const to = await stored({ list: [1], model: Buffer.from('x') });
    for (const name of ['list', 'model']) expect((await get(to, name, '--out', path)).err).toContain(says);
  });

  test('writes to where the caller stands', async () => {
    const to = await stored({ list: [1] });
    const folder = projectWith({});
    mkdirSync(join(folder, 'below'));
    await flowc(join(folder, 'below'), ['get', 'r/end/list', '--out', '../list.json', '--datastore', to.root]);
    expect(readFileSync(join(folder, 'list.json'), 'utf8')).toBe('[1]');
  });

  test.each([
    ['r/end/scroe', 1, 'did you mean `score`?'],
    ['r/end/main', 2, '`r/end/main` is a task: which artifact?'],
    ['r', 2, '`r` is a run, and no artifact'],
  ])('%s is exit code %i', async (pathspec, code, says) => {
    const to = await stored({ score: 1 });
    const ran = await flowc('/', ['get', pathspec, '--datastore', to.root]);
    expect([ran.code, ran.err]).toEqual([code, expect.stringContaining(says)]);
  });
});
