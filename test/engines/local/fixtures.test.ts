import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { caseOf, casesIn, fixturesFolder, hostOf } from '../../fixtures.ts';
import { printRun } from '../recorded-run.ts';
import { runLocally } from './run-flow.ts';

// Every fixture is run for real, a process a task, and what it leaves is expected/run.json: the exact set of tasks, their inputs, and the hash of every
// artifact. `UPDATE=1 npm test test/engines/local` rewrites it; read the difference before you commit it.

const update = process.env['UPDATE'] === '1';

describe('a local run of the fixture', () => {
  test.concurrent.each(casesIn(fixturesFolder))(
    '%s leaves the tasks, inputs and artifacts expected',
    async (name) => {
      const root = join(fixturesFolder, name);
      const { flow, parameters = {} } = caseOf(root);
      const entry = { file: 'flow.ts', ...(flow === undefined ? {} : { flow }) };
      const text = printRun(await runLocally({ host: hostOf(root), root, entry, parameters }));
      const file = join(root, 'expected', 'run.json');
      if (update) writeFileSync(file, text);
      const expected = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
      expect(text, `${file} differs; if this is meant, run \`UPDATE=1 npm test test/engines/local\``).toBe(expected);
    },
    120_000,
  );
});
