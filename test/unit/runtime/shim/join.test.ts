import { afterEach, describe, expect, test } from 'vitest';
import { END, ShimFlow } from './shim-flow.ts';

let flow: ShimFlow;
afterEach(() => flow.remove());

const lastNote = (): unknown => JSON.parse(flow.notes().at(-1) ?? 'null');

/** A split into `a` and `b` with these bodies, and a join with this one. */
const split = (
  a: string,
  b: string,
  join: string,
  fields = 'x = 1; y = 1; z!: number; w?: number;',
): Promise<ShimFlow> =>
  ShimFlow.of(`
    ${fields}
    readonly limit = { most: 3 };
    readonly rate = parameter.number({ default: 0.5 });
    @step start() { this.next(this.a, this.b); }
    @step a() { ${a} this.next(this.join); }
    @step b() { ${b} this.next(this.join); }
    @step join(inputs: Inputs<TestFlow>) { ${join} this.next(this.end); }
    @step end() { note(JSON.stringify({ x: this.x, y: this.y, z: this.z, w: this.w })); }`);

describe('what a join receives', () => {
  test('is what no branch changed, by hash, also where a branch wrote the same again', async () => {
    flow = await split(
      'this.x = 2; this.y = 1;',
      'this.z = 5;',
      'note(JSON.stringify(Object.keys(this))); this.x = 0; this.z = 0;',
    );
    await flow.walk();
    expect(flow.notes()[0]).toBe('["limit","rate","y"]');
    expect(lastNote()).toEqual({ x: 0, y: 1, z: 0 });
  });

  test('are inputs in the order written, by index and by name, as arrays are', async () => {
    flow = await split(
      'this.z = 1;',
      'this.z = 2;',
      `
      const [first, second] = inputs;
      note(JSON.stringify([
        inputs.length, Array.isArray(inputs), inputs.map((input) => input.z), [...inputs].map((input) => input.z), inputs.at(-1)?.z, inputs[0]?.z,
        inputs.a.z, inputs.b.z, first?.z, second?.z, inputs.filter((input) => input.z > 1).length, inputs.reduce((sum, input) => sum + input.z, 0),
        inputs[0] === inputs.a, inputs.indexOf(inputs.b), 'a' in inputs, 2 in inputs, Object.keys(inputs), inputs.slice(1).length, inputs.concat(inputs).length,
        inputs.entries().next().value?.[0], inputs.find((input) => input.z === 2) === inputs.b,
      ]));
      this.z = 0;`,
    );
    await flow.walk();
    expect(JSON.parse(flow.notes()[0] ?? '')).toEqual([
      2,
      true,
      [1, 2],
      [1, 2],
      2,
      1,
      1,
      2,
      1,
      2,
      1,
      3,
      true,
      1,
      true,
      false,
      ['0', '1'],
      1,
      4,
      0,
      true,
    ]);
  });

  test('show an input its artifacts, the constants and parameters, and nothing of the join itself', async () => {
    flow = await split(
      'this.z = 1;',
      'this.w = 4; this.z = 3;',
      `
      this.x = 9; this.w = 8; this.z = 7;
      note(JSON.stringify([{ ...inputs.a }, inputs.a.w ?? null, inputs.b.w, inputs.a.x, inputs.a.limit, inputs.a.rate, inputs.a.y]));`,
    );
    await flow.walk();
    expect(JSON.parse(flow.notes()[0] ?? '')).toEqual([{ x: 1, z: 1 }, null, 4, 1, { most: 3 }, 0.5, 1]);
  });

  test('cannot be assigned, and say so', async () => {
    flow = await ShimFlow.of(
      `
      z!: number;
      @step start() { this.next(this.a, this.b); }
      @step a() { this.z = 1; this.next(this.join); }
      @step b() { this.z = 1; this.next(this.join); }
      @step join(inputs: Inputs<TestFlow>) {
        tryAll(inputs);
        this.z = inputs.a.z;
        this.next(this.end);
      }
      @step end() { note(String(this.z)); }`,
      `const tryIt = (what: () => void): void => { try { what(); note('done'); } catch (error) { note((error as Error).name + ': ' + (error as Error).message); } };
       const tryAll = (inputs: any): void => {
         tryIt(() => { inputs.a.z = 2; });
         tryIt(() => { inputs.a.other = 2; });
         tryIt(() => { inputs[0] = 2; });
         tryIt(() => { inputs.push(1); });
         tryIt(() => { inputs.sort(); });
       };`,
    );
    await flow.walk();
    const [z, other, first, push, sort, end] = flow.notes();
    expect(z).toContain('TypeError: `z` of an input cannot be assigned');
    expect(other).toContain('TypeError');
    expect(first).toContain('TypeError: `inputs.0` cannot be changed');
    expect(push).toContain('TypeError');
    expect(sort).toContain('TypeError');
    expect(end).toBe('1');
  });

  test('are the elements of a foreach in their order, and none over nothing', async () => {
    flow = await ShimFlow.of(`
      sizes: number[] = [];
      sum!: number;
      n!: number;
      @step start() { this.sizes = [3, 1, 2]; this.next(this.body, { foreach: this.sizes }); }
      @step body(size: number) { this.n = size * 10; this.next(this.join); }
      @step join(inputs: Inputs<TestFlow>) { this.sum = inputs.reduce((sum, input) => sum * 100 + input.n, 0); this.next(this.none, { foreach: new Set<string>() }); }
      @step none(name: string) { note(name); this.next(this.last); }
      @step last(inputs: Inputs<TestFlow>) { note(JSON.stringify([this.sum, inputs.length, [...inputs]])); this.next(this.end); }
      ${END}`);
    await flow.walk();
    expect(lastNote()).toEqual([301020, 0, []]);
  });
});

