import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { flowOf } from './flow-of.ts';
import { hashesOf, hashOf, leftBy, shapeOf } from './left-by.ts';
import { record, shown } from '../records.ts';
import { local } from './engine.ts';

// Values on their way through real processes: what one task leaves in its artifacts, the next ones find.

/** Something of every storable kind. Its text is part of the flow. */
function storable() {
  const shared = { of: 'both' };
  const circle: { name: string; self?: unknown } = { name: 'circle' };
  circle.self = circle;
  const memory = Uint8Array.from({ length: 32 }, (_, index) => index * 7).buffer;
  return {
    numbers: [0, -0, NaN, Infinity, -Infinity, Number.MIN_VALUE, Number.MAX_SAFE_INTEGER],
    texts: ['', '👩‍🚀', 'a lone \ud83d and \udc69', '\u0000\u2028', '__proto__'],
    nothing: [undefined, null],
    big: [0n, -(2n ** 200n)],
    // oxlint-disable-next-line no-sparse-arrays
    holes: [1, , 3],
    dates: [new Date(0), new Date(NaN), new Date(-8.64e15)],
    map: new Map<unknown, unknown>([
      [NaN, 'nan'],
      [shared, new Set([shared, -1n])],
    ]),
    bare: Object.assign(Object.create(null), { constructor: 1 }) as object,
    shared,
    circle,
    memory,
    views: [
      new Int8Array(memory, 1, 3),
      new Uint8Array(memory, 2),
      new Uint8ClampedArray(memory),
      new Int16Array(memory, 2),
      new Uint16Array(memory),
      new Int32Array(memory, 4, 1),
      new Uint32Array(memory),
      new Float32Array(memory),
      new Float64Array(memory, 8),
      new BigInt64Array(memory),
      new BigUint64Array(memory, 24),
      new DataView(memory, 3, 5),
      Buffer.from(memory, 5, 4),
    ],
  };
}

const IDENTITIES = `
const identities = (all: any) => {
  ok(all.map.get(all.shared).has(all.shared));
  strictEqual(all.circle.self, all.circle);
  for (const view of all.views) strictEqual(view.buffer, all.memory);
  ok(1 in all.holes === false && Object.is(all.numbers[1], -0));
  strictEqual(Object.getPrototypeOf(all.bare), null);
};`;

test('a value of every kind goes through four processes as it was, untouched or stored again', async () => {
  const flow = flowOf(
    `
    all!: object; again!: object;
    @step start() { this.all = storable(); this.again = {}; this.next(this.look); }
    @step look() { deepStrictEqual(this.all, storable()); identities(this.all); this.next(this.copy); }
    @step copy() { this.again = this.all; this.all = structuredClone({ gone: true }); this.next(this.end); }
    @step end() { deepStrictEqual(this.again, storable()); identities(this.again); note('same'); }`,
    `import { deepStrictEqual, ok, strictEqual } from 'node:assert';\n${storable.toString()}\n${IDENTITIES}`,
  );
  await flow.run('r1');
  expect(flow.lines('notes')).toEqual(['same']);
  const { tasks } = await leftBy(flow, 'r1');
  const first = hashesOf({ all: storable(), again: {} });
  const then = hashesOf({ all: { gone: true }, again: storable() });
  expect(tasks.map(({ artifacts }) => artifacts)).toEqual([first, first, then, then]);
});

test('100 MB of float64 go from one process to another', async () => {
  const length = 13_107_200;
  const flow = flowOf(`
    rows!: Float64Array; sum!: number;
    @step start() { this.rows = new Float64Array(${length}).map((_, index) => index / 2); this.next(this.add); }
    @step add() { this.sum = this.rows.reduce((sum, each) => sum + each, 0); this.next(this.end); }
    @step end() { note(this.sum); }`);
  await flow.run('r1');
  expect(flow.lines('notes')).toEqual([String((length * (length - 1)) / 4)]);
  const { tasks } = await leftBy(flow, 'r1');
  const rows = hashOf(new Float64Array(length).map((_, index) => index / 2));
  expect(tasks.map(({ artifacts }) => artifacts['rows'])).toEqual([rows, rows, rows]);
  record(local, shown('artifact-100-mb'));
});

