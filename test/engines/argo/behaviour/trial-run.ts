import { setTimeout as sleep } from 'node:timers/promises';
import { artifactsOf } from '../../../../src/client/artifacts-of.ts';
import { Client } from '../../../../src/client/client.ts';
import { readEnd, readStart } from '../../../../src/client/records.ts';
import type { Run } from '../../../../src/client/run.ts';
import type { AttemptEnd, AttemptStart } from '../../../../src/runtime/store/records.ts';
import { recordRun, type RecordedRun } from '../../recorded-run.ts';
import type { Trial } from './trial.ts';

// A run on the cluster, as Argo tells of it and as the datastore does.

/** What of a Workflow is looked at. */
export interface Workflow {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly status?: {
    readonly phase?: string;
    readonly message?: string;
    readonly nodes?: Readonly<Record<string, Node>>;
  };
}

interface Node {
  readonly id: string;
  readonly displayName: string;
  readonly templateName: string;
  readonly type: string;
  readonly phase: string;
  readonly message?: string;
  readonly outputs?: { readonly exitCode?: string };
}

/** A pod that Argo made: one attempt. */
export interface Pod {
  /** What Argo calls it in the graph: `act(2:rejection)(1)`. */
  readonly node: string;
  readonly template: string;
  readonly name: string;
  readonly phase: string;
  /** Of the main container; undefined where it is not known. */
  readonly exitCode: string | undefined;
  readonly message: string | undefined;
}

export interface Attempt extends AttemptStart {
  readonly name: string;
  readonly end: AttemptEnd | undefined;
}

export class TrialRun {
  readonly name: string;
  readonly uid: string;
  /** The end of the run, in Argo's words. */
  readonly over: Promise<Workflow>;
  readonly #trial: Trial;

  constructor(trial: Trial, { name, uid }: Workflow['metadata'], over: Promise<Workflow>) {
    this.#trial = trial;
    this.name = name;
    this.uid = uid;
    this.over = over;
  }

  /** The run id, unique for ever. */
  get run(): string {
    return `${this.name}-${this.uid.slice(0, 8)}`;
  }

  workflow(): Promise<Workflow> {
    return this.#trial.cluster.request('GET', this.#trial.argo(`workflows/${this.name}`));
  }

  /** `Failed: child 'x' failed`. */
  async ended(): Promise<string> {
    const { status } = await this.over;
    return [status?.phase, ...(status?.message === undefined ? [] : [status.message])].join(': ');
  }

  /** Every pod of the run so far. */
  async pods(): Promise<readonly Pod[]> {
    return podsOf(await this.workflow());
  }

  /** Waits until something is true of the run. */
  async until<T>(what: (workflow: Workflow) => T | undefined | Promise<T | undefined>): Promise<T> {
    return until(async () => what(await this.workflow()));
  }

  /** Waits until a step's first attempt goes on and Argo knows it, and answers with its pod: one that vanished sooner would be made again. */
  begun(template: string, step: string): Promise<Pod> {
    return this.until(async (workflow) => {
      const pod = podsOf(workflow).find((one) => one.template === template && one.phase === 'Running');
      return pod !== undefined && (await this.attempts(step)).length > 0 ? pod : undefined;
    });
  }

  async log(pod: Pod): Promise<string> {
    return this.#trial.log(pod.name);
  }

  /** What the run left in the datastore. */
  async record(flow: string): Promise<RecordedRun> {
    return recordRun(this.#trial.store, { flow, run: this.run });
  }

  /** An artifact of a task. */
  async value(step: string, artifact: string, frames = ''): Promise<unknown> {
    const run = await this.#opened();
    const task = await run?.task({ step, frames });
    const all = run === undefined || task === undefined ? [] : await artifactsOf(run, task);
    return all.find(({ name }) => name === artifact)?.value();
  }

  /** The attempts of a task by their records, in the order of the engine's numbers; none where there is no run yet. */
  async attempts(step: string, frames = ''): Promise<readonly Attempt[]> {
    const run = await this.#opened();
    const task = { step, frames };
    const attempts = (await run?.task(task))?.entry.attempts ?? [];
    const read = attempts.map(async (attempt): Promise<readonly Attempt[]> => {
      const { store } = this.#trial;
      const id = { flow: run?.id.flow ?? '', run: this.run };
      const start = await readStart(store, id, task, attempt);
      if (start === undefined) return [];
      return [{ ...start, name: attempt.name, end: await readEnd(store, id, task, attempt) }];
    });
    return (await Promise.all(read)).flat();
  }

  /** How the attempts of a task ended: `0 failed RangeError`, `1 succeeded`. */
  async outcomes(step: string, frames = ''): Promise<readonly string[]> {
    return (await this.attempts(step, frames)).map(({ attempt, end }) =>
      [attempt, end?.outcome ?? 'no end', end?.error?.name, end?.exitCode, end?.signal]
        .filter((word) => word !== undefined)
        .join(' '),
    );
  }

  /** The run in the datastore, as it is now. */
  async #opened(): Promise<Run | undefined> {
    const client = new Client(this.#trial.store);
    for (const flow of await client.flows()) {
      const run = await client.run({ flow, run: this.run });
      if (run !== undefined) return run;
    }
    return undefined;
  }
}

function podsOf({ metadata, status }: Workflow): readonly Pod[] {
  return Object.values(status?.nodes ?? {})
    .filter(({ type }) => type === 'Pod')
    .map(({ id, displayName, templateName, phase, outputs, message }) => ({
      node: displayName,
      template: templateName,
      // As Argo calls it: the run, the template, and the hash that also ends the node's id.
      name: `${metadata.name}-${templateName}-${id.slice(metadata.name.length + 1)}`,
      phase,
      exitCode: outputs?.exitCode,
      message,
    }))
    .toSorted((a, b) => (a.node < b.node ? -1 : 1));
}

/** Pods as lines of a test: `act(0:error)(1) Failed 1`. */
export const said = (pods: readonly Pod[]): readonly string[] =>
  pods
    .map(({ node, phase, exitCode }) => [node, phase, ...(exitCode === undefined ? [] : [exitCode])].join(' '))
    .toSorted();

/** Asks until there is an answer. */
export async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await sleep(500);
  }
}
