import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import manifest from '../../../package.json' with { type: 'json' };
import { runFlow } from '../../../src/runtime/local/run.ts';
import { unpack } from '../../../src/runtime/package/unpack.ts';
import { eachBounded } from '../../../src/runtime/shim/bounded.ts';
import { storeFileParameters } from '../../../src/runtime/shim/parameters.ts';
import { codeKey } from '../../../src/runtime/store/layout.ts';
import { openStore } from '../../../src/runtime/store/open.ts';
import type { Engine, EngineFlow, EngineRun, Started } from '../engine.ts';
import { prepare, type Prepared } from '../prepare.ts';
import { recordRun } from '../recorded-run.ts';
import { secretVariables } from '../secrets.ts';
import { builtShim } from './built-shim.ts';

// flowc's own engine: what a run leaves here, it is to leave everywhere.

/** Flows at a time, and tasks of each at a time. */
const SIDE_BY_SIDE = 2;

export const local: Engine = {
  id: 'local',
  title: 'Local',
  version: `flowc ${manifest.version}, Node ${process.versions.node}`,
  run: async (flows, on) => {
    const runs = new Map<number, EngineRun>();
    await eachBounded(flows.length, SIDE_BY_SIDE, async (index) => {
      const flow = flows[index];
      if (flow === undefined) return;
      const run = await runLocally(flow);
      runs.set(index, run);
      on({ kind: 'ended', index, run });
    });
    return flows.flatMap((_, index) => runs.get(index) ?? []);
  },
  stop: async () => undefined,
};

/** Runs a flow, a process a task, in a datastore of its own that is gone afterwards. */
export async function runLocally(flow: EngineFlow): Promise<EngineRun> {
  const prepared = await prepare(flow);
  const folder = await mkdtemp(join(tmpdir(), 'flowc-run-'));
  try {
    return await runIn(folder, flow, prepared);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runIn(folder: string, flow: EngineFlow, { plan, id, bytes, parameters }: Prepared): Promise<EngineRun> {
  const store = await openStore(join(folder, 'store'), {});
  const started: Started[] = [];
  const begin = performance.now();
  try {
    await store.putIfAbsent(codeKey(id), bytes);
    const { status, failure } = await runFlow(
      {
        store,
        plan,
        code: { id, folder: await unpack(bytes, join(folder, 'code')) },
        run: 'r1',
        parameters: await storeFileParameters(plan, parameters, store, flow.root),
        tags: plan.tags,
        shim: await builtShim(),
        maxWorkers: SIDE_BY_SIDE,
        reuse: false,
        delays: false,
        cwd: folder,
        env: { PATH: process.env['PATH'], ...secretVariables(plan) },
        signal: new AbortController().signal,
      },
      (event) => {
        if (event.kind !== 'task-started') return;
        const { step, task, attempt } = event;
        started.push({ step, task, attempt });
      },
    );
    return {
      phase: status === 'succeeded' ? 'succeeded' : 'failed',
      ...(failure === undefined ? {} : { message: `${failure.step}/${failure.task}: ${failure.message}` }),
      seconds: (performance.now() - begin) / 1000,
      started,
      run: await recordRun(store, { flow: plan.flow, run: 'r1' }),
    };
  } finally {
    await store.close();
  }
}
