import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRun } from '../shim/run-record.ts';
import { putJson } from '../shim/results.ts';
import { runEndKey } from '../store/layout.ts';
import { FORMAT, type RunEnd, type RunRecord } from '../store/records.ts';
import { Engine, type Ending } from './engine.ts';
import type { EventBody, RunEvent, RunFailure } from './events.ts';
import { runExitHandlers } from './exit-handlers.ts';
import type { RunOptions } from './options.ts';
import { Origins } from './origins.ts';
import { Pool } from './pool.ts';
import { tellOfSecrets } from './secrets.ts';
import type { RunContext } from './tries.ts';
import { leadingTo } from './ways.ts';

export type { RunOptions };

// A run on this machine, from its record to its end: the local engine is one more engine under the contract, and whatever it knows of a task it knows from
// the control that the task handed out. Killed at any point it leaves a run without an end, which `flowc resume` takes up.

/**
 * Runs a flow, or resumes a run of it, and answers when nothing of it runs any more. A run that failed is an answer like another.
 *
 * @param on - Told of everything at once; it must not throw.
 * @throws StoreError where the datastore fails before the first task or after the last, or has not what is resumed; Refused where the run id is taken.
 */
export async function runFlow(options: RunOptions, on: (event: RunEvent) => void): Promise<RunEnd> {
  const folder = await mkdtemp(join(tmpdir(), 'flowc-run-'));
  const pool = new Pool(options, folder);
  try {
    // The first worker loads while the run's record is written.
    pool.prepare(1);
    const wanted = newRecord(options);
    const origins = await Origins.open(options.store, wanted, options.plan);
    const record = await openRun(options.store, wanted);
    const tell = (event: EventBody): void => on({ at: Date.now(), ...event });
    tell({ kind: 'run-started', flow: record.flow, run: record.run, origins: record.origins });
    const end = await runAll({ options, record, pool, folder, tell }, origins, options.only);
    await putJson(options.store, runEndKey(record), end);
    const { status, failure } = end;
    tell({ kind: 'run-finished', status, ...(failure === undefined ? {} : { failure }) });
    return end;
  } finally {
    await pool.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function newRecord({ plan, run, code, parameters, tags, resume }: RunOptions): RunRecord {
  return {
    format: FORMAT,
    flow: plan.flow,
    run,
    graph: plan.graph,
    code: code.id,
    parameters,
    tags,
    engine: `local/${hostname()}/${process.pid}/${randomBytes(6).toString('hex')}`,
    started: new Date().toISOString(),
    origins: resume?.origins ?? [],
    ...(resume?.from === undefined ? {} : { from: resume.from }),
  };
}

async function runAll(context: RunContext, origins: Origins, only: RunOptions['only']): Promise<RunEnd> {
  tellOfSecrets(context);
  const { plan } = context.options;
  const part = only === undefined ? {} : { steps: leadingTo(plan, only) };
  const ending = await new Engine(context, origins, part).run();
  const ended = (): Pick<RunEnd, 'format' | 'ended'> => ({ format: FORMAT, ended: new Date().toISOString() });
  if (ending.kind === 'stopped') return { ...ended(), status: 'interrupted' };
  if (ending.kind === 'finished' && !ending.isAtEnd) {
    if (only === undefined) throw new Error('the run came to a stop before its end: this is a bug of flowc');
    return { ...ended(), status: 'partial' };
  }
  const failure = await failureOf(context, ending, only !== undefined);
  if (ending.kind === 'finished' && isStoppedAmongHandlers(context)) return { ...ended(), status: 'interrupted' };
  return failure === undefined ? { ...ended(), status: 'succeeded' } : { ...ended(), status: 'failed', failure };
}

const isStoppedAmongHandlers = ({ options }: RunContext): boolean =>
  options.signal.aborted && Object.keys(options.plan.exitHandlers).length > 0;

/** The flow's own failure counts before that of an exit handler. Of a part of a flow no handler runs: the run goes on another time. */
async function failureOf(context: RunContext, ending: Ending, isPart: boolean): Promise<RunFailure | undefined> {
  const failure = ending.kind === 'failed' ? ending.failure : undefined;
  if (context.options.signal.aborted || (isPart && failure !== undefined)) return failure;
  const late = await runExitHandlers(context, failure === undefined);
  return failure ?? late;
}
