import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath, platform } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { canRun } from './kept.ts';
import { startKept } from './kept-process.ts';
import { whyNoPython } from './python.ts';

// Linux gives orphans to the keeper.
const canKeep =
  platform === 'linux' && canRun('Tests of processes that are kept', await whyNoPython('What keeps them'));

/** Leaves a process in a session of its own, which its parent does not wait for, that can be told by how long it sleeps. */
const leaves = (seconds: number): readonly string[] => [
  'bash',
  '-c',
  `(setsid sleep ${seconds} &); exec sleep ${seconds}`,
];

const sleepers = (seconds: number): number =>
  execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line === `sleep ${seconds}`).length;

async function until(is: () => boolean): Promise<void> {
  while (!is()) await sleep(50);
}

test.runIf(canKeep)('nothing is left when it is stopped', async () => {
  const [folder, seconds] = [mkdtempSync(join(tmpdir(), 'flowc-kept-')), 4_000_001];
  const kept = startKept('python3', [leaves(seconds)], folder, process.env, ['pipe', 'inherit']);
  await until(() => sleepers(seconds) === 2);
  await kept.stop();
  expect([sleepers(seconds), existsSync(folder)]).toEqual([0, false]);
});

test.runIf(canKeep)('nothing is left when who started it is killed', async () => {
  const [folder, seconds] = [mkdtempSync(join(tmpdir(), 'flowc-kept-')), 4_000_002];
  const module = fileURLToPath(new URL('kept-process.ts', import.meta.url));
  const words = [[leaves(seconds)], folder].map((word) => JSON.stringify(word)).join(', ');
  const script = join(folder, 'starter.mjs');
  writeFileSync(
    script,
    `import { startKept } from ${JSON.stringify(module)};\nstartKept('python3', ${words}, process.env, ['pipe', 'inherit']);`,
  );
  const starter = spawn(execPath, [script], { stdio: 'ignore' });
  await until(() => sleepers(seconds) === 2);
  starter.kill('SIGKILL');
  await once(starter, 'exit');
  await until(() => sleepers(seconds) === 0);
  await until(() => !existsSync(folder));
  expect(sleepers(seconds)).toBe(0);
});

test.runIf(canKeep)('the first command that ends ends all, with its exit code', async () => {
  const [folder, seconds] = [mkdtempSync(join(tmpdir(), 'flowc-kept-')), 4_000_003];
  const kept = startKept('python3', [leaves(seconds), ['bash', '-c', 'sleep 1; exit 7']], folder, process.env, [
    'pipe',
    'inherit',
  ]);
  expect(await kept.ended).toBe(7);
  expect([sleepers(seconds), existsSync(folder)]).toEqual([0, false]);
});
