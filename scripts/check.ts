import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

// What is held by tools rather than by tests: types, lint, layout, dead code, and the package's own shape. `npm run check` runs them all and
// `npm test` runs each as a test of its own.

const root = fileURLToPath(new URL('..', import.meta.url));

/** Each tool, and the command line that is silent or brief where nothing is wrong. */
export const checks = {
  types: ['tsc', '--noEmit', '--pretty', 'false'],
  lint: ['oxlint', '--type-aware', '--deny-warnings'],
  layout: ['prettier', '--check', '--log-level', 'warn', '.'],
  'dead code': ['knip'],
  package: ['publint', '--strict'],
} as const satisfies Record<string, readonly [string, ...string[]]>;

/** Runs one; what it printed, where something is wrong. */
export function runCheck(name: keyof typeof checks): string | undefined {
  const [command, ...args] = checks[name];
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 1e9 });
  if (error !== undefined) throw error;
  return status === 0 ? undefined : `${stdout}${stderr}`.trim();
}

if (import.meta.main) {
  const { buildAll } = await import('./build.ts');
  await buildAll();
  for (const name of Object.keys(checks) as (keyof typeof checks)[]) {
    const wrong = runCheck(name);
    console.log(wrong === undefined ? `${name}: fine` : `${name}:\n${wrong}`);
    if (wrong !== undefined) process.exitCode = 1;
  }
}
