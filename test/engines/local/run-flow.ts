import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile, type Entry } from '../../../src/compiler/compile.ts';
import type { Host } from '../../../src/compiler/host.ts';
import { packFlow } from '../../../src/package/pack.ts';
import { unpack } from '../../../src/runtime/package/unpack.ts';
import { runFlow } from '../../../src/runtime/local/run.ts';
import { readParameters, storeFileParameters } from '../../../src/runtime/shim/parameters.ts';
import { codeKey } from '../../../src/runtime/store/layout.ts';
import { openStore } from '../../../src/runtime/store/open.ts';
import { recordRun, type RecordedRun } from '../recorded-run.ts';
import { builtShim } from './built-shim.ts';

/** What a flow is run with. */
export interface FlowRun {
  readonly host: Host;
  /** The folder that `host` reads. */
  readonly root: string;
  readonly entry: Entry;
  /** Texts, as on a command line. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** A process for more than one task: for flows of thousands. */
  readonly reuse?: boolean;
}

/** Runs a flow by the local engine, in a datastore of its own that is gone afterwards, and gives what it left. */
export async function runLocally(flow: FlowRun): Promise<RecordedRun> {
  const { flows, diagnostics } = compile(flow.entry, flow.host);
  const [only] = flows;
  if (only === undefined)
    throw new Error(`the flow does not compile: ${diagnostics.map(({ message }) => message).join('; ')}`);
  const folder = await mkdtemp(join(tmpdir(), 'flowc-run-'));
  const store = await openStore(join(folder, 'store'), {});
  try {
    const { id, bytes, package: code } = await packFlow({ root: flow.root, graph: only.graph, external: [] });
    await store.putIfAbsent(codeKey(id), bytes);
    const { plan } = code;
    const given = Object.entries(flow.parameters ?? {}).map(([name, text]) => [name, { text }] as const);
    const { values, problems } = readParameters(plan, new Map(given));
    if (problems.length > 0) throw new Error(JSON.stringify(problems));
    await runFlow(
      {
        store,
        plan,
        code: { id, folder: await unpack(bytes, join(folder, 'code')) },
        run: 'r1',
        parameters: await storeFileParameters(plan, values, store, flow.root),
        tags: plan.tags,
        shim: await builtShim(),
        maxWorkers: 2,
        reuse: flow.reuse ?? false,
        delays: false,
        cwd: folder,
        env: { PATH: process.env['PATH'], PGPASSWORD: 'x' },
        signal: new AbortController().signal,
      },
      () => {},
    );
    return await recordRun(store, { flow: plan.flow, run: 'r1' });
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}
