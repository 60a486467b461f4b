import { readFileSync, writeSync } from 'node:fs';
import { runFlow } from '../../src/runtime/local/run.ts';
import type { Plan } from '../../src/runtime/plan.ts';
import { openStore } from '../../src/runtime/store/open.ts';

// The process that is killed: one run of the local engine. Its argument is an EngineOrder in JSON; it writes a line for each event.

export interface EngineOrder {
  readonly store: string;
  readonly code: { readonly id: string; readonly folder: string };
  readonly run: string;
  readonly origins: readonly string[];
  readonly shim: string;
  readonly cwd: string;
}

const { store: root, code, run, origins, shim, cwd } = JSON.parse(process.argv[2] ?? '') as EngineOrder;
const plan = JSON.parse(readFileSync(`${code.folder}/plan.json`, 'utf8')) as Plan;
const store = await openStore(root, process.env);
const end = await runFlow(
  {
    store,
    plan,
    code,
    run,
    parameters: {},
    tags: [],
    shim,
    maxWorkers: 2,
    reuse: false,
    delays: true,
    ...(origins.length === 0 ? {} : { resume: { origins } }),
    cwd,
    env: process.env,
    signal: new AbortController().signal,
  },
  (event) => writeSync(1, `${event.kind}\n`),
);
process.exitCode = end.status === 'succeeded' ? 0 : 1;
