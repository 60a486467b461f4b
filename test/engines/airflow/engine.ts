import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { env } from 'node:process';
import { openStore } from '../../../src/runtime/store/open.ts';
import type { Engine, EngineEvent, EngineFlow, EngineRun } from '../engine.ts';
import { builtShim } from '../local/built-shim.ts';
import { recordRun, type RecordedRun } from '../recorded-run.ts';
import { deploy, RefusedFlow, type Deployed } from './deploy.ts';
import { installAirflow, versions, type AirflowId, type Installation } from './installation.ts';
import { startRunner, type DagEnd } from './runner.ts';
import { contradictionsIn, notesIn, readStarts, startedBy, startsOf, writeProgram } from './starts.ts';

// Apache Airflow, a version of it: a DAG file each, run by `dag.test`, whose tasks are processes on this machine.

/** As records know it. */
export const airflow = (id: AirflowId) =>
  ({ id, title: `Airflow ${versions[id].split('.')[0]}`, version: versions[id] }) as const;

export async function startAirflowEngine(id: AirflowId): Promise<Engine> {
  const installation = await installAirflow(id);
  const shim = await builtShim();
  const stops = new Set<() => Promise<void>>();
  return {
    ...airflow(id),
    run: async (flows, on) => {
      const batch = new Batch(flows, on);
      stops.add(() => batch.stop());
      return batch.run(installation, shim);
    },
    stop: async () => {
      await Promise.all([...stops].map((stop) => stop()));
    },
  };
}

/** Flows that are run together. */
class Batch {
  /** Removed by who keeps the processes. */
  readonly #folder = mkdtempSync(join(tmpdir(), 'flowc-airflow-'));
  readonly #flows: readonly EngineFlow[];
  readonly #on: (event: EngineEvent) => void;
  readonly #runs: (EngineRun | undefined)[] = [];
  #stop = async (): Promise<void> => rmSync(this.#folder, { recursive: true, force: true });

  constructor(flows: readonly EngineFlow[], on: (event: EngineEvent) => void) {
    this.#flows = flows;
    this.#on = on;
  }

  async run(installation: Installation, shim: string): Promise<readonly EngineRun[]> {
    try {
      const bin = writeProgram(this.#folder, shim);
      const deployed = await this.#deploy();
      if (deployed.length > 0) await this.#runAll(deployed, installation, [bin, env['PATH']].join(delimiter));
      return this.#flows.flatMap((_, index) => this.#runs[index] ?? []);
    } finally {
      await this.stop();
    }
  }

  async stop(): Promise<void> {
    await this.#stop();
  }

  /** What the target refuses has ended with that. */
  async #deploy(): Promise<readonly Placed[]> {
    const all: Placed[] = [];
    for (const [index, flow] of this.#flows.entries()) {
      const folder = join(this.#folder, String(index));
      mkdirSync(folder);
      try {
        all.push({ ...(await deploy(flow, folder)), index, folder });
      } catch (error) {
        if (!(error instanceof RefusedFlow)) throw error;
        this.#ended(index, { ...NOTHING, message: error.message, refused: error.message });
      }
    }
    return all;
  }

  #ended(index: number, run: EngineRun): void {
    this.#runs[index] = run;
    this.#on({ kind: 'ended', index, run });
  }

  async #runAll(deployed: readonly Placed[], installation: Installation, path: string): Promise<void> {
    const over = Promise.withResolvers<void>();
    const jobs = deployed.map(({ folder, dags, conf, env: own }) => ({
      folder,
      dags,
      conf,
      env: { ...own, ...notesIn(join(folder, NOTES)) },
    }));
    let left = jobs.length;
    const runner = startRunner(installation, jobs, this.#folder, path, (end) => {
      const placed = deployed[end.index];
      if (placed === undefined) return;
      runOf(end, placed)
        .then((run) => this.#ended(placed.index, run))
        .then(() => --left === 0 && over.resolve(), over.reject);
    });
    this.#stop = runner.stop;
    const died = runner.ended.then((code) => {
      throw new Error(`what runs the DAGs exited ${code}:\n${runner.said().slice(-4000)}`);
    });
    await Promise.race([over.promise, died]);
  }
}

interface Placed extends Deployed {
  /** Of the flow. */
  readonly index: number;
  readonly folder: string;
}

const NOTES = 'starts.jsonl';

const NOTHING = { phase: 'failed', seconds: 0, started: [], run: { status: 'failed', tasks: [] } } as const;

async function runOf({ seconds, error, run, state, tasks = [] }: DagEnd, placed: Placed): Promise<EngineRun> {
  if (error !== undefined || run === undefined) return { ...NOTHING, seconds, message: error ?? 'no run' };
  const { flow } = placed.prepared.plan;
  const starts = startsOf(readStarts(join(placed.folder, NOTES)), flow, run);
  const phase = state === 'success' ? 'succeeded' : 'failed';
  const failed = tasks.filter((one) => one.state === 'failed').map(({ task, index }) => `${task}[${index}]`);
  const recorded = await record(placed, starts[0]?.asked.run ?? run, phase);
  return {
    phase,
    ...(phase === 'failed' ? { message: [`failed: ${failed.join(', ')}`, ...words(placed)].join('\n') } : {}),
    seconds,
    started: startedBy(starts, placed.prepared.plan, recorded),
    contradictions: contradictionsIn(tasks, starts),
    run: recorded,
  };
}

/** What the shim has said to tasks' logs, which are gone with the run. */
const words = ({ folder }: Placed): readonly string[] =>
  readFileSync(join(folder, 'log'), 'utf8').match(/(?<=\b)flowc-task: .*/g) ?? [];

async function record({ datastore, prepared }: Placed, run: string, phase: EngineRun['phase']): Promise<RecordedRun> {
  const store = await openStore(datastore, {});
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
