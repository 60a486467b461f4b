import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Client } from '../../../src/client/client.ts';
import { runKey } from '../../../src/runtime/store/layout.ts';
import { openStore } from '../../../src/runtime/store/open.ts';

test('a run is named once, also where its engine spells its id otherwise than keys do', async () => {
  const root = mkdtempSync(join(tmpdir(), 'flowc-runs-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const store = await openStore(root, {});
  for (const run of ['a+b', 'plain']) await store.put(runKey({ flow: 'F', run }), Buffer.from('{}'));
  await store.put('runs/F/a+b/tasks/start/main/control/return.json', Buffer.from('{}'));
  expect((await new Client(store).runIds('F')).toSorted()).toEqual(['a+b', 'plain']);
});
