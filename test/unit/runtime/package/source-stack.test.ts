import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { FlowMap } from '../../../../src/runtime/package/flow-map.ts';
import { errorName, sourceStack } from '../../../../src/runtime/package/source-stack.ts';
import { unpack } from '../../../../src/runtime/package/unpack.ts';
import { flowWith, pack, projectWith, temporary } from '../../package/project.ts';

// Errors of real flows, packed and imported: what their authors are shown.

/** Prints the stack of what loading a flow, or a method of it, throws. In a process of its own: the test runner rewrites stacks. */
const PROGRAM = `
import { loadFlow } from '${sourceUrl('load.ts')}';
import { FlowMap } from '${sourceUrl('flow-map.ts')}';
import { sourceStack } from '${sourceUrl('source-stack.ts')}';
const [folder, method] = process.argv.slice(1);
try {
  const { Flow } = await loadFlow(folder);
  const flow = new Flow();
  await (method === 'bad' ? flow.bad : flow[method]());
  console.log('nothing was thrown');
} catch (error) {
  console.log(sourceStack(error, new FlowMap(folder)));
}`;

function sourceUrl(file: string): string {
  return new URL(`../../../../src/runtime/package/${file}`, import.meta.url).href;
}

async function stackIn(root: string, file: string, method: string, external: readonly string[] = []): Promise<string> {
  const folder = await unpack((await pack(root, file, external)).bytes, temporary('cache'));
  return execFileSync(process.execPath, ['--input-type=module', '--eval', PROGRAM, folder, method], {
    cwd: root,
    encoding: 'utf8',
  }).trimEnd();
}

/** The stack of what a method of a flow throws, with `library.ts` beside it. */
const stackOf = (members: string, method: string, library = 'export {};'): Promise<string> =>
  stackIn(
    projectWith({
      'flows/flow.ts': flowWith(members, "import * as library from '../library.ts';\nvoid library;"),
      'library.ts': library,
    }),
    'flows/flow.ts',
    method,
  );

