import { appendFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { attemptKey } from '../../../src/runtime/store/layout.ts';
import { main } from '../../../src/cli/main.ts';
import { datastore, trained, type Datastore, type StoredRun } from '../client/stored-runs.ts';
import { flowc, type Ran } from './run.ts';

const logs = ({ root }: Datastore, pathspec: string, ...args: readonly string[]): Promise<Ran> =>
  flowc('/', ['logs', pathspec, '--datastore', root, ...args]);

const alive = `local/${hostname()}/${process.pid}/x`;

async function withLog(log: string | Uint8Array): Promise<Datastore> {
  const to = datastore();
  await (await to.run('r')).done('start/main', { count: 0, log });
  return to;
}

/** Runs `flowc logs` with an output of the test's own, which may go away. */
async function into(to: Datastore, args: readonly string[], write: (bytes: Buffer) => boolean): Promise<void> {
  const output = { interactive: false, colour: false, width: 120, height: 24, write: () => true };
  const out = { ...output, write: (text: string | Uint8Array) => write(Buffer.from(text)) };
  const io = { cwd: '/', env: {}, out, err: output, shim: '', onStop: () => () => {} };
  await main(['logs', ...args, '--datastore', to.root], io);
}

describe('flowc logs', () => {
  test('shows the log of a task, byte for byte', async () => {
    const bytes = Buffer.from([0x61, 0x0a, 0xff, 0xfe, 0x00, 0x1b, 0x5b, 0x41, 0x0d, 0x0a, 0x62]);
    const to = await withLog(bytes);
    const got: Buffer[] = [];
    await into(to, ['r/start/main'], (chunk) => got.push(chunk) > 0);
    expect(Buffer.concat(got).equals(bytes)).toBe(true);
  });

  test('shows a step and a run with the task before each line, in the order of the plan', async () => {
    const to = datastore();
    const run = await to.run('r');
    await run.done('start/main', { count: 11, log: 'begin\nno end of line' });
    for (const index of [10, 2]) await run.done(`train/${index}`, { log: `a ${index}\n\nb\n` });
    expect((await logs(to, 'r')).out).toBe(
      'start/main │ begin\nstart/main │ no end of line\n' +
        'train/2 │ a 2\ntrain/2 │ \ntrain/2 │ b\ntrain/10 │ a 10\ntrain/10 │ \ntrain/10 │ b\n',
    );
    expect((await logs(to, 'r/start')).out).toBe('begin\nno end of line');
    expect((await logs(to, 'r/train', '--tail', '1')).out).toBe('train/2 │ b\ntrain/10 │ b\n');
  });

  test('shows the attempt that succeeded, else the last, or the one that is asked for', async () => {
    const to = datastore();
    const run = await to.run('r');
    await run.attempt('start/main', { attempt: 0, end: { outcome: 'failed' }, log: 'zero\n' });
    await run.done('start/main', { attempt: 1, count: 1, log: 'one\n' });
    await run.attempt('start/main', { attempt: 2, end: { outcome: 'superseded' }, log: 'two\n' });
    await run.attempt('train/0', { attempt: 0, end: { outcome: 'failed' }, log: 'first\n' });
    await run.attempt('train/0', { attempt: 1, end: { outcome: 'failed' }, log: 'second\n' });
    const { out, err } = await logs(to, 'r/start/main');
    expect([out, err]).toEqual(['one\n', 'this is `--attempt 1`, of 3 from 0 on\n']);
    expect((await logs(to, 'r/train/0')).out).toBe('second\n');
    expect(await logs(to, 'r/start/main', '--attempt', '0')).toEqual({ code: 0, out: 'zero\n', err: '' });
    expect(await logs(to, 'r/start/main', '--attempt', '9')).toMatchObject({ code: 1 });
  });

  test.each([
    ['a\nb\nc\n', 2, 'b\nc\n'],
    ['a\nb\nc', 2, 'b\nc'],
    ['a\nb\nc\n', 9, 'a\nb\nc\n'],
    ['a\nb\nc\n', 0, ''],
    ['\n\n\n', 2, '\n\n'],
    ['', 2, ''],
    [`a\n${'x'.repeat(700_000)}\nlast\n`, 2, `${'x'.repeat(700_000)}\nlast\n`],
  ])('shows the last lines', async (log, count, tail) => {
    const to = await withLog(log);
    expect((await logs(to, 'r/start/main', '--tail', String(count))).out).toBe(tail);
  });

  test.each([
    ['one line of 50 MB', Buffer.alloc(50_000_000, 'x'), '50000000'],
    ['100,000 lines', Buffer.from('a line of a log\n'.repeat(100_000)), '1600000'],
  ])('passes %s on in pieces', async (_, log, size) => {
    const to = await withLog(log);
    await (await to.run('r')).done('train/0', { log: 'x' });
    let [total, most, prefixes] = [0, 0, 0];
    const count = (chunk: Buffer): boolean => {
      total += chunk.length;
      most = Math.max(most, chunk.length);
      return true;
    };
    await into(to, ['r/start/main'], count);
    expect([String(total), most <= 2_000_000]).toEqual([size, true]);
    total = 0;
    await into(to, ['r'], (chunk) => {
      prefixes += chunk.includes('start/main │ ') ? 1 : 0;
      return count(chunk);
    });
    expect([total > log.length, most <= 4_000_000, prefixes > 0]).toEqual([true, true, true]);
  });

  test('stops reading once nobody reads', async () => {
    const to = await withLog(Buffer.alloc(50_000_000, 'x'));
    let chunks = 0;
    await into(to, ['r/start/main'], () => ++chunks < 2);
    expect(chunks).toBe(2);
  });

  test('of a reused task are those of the run that it comes from', async () => {
    const to = datastore();
    await trained(to, 'first');
    await to.run('second', { origins: ['first'], started: '2026-11-20T12:00:00.000Z' });
    expect((await logs(to, 'second/train/1')).out).toBe('training 1\n');
  });

  test.each([
    ['TrainFlow', 2, 'Say `flowc logs TrainFlow/latest`.'],
    ['r/end/best', 2, 'Say `flowc get r/end/best` for its value.'],
    ['r/train/9', 1, 'has no task `9`'],
  ])('%s is exit code %i', async (pathspec, code, says) => {
    const to = datastore();
    await trained(to, 'r');
    const ran = await logs(to, pathspec);
    expect([ran.code, ran.err]).toEqual([code, expect.stringContaining(says)]);
  });

  test('says where there is none', async () => {
    const to = datastore();
    const run = await to.run('r', { engine: alive });
    await run.attempt('start/main', {});
    expect(await logs(to, 'r/start/main')).toEqual({ code: 0, out: '', err: 'start/main has no log yet\n' });
  });
});

describe('flowc logs --follow', () => {
  /** What is shown, until `wanted` stands in it: then the next thing happens in the run. */
  async function following(
    to: Datastore,
    args: readonly string[],
    then: readonly (readonly [wanted: string, happens: () => Promise<void>])[],
  ): Promise<string> {
    let shown = '';
    const waiting = [...then];
    await into(to, [...args, '--follow'], (bytes) => {
      shown += bytes.toString();
      const [next] = waiting;
      if (next !== undefined && shown.includes(next[0])) {
        waiting.shift();
        void next[1]();
      }
      return true;
    });
    return shown;
  }

  const growing = async (to: Datastore, run: StoredRun, name: string, log: string): Promise<(text: string) => void> => {
    const attempt = await run.attempt(name, { log });
    const [step = '', frames = ''] = name.split('/');
    const key = attemptKey(run.id, { step, frames: frames === 'main' ? '' : frames }, attempt, 'log');
    return (text) => appendFileSync(join(to.root, key), text);
  };

  test('shows a task as it goes on, also its next attempt, until it is done', async () => {
    const to = datastore();
    const run = await to.run('r', { engine: alive });
    await run.attempt('start/main', { attempt: 0, end: { outcome: 'failed', retry: true }, log: 'failed\n' });
    const shown = await following(
      to,
      ['r/start/main'],
      [['failed\n', () => run.done('start/main', { attempt: 1, count: 1, log: 'done' })]],
    );
    expect(shown).toBe('failed\ndone');
  });

  test('shows a run by whole lines, also of tasks that begin meanwhile, until it has ended', async () => {
    const to = datastore();
    const run = await to.run('r', { engine: alive });
    const append = await growing(to, run, 'start/main', 'one\nhalf');
    const shown = await following(
      to,
      ['r'],
      [
        [
          'one\n',
          async () => {
            await run.done('train/0', { log: 'other\n' });
            append(' a line\n');
          },
        ],
        ['half a line\n', () => run.end('failed')],
      ],
    );
    expect(shown.split('\n').toSorted()).toEqual([
      '',
      'start/main │ half a line',
      'start/main │ one',
      'train/0 │ other',
    ]);
  });

  test('begins at the tail, and ends when nobody reads any more', async () => {
    const to = datastore();
    const run = await to.run('r', { engine: alive });
    await growing(to, run, 'start/main', 'one\ntwo\nthree\n');
    const got: string[] = [];
    await into(to, ['r/start/main', '-f', '--tail', '1'], (bytes) => {
      got.push(bytes.toString());
      return false;
    });
    expect(got).toEqual(['three\n']);
  });
});
