import { afterEach, describe, expect, test } from 'vitest';
import { END, ShimFlow } from './shim-flow.ts';

let flow: ShimFlow;
afterEach(() => flow.remove());

/** What the first step's pod says, where `go` is called with the flow's object in place of a `this.next` that flowc sees. */
async function saysOf(go: string): Promise<string> {
  flow = await ShimFlow.of(
    `
    items: number[] = [];
    @step start() { go(this); if (this.items.length > 5) this.next(this.end); else this.next(this.each, { foreach: this.items }); }
    @step each(item: number) { note(String(item)); this.next(this.join); }
    @step join(inputs: Inputs<TestFlow>) { note(String(inputs.length)); this.next(this.end); }
    ${END}`,
    `const go = (flow: any): void => { ${go} };`,
  );
  const { code, output } = await flow.pod('start');
  expect(code).toBe(1);
  return output;
}

describe('this.next', () => {
  test('drains any iterable, once, and each task gets its element alone', async () => {
    flow = await ShimFlow.of(
      `
      names!: Map<string, { deep: Date[] }>;
      @step start() { this.names = new Map([['a', { deep: [new Date(0)] }], ['b', { deep: [] }]]); this.next(this.each, { foreach: made(this.names) }); }
      @step each([name, value]: [string, { deep: Date[] }]) { note(name + value.deep.length + String(value.deep[0] instanceof Date)); this.next(this.join); }
      @step join(inputs: Inputs<TestFlow>) { note(String(inputs.length)); this.next(this.end); }
      @step end() { note(String(this.names.size)); }`,
      `function* made<T>(items: Iterable<T>): Generator<T> { note('drained'); yield* items; }`,
    );
    await flow.walk();
    expect(flow.notes()).toEqual(['drained', 'a1true', 'b0false', '2', '2']);
    expect((await flow.result('start')).control).toEqual({ next: 'each', count: 2, inside: '' });
  });

  test('refuses a string', async () => {
    expect(await saysOf(`flow.next(flow.each, { foreach: 'abc' });`)).toContain('a string is not taken apart');
  });

  test('refuses an async iterable, and says what to do', async () => {
    expect(await saysOf(`flow.next(flow.each, { foreach: (async function* () { yield 1; })() });`)).toContain(
      '`await Array.fromAsync(it)`',
    );
  });

  test('refuses what cannot be iterated', async () => {
    expect(await saysOf(`flow.next(flow.each, { foreach: undefined });`)).toContain('undefined cannot be iterated');
  });

  test('refuses an element that cannot be stored, by its index', async () => {
    expect(await saysOf(`flow.next(flow.each, { foreach: [1, { f: () => 1 }] });`)).toContain(
      'NotStorable: `TestFlow`, step `start`, elements of the foreach: `[1].f` is a function',
    );
  });

  test('refuses a second call', async () => {
    expect(await saysOf(`flow.next(flow.end);`)).toContain('the step `start` called `this.next(…)` twice');
  });

  test('refuses what is no step', async () => {
    expect(await saysOf(`flow.next(flow.end.bind(flow));`)).toContain(
      'a function `bound end` that is no step of the flow',
    );
  });

  test('refuses a way that flowc has not read in the source', async () => {
    expect(await saysOf(`flow.next(flow.each, flow.end);`)).toContain(
      '`this.next(this.each, this.end)`, which is not what flowc read',
    );
  });

  test('is missed where a step ends without it', async () => {
    expect(await saysOf(`Object.defineProperty(flow, 'next', { value: () => {} });`)).toContain(
      'the step `start` ended without `this.next(…)`',
    );
  });
});
