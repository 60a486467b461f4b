import { fileURLToPath } from 'node:url';
import { startVitest, type TestModule } from 'vitest/node';

// `npm test` and its smaller sisters: builds what tests run against, runs vitest, and ends with one line that counts.
//
// Usage: npm test [-- FILTER…], npm run test:fast (no build, engines, tools or types: for the inner loop)

const root = fileURLToPath(new URL('..', import.meta.url));

const args = process.argv.slice(2);
const fast = args.includes('--fast');
const filters = args.filter((arg) => arg !== '--fast');

if (!fast) await prepare();
process.exitCode = await runTests();

async function prepare(): Promise<void> {
  const { buildAll } = await import('./build.ts');
  await buildAll();
  const { haveLinter } = await import('../test/engines/argo/have-linter.ts');
  if (haveLinter) await (await import('../test/engines/argo/build-linter.ts')).buildLinter();
  const { haveS3Server, buildS3Server } = await import('../test/engines/s3/server.ts');
  if (haveS3Server) await buildS3Server();
  const { haveAirflow, installAirflow } = await import('../test/engines/airflow/installation.ts');
  const { haveMoto, installMoto } = await import('../test/engines/step-functions/installation.ts');
  const { installTools } = await import('../test/engines/python.ts');
  if (haveAirflow || haveMoto) await installTools();
  if (haveAirflow) await Promise.all([installAirflow('airflow'), installAirflow('airflow-2')]);
  if (haveMoto) await installMoto();
}

async function runTests(): Promise<number> {
  const vitest = await startVitest('test', filters, { root, run: true, ...(fast ? { project: 'fast' } : {}) });
  const modules = vitest.state.getTestModules();
  const unhandled = vitest.state.getUnhandledErrors().length;
  const count = counted(modules, unhandled);
  await vitest.close();
  console.log(`\n${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
  return count.failed > 0 || count.passed === 0 ? 1 : 0;
}

/** Tests by their end. A file that could not be loaded, or an error outside every test, is one failure. */
function counted(modules: readonly TestModule[], unhandled: number): Record<'passed' | 'failed' | 'skipped', number> {
  const count = { passed: 0, failed: unhandled, skipped: 0 };
  for (const module of modules) {
    const tests = [...module.children.allTests()].map((test) => test.result().state);
    for (const state of tests) count[state === 'pending' ? 'failed' : state]++;
    if (module.state() === 'failed' && !tests.includes('failed')) count.failed++;
  }
  return count;
}
