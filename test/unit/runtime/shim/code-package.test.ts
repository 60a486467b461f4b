import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { compressPackage } from '../../../../src/runtime/package/packages-folder.ts';
import { codeKey } from '../../../../src/runtime/store/layout.ts';
import { ShimFlow } from './shim-flow.ts';

// Where a pod's code comes from, and what its log says where it comes from nowhere.

const MEMBERS = '@step start() { this.next(this.end); } @step end() {}';

async function flowOf(): Promise<{ flow: ShimFlow; id: string; bytes: Uint8Array; folder: string }> {
  const flow = await ShimFlow.of(MEMBERS);
  onTestFinished(() => flow.remove());
  const [{ key } = { key: '' }] = await Array.fromAsync(flow.store.list('code/'));
  const bytes = await flow.store.get(key);
  if (bytes === undefined) throw new Error('no code was put into the datastore');
  const folder = join(flow.folder, 'packages');
  mkdirSync(folder);
  return { flow, id: key.slice('code/'.length), bytes, folder };
}

const start = ({ flow, folder }: { readonly flow: ShimFlow; readonly folder: string }, env = {}) =>
  flow.pod('start', { env: { FLOWC_PACKAGES: folder, ...env } });

test.each(['plain', 'compressed'])(
  'a pod takes it, %s, from its folder of packages, and the first puts it into the datastore for whoever looks at the run',
  async (how) => {
    const given = await flowOf();
    const { flow, id, bytes, folder } = given;
    await flow.store.delete([codeKey(id)]);
    if (how === 'plain') writeFileSync(join(folder, id), bytes);
    else writeFileSync(join(folder, `${id}.zst`), compressPackage(bytes));
    expect(await start(given)).toMatchObject({ code: 0, output: '', control: { next: 'end' } });
    expect(await flow.store.get(codeKey(id))).toEqual(bytes);
  },
);

test('a pod whose code is nowhere says so in one line, and is not tried again', async () => {
  const given = await flowOf();
  await given.flow.store.delete([codeKey(given.id)]);
  const { code, output } = await start(given);
  expect([code, output]).toEqual([
    98,
    expect.stringMatching(
      /^flowc-task: the code package `\w{64}` is neither in the folder .* nor in the datastore .*`flowc push`.*\n$/,
    ),
  ]);
});

test('a pod whose image has the code damaged says so, whatever the datastore has', async () => {
  const given = await flowOf();
  const { id, bytes, folder } = given;
  const frame = compressPackage(bytes);
  frame[frame.length - 20] = ~(frame.at(-20) ?? 0);
  writeFileSync(join(folder, `${id}.zst`), frame);
  const { code, output } = await start(given);
  expect([code, output]).toEqual([
    98,
    expect.stringMatching(/^flowc-task: the code package `.*\.zst` is damaged.*\n$/),
  ]);
});

test('a pod with the code of another flow says so', async () => {
  const given = await flowOf();
  const { code, output } = await start(given, { FLOWC_FLOW: 'OtherFlow' });
  expect([code, output]).toEqual([
    98,
    `flowc-task: the code package \`${given.id}\` is of the flow \`TestFlow\`, and the task is one of \`OtherFlow\`\n`,
  ]);
});

test('a folder that is not there is as good as an empty one', async () => {
  const given = await flowOf();
  rmSync(given.folder, { recursive: true });
  expect(await start(given)).toMatchObject({ code: 0 });
});

test('a pod without a folder for temporary files says so in one line', async () => {
  const given = await flowOf();
  const { code, output } = await start(given, { TMPDIR: join(given.folder, 'none') });
  expect([code, output]).toEqual([1, expect.stringMatching(/^flowc-task: ENOENT: .*flowc-task-.*\n$/)]);
});
