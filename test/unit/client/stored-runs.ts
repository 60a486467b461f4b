import { randomUUID } from 'node:crypto';
import { globSync, mkdtempSync, realpathSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Client } from '../../../src/client/client.ts';
import { StoredFile } from '../../../src/client/artifact.ts';
import { encode } from '../../../src/runtime/codec/encode.ts';
import type { Json } from '../../../src/runtime/json.ts';
import { controlOf, exitsOf } from '../../../src/runtime/navigate/after.ts';
import { stepOf } from '../../../src/runtime/navigate/frames.ts';
import { packageId, printPackage } from '../../../src/runtime/package/package.ts';
import type { Plan } from '../../../src/runtime/plan.ts';
import { Blobs } from '../../../src/runtime/store/blobs.ts';
import { FolderStore } from '../../../src/runtime/store/folder.ts';
import {
  attemptKey,
  codeKey,
  exitKey,
  resultKey,
  runEndKey,
  runKey,
  type RunId,
} from '../../../src/runtime/store/layout.ts';
import {
  FORMAT,
  type ArtifactRef,
  type AttemptEnd,
  type AttemptStart,
  type RunEnd,
  type RunRecord,
} from '../../../src/runtime/store/records.ts';
import type { ByteSource } from '../../../src/runtime/store/store.ts';
import type { Task } from '../../../src/runtime/task.ts';
import { planOfLines } from '../plan-of-lines.ts';

// Runs as the shim leaves them in a datastore, with the real store, blobs and codec, and without anything that runs.

export const sourceOf = (bytes: Uint8Array): ByteSource => ({ size: bytes.length, chunks: () => [bytes] });

/** `start` opens a foreach over `train`, `pick` joins it. */
export const trainPlan: Plan = {
  ...planOfLines('start: train*', 'train(element): pick', 'pick(inputs): end', 'end'),
  flow: 'TrainFlow',
};

/** A datastore in a folder of its own, that goes when the test is over. */
export function datastore(): Datastore {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'flowc-client-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  return new Datastore(root);
}

export class Datastore {
  readonly root: string;
  readonly store: FolderStore;
  readonly client: Client;

  constructor(root: string) {
    this.root = root;
    this.store = new FolderStore(root);
    this.client = new Client(this.store);
  }

  async put(value: unknown): Promise<ArtifactRef> {
    const encoded = encode(value, { refOf: (object) => (object instanceof StoredFile ? object : undefined) });
    const blob = await new Blobs(this.store).put(encoded);
    return encoded.files.length === 0 ? blob : { ...blob, files: encoded.files };
  }

  async file(name: string, bytes: Uint8Array): Promise<StoredFile> {
    return new StoredFile({ name, ...(await new Blobs(this.store).put(sourceOf(bytes))) });
  }

  /** Makes all objects so many seconds old. */
  age(seconds: number): void {
    const then = Date.now() / 1000 - seconds;
    for (const path of globSync('**/*.*', { cwd: this.root })) utimesSync(join(this.root, path), then, then);
  }

  json(key: string, record: object): Promise<void> {
    return this.store.put(key, Buffer.from(JSON.stringify(record)));
  }

  /** A run that has just begun. */
  async run(run: string, with_: Partial<RunRecord> & { readonly plan?: Plan } = {}): Promise<StoredRun> {
    const { plan = trainPlan, ...record } = with_;
    const code = printPackage({ format: 1, plan, code: '', map: '{}', external: [] });
    await this.store.put(codeKey(packageId(code)), code);
    const stored = new StoredRun(this, plan, {
      format: FORMAT,
      flow: plan.flow,
      run,
      graph: plan.graph,
      code: packageId(code),
      parameters: {},
      tags: [],
      engine: 'argo/8c1f',
      started: '2026-11-20T10:00:00.000Z',
      origins: [],
      ...record,
    });
    await this.json(runKey(stored.id), stored.record);
    return stored;
  }
}

