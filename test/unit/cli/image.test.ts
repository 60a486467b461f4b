import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildShim } from '../../../scripts/build.ts';
import { SHIM } from '../../../src/runtime/protocol.ts';
import { flowc, flowText, projectWith, put } from './run.ts';

/** As much of an installed flowc as goes into images. */
let installed: string;
let shim: string;

beforeAll(async () => {
  installed = mkdtempSync(join(tmpdir(), 'flowc-installed-'));
  shim = await buildShim(join(installed, 'dist'));
  cpSync(fileURLToPath(new URL('../../../image', import.meta.url)), join(installed, 'image'), { recursive: true });
});

afterAll(() => rmSync(installed, { recursive: true, force: true }));

const image = (root: string, ...args: readonly string[]) => flowc(root, ['image', ...args, '--out', 'image'], { shim });
const filesIn = (root: string): readonly string[] =>
  globSync('**/*', { cwd: join(root, 'image') })
    .filter((path) => statSync(join(root, 'image', path)).isFile())
    .toSorted();
const read = (root: string, path: string): string => readFileSync(join(root, 'image', path), 'utf8');
const modeOf = (root: string, path: string): string => (statSync(join(root, 'image', path)).mode & 0o777).toString(8);

const RUNTIME = ['flowc/aws.cjs', 'flowc/flowc-task', 'flowc/flowc-worker.cjs', 'flowc/package.json'];

/**
 * A task as a container made of the context would start it: by name, away from the project, with nothing of this machine but Node. The package is the one
 * that the manifest names.
 */
function task(root: string, manifest: string, args: readonly string[] = ['start']) {
  const temp = projectWith({});
  const [, id = ''] = /FLOWC_PACKAGE\n +value: (\S+)/.exec(manifest) ?? [];
  return spawnSync(SHIM, args, {
    cwd: temp,
    encoding: 'utf8',
    env: {
      PATH: [join(root, 'image/flowc'), dirname(process.execPath), '/usr/bin:/bin'].join(':'),
      TMPDIR: temp,
      FLOWC_FLOW: 'TrainFlow',
      FLOWC_RUN: 'r1',
      FLOWC_ENGINE: 'test/1',
      FLOWC_DATASTORE: join(root, 'store'),
      FLOWC_CONTROL: join(temp, 'control'),
      FLOWC_PACKAGES: join(root, 'image/flowc/packages'),
      FLOWC_PACKAGE: id,
    },
  });
}

async function manifestOf(root: string): Promise<string> {
  const args = ['flow.ts', '--target', 'argo', '--image', 'a:1', '--code', 'image', '--stdout'];
  return (await flowc(root, ['compile', ...args, '--external', 'greeter'])).out;
}

