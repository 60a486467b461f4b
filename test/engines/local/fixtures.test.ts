import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cases, expectedFile, expectedIn, flowOf, folderOf } from '../../conformance/cases.ts';
import { differencesOf, unmatchedStarts } from '../differences.ts';
import { printRun } from '../recorded-run.ts';
import { isUpdating, record, recordOf } from '../records.ts';
import { local, runLocally } from './engine.ts';

// Every fixture, and every flow that is a case of conformance, is run for real, a process a task, and what it leaves is expected/run.json: the exact set of tasks,
// their inputs, and the hash of every artifact. `UPDATE=1 npm test test/engines/local` rewrites it; read the difference before you commit it.

describe('a local run of', () => {
  test.concurrent.each(cases.filter(({ id }) => folderOf(id) !== undefined))(
    '$id leaves the tasks, inputs and artifacts expected',
    async ({ id }) => {
      const [flow, folder] = [flowOf(id, ''), folderOf(id)];
      if (flow === undefined || folder === undefined) throw new Error(`${id} has no folder`);
      const ran = await runLocally(flow);
      const file = expectedFile(folder);
      if (isUpdating) {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, printRun(ran.run));
      }
      const differences = [
        ...differencesOf(ran.run, expectedIn(folder), 'expected'),
        ...unmatchedStarts(ran.started, ran.run),
      ];
      record(local, { [id]: recordOf(ran, differences) });
      expect(differences, 'if this is meant, run `UPDATE=1 npm test test/engines/local`').toEqual([]);
    },
    120_000,
  );
});
