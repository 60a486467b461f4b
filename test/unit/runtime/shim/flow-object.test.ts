import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { blobKey } from '../../../../src/runtime/store/layout.ts';
import { END, ShimFlow } from './shim-flow.ts';

let flow: ShimFlow;
afterEach(() => flow.remove());

const lastNote = (): unknown => JSON.parse(flow.notes().at(-1) ?? 'null');

describe('artifacts', () => {
  test('begin with their initial values in the first task, and elsewhere are what was stored', async () => {
    flow = await ShimFlow.of(`
      count = 5;
      names: string[] = ['a'];
      late?: string = 'initial';
      @step start() { note(JSON.stringify([this.count, this.late])); this.count++; this.next(this.middle); }
      @step middle() { this.names.push('b'); this.late = undefined; this.next(this.end); }
      @step end() { note(JSON.stringify([this.count, this.names, this.late ?? null])); }`);
    await flow.walk();
    expect(flow.notes()).toEqual(['[5,"initial"]', '[6,["a","b"],null]']);
  });

  test('are not the fields that are only declared, until a step sets them', async () => {
    flow = await ShimFlow.of(`
      a!: number;
      b?: number;
      @step start() { this.a = 1; this.next(this.middle); }
      @step middle() { note(JSON.stringify(Object.keys(this))); this.b = undefined; this.next(this.end); }
      @step end() { note(JSON.stringify(Object.keys(this))); }`);
    await flow.walk();
    expect(flow.notes()).toEqual(['["a"]', '["a","b"]']);
    expect(Object.keys((await flow.result('start')).artifacts)).toEqual(['a']);
  });

  test('that nobody touches keep their blob, also unread and when their blob is gone', async () => {
    flow = await ShimFlow.of(`
      big!: number[];
      small!: number;
      @step start() { this.big = [1, 2, 3]; this.small = 0; this.next(this.middle); }
      @step middle() { this.small = 1; this.next(this.last); }
      @step last() { note(String(this.small)); this.next(this.end); }
      ${END}`);
    await flow.walk('middle');
    const { big } = (await flow.result('start')).artifacts;
    await flow.store.delete([blobKey(big?.sha256 ?? '')]);
    expect((await flow.pod('middle')).code).toBe(0);
    expect((await flow.result('middle')).artifacts['big']).toEqual(big);
  });

  test('that were changed in place, through whatever name, are saved', async () => {
    flow = await ShimFlow.of(
      `
      box!: { n: number };
      list!: number[];
      @step start() { this.box = { n: 0 }; this.list = []; this.next(this.middle); }
      @step middle() { touch(this); this.next(this.end); }
      @step end() { note(JSON.stringify([this.box, this.list])); }`,
      `const touch = (any: object): void => { for (const value of Object.values(any)) { if (Array.isArray(value)) value.push(1); else (value as { n: number }).n = 7; } };`,
    );
    await flow.walk();
    expect(lastNote()).toEqual([{ n: 7 }, [1]]);
  });

  test('of equal values are one blob', async () => {
    flow = await ShimFlow.of(`
      a!: string;
      b!: string;
      @step start() { this.a = 'same'; this.b = 'same'; this.next(this.end); }
      @step end() { note(this.a + this.b); }`);
    await flow.walk();
    const { a, b } = (await flow.result('end')).artifacts;
    expect(a).toEqual(b);
  });

  test('that are deleted are set no longer', async () => {
    flow = await ShimFlow.of(`
      a?: number = 1;
      @step start() { this.next(this.middle); }
      @step middle() { delete this.a; this.next(this.end); }
      ${END}`);
    await flow.walk();
    expect((await flow.result('middle')).artifacts).toEqual({});
  });

  test('that cannot be stored are named with flow, step and path', async () => {
    flow = await ShimFlow.of(
      `
      model!: { rows: unknown[] };
      @step start() { this.model = { rows: rows() }; this.next(this.end); }
      @step end() { note(String(this.model)); }`,
      'const rows = (): unknown[] => [1, { connect: () => 1 }];',
    );
    const { code, output } = await flow.pod('start');
    expect(code).toBe(1);
    expect(output).toContain(
      'NotStorable: `TestFlow`, step `start`, artifact `model`: `.rows[1].connect` is a function',
    );
    expect(await flow.objects('start')).not.toContain('result.json');
  });

  test('whose blob is damaged are named, and never used', async () => {
    flow = await ShimFlow.of(`
      text!: string;
      @step start() { this.text = 'abc'; this.next(this.end); }
      @step end() { note(this.text); }`);
    await flow.walk('end');
    const key = blobKey((await flow.result('start')).artifacts['text']?.sha256 ?? '');
    const bytes = await flow.store.get(key);
    await flow.store.put(
      key,
      Buffer.from(
        Buffer.from(bytes ?? [])
          .toString('latin1')
          .replace('abc', 'abd'),
        'latin1',
      ),
    );
    const { code, output } = await flow.pod('end');
    expect(code).toBe(1);
    expect(output).toContain(key);
    expect(flow.notes()).toEqual([]);
  });
});

