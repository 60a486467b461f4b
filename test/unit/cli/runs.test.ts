import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Datastore, datastore, trained, trainPlan } from '../client/stored-runs.ts';
import { flowc, projectWith, put, type Ran } from './run.ts';

const runs = ({ root }: Datastore, ...args: readonly string[]): Promise<Ran> =>
  flowc('/', ['runs', '--datastore', root, ...args]);

const first = (text: string): readonly string[] => text.split('\n').map((line) => line.split(/ {2,}/)[0] ?? '');

describe('flowc runs', () => {
  test('lists runs, the latest first', async () => {
    const to = datastore();
    await trained(to, 'a', { tags: ['nightly', 'big'] });
    const failed = await to.run('b', {
      started: '2026-11-20T11:00:00.000Z',
      plan: { ...trainPlan, flow: 'OtherFlow' },
    });
    await failed.end('failed', { ended: '2026-11-20T11:00:04.000Z' });
    const { code, out, err } = await runs(to);
    expect([code, err]).toEqual([0, '']);
    const [title, ...rows] = out
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/ {2,}/));
    expect(title).toEqual(['run', 'flow', 'status', 'started', 'took', 'done', 'tags']);
    expect(rows).toEqual([
      ['b', 'OtherFlow', 'failed', expect.stringMatching(/^2026-11-20 \d\d:00:00$/), '4.0 s', '0'],
      ['a', 'TrainFlow', 'succeeded', expect.stringMatching(/^2026-11-20 /), '3 min 20 s', '6', 'nightly, big'],
    ]);
  });

  test('chooses by flow, status, tags and number, and says what it leaves out', async () => {
    const to = datastore();
    for (const [run, tags] of [
      ['a', ['x']],
      ['b', ['x', 'y']],
      ['c', []],
    ] as const) {
      const made = await to.run(run, {
        tags,
        started: `2026-11-20T1${run === 'a' ? 0 : run === 'b' ? 1 : 2}:00:00.000Z`,
      });
      await made.end(run === 'b' ? 'succeeded' : 'failed');
    }
    expect(first((await runs(to, '--status', 'failed')).out)).toEqual(['run', 'c', 'a', '']);
    expect(first((await runs(to, '--tag', 'x')).out)).toEqual(['run', 'b', 'a', '']);
    expect(first((await runs(to, '--tag', 'x', '--tag', 'y')).out)).toEqual(['run', 'b', '']);
    const limited = await runs(to, 'TrainFlow', '--limit', '1');
    expect(first(limited.out)).toEqual(['run', 'c', '']);
    expect(limited.err).toBe('2 older: `--limit` shows more\n');
    expect(await runs(to, '--tag', 'z')).toEqual({ code: 0, out: '', err: `no runs like that in ${to.root}\n` });
  });

  test('is data for programs', async () => {
    const to = datastore();
    await trained(to, 'a', { tags: ['nightly'] });
    const { out } = await runs(to, '--reporter', 'json');
    expect(JSON.parse(out)).toMatchObject({
      diagnostics: [],
      runs: [
        {
          flow: 'TrainFlow',
          run: 'a',
          status: 'succeeded',
          started: '2026-11-20T10:00:00.000Z',
          tasks: 6,
          tags: ['nightly'],
        },
      ],
    });
  });

  test('is cut to a terminal, with colours, and never in a pipe', async () => {
    const to = datastore();
    const id = '20261121-031502-k3f9';
    await to.run(id, { tags: ['a-tag-that-is-rather-long'.repeat(4)] });
    const terminal = await flowc('/', ['runs', '--datastore', to.root], { interactive: true, width: 75 });
    expect(Math.max(...terminal.out.split('\n').map((line) => line.length))).toBe(75);
    expect(terminal.out, 'the id is to be copied').toContain(`${id} `);
    expect(terminal.out).toContain('…');
    expect((await runs(to)).out).toContain('a-tag-that-is-rather-long'.repeat(4));
    const painted = await flowc('/', ['runs', '--datastore', to.root], { colour: true });
    expect(painted.out).toContain('\x1b[34munknown\x1b[0m');
  });

  test('says what it cannot find, as a finding', async () => {
    const to = datastore();
    await trained(to, 'a');
    expect(await runs(to, 'TrainFlwo')).toMatchObject({
      code: 1,
      err: expect.stringContaining('did you mean `TrainFlow`?'),
    });
    const json = await runs(to, 'TrainFlwo', '--reporter', 'json');
    expect(JSON.parse(json.out)).toMatchObject({ error: { message: expect.stringContaining('`TrainFlwo`') } });
    expect(await runs(to, '--limit', 'many')).toMatchObject({ code: 2 });
    expect(await flowc('/', ['runs', '--datastore', 'gs://x/y'], {})).toMatchObject({ code: 2 });
  });
});

describe('the datastore', () => {
  test('is the flag, else the variable, else the configuration, else .flowc beside package.json', async () => {
    const flag = datastore();
    await flag.run('from-flag');
    const root = projectWith({});
    await new Datastore(join(root, '.flowc')).run('from-default');
    await new Datastore(join(root, 'configured')).run('from-file');
    await new Datastore(join(root, 'here/named')).run('from-variable');
    const runIn = async (env: Record<string, string>, ...args: readonly string[]): Promise<string | undefined> =>
      first((await flowc(join(root, 'here'), ['runs', ...args], { env })).out)[1];
    expect(await runIn({})).toBe('from-default');
    put(root, { 'flowc.config.json': '{ "datastore": "configured" }' });
    expect(await runIn({})).toBe('from-file');
    expect(await runIn({ FLOWC_DATASTORE: 'named' })).toBe('from-variable');
    expect(await runIn({ FLOWC_DATASTORE: 'named' }, '--datastore', flag.root)).toBe('from-flag');
  });
});