test(
  'a file of more than 4 GB is stored and read as a stream, in constant memory',
  async () => {
    const size = 4.2 * 2 ** 30;
    const flow = flowOf(
      `
      model!: FileArtifact;
      @step start() {
        writeFileSync('model.bin', 'begin');
        truncateSync('model.bin', ${Math.floor(size)} - 3);
        appendFileSync('model.bin', 'end');
        this.model = file('model.bin');
        this.next(this.end);
      }
      @step async end() {
        let read = 0;
        let last = Buffer.alloc(0);
        for await (const chunk of this.model.stream()) { read += chunk.length; last = Buffer.concat([last, chunk]).subarray(-3); }
        note(JSON.stringify([this.model.size, read, last.toString()]));
        note(process.resourceUsage().maxRSS / 1024 < 400);
      }`,
      `import { truncateSync, writeFileSync } from 'node:fs';`,
    );
    const { end } = await flow.run('r1');
    expect(end).toMatchObject({ status: 'succeeded' });
    expect(flow.lines('notes')).toEqual([JSON.stringify([Math.floor(size), Math.floor(size), 'end']), 'true']);
    record(local, shown('artifact-4-gb'));
  },
  5 * 60_000,
);

test('files are elements of a foreach and are read through the inputs of its join', async () => {
  const flow = flowOf(
    `
    copy!: FileArtifact; sizes!: number[]; texts!: string[];
    @step start() {
      for (const name of ['a.txt', 'b.txt']) writeFileSync(name, name.repeat(3));
      const elements = ['a.txt', 'b.txt'].map((name) => ({ name, data: file(name) }));
      this.next(this.each, { foreach: elements });
    }
    @step async each({ name, data }: { name: string; data: FileArtifact }) {
      writeFileSync(current.tempDir + '/copy', name + readFileSync(await data.path(), 'utf8'));
      this.copy = file(current.tempDir + '/copy');
      this.next(this.join);
    }
    @step async join(inputs: Inputs<Flow>) {
      this.sizes = inputs.map(({ copy }) => copy.size);
      this.texts = await Promise.all(inputs.map(async ({ copy }) => readFileSync(await copy.path(), 'utf8')));
      this.next(this.end);
    }
    @step end() { note(JSON.stringify([this.sizes, this.texts])); }`,
    `import { readFileSync, writeFileSync } from 'node:fs';`,
  );
  await flow.run('r1');
  const texts = ['a.txt', 'b.txt'].map((name) => name.repeat(4));
  expect(flow.lines('notes')).toEqual([JSON.stringify([[20, 20], texts])]);
  const { tasks } = await leftBy(flow, 'r1');
  expect(tasks.slice(-2).map(({ artifacts }) => artifacts)).toEqual(
    [0, 1].map(() => hashesOf({ sizes: [20, 20], texts })),
  );
});

test('artifacts may be called as members of Object.prototype are, and elements may be nothing', async () => {
  const flow = flowOf(
    `
    valueOf?: any; toJSON?: any; got!: unknown;
    @step start() { this.next(this.each, { foreach: [undefined, -0, null] }); }
    @step each(item: unknown) { this.got = [item, Object.keys(this)]; this.valueOf = item; this.next(this.join); }
    @step join(inputs: Inputs<Flow>) { this.got = inputs.map((input) => input.got); this.toJSON = 1; this.next(this.end); }
    @step end() { note(inspect(this.got, { depth: 9 })); note(this.toJSON); }`,
    `import { inspect } from 'node:util';`,
  );
  await flow.run('r1');
  expect(flow.lines('notes')).toEqual(['[ [ undefined, [] ], [ -0, [] ], [ null, [] ] ]', '1']);
  const { tasks } = await leftBy(flow, 'r1');
  const got = [undefined, -0, null].map((item) => [item, []]);
  expect(tasks.map(({ artifacts }) => artifacts)).toEqual([
    {},
    ...got.map((each) => hashesOf({ got: each, valueOf: each[0] })),
    ...[0, 1].map(() => hashesOf({ got, toJSON: 1 })),
  ]);
});

test('equal values are one blob, whichever task and artifact they come from', async () => {
  const flow = flowOf(`
    a?: string; b?: string; list?: string[];
    @step start() { this.a = 'same'; this.b = 'same'; this.next(this.one, this.two); }
    @step one() { this.list = ['same']; this.next(this.join); }
    @step two() { this.list = ['same']; this.b = 'other'; this.next(this.join); }
    @step join(inputs: Inputs<Flow>) { this.b = 'sa' + 'me'; this.list = inputs.one.list; this.merge(inputs); this.next(this.end); }
    @step end() { note([this.a, this.b, this.list]); }`);
  await flow.run('r1');
  expect(flow.lines('notes')).toEqual(['same,same,same']);
  expect(blobsOf(flow.store)).toEqual([hashOf('same'), hashOf('other'), hashOf(['same'])].toSorted());
});

