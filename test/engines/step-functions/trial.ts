import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { diskHost } from '../../../src/cli/project.ts';
import { artifactsOf } from '../../../src/client/artifacts-of.ts';
import { Client } from '../../../src/client/client.ts';
import { readEnd, readStart } from '../../../src/client/records.ts';
import type { Run } from '../../../src/client/run.ts';
import { attemptKey } from '../../../src/runtime/store/layout.ts';
import { openStore } from '../../../src/runtime/store/open.ts';
import type { Store } from '../../../src/runtime/store/store.ts';
import { taskId } from '../../../src/runtime/task.ts';
import type { EngineFlow } from '../engine.ts';
import { recordRun, type RecordedRun } from '../recorded-run.ts';
import type { Aws } from './aws.ts';
import { deploy, type Change, type Deployed } from './deploy.ts';
import { jobsOf, type Job } from './jobs.ts';

// Single flows for tests of what happens around a run: one is deployed, executions of it are started, and something is done to them.

const repository = fileURLToPath(new URL('../../..', import.meta.url));

/** A flow of a file of the repository. */
export const flowIn = (file: string, flow: string, parameters: Readonly<Record<string, string>> = {}): EngineFlow => ({
  parameters,
  file,
  root: repository,
  host: diskHost(repository),
  entry: { file, flow },
});

/** For a run, on a machine whose cores are all busy. */
const PATIENCE_MS = 240_000;

export class Trial {
  readonly aws: Aws;
  readonly unique: string;
  readonly deployed: Deployed;
  readonly store: Store;

  private constructor(aws: Aws, unique: string, deployed: Deployed, store: Store) {
    this.aws = aws;
    this.unique = unique;
    this.deployed = deployed;
    this.store = store;
  }

  /** @param unique - Names the state machine, the datastore and the job definitions. */
  static async of(aws: Aws, unique: string, flow: EngineFlow, change?: Change): Promise<Trial> {
    const deployed = await deploy(flow, unique, aws, change);
    return new Trial(aws, unique, deployed, await openStore(deployed.datastore, aws.env));
  }

  /** @param input - In place of the parameters that the flow was deployed with. */
  async start(name: string, input = this.deployed.input): Promise<TrialRun> {
    const since = this.aws.notes.all().length;
    const { executionArn } = await this.aws.ask<{ readonly executionArn: string }>('states', 'StartExecution', {
      stateMachineArn: this.deployed.machine,
      name,
      input: JSON.stringify(input),
    });
    return new TrialRun(this, executionArn, since);
  }

  /** All of this flow's jobs so far. */
  jobs(): readonly Job[] {
    return jobsOf(this.aws.notes.all(), this.deployed.datastore);
  }
}

export class TrialRun {
  readonly execution: string;
  readonly #trial: Trial;
  readonly #since: number;

  constructor(trial: Trial, execution: string, since: number) {
    this.#trial = trial;
    this.#since = since;
    this.execution = execution;
  }

  /** `FAILED: Flow.Failed`. */
  async ended(): Promise<string> {
    const late = AbortSignal.timeout(PATIENCE_MS);
    const { status, error } = await this.#trial.aws.notes.endOf(this.execution, this.#since, late);
    return [status, ...(error === null ? [] : [error])].join(': ');
  }

  /** In the order in which they began. */
  jobs(): readonly Job[] {
    return this.#trial.jobs().filter(({ asked }) => asked.engine.startsWith(`step-functions/${this.execution}/`));
  }

  /** Each attempt of each job, by its exit code: `act/3 137`; sorted. */
  said(): readonly string[] {
    return this.jobs()
      .flatMap(({ asked, codes }) => codes.map((code) => `${asked.task.step}/${taskId(asked.task)} ${code}`))
      .toSorted();
  }

  /** The job of a step, once its attempt goes on. */
  async begun(step: string): Promise<Job> {
    return until(async () => {
      const job = this.jobs().findLast(({ asked }) => asked.task.step === step);
      return (await this.outcomes(step)).length > 0 ? job : undefined;
    });
  }

  get run(): string {
    return this.jobs()[0]?.asked.run ?? '';
  }

  record(): Promise<RecordedRun> {
    return recordRun(this.#trial.store, { flow: this.#flow, run: this.run });
  }

  /** An artifact of a task. */
  async value(step: string, artifact: string, frames = ''): Promise<unknown> {
    const run = await this.#opened();
    const task = await run?.task({ step, frames });
    const all = run === undefined || task === undefined ? [] : await artifactsOf(run, task);
    return all.find(({ name }) => name === artifact)?.value();
  }

  /** How the attempts of a task ended, by their records: `0 failed RangeError`, `1 succeeded`. */
  async outcomes(step: string, frames = ''): Promise<readonly string[]> {
    const run = await this.#opened();
    const task = { step, frames };
    const attempts = (await run?.task(task))?.entry.attempts ?? [];
    const { store } = this.#trial;
    const id = { flow: this.#flow, run: this.run };
    const read = attempts.map(async (attempt): Promise<readonly string[]> => {
      const start = await readStart(store, id, task, attempt);
      if (start === undefined) return [];
      const end = await readEnd(store, id, task, attempt);
      return [
        [start.attempt, end?.outcome ?? 'no end', end?.error?.name].filter((word) => word !== undefined).join(' '),
      ];
    });
    return (await Promise.all(read)).flat();
  }

  /** The log of a task's first attempt, from the datastore. */
  async log(step: string): Promise<string> {
    const id = { flow: this.#flow, run: this.run };
    const task = { step, frames: '' };
    const attempt = (await (await this.#opened())?.task(task))?.entry.attempts[0];
    const bytes = await this.#trial.store.get(attemptKey(id, task, attempt?.name ?? '', 'log'));
    return Buffer.from(bytes ?? []).toString();
  }

  /** The run in the datastore, as it is now. */
  #opened(): Promise<Run | undefined> {
    return new Client(this.#trial.store).run({ flow: this.#flow, run: this.run });
  }

  get #flow(): string {
    return this.#trial.deployed.prepared.plan.flow;
  }
}

/** Asks until there is an answer. */
export async function until<T>(ask: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (const late = AbortSignal.timeout(PATIENCE_MS); ;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await sleep(100, undefined, { signal: late });
  }
}