describe('the stack of an error', () => {
  test("has the flow's own files, lines and columns, what JavaScript did between them, and nothing else", async () => {
    const library = `// a comment that is not packed

export function check(values: number[]): void {
  values.forEach((value) => {
    if (value > 1) throw new RangeError(\`\${value} is too much\\n    at nowhere (x.js:1:1)\`);
  });
}`;
    expect(await stackOf('  fail() { library.check([1, 2]); }', 'fail', library)).toBe(`RangeError: 2 is too much
    at nowhere (x.js:1:1)
    at library.ts:5:26
    at Array.forEach (<anonymous>)
    at check (library.ts:4:10)
    at TestFlow.fail (flows/flow.ts:6:20)`);
  });

  test('follows what was awaited', async () => {
    const library = 'export async function late() {\n  await null;\n  throw new Error("late");\n}';
    expect(await stackOf('  async fail() { await library.late(); }', 'fail', library)).toBe(`Error: late
    at late (library.ts:3:9)
    at async TestFlow.fail (flows/flow.ts:6:18)`);
  });

  test('names getters', async () => {
    const stack = await stackOf('  get bad(): never { throw new Error("no"); }', 'bad');
    expect(stack).toBe('Error: no\n    at get bad (flows/flow.ts:6:28)');
  });

  test('goes through initialisers, private ones too', async () => {
    const box = `export class Box {
  #inside = this.open();
  open(): never { throw new TypeError("shut"); }
}`;
    expect(await stackOf('  fail() { return new library.Box(); }', 'fail', box)).toBe(`TypeError: shut
    at Box.open (library.ts:3:25)
    at <instance_members_initializer> (library.ts:2:18)
    at new Box (library.ts:1:8)
    at TestFlow.fail (flows/flow.ts:6:19)`);
  });

  test("leaves out flowc's own frames", async () => {
    expect(await stackOf('  fail() { return this.index; }', 'fail')).toMatch(
      /^Error: `this\.index` means something only inside a task[^\n]*\n {4}at TestFlow\.fail \(flows\/flow\.ts:6:24\)$/,
    );
  });

  test('keeps a frame of an installed package by its place in node_modules', () => {
    const error = new Error('deep');
    error.stack = `Error: deep
    at f (file:///home/me/app/node_modules/sharp/lib/index.js:3:4)
    at g (/home/me/app/node_modules/.pnpm/a@1/node_modules/a/x.cjs:5:6)
    at h (/home/me/app/node_modules/flowc/dist/flowc-task.cjs:1:1)
    at node:internal/process/task_queues:105:5
    at i (/usr/lib/elsewhere.js:1:1)`;
    expect(sourceStack(error, new FlowMap('/nowhere'))).toBe(`Error: deep
    at f (node_modules/sharp/lib/index.js:3:4)
    at g (node_modules/.pnpm/a@1/node_modules/a/x.cjs:5:6)`);
  });

  test('goes down the chain of causes and into what an AggregateError gathers, and no circle goes on for ever', async () => {
    const members = `
  fail() {
    const circle = new Error('circle');
    circle.cause = circle;
    const all = new AggregateError([new TypeError('one'), 'two', circle], 'all of it');
    throw new Error('outer', { cause: all });
  }`;
    expect(await stackOf(members, 'fail')).toBe(`Error: outer
    at TestFlow.fail (flows/flow.ts:11:11)
Caused by: AggregateError: all of it
    at TestFlow.fail (flows/flow.ts:10:17)
1 of 3: TypeError: one
    at TestFlow.fail (flows/flow.ts:10:37)
2 of 3: Error: not an Error but 'two' was thrown
3 of 3: Error: circle
    at TestFlow.fail (flows/flow.ts:8:20)`);
  });

  test('has its frames when the message was changed after the throw', async () => {
    const members = "  fail() { const e = new Error('a'); e.message = 'b'.repeat(500); throw e; }";
    expect(await stackOf(members, 'fail')).toMatch(/^Error: b{500}\n {4}at TestFlow\.fail \(flows\/flow\.ts:6:22\)$/);
  });

  test('of ten thousand causes has the first twenty', () => {
    let error = new Error('first');
    for (let count = 0; count < 10_000; count++) error = new Error('next', { cause: error });
    expect(sourceStack(error, new FlowMap('/nowhere')).split('Caused by')).toHaveLength(20);
  });
});

describe('what is thrown and is no plain error', () => {
  const map = new FlowMap('/nowhere');

  test.each([
    ['a text', 'oh', "Error: not an Error but 'oh' was thrown"],
    ['nothing', undefined, 'Error: not an Error but undefined was thrown'],
    ['an object', { code: 1 }, 'Error: not an Error but { code: 1 } was thrown'],
  ])('%s is shown as it is', (_, thrown, text) => {
    expect(sourceStack(thrown, map)).toBe(text);
  });

  test('an error without a message, or without a stack, is its name', () => {
    const error = new RangeError();
    delete error.stack;
    expect(sourceStack(error, map)).toBe('RangeError');
  });

  test('an error of a class without a `name` is called by its class', () => {
    class NotFound extends Error {}
    expect(errorName(new NotFound())).toBe('NotFound');
    expect(errorName(Object.assign(new NotFound(), { name: 'Missing' }))).toBe('Missing');
  });
});

describe('a flow that cannot be loaded', () => {
  test('names the line of a module that throws', async () => {
    const root = projectWith({ 'flow.ts': flowWith('', "import './early.ts';"), 'early.ts': '\n  null!.x;' });
    expect(await stackIn(root, 'flow.ts', 'end')).toMatch(/^TypeError: .*null.*\n {4}at early\.ts:2:9$/);
  });

  test('names the import of an external that has not what is wanted', async () => {
    const root = projectWith({
      'flow.ts': flowWith('  is = missing;', "import { missing } from 'outside';"),
      'node_modules/outside/package.json': '{ "type": "module", "exports": "./index.js" }',
      'node_modules/outside/index.js': 'export const there = 1;',
    });
    expect(await stackIn(root, 'flow.ts', 'end', ['outside'])).toBe(
      "SyntaxError: The requested module 'outside' does not provide an export named 'missing'\n    at flow.ts:1:10",
    );
  });
});
