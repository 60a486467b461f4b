import { execFileSync, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { flowc, flowText } from '../unit/cli/run.ts';

// What `npm pack` makes, installed in an empty project elsewhere, as a user has it. `npm test` builds first.

const root = fileURLToPath(new URL('../..', import.meta.url));
const MOST_BYTES = 850_000;

let project: string;
let packed: { readonly filename: string; readonly size: number; readonly files: readonly { readonly path: string }[] };

const npm = (args: readonly string[], cwd: string): string =>
  execFileSync('npm', [...args, '--no-audit', '--no-fund'], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });

const run = (command: string, ...args: readonly string[]): SpawnSyncReturns<string> =>
  spawnSync(command, args, { cwd: project, encoding: 'utf8' });

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'flowc-package-'));
  [packed] = JSON.parse(npm(['pack', '--json', '--ignore-scripts', '--pack-destination', project], root));
  mkdirSync(join(project, 'flows'));
  writeFileSync(join(project, 'package.json'), '{ "name": "elsewhere", "private": true, "type": "module" }\n');
  writeFileSync(join(project, 'flows/train.ts'), flowText());
  writeFileSync(
    join(project, 'flowc.config.ts'),
    "import { defineConfig } from 'flowc/config';\n\nexport default defineConfig({ target: 'argo', image: 'registry.example/flows:1', datastore: 's3://flows/store' });\n",
  );
  npm(['install', '--prefer-offline', `./${packed.filename}`], project);
  // Whoever writes for Node has Node's types.
  symlinkSync(join(root, 'node_modules/@types'), join(project, 'node_modules/@types'), 'dir');
}, 120_000);

afterAll(() => rmSync(project, { recursive: true, force: true }));

describe('the package', () => {
  test('is small and holds nothing but what is used', () => {
    expect(packed.size, 'bytes of the tarball').toBeLessThan(MOST_BYTES);
    const folders = new Set(packed.files.map(({ path }) => path.split('/')[0]));
    expect([...folders].toSorted()).toEqual(['LICENSE', 'README.md', 'bin', 'dist', 'image', 'package.json', 'schema']);
  });

  test('brings the parser and the bundler, and no other package along', () => {
    const { packages }: { packages: Record<string, { optional?: boolean }> } = JSON.parse(
      readFileSync(join(project, 'node_modules/.package-lock.json'), 'utf8'),
    );
    const names = Object.entries(packages)
      .filter(([, { optional }]) => optional !== true)
      .map(([path]) => path.replace('node_modules/', ''));
    expect(names.toSorted()).toEqual(['@oxc-project/types', 'esbuild', 'flowc', 'oxc-parser']);
  });

  test('compiles a flow by its configuration', () => {
    const { stderr, status } = run('node_modules/.bin/flowc', 'compile', 'flows/train.ts');
    expect([status, stderr]).toEqual([0, '']);
    expect(readdirSync(join(project, 'manifests/train-flow'))).toContain('workflow-template.yaml');
  });

  test('writes a DAG file as its sources do, from a template that was read before', async () => {
    const line = ['compile', 'flows/train.ts', '--target', 'airflow', '--stdout'];
    const { stdout, status } = run('node_modules/.bin/flowc', ...line);
    const { out } = await flowc(project, line, { env: {} });
    expect([status, stdout]).toEqual([0, out]);
    expect(stdout).toContain('as dag:');
    const cli = readFileSync(join(project, 'node_modules/flowc/dist/cli.cjs'), 'utf8');
    expect(cli).not.toContain('Parse error on line');
  });

  test("packs a flow's code and runs it", () => {
    const { stdout, stderr, status } = run('node_modules/.bin/flowc', 'run', 'flows/train.ts', '--datastore', 'store');
    expect([status, stderr]).toEqual([0, expect.not.stringContaining('error')]);
    expect(stdout).toContain('TrainFlow/');
    expect(readdirSync(join(project, 'store/code'))).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
  });

  test('says what is wrong with another', () => {
    writeFileSync(join(project, 'flows/bad.ts'), flowText('BadFlow', ''));
    const { stderr, status } = run('node_modules/.bin/flowc', 'check', 'flows/bad.ts');
    expect(status).toBe(1);
    expect(stderr).toContain('--> flows/bad.ts:');
  });

  test.each(['typescript', 'typescript-6', 'typescript-5.9'])(
    'types a flow and a configuration under strict in %s',
    (name) => {
      writeFileSync(
        join(project, 'tsconfig.json'),
        JSON.stringify({
          compilerOptions: {
            strict: true,
            noEmit: true,
            module: 'nodenext',
            target: 'es2024',
            lib: ['esnext'],
            types: ['node'],
          },
          files: ['flows/train.ts', 'flowc.config.ts', 'api.ts'],
        }),
      );
      writeFileSync(
        join(project, 'api.ts'),
        "import { compile, type Graph } from 'flowc/compiler';\n\nexport const graphs: readonly Graph[] = compile({ file: 'a.ts' }, { readFile: () => undefined }).flows.map(({ graph }) => graph);\n",
      );
      const tsc = name === 'typescript' ? 'bin/tsc' : 'lib/tsc.js';
      const { stdout, status } = run(process.execPath, join(root, 'node_modules', name, tsc), '-p', '.');
      expect([status, stdout]).toEqual([0, '']);
    },
  );

  test('has entries that load', () => {
    const { stdout, stderr } = run(
      process.execPath,
      '--input-type=module',
      '-e',
      "const all = await Promise.all(['flowc', 'flowc/compiler', 'flowc/config'].map((name) => import(name))); console.log(all.map((one) => Object.keys(one).length > 0).join());",
    );
    expect([stdout, stderr]).toEqual(['true,true,true\n', '']);
  });
});

describe('the bin under a Node that is too old', () => {
  test('says so in one sentence before it loads anything', () => {
    const old =
      "Object.defineProperty(process, 'versions', { value: { node: '18.20.0' } }); Object.defineProperty(process, 'version', { value: 'v18.20.0' });";
    const { stderr, stdout, status } = run(
      process.execPath,
      '-e',
      `${old} process.argv.push('--version'); require(${JSON.stringify(join(root, 'bin/flowc.cjs'))});`,
    );
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^flowc needs Node 24 or newer, and this is v18\.20\.0: .*\n$/);
  });

  test('is written in a JavaScript that it can read', () => {
    const text = readFileSync(join(root, 'bin/flowc.cjs'), 'utf8');
    expect(text.match(/=>|\?\.|\?\?|`[^`]*\$\{|\b(?:let|const|class|async|await)\b|\bimport\(/g)).toBeNull();
  });
});
