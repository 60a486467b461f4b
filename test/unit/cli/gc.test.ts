import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { datastore, trained, type Datastore } from '../client/stored-runs.ts';
import { flowc, type Ran } from './run.ts';

const gc = ({ root }: Datastore, ...args: readonly string[]): Promise<Ran> =>
  flowc('/', ['gc', '--datastore', root, ...args]);

async function oldRun(): Promise<Datastore> {
  const to = datastore();
  await trained(to, 'r', { started: '2020-01-01T00:00:00.000Z' });
  for await (const { key } of to.store.list('blobs/')) utimesSync(join(to.root, key), 0, 0);
  return to;
}

describe('flowc gc', () => {
  test('deletes nothing unless told to', async () => {
    const to = await oldRun();
    const { code, out, err } = await gc(to, '--keep', '0');
    expect(code).toBe(0);
    expect(out).toMatch(/^to delete\n {2}1 run\n {4}TrainFlow\/r\n {2}values +4 +\d+ B +that no run holds\n/);
    expect(err).toBe('nothing was deleted: `--delete` does it\n');
    expect(await to.client.runIds('TrainFlow')).toEqual(['r']);
  });

  test('deletes what it says, and then finds nothing more', async () => {
    const to = await oldRun();
    const { out, err } = await gc(to, '--keep', '0', '--delete');
    expect([out.split('\n')[0], err]).toEqual(['deleted', '']);
    expect(await Array.fromAsync(to.store.list('runs/'))).toEqual([]);
    expect(await Array.fromAsync(to.store.list('blobs/'))).toEqual([]);
    expect((await gc(to)).err).toBe('there is nothing to delete\n');
  });

  test('is data for programs', async () => {
    const to = await oldRun();
    expect(JSON.parse((await gc(to, '--reporter', 'json')).out)).toEqual({
      diagnostics: [],
      runs: [],
      blobs: { count: 0, bytes: 0 },
      temporary: { count: 0, bytes: 0 },
      tooNew: { count: 0, bytes: 0 },
      kept: { runs: 1, blobs: { count: 4, bytes: expect.any(Number) } },
      deleted: false,
    });
  });

  test.each([
    [['--older-than', '30'], '`--older-than` cannot be `30`'],
    [['--keep', 'all'], '`--keep` cannot be `all`'],
    [['TrainFlow'], '`flowc gc` takes no `TrainFlow`'],
  ])('%j is refused', async (args, says) => {
    const { code, err } = await gc(datastore(), ...args);
    expect([code, err]).toEqual([2, expect.stringContaining(says)]);
  });
});