describe('the flow object', () => {
  test('is made by `new`, with private members, getters, constants and inherited ones in every step', async () => {
    flow = await ShimFlow.of(
      `
      @step async middle() { await Promise.resolve(); this.total += this.#twice(this.base) + this.three; this.next(this.end); }
      #factor = 2;
      #twice(n: number) { return n * this.#factor; }
      get three() { return 3; }
      total = 0;
      readonly limits = { max: 10 };
      @step start() { this.total = this.limits.max; this.next(this.middle); }
      base = 4;
      @step end() { note(JSON.stringify([this.total, this.base, this.limits])); }`,
    );
    await flow.walk();
    expect(lastNote()).toEqual([21, 4, { max: 10 }]);
    expect(Object.keys((await flow.result('end')).artifacts)).toEqual(['total']);
  });

  test('has constants, which code that flowc cannot follow does not change unheard', async () => {
    flow = await ShimFlow.of(
      `
      count = 0;
      @step start() { count(this); this.next(this.end); }
      @step end() {}
    `,
      `const count = (flow: any): void => { flow.count += 1; };`,
    );
    const { code, output } = await flow.pod('start');
    expect(code).toBe(1);
    expect(output).toContain('step `start`: `count` was assigned by code that was given `this`');
  });

  test('has the parameters by their kinds, and refuses to have them assigned', async () => {
    flow = await ShimFlow.of(
      `
      readonly rate = parameter.number({ default: 0.5 });
      readonly day = parameter.date({ default: '2026-01-31' });
      readonly mode = parameter.choice(['fast', 'exact'], { required: false });
      readonly rows = parameter.file();
      text!: string;
      @step async start() { this.text = await read(this.rows); this.next(this.end); }
      @step end() { note(JSON.stringify([this.rate, this.day, this.mode ?? null, this.text, current.parameters['rate']])); change(this); }`,
      `const read = async (rows: FileArtifact): Promise<string> => { let text = ''; for await (const chunk of rows.stream()) text += String(chunk); return text + rows.size; };
       const change = (flow: object): void => { Object.assign(flow, { rate: 1 }); };`,
    );
    writeFileSync(join(flow.folder, 'project/rows.txt'), 'a,b');
    await flow.pod('start', { env: { FLOWC_PARAMETERS: '[{"name":"rows","value":"rows.txt"}]' } });
    const { code, output } = await flow.pod('end');
    expect(lastNote()).toEqual([0.5, '2026-01-31T00:00:00.000Z', null, 'a,b3', 0.5]);
    expect(code).toBe(1);
    expect(output).toContain('`rate` is a parameter of the run and cannot be assigned');
  });

  test('knows where it runs by `current`', async () => {
    flow = await ShimFlow.of(`
      @step start() { this.next(this.each, { foreach: ['a', 'b'] }); }
      @step each(item: string) { note(item); this.next(this.inner, { foreach: [1, 2, 3] }); }
      @step inner(n: number) {
        const { flowName, runId, originRunId, stepName, taskId, attempt, pathspec, foreach, tags, parameters, trigger, project, isResumed, failure } = current;
        note(JSON.stringify({ n, index: this.index, input: this.input, flowName, runId, originRunId, stepName, taskId, attempt, pathspec, foreach, tags, parameters, trigger, project, isResumed, failure }));
        this.next(this.gather);
      }
      @step gather(inputs: Inputs<TestFlow>) { note(String(inputs.length)); this.next(this.all); }
      @step all(inputs: Inputs<TestFlow>) { note(String(inputs.length)); this.next(this.end); }
      ${END}`);
    await flow.walk('gather');
    const [, , inner] = flow.notes().filter((note) => note.includes('inner'));
    expect(JSON.parse(inner ?? '')).toEqual({
      n: 3,
      index: 2,
      input: 3,
      flowName: 'TestFlow',
      runId: 'r1',
      stepName: 'inner',
      taskId: '0.2',
      attempt: 0,
      pathspec: 'TestFlow/r1/inner/0.2',
      foreach: [
        { step: 'start', index: 0, size: 2 },
        { step: 'each', index: 2, size: 3 },
      ],
      tags: [],
      parameters: {},
      isResumed: false,
    });
  });

  test('has a folder of its own, empty at first and gone after', async () => {
    flow = await ShimFlow.of(
      `
      @step start() { note(JSON.stringify([current.tempDir, files(current.tempDir)])); write(current.tempDir); this.next(this.end); }
      @step end() { note(JSON.stringify([current.tempDir, files(current.tempDir)])); }`,
      `import { existsSync, readdirSync, writeFileSync } from 'node:fs';
       const files = (folder: string) => readdirSync(folder); const write = (folder: string) => writeFileSync(folder + '/x', '');`,
    );
    await flow.walk();
    const [[first, before], [second, then]] = flow.notes().map((note) => JSON.parse(note) as [string, string[]]) as [
      [string, string[]],
      [string, string[]],
    ];
    expect([before, then]).toEqual([[], []]);
    expect(first).not.toBe(second);
  });

  test('sees the variables of its step before any of its code is loaded', async () => {
    flow = await ShimFlow.of(
      `
      @environment({ vars: { LEVEL: 'debug' } })
      @step start() { note(LEVEL + process.env['LEVEL']); this.next(this.end); }
      ${END}`,
      `const LEVEL = process.env['LEVEL'];`,
    );
    // A manifest sets them.
    await flow.pod('start', { env: { LEVEL: 'debug' } });
    expect(flow.notes()).toEqual(['debugdebug']);
  });
});