describe('flowc image', () => {
  test('without files writes the runtime alone, and how to build it', async () => {
    const root = projectWith({});
    const { code, out, err } = await image(root);
    expect([code, out, err]).toEqual([
      0,
      expect.stringMatching(/^image: flowc's runtime \(\d+ kB\)\ndocker build --tag IMAGE image\n$/),
      '',
    ]);
    expect(filesIn(root)).toEqual(['Dockerfile', ...RUNTIME]);
    expect(read(root, 'Dockerfile')).toBe(readFileSync(new URL('../../../image/Dockerfile', import.meta.url), 'utf8'));
    expect(task(root, '', ['--version']).stdout).toMatch(
      /^flowc-task of flowc \d+\.\d+\.\d+, version 1 of the contract\n$/,
    );
  });

  test('with files writes their code, which runs where the datastore has none', async () => {
    const root = projectWith({
      'flow.ts': flowText('TrainFlow', 'console.log("from the image"); this.next(this.end);'),
    });
    const env = { FLOWC_IMAGE: 'acme/flows:2' };
    const { out } = await flowc(root, ['image', 'flow.ts', '--out', 'image'], { env, shim });
    expect(out).toMatch(
      /^image: flowc's runtime and 1 flow: TrainFlow \(\d+ kB\)\ndocker build --tag acme\/flows:2 image\n$/,
    );
    const manifest = await manifestOf(root);
    expect(globSync('store/code/*', { cwd: root })).toEqual([]);
    const ran = task(root, manifest);
    expect([ran.status, ran.stderr, ran.stdout]).toEqual([0, '', 'from the image\n']);
    expect(globSync('store/code/*', { cwd: root }), 'whoever looks at the run has no such image').toHaveLength(1);
  });

  test('of older code is found out by a newer manifest, in one line', async () => {
    const root = projectWith({ 'flow.ts': flowText() });
    await image(root, 'flow.ts');
    put(root, { 'flow.ts': flowText('TrainFlow', 'console.log("new"); this.next(this.end);') });
    const ran = task(root, await manifestOf(root));
    expect([ran.status, ran.stdout]).toEqual([98, '']);
    expect(ran.stderr).toMatch(
      /^flowc-task: the code package `\w{64}` is neither in the folder `.*` \(which has one other\) nor .*`flowc image`\.\n$/,
    );
  });

  test('gives the same bytes and modes anywhere, whatever the umask', async () => {
    const files = { 'b.ts': flowText('BFlow'), 'a.ts': flowText('AFlow') };
    const [one, other] = [projectWith(files), projectWith(files)];
    await image(one, 'a.ts', 'b.ts');
    const umask = process.umask(0o077);
    try {
      await image(other, 'b.ts', 'a.ts');
    } finally {
      process.umask(umask);
    }
    expect(filesIn(one)).toEqual([
      'Dockerfile',
      ...RUNTIME,
      expect.stringMatching(/packages/),
      expect.stringMatching(/packages/),
    ]);
    expect(filesIn(other)).toEqual(filesIn(one));
    for (const path of filesIn(one)) {
      expect(read(other, path), path).toBe(read(one, path));
      expect(modeOf(other, path), path).toBe(path.endsWith('flowc-task') ? '755' : '644');
    }
    expect(modeOf(other, 'flowc/packages')).toBe('755');
    expect(modeOf(other, 'flowc')).toBe('755');
  });

  test('written again leaves no old code behind, and what others put beside it', async () => {
    const root = projectWith({ 'flow.ts': flowText() });
    await image(root, 'flow.ts');
    put(root, {
      'image/.dockerignore': 'mine\n',
      'flow.ts': flowText('TrainFlow', 'console.log(); this.next(this.end);'),
    });
    await image(root, 'flow.ts');
    expect(filesIn(root).filter((path) => path.startsWith('flowc/packages/'))).toHaveLength(1);
    expect(read(root, '.dockerignore')).toBe('mine\n');
    await image(root);
    expect(filesIn(root)).toEqual(['Dockerfile', ...RUNTIME]);
  });

  test('does not write over the Dockerfile of others', async () => {
    const root = projectWith({ 'image/Dockerfile': 'FROM scratch\n' });
    const { code, err } = await image(root);
    expect([code, err]).toEqual([2, expect.stringContaining('has files that flowc did not write')]);
    expect(read(root, 'Dockerfile')).toBe('FROM scratch\n');
  });

  test('refuses a file for its folder', async () => {
    const root = projectWith({ image: 'mine\n' });
    const { code, err } = await image(root);
    expect([code, err]).toEqual([2, expect.stringContaining('is a file')]);
  });

  test('builds on another image', async () => {
    const root = projectWith({});
    await image(root, '--base', 'ghcr.io/acme/node:24');
    expect(read(root, 'Dockerfile')).toMatch(/^FROM ghcr\.io\/acme\/node:24$/m);
    expect(await image(root, '--base', 'no image')).toMatchObject({ code: 2 });
  });

  test('installs external packages in the versions of the project, where tasks find them', async () => {
    const greeter = {
      'node_modules/greeter/package.json':
        '{ "name": "greeter", "version": "1.2.3", "type": "module", "exports": "./i.js" }',
      'node_modules/greeter/i.js': 'export const hello = "hello";',
    };
    const root = projectWith({
      ...greeter,
      'flow.ts': `import { hello } from 'greeter';\n${flowText('TrainFlow', 'console.log(hello); this.next(this.end);')}`,
    });
    await image(root, 'flow.ts', '--external', 'greeter,unused');
    expect(JSON.parse(read(root, 'flowc/package.json'))).toMatchObject({ dependencies: { greeter: '1.2.3' } });
    const lines = read(root, 'Dockerfile')
      .split('\n')
      .filter((line) => /^(COPY|RUN|USER)/.test(line));
    expect(lines).toEqual([
      'COPY flowc/package.json /opt/flowc/',
      expect.stringMatching(/^RUN npm install --prefix \/opt\/flowc /),
      'COPY flowc/ /opt/flowc/',
      'USER 1000:1000',
    ]);
    // As that line would leave it.
    execFileSync('cp', ['-r', 'node_modules', 'image/flowc/'], { cwd: root });
    const ran = task(root, await manifestOf(root));
    expect([ran.status, ran.stderr, ran.stdout]).toEqual([0, '', 'hello\n']);
  });

  test('wants external packages installed, to know which version', async () => {
    const root = projectWith({ 'flow.ts': `import 'greeter';\n${flowText()}` });
    const { code, err } = await image(root, 'flow.ts', '--external', 'greeter');
    expect([code, err]).toEqual([
      2,
      expect.stringContaining('`TrainFlow` calls `greeter` external, and it is not installed'),
    ]);
  });

  test('cannot have two versions of a package', async () => {
    const project = (version: string) => ({
      'package.json': '{}',
      'flow.ts': `import 'greeter';\n${flowText()}`,
      'node_modules/greeter/package.json': JSON.stringify({ name: 'greeter', version }),
    });
    const root = projectWith({});
    put(join(root, 'a'), project('1.0.0'));
    put(join(root, 'b'), project('2.0.0'));
    const { code, err } = await image(root, 'a/flow.ts', 'b/flow.ts', '--external', 'greeter');
    expect([code, err]).toEqual([2, expect.stringContaining('`greeter` in version 1.0.0, and `TrainFlow` in 2.0.0')]);
  });

  test('writes nothing where a flow has an error', async () => {
    const root = projectWith({ 'flow.ts': flowText('BadFlow', '') });
    const { code, err } = await image(root, 'flow.ts');
    expect([code, err]).toEqual([1, expect.stringMatching(/nothing was written\n$/)]);
    expect(globSync('image', { cwd: root })).toEqual([]);
  });

  test('is data for programs', async () => {
    const root = projectWith({ 'flow.ts': flowText() });
    const { out } = await image(root, 'flow.ts', '--reporter', 'json');
    expect(JSON.parse(out)).toMatchObject({
      packages: [{ flow: 'TrainFlow', file: 'flow.ts' }],
      files: expect.arrayContaining([{ path: 'flowc/flowc-task', bytes: expect.any(Number) }]),
      build: 'docker build --tag IMAGE image',
    });
  });
});
