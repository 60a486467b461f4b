import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtShim } from '../../../engines/local/built-shim.ts';
import { diskHost } from '../../../../src/cli/project.ts';
import { compile } from '../../../../src/compiler/compile.ts';
import { packFlow } from '../../../../src/package/pack.ts';
import { decode } from '../../../../src/runtime/codec/decode.ts';
import type { Json } from '../../../../src/runtime/json.ts';
import { after, firstTask } from '../../../../src/runtime/navigate/after.ts';
import type { Plan } from '../../../../src/runtime/plan.ts';
import { Blobs } from '../../../../src/runtime/store/blobs.ts';
import { codeKey, resultKey, taskPrefix } from '../../../../src/runtime/store/layout.ts';
import { openStore } from '../../../../src/runtime/store/open.ts';
import type { AttemptEnd, AttemptStart, FileRef, ResultRecord } from '../../../../src/runtime/store/records.ts';
import type { Store } from '../../../../src/runtime/store/store.ts';
import type { Control, Task } from '../../../../src/runtime/task.ts';

// Tasks of real flows, each run as a pod runs it: `flowc-task STEP …` in a process of its own, with nothing but arguments and environment.

/** What a pod is started with besides its step. */
export interface PodOptions {
  readonly frames?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface PodEnd {
  /** The exit code, or the signal that killed the shim itself. */
  readonly code: number | NodeJS.Signals;
  /** Both stdout and stderr. */
  readonly output: string;
  readonly control: Control;
}

export interface Pod {
  readonly child: ChildProcess;
  readonly ended: Promise<PodEnd>;
}

export interface Datastore {
  readonly root: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A project with one flow, packed, and a datastore in a folder. */
export class ShimFlow {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'flowc-shim-')));
  readonly run = 'r1';
  readonly #children = new Set<ChildProcess>();
  store!: Store;
  plan!: Plan;
  #shim = '';
  #datastore: Datastore = { root: '', env: {} };
  #code = '';
  #pods = 0;

  /**
   * @param members - The body of `class TestFlow`.
   * @param datastore - Where it is no folder: its root, and the variables by which it is found.
   */
  static async of(members: string, imports = '', datastore?: Datastore): Promise<ShimFlow> {
    const flow = new ShimFlow();
    mkdirSync(join(flow.folder, 'project'));
    flow.#datastore = datastore ?? { root: join(flow.folder, 'store'), env: {} };
    flow.store = await openStore(flow.#datastore.root, flow.#datastore.env);
    flow.#shim = await builtShim();
    await flow.write(members, imports);
    return flow;
  }

  /** Changes the flow's code, as a new deployment does. */
  async write(members: string, imports = ''): Promise<void> {
    const root = join(this.folder, 'project');
    writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
    writeFileSync(
      join(root, 'flow.ts'),
      `${imports}\n${IMPORTS}\nexport class TestFlow extends FlowSpec {\n${members}\n}\n`,
    );
    const { flows, diagnostics } = compile({ file: 'flow.ts' }, diskHost(root));
    const [flow] = flows;
    if (flow === undefined) throw new Error(diagnostics.map(({ message }) => message).join('; '));
    const packed = await packFlow({ root, graph: flow.graph, external: [] });
    await this.store.putIfAbsent(codeKey(packed.id), packed.bytes);
    this.plan = packed.package.plan;
    this.#code = packed.id;
  }

  /** Starts a pod. */
  start(step: string, { frames, args = [], env = {} }: PodOptions = {}): Pod {
    const control = join(this.folder, `control-${(this.#pods += 1)}`);
    const child = spawn(
      process.execPath,
      [this.#shim, step, ...(frames === undefined || frames === '' ? [] : ['--frames', frames]), ...args],
      {
        cwd: join(this.folder, 'project'),
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          PATH: process.env['PATH'],
          TMPDIR: this.folder,
          FLOWC_FLOW: 'TestFlow',
          FLOWC_RUN: this.run,
          FLOWC_ENGINE: 'test/1',
          FLOWC_DATASTORE: this.#datastore.root,
          FLOWC_PACKAGE: this.#code,
          FLOWC_CONTROL: control,
          ...this.#datastore.env,
          ...env,
        },
      },
    );
    this.#children.add(child);
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
    const ended = new Promise<PodEnd>((resolve) => {
      child.on('close', (code, signal) => {
        this.#children.delete(child);
        resolve({ code: code ?? signal ?? 0, output, control: readControl(control) });
      });
    });
    return { child, ended };
  }

  /** Runs a pod to its end. */
  pod(step: string, options: PodOptions = {}): Promise<PodEnd> {
    return this.start(step, options).ended;
  }

  /**
   * Plays the engine: runs every task from the first on, each by a pod, and answers with the tasks in the order in which they ran.
   *
   * @param before - Stops in front of this step; the tasks that have come there are not run.
   * @param expected - Exit codes that are as good as 0.
   */
  async walk(before?: string, options: PodOptions = {}): Promise<readonly Task[]> {
    const ran: Task[] = [];
    const open = [firstTask(this.plan)];
    const closing = new Map<string, number>();
    for (let task = open.shift(); task !== undefined; task = open.shift()) {
      if (task.step === before) continue;
      const { code, output, control } = await this.pod(task.step, { ...options, frames: task.frames });
      if (code !== 0) throw new Error(`${task.step} ${task.frames} ended with ${code}:\n${output}`);
      ran.push(task);
      const then = after(this.plan, task, control);
      if (then.kind === 'task') open.push(then.task);
      if (then.kind === 'group') {
        closing.set(named(then.join), then.count);
        open.push(...Array.from({ length: then.count }, (_, index) => then.first(index)));
        if (then.count === 0) open.push(then.join);
      }
      if (then.kind === 'close') {
        const left = (closing.get(named(then.join)) ?? 0) - 1;
        closing.set(named(then.join), left);
        if (left === 0) open.push(then.join);
      }
    }
    return ran;
  }

  async result(step: string, frames = ''): Promise<ResultRecord> {
    const bytes = await this.store.get(resultKey(this.#id, { step, frames }));
    if (bytes === undefined) throw new Error(`${step} ${frames} has no result`);
    return parse<ResultRecord>(bytes);
  }

  /** The values of all artifacts that are set after a task; files as their references. */
  async artifacts(step: string, frames = ''): Promise<Readonly<Record<string, unknown>>> {
    const blobs = new Blobs(this.store);
    const { artifacts } = await this.result(step, frames);
    const values: Record<string, unknown> = {};
    for (const [name, { sha256 }] of Object.entries(artifacts)) {
      values[name] = decode(await blobs.get(sha256), { handleOf: (ref: FileRef) => ref });
    }
    return values;
  }

  /** How the attempts of a task ended, by their names, which begin with their numbers. */
  ends(step: string, frames = ''): Promise<readonly AttemptEnd[]> {
    return this.#records({ step, frames }, 'end.json');
  }

  /** How they began, in the same order. */
  starts(step: string, frames = ''): Promise<readonly AttemptStart[]> {
    return this.#records({ step, frames }, 'start.json');
  }

  async #records<Type>(task: Task, file: string): Promise<readonly Type[]> {
    const records: [string, Type][] = [];
    for await (const { key } of this.store.list(taskPrefix(this.#id, task))) {
      const bytes = key.endsWith(`/${file}`) ? await this.store.get(key) : undefined;
      if (bytes !== undefined) records.push([key, parse<Type>(bytes)]);
    }
    return records.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, record]) => record);
  }

  /** Objects of a task besides blobs, without the random names of attempts. */
  async objects(step: string, frames = ''): Promise<readonly string[]> {
    const keys: string[] = [];
    const prefix = taskPrefix(this.#id, { step, frames });
    for await (const { key } of this.store.list(prefix)) keys.push(key.slice(prefix.length).replace(/-\w{6}\//, '/'));
    return keys.toSorted();
  }

  /** The lines of a file that steps have appended to by `note(…)`. */
  notes(): readonly string[] {
    try {
      return readFileSync(join(this.folder, 'project', 'notes'), 'utf8')
        .split('\n')
        .filter(Boolean);
    } catch {
      return [];
    }
  }

  /** Makes an empty file in the project, for a step that waits for it. */
  touch(name: string): void {
    writeFileSync(join(this.folder, 'project', name), '');
  }

  async remove(): Promise<void> {
    for (const child of this.#children) child.kill('SIGKILL');
    await this.store.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  get #id() {
    return { flow: 'TestFlow', run: this.run };
  }
}

/** Flows note what ran, across processes, in a file. */
const IMPORTS = `import { appendFileSync } from 'node:fs';
import { FlowSpec, catchError, current, environment, file, onExit, parameter, retry, step, tags, timeout, type CaughtError, type FileArtifact, type Inputs } from 'flowc';
const note = (text: string): void => appendFileSync('notes', text + '\\n');
`;

/** One empty step after another, for tests that look at one. */
export const END = '@step end() {}';

const named = ({ step, frames }: Task): string => `${step}/${frames}`;

const parse = <Type>(bytes: Uint8Array): Type => JSON.parse(Buffer.from(bytes).toString()) as Json as Type;

function readControl(folder: string): Control {
  const read = (name: string): string => {
    try {
      return readFileSync(join(folder, name), 'utf8');
    } catch {
      return '';
    }
  };
  const [next, count, inside, again] = [read('next'), read('count'), read('inside'), read('again')];
  return {
    ...(next === '' ? {} : { next }),
    ...(count === '' ? {} : { count: Number(count), inside }),
    ...(again === '' ? {} : { again }),
  };
}
