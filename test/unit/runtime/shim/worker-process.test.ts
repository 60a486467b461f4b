import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { builtShim } from '../../../engines/local/built-shim.ts';
import { diskHost } from '../../../../src/cli/project.ts';
import { compile } from '../../../../src/compiler/compile.ts';
import { packFlow } from '../../../../src/package/pack.ts';
import { unpack } from '../../../../src/runtime/package/unpack.ts';
import { runAttempt } from '../../../../src/runtime/shim/attempt.ts';
import type { Outcome } from '../../../../src/runtime/shim/order.ts';
import { openRun } from '../../../../src/runtime/shim/run-record.ts';
import { WorkerProcess } from '../../../../src/runtime/shim/worker-process.ts';
import { openStore } from '../../../../src/runtime/store/open.ts';
import type { RunRecord } from '../../../../src/runtime/store/records.ts';
import type { Store } from '../../../../src/runtime/store/store.ts';

// Workers as the local engine has them: preloaded by the plan, used once or more.

let folder: string;
let store: Store;
const workers = new Set<WorkerProcess>();
beforeEach(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'flowc-worker-')));
  store = await openStore(join(folder, 'store'), {});
});
afterEach(async () => {
  for (const worker of workers) {
    worker.kill('SIGKILL');
    await worker.ended;
  }
  workers.clear();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Local {
  start(reuse?: boolean): WorkerProcess;
  attempt(step: string, worker: WorkerProcess, of?: Partial<RunRecord>): Promise<Outcome>;
  notes(): readonly string[];
}

async function local(flow: string): Promise<Local> {
  const root = join(folder, 'project');
  mkdirSync(root);
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
  writeFileSync(
    join(root, 'flow.ts'),
    `import { appendFileSync } from 'node:fs';\nimport { current, environment, FlowSpec, parameter, step } from 'flowc';\nconst note = (text: string): void => appendFileSync('notes', text + '\\n');\n${flow}`,
  );
  const { flows, diagnostics } = compile({ file: 'flow.ts' }, diskHost(root));
  const [only] = flows;
  if (only === undefined) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  const { bytes, id, package: content } = await packFlow({ root, graph: only.graph, external: [] });
  const { plan } = content;
  const code = { id, folder: await unpack(bytes, join(folder, 'cache')) };
  const shim = await builtShim();
  const record = await openRun(store, {
    format: 1,
    flow: plan.flow,
    run: 'r1',
    graph: plan.graph,
    code: id,
    parameters: {},
    tags: [],
    engine: 'test',
    started: '',
    origins: [],
  });
  return {
    start: (reuse = false) => {
      const log = join(folder, `log-${workers.size}`);
      const worker = WorkerProcess.start({
        shim,
        env: { PATH: process.env['PATH'], LEVEL: 'outside' },
        store: Promise.resolve(store),
        log,
        reuse,
        cwd: root,
      });
      workers.add(worker);
      worker.preload(code.folder, plan);
      return worker;
    },
    attempt: (step, worker, of = {}) => {
      const task = { step, frames: '' };
      return runAttempt({
        store,
        record: { ...record, ...of },
        plan,
        code,
        task,
        attempt: 0,
        tempRoot: folder,
        worker,
      });
    },
    notes: () => readFileSync(join(root, 'notes'), 'utf8').split('\n').filter(Boolean),
  };
}

const flowOf = (middle: string): string => `
const atLoad = process.env['LEVEL'];
appendFileSync('notes', 'loaded with ' + String(atLoad) + ' ' + String(process.env['NODE_COMPILE_CACHE']) + '\\n');
export class TestFlow extends FlowSpec {
  @environment({ vars: { LEVEL: 'debug' } })
  @step start() { note('start ' + process.env['LEVEL'] + ' ' + typeof process.send); this.next(this.middle); }
  ${middle}
  @step middle() { note('middle ' + process.env['LEVEL']); this.next(this.end); }
  @environment({ vars: { LEVEL: 'debug' } })
  @step end() { note('end'); }
}`;

describe('a worker', () => {
  test('sets the variables of a step before any of its code is loaded, where steps differ in them', async () => {
    const { start, attempt, notes } = await local(flowOf(''));
    expect(await attempt('start', start())).toMatchObject({ kind: 'done' });
    expect(await attempt('middle', start())).toMatchObject({ kind: 'done' });
    expect(notes()).toEqual([
      'loaded with debug undefined',
      'start debug undefined',
      'loaded with outside undefined',
      'middle outside',
    ]);
  });

  test('has the code loaded ahead of its order where they do not', async () => {
    const { start, attempt, notes } = await local(flowOf(`@environment({ vars: { LEVEL: 'debug' } })`));
    const worker = start();
    await worker.ready;
    expect(notes()).toEqual(['loaded with debug undefined']);
    expect(await attempt('start', worker)).toEqual({ kind: 'done', control: { next: 'middle' } });
    expect(notes()).toEqual(['loaded with debug undefined', 'start debug undefined']);
  });

  test('that is kept runs one order after another, each with its own variables and log', async () => {
    const { start, attempt, notes } = await local(
      flowOf('').replaceAll("note('", "console.log('log of ' + current.stepName); note('"),
    );
    const worker = start(true);
    for (const step of ['start', 'middle', 'end']) expect(await attempt(step, worker)).toMatchObject({ kind: 'done' });
    expect(notes()).toEqual(['loaded with debug undefined', 'start debug undefined', 'middle outside', 'end']);
    const logs: string[] = [];
    for await (const { key } of store.list('runs/')) {
      if (key.endsWith('/log')) logs.push(Buffer.from((await store.get(key)) ?? []).toString());
    }
    expect(logs.toSorted()).toEqual(['log of end\n', 'log of middle\n', 'log of start\n']);
  });

  test('is told every character of a large parameter, wherever the pieces end in which it comes', async () => {
    const { start, attempt } = await local(`
      export class TestFlow extends FlowSpec {
        text = parameter.string();
        @step start() { if (/[^.\\u65e5]/.test(this.text)) throw new Error('altered'); this.next(this.end); }
        @step end() {}
      }`);
    for (const pad of ['', '.', '..']) {
      const of = { run: `r${pad}`, parameters: { text: pad + '\u65e5'.repeat(50_000) } };
      expect(await attempt('start', start(), of)).toEqual({ kind: 'done', control: { next: 'end' } });
    }
  });

  test('that nobody gives an order ends when it is told to, and says so to who comes too late', async () => {
    const { start, attempt } = await local(flowOf(''));
    const worker = start();
    worker.kill('SIGTERM');
    await worker.ended;
    expect(await attempt('start', worker)).toMatchObject({ kind: 'killed', signal: 'SIGTERM' });
  });

  test('that cannot be started is a failure like another', async () => {
    const { attempt } = await local(flowOf(''));
    const worker = WorkerProcess.start({
      shim: join(folder, 'dist/flowc-task.cjs'),
      env: {},
      store: Promise.resolve(store),
      log: join(folder, 'log'),
      cwd: join(folder, 'nowhere'),
    });
    expect(await attempt('start', worker)).toMatchObject({
      kind: 'failed',
      error: { message: expect.stringContaining('could not be started') },
    });
  });
});
