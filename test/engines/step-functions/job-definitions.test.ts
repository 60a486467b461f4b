import { execFile } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { fixturesFolder } from '../../fixtures.ts';
import { haveMoto, installMoto } from './installation.ts';

// Bare job definitions, held to what the AWS command line takes of them before it asks anybody.

const goldens = globSync('{*,settings/*}/expected/step-functions/*/*.job-definition.yaml', { cwd: fixturesFolder }).map(
  (path) => join(fixturesFolder, path),
);

const CHECKER = fileURLToPath(new URL('parameters.py', import.meta.url));

async function faultsIn(files: readonly string[]): Promise<string> {
  const python = join(await installMoto(), 'python');
  const args = [CHECKER, 'batch', 'RegisterJobDefinition', ...files];
  return (await promisify(execFile)(python, args)).stdout;
}

test.runIf(haveMoto)('job definitions are what `aws batch register-job-definition` takes', async () => {
  expect(goldens.length).toBeGreaterThan(1);
  expect(await faultsIn(goldens)).toBe('');
  const folder = mkdtempSync(join(tmpdir(), 'flowc-job-definitions-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const broken = join(folder, 'broken.yaml');
  const text = readFileSync(goldens[0] ?? '', 'utf8');
  writeFileSync(
    broken,
    text.replace('logDriver:', 'logDrivers:').replace('propagateTags: true', 'propagateTags: yes please'),
  );
  expect(await faultsIn([broken])).toMatch(/logDrivers.*propagateTags|propagateTags.*logDrivers/);
});
