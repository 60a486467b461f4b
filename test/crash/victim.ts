import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { readJson, Results } from '../../src/runtime/shim/results.ts';
import { runEndKey, runKey } from '../../src/runtime/store/layout.ts';
import type { ResultRecord, RunEnd } from '../../src/runtime/store/records.ts';
import type { Task } from '../../src/runtime/task.ts';
import type { Bed } from './bed.ts';
import type { EngineOrder } from './engine.ts';
import { allGone, MARK, markedProcesses } from './processes.ts';
import { Random } from './random.ts';

// One flow that is killed at random points, by the engine or by a worker, and resumed until it is done. It must end with the artifacts of a run that nobody
// disturbed; and what has a result may never run again.

const FLOW = 'CrashFlow';

/** What a task left: its part of the answer. */
export type Left = Pick<ResultRecord, 'control' | 'artifacts'>;
/** By `step/task`. */
export type Outcomes = ReadonlyMap<string, Left>;

export class Victim {
  readonly #bed: Bed;
  readonly #name: string;
  readonly #random: Random;
  readonly #notes: string;
  /** The runs that there are, the newest first. */
  #runs: readonly string[] = [];
  /** How often a task had run when its result was first seen. */
  readonly #timesRun = new Map<string, number>();
  readonly #leaderless = new Set<number>();
  #kills = 0;
  /** Of the engine that runs. */
  #events = 0;

  constructor(bed: Bed, name: string, seed: number) {
    this.#bed = bed;
    this.#name = name;
    this.#random = new Random(seed);
    this.#notes = join(bed.folder, `${name}.notes`);
  }

  /** What each task of the flow leaves in a run that nobody disturbs. */
  async runUndisturbed(): Promise<Outcomes> {
    await this.#runOnce(0);
    const outcomes = new Map<string, Left>();
    for (const name of this.#noted()) {
      const left = await this.#left(name);
      if (left !== undefined) outcomes.set(name, left);
    }
    return outcomes;
  }

  /** Kills so often, and resumes until the flow is done. */
  async crash(kills: number, expected: Outcomes): Promise<void> {
    for (let isDone = false; !isDone;) {
      isDone = await this.#runOnce(kills - this.#kills);
      await this.#holdRunOnce(expected);
    }
    for (const [name, left] of expected) {
      const found = await this.#left(name);
      if (!isDeepStrictEqual(found, left))
        throw new Error(`${name} left ${JSON.stringify(found)}, and undisturbed it leaves ${JSON.stringify(left)}`);
    }
  }

  get kills(): number {
    return this.#kills;
  }

  /**
   * Starts a run of the engine, or resumes the newest, and waits until nothing of it lives. Answers whether it succeeded.
   *
   * @throws where it did not, and nobody was killed.
   */
  async #runOnce(kills: number): Promise<boolean> {
    const { store, code, shim, folder, engine } = this.#bed;
    const before = this.#kills;
    const run = `${this.#name}-${before}`;
    const order: EngineOrder = { store: store.root, code, run, origins: this.#runs, shim, cwd: folder };
    const child = spawn(process.execPath, [engine, JSON.stringify(order)], {
      env: { ...process.env, TMPDIR: folder, [MARK]: this.#name, CRASH_NOTES: this.#notes },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const ended = once(child, 'close');
    await Promise.race([ended, this.#disturb(child, kills)]);
    await ended;
    await allGone(this.#name, this.#leaderless);
    const end = await readJson<RunEnd>(store, runEndKey({ flow: FLOW, run }));
    if ((await store.head(runKey({ flow: FLOW, run }))) !== undefined) this.#runs = [run, ...this.#runs];
    if (end?.status !== 'succeeded' && this.#kills === before)
      throw new Error(`nobody was killed, and the run failed: ${JSON.stringify(end?.failure)} ${stderr}`);
    return end?.status === 'succeeded';
  }

  /** Kills somebody after some events and a little time, again and again. */
  async #disturb(child: ChildProcess, kills: number): Promise<void> {
    this.#events = 0;
    child.stdout?.on('data', (bytes: Buffer) => (this.#events += bytes.toString().split('\n').length - 1));
    const isAlive = (): boolean => child.exitCode === null && child.signalCode === null;
    for (let left = kills; left > 0; left--) {
      const until = this.#events + this.#random.below(25);
      while (this.#events < until && isAlive()) await wait(1);
      await wait(this.#random.below(40));
      if (!isAlive()) return;
      this.#kill(child);
    }
  }

  #kill(child: ChildProcess): void {
    const { pid = 0 } = child;
    const workers = markedProcesses(this.#name).filter(({ parent }) => parent === pid);
    const worker = workers[this.#random.below(workers.length)];
    const whom = this.#random.below(3);
    const victim = whom === 0 || worker === undefined ? pid : whom === 1 ? worker.pid : -worker.pid;
    try {
      process.kill(victim, 'SIGKILL');
      this.#kills++;
      if (worker !== undefined && victim === worker.pid) this.#leaderless.add(worker.pid);
    } catch {
      // It has just ended.
    }
  }

  #noted(): readonly string[] {
    try {
      return readFileSync(this.#notes, 'utf8').split('\n').filter(Boolean);
    } catch {
      return [];
    }
  }

  async #left(name: string): Promise<Left | undefined> {
    const [step = '', id = ''] = name.split('/');
    const task: Task = { step, frames: id === 'main' ? '' : id };
    const [run, ...origins] = this.#runs;
    if (run === undefined) return undefined;
    const result = await new Results(this.#bed.store, { flow: FLOW, run, origins }).result(task);
    return result && { control: result.control, artifacts: result.artifacts };
  }

  /** No task that had a result when the engine was gone has run since. */
  async #holdRunOnce(expected: Outcomes): Promise<void> {
    const noted = this.#noted();
    for (const name of expected.keys()) {
      const times = noted.filter((note) => note === name).length;
      const before = this.#timesRun.get(name);
      if (before !== undefined && before !== times)
        throw new Error(`${name} had a result and ran again in ${this.#runs[0]}`);
      if ((await this.#left(name)) !== undefined) this.#timesRun.set(name, times);
    }
  }
}