describe('merge', () => {
  test('takes what the branches agree on, and counts those without it as no vote', async () => {
    flow = await split('this.x = 2; this.z = 3;', 'this.x = 2; this.w = 4;', 'this.merge(inputs);');
    await flow.walk();
    expect(lastNote()).toEqual({ x: 2, y: 1, z: 3, w: 4 });
  });

  test('fails where inputs differ, also one that did not change it, naming artifacts and branches', async () => {
    flow = await split('this.x = 2;', 'if (this.y === 1) this.y = 5;', 'this.z = 1; this.merge(inputs);');
    await flow.walk('join');
    const { code, output } = await flow.pod('join');
    expect(code).toBe(1);
    expect(output).toContain('disagree on `x` (a and b), `y` (a and b)');
  });

  test('leaves alone what the join has assigned', async () => {
    flow = await split('this.x = 2; this.w = 1;', 'this.w = 1;', 'this.x = 9; this.z = 1; this.merge(inputs);');
    await flow.walk();
    expect(lastNote()).toEqual({ x: 9, y: 1, z: 1, w: 1 });
  });

  test('takes no more than `include` says', async () => {
    flow = await split('this.w = 4; this.z = 3;', 'this.z = 3;', `this.x = 0; this.merge(inputs, { include: ['z'] });`);
    await flow.walk();
    expect(lastNote()).toEqual({ x: 0, y: 1, z: 3 });
  });

  test('keeps what `exclude` names from being taken, and from passing through', async () => {
    flow = await ShimFlow.of(`
      x = 1;
      w?: number;
      z?: number;
      @step start() { this.w = 3; this.next(this.a, this.b); }
      @step a() { this.z = 3; this.next(this.join); }
      @step b() { this.x = 2; this.next(this.join); }
      @step join(inputs: Inputs<TestFlow>) { this.merge(inputs, { exclude: ['w', 'x'] }); this.x = 5; this.next(this.end); }
      @step end() { note(JSON.stringify({ x: this.x, w: this.w, z: this.z })); }`);
    await flow.walk();
    expect(lastNote()).toEqual({ x: 5, z: 3 });
  });

  /** A foreach over `items`, whose join has this body. */
  const over = (items: string, join: string): Promise<ShimFlow> =>
    ShimFlow.of(`
      items: number[] = [];
      n?: number;
      kept = 'kept';
      @step start() { this.items = ${items}; this.next(this.body, { foreach: this.items }); }
      @step body(item: number) { if (item > 0) { this.n = item; this.kept = 'kept'; } this.next(this.join); }
      @step join(inputs: Inputs<TestFlow>) { ${join} this.next(this.end); }
      @step end() { note(JSON.stringify([this.n ?? null, this.kept])); }`);

  test('over no inputs takes what the split had', async () => {
    flow = await over('[]', `this.merge(inputs, { include: ['kept'] }); this.n = 0;`);
    await flow.walk();
    expect(lastNote()).toEqual([0, 'kept']);
  });

  test('over no inputs fails for what the split did not have, naming it', async () => {
    flow = await over('[]', `this.merge(inputs, { include: ['n', 'kept'] });`);
    await flow.walk('join');
    const { code, output } = await flow.pod('join');
    expect(code).toBe(1);
    expect(output).toContain('has nothing to take `n` from');
  });

  test('over no inputs fails for what every body would have set, also where nothing is named', async () => {
    flow = await ShimFlow.of(`
      items: number[] = [];
      n!: number;
      @step start() { this.next(this.body, { foreach: this.items }); }
      @step body(item: number) { this.n = item; this.next(this.join); }
      @step join(inputs: Inputs<TestFlow>) { this.merge(inputs); this.next(this.end); }
      @step end() { note(this.n); }`);
    await flow.walk('join');
    const { code, output } = await flow.pod('join');
    expect(code).toBe(1);
    expect(output).toContain(
      'has nothing to take `n` from: there are no inputs, and before the foreach it was not set',
    );
  });

  test('over elements names those that differ', async () => {
    flow = await over('[2, 2, 0, 3]', `this.merge(inputs);`);
    await flow.walk('join');
    expect((await flow.pod('join')).output).toContain('disagree on `n` (element 0 and element 3)');
  });
});
