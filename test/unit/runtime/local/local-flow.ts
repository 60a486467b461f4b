import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskHost } from '../../../../src/cli/project.ts';
import { compile } from '../../../../src/compiler/compile.ts';
import { packFlow } from '../../../../src/package/pack.ts';
import type { RunEvent } from '../../../../src/runtime/local/events.ts';
import type { RunOptions } from '../../../../src/runtime/local/options.ts';
import { runFlow } from '../../../../src/runtime/local/run.ts';
import { unpack } from '../../../../src/runtime/package/unpack.ts';
import { codeKey } from '../../../../src/runtime/store/layout.ts';
import { openStore } from '../../../../src/runtime/store/open.ts';
import type { RunEnd } from '../../../../src/runtime/store/records.ts';
import { builtShim } from '../../../engines/local/built-shim.ts';

// Flows that the local engine really runs: compiled, packed and put in a datastore of their own, by worker processes of the real shim.

/** What a test gives of a run; all else has a value that suits most. */
export type Given = Partial<Omit<RunOptions, 'store' | 'plan' | 'code' | 'run' | 'shim'>>;

export interface Ran {
  readonly end: RunEnd;
  readonly events: readonly RunEvent[];
}

/** A project with one flow in `flow.ts` and a datastore. */
export class LocalFlow {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'flowc-local-')));
  readonly store = join(this.folder, 'store');

  /** @param text - The flow, but for the imports of flowc's. */
  constructor(text: string) {
    writeFileSync(join(this.folder, 'package.json'), '{ "type": "module" }');
    this.write(text);
  }

  /** Changes the flow's code. */
  write(text: string): void {
    this.put('flow.ts', text);
  }

  /** Writes a file of the project, where tasks find it. */
  put(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
  }

  /** What a run of the flow as it stands now is started with. */
  async options(run: string, given: Given = {}): Promise<RunOptions> {
    const { flows, diagnostics } = compile({ file: 'flow.ts' }, diskHost(this.folder));
    const [flow] = flows;
    if (flow === undefined) throw new Error(diagnostics.map(({ message }) => message).join('; '));
    const { bytes, id, package: content } = await packFlow({ root: this.folder, graph: flow.graph, external: [] });
    const store = await openStore(this.store, process.env);
    await store.putIfAbsent(codeKey(id), bytes);
    return {
      store,
      plan: content.plan,
      code: { id, folder: await unpack(bytes, join(this.folder, 'cache')) },
      run,
      parameters: {},
      tags: [],
      shim: await builtShim(),
      maxWorkers: 2,
      reuse: false,
      delays: true,
      cwd: this.folder,
      env: process.env,
      signal: new AbortController().signal,
      ...given,
    };
  }

  async run(run: string, given: Given = {}): Promise<Ran> {
    const options = await this.options(run, given);
    const events: RunEvent[] = [];
    try {
      const end = await runFlow(options, (event) => events.push(event));
      return { end, events };
    } finally {
      await options.store.close();
    }
  }

  /** The lines of a file in the project that tasks have written. */
  lines(file: string): readonly string[] {
    try {
      return readFileSync(join(this.folder, file), 'utf8').split('\n').filter(Boolean);
    } catch {
      return [];
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The tasks of certain events, as `step/task`, in their order. */
export const tasksOf = ({ events }: Ran, kind: RunEvent['kind']): readonly string[] =>
  events.flatMap((event) => (event.kind === kind && 'task' in event ? [`${event.step}/${event.task}`] : []));
