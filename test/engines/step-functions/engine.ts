import { eachBounded } from '../../../src/runtime/shim/bounded.ts';
import { openStore } from '../../../src/runtime/store/open.ts';
import type { Engine, EngineFlow, EngineRun } from '../engine.ts';
import { builtShim } from '../local/built-shim.ts';
import { recordRun, type RecordedRun } from '../recorded-run.ts';
import { startAws, type Aws } from './aws.ts';
import { deploy, RefusedFlow, type Deployed } from './deploy.ts';
import { MOTO } from './installation.ts';
import { contradictionsIn, jobsOf, startedBy, type Job } from './jobs.ts';
import type { NoteOf } from './notes.ts';

// AWS Step Functions and Batch, as moto has them: each flow a state machine, each of its jobs a process on this machine, all at once.

/** As records know it. */
export const stepFunctions = { id: 'step-functions', title: 'Step Functions', version: `moto ${MOTO}` } as const;

/** Flows that are deployed at a time. */
const SIDE_BY_SIDE = 4;

/** In seconds: nobody waits for the delays between tries. */
const LONGEST_WAIT = 0.2;

export async function startStepFunctions(): Promise<Engine> {
  return stepFunctionsOn(await startAws(await builtShim(), { longestWait: LONGEST_WAIT }));
}

/** On what stands for AWS already; what stops the engine stops it. */
export function stepFunctionsOn(aws: Aws): Engine {
  const over = new AbortController();
  let flows = 0;
  return {
    ...stepFunctions,
    run: async (all, on) => {
      const runs: Promise<EngineRun>[] = [];
      await eachBounded(all.length, SIDE_BY_SIDE, async (index) => {
        const flow = all[index];
        if (flow === undefined) return;
        const started = await start(flow, `flow-${flows++}`, aws).catch(refused);
        runs[index] = 'run' in started ? Promise.resolve(started) : ended(started, aws, over.signal);
        void runs[index].then((run) => on({ kind: 'ended', index, run })).catch(() => undefined);
      });
      return Promise.all(runs);
    },
    stop: async () => {
      over.abort();
      await aws.stop();
    },
  };
}

interface Started extends Deployed {
  readonly execution: string;
  readonly at: number;
}

async function start(flow: EngineFlow, unique: string, aws: Aws): Promise<Started> {
  const deployed = await deploy(flow, unique, aws);
  const at = performance.now();
  const { executionArn } = await aws.ask<{ readonly executionArn: string }>('states', 'StartExecution', {
    stateMachineArn: deployed.machine,
    name: unique,
    input: JSON.stringify(deployed.input),
  });
  return { ...deployed, execution: executionArn, at };
}

const NOTHING = { phase: 'failed', seconds: 0, started: [], run: { status: 'failed', tasks: [] } } as const;

function refused(error: unknown): EngineRun {
  if (error instanceof RefusedFlow) return { ...NOTHING, message: error.message, refused: error.message };
  return { ...NOTHING, message: `not started: ${error instanceof Error ? error.message : String(error)}` };
}

async function ended(
  { execution, at, datastore, prepared }: Started,
  aws: Aws,
  signal: AbortSignal,
): Promise<EngineRun> {
  const end = await aws.notes.endOf(execution, 0, signal);
  const seconds = (performance.now() - at) / 1000;
  const phase = end.status === 'SUCCEEDED' ? 'succeeded' : 'failed';
  const jobs = jobsOf(aws.notes.all(), datastore);
  const run = await record(jobs[0]?.asked.run, phase, { datastore, prepared }, aws);
  return {
    phase,
    ...(phase === 'failed' ? { message: failureOf(end, jobs) } : {}),
    seconds,
    started: startedBy(jobs),
    contradictions: contradictionsIn(jobs),
    run,
  };
}

/** A cause may be all that Batch knows of a job. */
const LONGEST_CAUSE = 200;

/** With what the shim has said to the logs of jobs, which are gone with the server. */
const failureOf = ({ status, error, cause }: NoteOf<'end'>, jobs: readonly Job[]): string =>
  [
    [status, error, cause?.slice(0, LONGEST_CAUSE)].filter((text) => text !== null && text !== undefined).join(': '),
    ...jobs.flatMap(({ words }) => words),
  ].join('\n');

async function record(
  run: string | undefined,
  phase: EngineRun['phase'],
  { datastore, prepared }: Pick<Deployed, 'datastore' | 'prepared'>,
  aws: Aws,
): Promise<RecordedRun> {
  if (run === undefined) return NOTHING.run;
  const store = await openStore(datastore, aws.env);
  try {
    const { tasks, status } = await recordRun(store, { flow: prepared.plan.flow, run });
    // The datastore alone does not know of a run that came to its end without success.
    return { status: phase === 'failed' ? 'failed' : status, tasks };
  } catch (error) {
    // Not one of its tasks came as far as to begin it.
    if (phase === 'failed') return NOTHING.run;
    throw error;
  } finally {
    await store.close();
  }
}
