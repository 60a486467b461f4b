import { execFile } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixturesFolder } from '../../fixtures.ts';
import { installTools } from '../python.ts';
import { airflowSettings, haveAirflow, installAirflow, type AirflowId } from './installation.ts';

// What flowc writes, read by the real Airflow of both versions, and by the linter that knows what Airflow 3 has taken away. And so that this is known to mean something,
// files that are wrong in one thing each.

const goldens = globSync('*/expected/airflow/**/*.py', { cwd: fixturesFolder }).map((path) =>
  join(fixturesFolder, path),
);
const golden = readFileSync(join(fixturesFolder, 'foreach/expected/airflow/foreach-flow.py'), 'utf8');

/** What is changed in a golden that both versions read, so that neither does. */
const BREAKS = {
  syntax: ['with DAG(', 'with DAG(('],
  'trigger rule': ['"none_failed_min_one_success"', '"none_such"'],
  'task id': ['task_id="start"', 'task_id="not an id"'],
  argument: ['task_id="start"', 'task_id="start", flowc_was_here=True'],
  'task twice': ['task_id="start"', 'task_id="end"'],
  'no DAG': ['with DAG(', 'with dict('],
} as const satisfies Readonly<Record<string, readonly [string, string]>>;

const CHECKER = fileURLToPath(new URL('imports.py', import.meta.url));

describe.runIf(haveAirflow)('a DAG file', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'flowc-imports-'));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function write(name: string, text: string): string {
    const path = join(folder, `${name.replaceAll(' ', '-')}.py`);
    writeFileSync(path, text);
    return path;
  }

  /** What is wrong with files, by their paths. */
  async function imported(id: AirflowId, files: readonly string[]): Promise<Readonly<Record<string, string>>> {
    const { bin, database } = await installAirflow(id);
    const home = join(folder, id);
    mkdirSync(home, { recursive: true });
    const env = airflowSettings({ home, dags: folder, database, bin });
    const { stdout } = await promisify(execFile)(join(bin, 'python'), [CHECKER, ...files], { env });
    return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Readonly<Record<string, string>>;
  }

  for (const id of ['airflow', 'airflow-2'] as const) {
    test(`is imported by ${id}, all ${goldens.length} goldens`, async () => {
      expect(goldens.length).toBeGreaterThan(50);
      expect(await imported(id, goldens)).toEqual({});
    });

    test(`is refused by ${id} where it is broken`, async () => {
      const broken = Object.entries(BREAKS).map(([name, [right, wrong]]) => {
        expect(golden).toContain(right);
        return write(name, golden.replace(right, wrong));
      });
      expect(Object.keys(await imported(id, broken))).toEqual(broken);
    });
  }

  /** What ruff says, nothing where it is content. */
  async function linted(args: readonly string[], files: readonly string[]): Promise<string> {
    const ruff = join(await installTools(), 'ruff');
    const all = [...args, '--isolated', '--no-cache', ...files];
    const run = promisify(execFile)(ruff, all).then(
      () => '',
      (error: { readonly stdout: string; readonly stderr: string }) => error.stdout + error.stderr,
    );
    return run;
  }

  const check = ['check', '--preview', '--select', 'AIR'];
  const format = ['format', '--check'];

  test('uses nothing that Airflow 3 has taken away, in all goldens', async () => {
    expect(await linted(check, goldens)).toBe('');
    const old = write('old', golden.replace('with DAG(', 'with DAG(\n    schedule_interval=None,'));
    expect(await linted(check, [old])).toContain('schedule_interval');
  });

  test('is laid out as ruff lays it out, in all goldens', async () => {
    expect(await linted(format, goldens)).toBe('');
    const loose = write('loose', golden.replace('with DAG(', 'with  DAG('));
    expect(await linted(format, [loose])).toContain('would be reformatted');
  });
});
