import { readdirSync, utimesSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { deleteGarbage, findGarbage, type Garbage } from '../../../src/client/garbage.ts';
import { nameOf } from '../../../src/client/pathspec.ts';
import { blobKey, resultKey, runKey, runPrefix } from '../../../src/runtime/store/layout.ts';
import { Blobs } from '../../../src/runtime/store/blobs.ts';
import { datastore, sourceOf, trained, type Datastore } from './stored-runs.ts';

const DAY = 24 * 3600 * 1000;
const now = new Date();
const daysAgo = (days: number): string => new Date(now.getTime() - days * DAY).toISOString();

/** Makes everything below a prefix so many days old. */
async function age({ store, root }: Datastore, prefix: string, days: number): Promise<void> {
  const time = new Date(now.getTime() - days * DAY);
  for await (const { key } of store.list(prefix)) utimesSync(join(root, key), time, time);
}

async function loose(to: Datastore, text: string, days: number): Promise<string> {
  const { sha256 } = await new Blobs(to.store).put(sourceOf(Buffer.from(text)));
  const time = new Date(now.getTime() - days * DAY);
  utimesSync(join(to.root, blobKey(sha256)), time, time);
  return blobKey(sha256);
}

const runsOf = ({ runs }: Garbage): readonly string[] => runs.map((id) => nameOf({ id })).toSorted();
const blobsOf = ({ blobs }: Garbage): readonly string[] => blobs.map(({ key }) => key).toSorted();

describe('garbage', () => {
  test('is what no run holds and is older than the grace; nothing that a run names, in whatever way', async () => {
    const to = datastore();
    const file = await to.file('model.bin', Buffer.from('weights'));
    const { name, size, sha256 } = await to.file('data.csv', Buffer.from('1,2'));
    const elements = await to.put(['a', 'b']);
    const run = await to.run('r', { parameters: { data: { name, size, sha256 } } });
    await run.done('start/main', { count: 0, artifacts: { model: file, rate: 0.1 } });
    const key = resultKey(run.id, { step: 'start', frames: '' });
    const result: unknown = JSON.parse(Buffer.from((await to.store.get(key)) ?? []).toString());
    await to.json(key, { ...(result as object), elements });
    await run.end('succeeded');
    await age(to, 'blobs/', 30);
    const old = await loose(to, 'nobody names this', 8);
    await loose(to, 'nobody names this yet', 6);
    const garbage = await findGarbage(to.client, {}, now);
    expect(blobsOf(garbage)).toEqual([old]);
    expect(garbage.tooNew.count).toBe(1);
    expect(garbage.kept).toMatchObject({ runs: 1, blobs: { count: 5 } });
    await deleteGarbage(to.client, garbage);
    expect(await to.store.head(old)).toBeUndefined();
    expect(blobsOf(await findGarbage(to.client, {}, now))).toEqual([]);
  });

  test('is looked at once more before it goes: what was found again meanwhile stays', async () => {
    const to = datastore();
    const [found, other] = [await loose(to, 'found again', 30), await loose(to, 'not found again', 30)];
    const garbage = await findGarbage(to.client, {}, now);
    await new Blobs(to.store).put(sourceOf(Buffer.from('found again')));
    await deleteGarbage(to.client, garbage);
    expect(await to.store.head(found)).toBeDefined();
    expect(await to.store.head(other)).toBeUndefined();
  });

  test('waits for a run that goes on: a blob from before it may be one that it found', async () => {
    const to = datastore();
    const key = await loose(to, 'found by a long task, which names it at its end', 9);
    const run = await to.run('r', { started: daysAgo(5) });
    await run.attempt('start/main', { start: { started: daysAgo(5) } });
    expect(blobsOf(await findGarbage(to.client, {}, now))).toEqual([]);
    await run.end('failed');
    expect(blobsOf(await findGarbage(to.client, {}, now))).toEqual([key]);
  });

  test.each([
    ['an attempt younger than its timeout', 'argo/1', { started: daysAgo(5), timeout: 6 * 24 * 3600 }, 0],
    ['an attempt older than its timeout', 'argo/1', { started: daysAgo(5), timeout: 60 }, 1],
    [
      'an engine of this machine that is there',
      `local/${hostname()}/${process.pid}/x`,
      { started: daysAgo(5), timeout: 60 },
      0,
    ],
    ['an engine of this machine that is gone', `local/${hostname()}/${2 ** 22 - 1}/x`, { started: daysAgo(5) }, 1],
  ])('by %s', async (_, engine, start, count) => {
    const to = datastore();
    await loose(to, 'from nine days ago', 9);
    const run = await to.run('r', { engine, started: daysAgo(5) });
    await run.attempt('start/main', { start });
    expect(blobsOf(await findGarbage(to.client, {}, now))).toHaveLength(count);
  });

  test('is not looked for where a result cannot be read', async () => {
    const to = datastore();
    const run = await trained(to, 'r');
    await to.store.put(resultKey(run.id, { step: 'pick', frames: '' }), Buffer.from('{"format":1,"art'));
    await expect(findGarbage(to.client, {}, now)).rejects.toThrow(/result\.json.*damaged/);
  });

  test('holds files that a killed process left unfinished a day ago', async () => {
    const to = datastore();
    await to.store.put('tmp/1-x', Buffer.from('half'));
    await to.store.put('tmp/2-y', Buffer.from('half'));
    utimesSync(join(to.root, 'tmp/1-x'), new Date(now.getTime() - 2 * DAY), new Date(now.getTime() - 2 * DAY));
    const garbage = await findGarbage(to.client, {}, now);
    expect(garbage.temps.map(({ key }) => key)).toEqual(['tmp/1-x']);
    await deleteGarbage(to.client, garbage);
    expect(readdirSync(join(to.root, 'tmp'))).toEqual(['2-y']);
  });

  test('never takes a value from a run that writes at the same time', async () => {
    const to = datastore();
    const values = Array.from({ length: 60 }, (_, index) => ({ index, text: 'x'.repeat(100) }));
    const run = await to.run('r', { engine: `local/${hostname()}/${process.pid}/x` });
    await run.done('start/main', { count: values.length });
    for (let at = 0; at < values.length; at += 10) {
      const batch = values.slice(at, at + 10);
      // They have lain there for long, and nobody named them: this is what gc takes, and what the run finds.
      for (const value of batch) {
        const { sha256 } = await to.put(value);
        await age(to, blobKey(sha256).replace(/[^/]*$/, ''), 30);
      }
      const write = batch.map((value) => run.done(`train/${value.index}`, { artifacts: { value } }));
      const collect = findGarbage(to.client, {}, now).then((garbage) => deleteGarbage(to.client, garbage));
      await Promise.all([...write, collect]);
    }
    for (const [index] of values.entries()) {
      const key = resultKey(run.id, { step: 'train', frames: String(index) });
      const result = JSON.parse(Buffer.from((await to.store.get(key)) ?? []).toString());
      await expect(new Blobs(to.store).get(result.artifacts.value.sha256)).resolves.toBeDefined();
    }
  });
});

describe('old runs', () => {
  const days = { a: 1, b: 10, c: 20, d: 40, e: 60 };

  async function withRuns(): Promise<Datastore> {
    const to = datastore();
    for (const [run, old] of Object.entries(days)) {
      const made = await to.run(run, { started: daysAgo(old), ...(run === 'c' ? { origins: ['e'] } : {}) });
      await made.done('start/main', { count: 0, artifacts: { run } });
      if (run !== 'd') await made.end('succeeded', { ended: daysAgo(old) });
    }
    await age(to, 'blobs/', 80);
    return to;
  }

  test.each([
    [{}, []],
    [{ keep: 1 }, ['b', 'c', 'd', 'e']],
    [{ keep: 3 }, ['d']],
    [{ olderThan: 15 * DAY }, ['c', 'd', 'e']],
    [{ olderThan: 30 * DAY }, ['d']],
    [{ olderThan: 15 * DAY, keep: 4 }, []],
    [{ keep: 0 }, ['a', 'b', 'c', 'd', 'e']],
  ])('by %j: %j, and none that a run which stays resumes', async (by, old) => {
    const to = await withRuns();
    expect(runsOf(await findGarbage(to.client, by, now))).toEqual(old.map((run) => `TrainFlow/${run}`));
  });

  test('go with all that only they hold, and leave code where it is', async () => {
    const to = await withRuns();
    const garbage = await findGarbage(to.client, { keep: 1 }, now);
    expect(garbage.blobs).toHaveLength(4);
    await deleteGarbage(to.client, garbage);
    expect(await to.client.runIds('TrainFlow')).toEqual(['a']);
    expect(await Array.fromAsync(to.store.list('blobs/'))).toHaveLength(1);
    expect(await Array.fromAsync(to.store.list('code/'))).toHaveLength(1);
  });

  test('that go on stay', async () => {
    const to = datastore();
    const run = await to.run('r', { started: daysAgo(40) });
    await run.attempt('start/main', { start: { started: daysAgo(1) } });
    expect(runsOf(await findGarbage(to.client, { olderThan: DAY }, now))).toEqual([]);
  });

  test('that somebody begins to resume meanwhile stay, and so does everything', async () => {
    const to = await withRuns();
    const garbage = await findGarbage(to.client, { keep: 1 }, now);
    await to.run('new', { origins: ['b'], started: daysAgo(0) });
    await expect(deleteGarbage(to.client, garbage)).rejects.toThrow('`TrainFlow/new` has begun to resume `b`');
    expect(await to.client.runIds('TrainFlow')).toHaveLength(6);
  });

  test('leave a folder without a run.json to a run that begins, and take it once that is a week ago', async () => {
    const to = datastore();
    const run = await trained(to, 'r');
    await to.store.delete([runKey(run.id)]);
    expect(runsOf(await findGarbage(to.client, {}, now))).toEqual([]);
    await age(to, runPrefix(run.id), 8);
    expect(runsOf(await findGarbage(to.client, {}, now))).toEqual(['TrainFlow/r']);
  });
});