/** The addresses of all blobs in a datastore. */
const blobsOf = (store: string): readonly string[] =>
  readdirSync(join(store, 'blobs'))
    .flatMap((folder) => readdirSync(join(store, 'blobs', folder)).map((rest) => folder + rest))
    .toSorted();

describe('a foreach', () => {
  test('goes over a Map, a Set and a generator, each task with its own element', async () => {
    const flow = flowOf(
      `
      got!: unknown;
      @step start() { this.next(this.entry, { foreach: new Map([['a', 1], ['b', 2]]) }); }
      @step entry([key, value]: [string, number]) { this.got = key + value; this.next(this.first); }
      @step first(inputs: Inputs<Flow>) { this.got = inputs.map((input) => input.got); this.next(this.member, { foreach: new Set(['x', 'y']) }); }
      @step member(item: string) { this.got = item + this.index; this.next(this.second); }
      @step second(inputs: Inputs<Flow>) { this.got = inputs.map((input) => input.got); this.next(this.yielded, { foreach: squares(3) }); }
      @step yielded(item: { square: bigint }) { this.got = item; this.next(this.third); }
      @step third(inputs: Inputs<Flow>) { this.got = inputs.map((input) => input.got); this.next(this.end); }
      @step end() { note(String(this.got)); }`,
      'function* squares(count: number) { for (let n = 0; n < count; n++) yield { square: BigInt(n) ** 2n }; }',
    );
    await flow.run('r1');
    const run = await leftBy(flow, 'r1');
    expect(shapeOf(run)).toEqual([
      'start/main',
      'entry/0 < start/main',
      'entry/1 < start/main',
      'first/main < entry/0 entry/1',
      'member/0 < first/main',
      'member/1 < first/main',
      'second/main < member/0 member/1',
      ...[0, 1, 2].map((index) => `yielded/${index} < second/main`),
      'third/main < yielded/0 yielded/1 yielded/2',
      'end/main < third/main',
    ]);
    const squares = [0n, 1n, 4n].map((square) => ({ square }));
    const got = ['a1', 'b2', ['a1', 'b2'], 'x0', 'y1', ['x0', 'y1'], ...squares, squares, squares];
    expect(run.tasks.slice(1).map(({ artifacts }) => artifacts)).toEqual(got.map((value) => hashesOf({ got: value })));
  });

  test('with an element that cannot be stored fails, and the error names flow, step and path', async () => {
    const flow = flowOf(
      `
      @step start() { this.next(this.each, { foreach: elements() }); }
      @step each(item: object) { note(item); this.next(this.join); }
      @step join(inputs: Inputs<Flow>) { note(inputs.length); this.next(this.end); }
      @step end() {}`,
      'const elements = (): object[] => [{ rows: [1] }, { rows: [1, { connect: () => 1 }] }];',
    );
    const { end } = await flow.run('r1');
    expect(end.failure?.message).toMatch(/^`Flow`, step `start`.*\[1\]\.rows\[1\]\.connect.* a function/);
    expect(flow.lines('notes')).toEqual([]);
    expect((await leftBy(flow, 'r1')).tasks).toMatchObject([{ step: 'start', state: 'failed' }]);
  });
});

test.each([{ reuse: false }, { reuse: true }])(
  'constants, clients, private members and accessors are made anew in each task: %o',
  async (given) => {
    const flow = flowOf(
      `
      client = new Client(this.constructor.name);
      readonly limits = { max: 10 };
      accessor seen = 0;
      #secret = 1;
      get doubled() { return this.#secret * 2; }
      @step start() { this.use(); this.next(this.each, { foreach: [1, 2] }); }
      @step each() { this.use(); this.next(this.join); }
      @step join(inputs: Inputs<Flow>) { this.use(); note(inputs.length); this.next(this.end); }
      @step end() { this.use(); }
      use() {
        this.seen++;
        this.#secret++;
        note(JSON.stringify([this.client.call(), this.client.name, this.seen, this.doubled, this.limits]));
      }`,
      `class Client {
        #calls = 0; readonly name: string;
        constructor(name: string) { this.name = name; }
        call() { return ++this.#calls; }
      }`,
    );
    await flow.run('r1', { ...given, maxWorkers: 1 });
    const used = JSON.stringify([1, 'Flow', 1, 4, { max: 10 }]);
    expect(flow.lines('notes')).toEqual([used, used, used, used, '2', used]);
    const { tasks } = await leftBy(flow, 'r1');
    expect(tasks.map(({ artifacts }) => artifacts)).toEqual([{}, {}, {}, {}, {}]);
  },
);