export interface Made {
  /** The first target of the way that it takes, of a foreach with the number of elements; absent: the only one there is. */
  readonly next?: string;
  readonly count?: number;
  readonly artifacts?: Readonly<Record<string, unknown>>;
  readonly caught?: true;
  readonly attempt?: number;
  readonly log?: string | Uint8Array;
}

export class StoredRun {
  readonly id: RunId;
  readonly record: RunRecord;
  readonly #in: Datastore;
  readonly #plan: Plan;

  constructor(datastore: Datastore, plan: Plan, record: RunRecord) {
    this.#in = datastore;
    this.#plan = plan;
    this.record = record;
    this.id = { flow: record.flow, run: record.run };
  }

  /** A task that succeeded. */
  async done(name: string, { next, count, artifacts = {}, caught, attempt = 0, log }: Made = {}): Promise<void> {
    const task = taskNamed(name);
    const { ways } = stepOf(this.#plan, task.step);
    const way = next === undefined ? ways[0] : ways.find(({ targets }) => targets[0] === next);
    const control = controlOf(this.#plan, task, way, count);
    for (const { header, frames, record } of exitsOf(this.#plan, task, control)) {
      await this.#in.json(exitKey(this.id, header, frames), record);
    }
    const refs: Record<string, ArtifactRef> = {};
    for (const [key, value] of Object.entries(artifacts)) refs[key] = await this.#in.put(value);
    const end = caught === true ? { outcome: 'failed' as const, error: { name: 'Error', message: 'caught' } } : {};
    const winner = await this.attempt(name, {
      attempt,
      end: { outcome: 'succeeded', ...end },
      ...(log === undefined ? {} : { log }),
    });
    await this.#in.json(resultKey(this.id, task), {
      format: FORMAT,
      attempt: winner,
      code: this.record.code,
      control,
      artifacts: refs,
      ...(caught === true ? { caught } : {}),
    });
  }

  /** One attempt; without `end` it goes on. Gives its name. */
  async attempt(
    name: string,
    with_: {
      readonly attempt?: number;
      readonly start?: Partial<AttemptStart>;
      readonly end?: Partial<AttemptEnd>;
      readonly log?: string | Uint8Array;
    },
  ): Promise<string> {
    const { attempt = 0, start, end, log } = with_;
    const task = taskNamed(name);
    const own = `${attempt}-${randomUUID().slice(0, 6)}`;
    const started = start?.started ?? new Date().toISOString();
    const put = (file: 'start.json' | 'end.json', record: object): Promise<void> =>
      this.#in.json(attemptKey(this.id, task, own, file), { format: FORMAT, ...record });
    await put('start.json', { attempt, code: this.record.code, started, host: 'node-7', pid: 4711, ...start });
    if (log !== undefined) await this.#in.store.put(attemptKey(this.id, task, own, 'log'), Buffer.from(log));
    if (end !== undefined) await put('end.json', { ended: new Date().toISOString(), outcome: 'succeeded', ...end });
    return own;
  }

  async end(status: RunEnd['status'], more: Partial<RunEnd> = {}): Promise<void> {
    await this.#in.json(runEndKey(this.id), { format: FORMAT, ended: '2026-11-20T10:03:20.000Z', status, ...more });
  }
}

/** `train/3`, `start/main`. */
function taskNamed(name: string): Task {
  const [step = '', id = 'main'] = name.split('/');
  return { step, frames: id === 'main' ? '' : id };
}

/** A whole run of `trainPlan` over three files, that succeeded. */
export async function trained(to: Datastore, run: string, with_: Partial<RunRecord> = {}): Promise<StoredRun> {
  const made = await to.run(run, with_);
  const files: Json = ['a.csv', 'b.csv', 'c.csv'];
  await made.done('start/main', { count: 3, artifacts: { files } });
  for (const index of [0, 1, 2]) {
    await made.done(`train/${index}`, { artifacts: { files, score: index / 10 }, log: `training ${index}\n` });
  }
  await made.done('pick/main', { artifacts: { files, best: 0.2 } });
  await made.done('end/main', { artifacts: { files, best: 0.2 }, log: 'done\n' });
  await made.end('succeeded');
  return made;
}