describe('files', () => {
  test('are stored as they were at the call, and read by path and as a stream elsewhere', async () => {
    flow = await ShimFlow.of(
      `
      model!: FileArtifact;
      models!: FileArtifact[];
      @step start() {
        writeFileSync(current.tempDir + '/model.bin', 'x'.repeat(3_000_000));
        this.model = file(current.tempDir + '/model.bin');
        unlinkSync(current.tempDir + '/model.bin');
        writeFileSync('empty', '');
        this.models = [this.model, file('empty')];
        this.next(this.end);
      }
      @step async end() {
        const path = await this.model.path();
        note([this.model.size, basename(path), readFileSync(path).length, path === (await this.model.path()), await length(this.model.stream()), await length(this.models[1]?.stream())].join(' '));
      }`,
      `import { readFileSync, unlinkSync, writeFileSync } from 'node:fs';
       import { basename } from 'node:path';
       const length = async (stream: AsyncIterable<Uint8Array> | undefined) => { let sum = 0; for await (const chunk of stream ?? []) sum += chunk.length; return sum; };`,
    );
    await flow.walk();
    expect(flow.notes()).toEqual(['3000000 model.bin 3000000 true 3000000 0']);
    const { model } = (await flow.result('start')).artifacts;
    expect(await flow.artifacts('end')).toMatchObject({
      model: { name: 'model.bin', size: 3_000_000, sha256: model?.files?.[0] },
    });
    expect((await flow.result('end')).artifacts['model']).toEqual(model);
  });

  test('that change after the call are refused', async () => {
    flow = await ShimFlow.of(
      `
      log!: FileArtifact;
      @step start() { writeFileSync('log', 'a'); this.log = file('log'); appendFileSync('log', 'b'); this.next(this.end); }
      @step end() { note(String(this.log.size)); }`,
      `import { writeFileSync } from 'node:fs';`,
    );
    const { code, output } = await flow.pod('start');
    expect(code).toBe(1);
    expect(output).toContain('the file changed after the call');
  });

  test('that are not there fail at the call, at the flow’s line', async () => {
    flow = await ShimFlow.of(`
      model!: FileArtifact;
      @step start() { this.model = file('nowhere'); this.next(this.end); }
      @step end() { note(String(this.model.size)); }`);
    const { code, output } = await flow.pod('start');
    expect(code).toBe(1);
    expect(output).toMatch(
      /the file cannot be read\n {4}at TestFlow\.start \(flow\.ts:\d+:\d+\)\nCaused by: Error: ENOENT/,
    );
  });
});
