import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { configSchema } from '../src/cli/config/schema.ts';
import { buildFlowApi, FLOW_API } from '../src/package/flow-api.ts';
import { readTemplate } from './read-template.ts';

// Makes dist/: what the package ships. oxc-parser and esbuild stay outside, as they are native; everything else is bundled, so that installing flowc
// installs one package and these two.

const root = fileURLToPath(new URL('..', import.meta.url));

/** The JSON Schema of the configuration, as the file in schema/ has it. */
export const configSchemaText = (): string => `${JSON.stringify(configSchema(), null, 2)}\n`;

export async function buildAll(): Promise<void> {
  rmSync(`${root}dist`, { recursive: true, force: true });
  await bundle();
  declarations();
  mkdirSync(`${root}schema`, { recursive: true });
  writeFileSync(`${root}schema/flowc.config.schema.json`, configSchemaText());
}

const shared: BuildOptions = {
  absWorkingDir: root,
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node24',
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'eof',
  logLevel: 'warning',
};

/** What is taken of the AWS SDK, by the file of its own that it becomes, which only those load who need it. */
const AWS = {
  aws: 'src/runtime/store/aws.ts',
  'aws-step-functions': 'src/orchestrators/step-functions/aws.ts',
} as const;

const awsOutside: Plugin = {
  name: 'aws outside',
  setup({ onResolve }) {
    onResolve({ filter: /\/aws\.ts$/ }, ({ kind, path, resolveDir }) => {
      const name = Object.entries(AWS).find(([, file]) => join(root, file) === join(resolveDir, path))?.[0];
      return kind === 'entry-point' || name === undefined ? null : { path: `./${name}.cjs`, external: true };
    });
  },
};

/** Only what is in CommonJS has a place to put there. */
const commonJs: BuildOptions = {
  ...shared,
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  define: { 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' },
  plugins: [awsOutside],
};

/** Stands for one of Node's own modules, which is loaded when something of it is used: `node:crypto` alone takes 7 ms, and a worker starts for every task. */
const LAZY = 'const lazy=name=>{let module;return new Proxy({},{get:(_,key)=>(module??=require(name))[key]})};';

function loadLazily(file: string): void {
  const slow =
    /\brequire\("(node:(?:child_process|crypto|fs\/promises|stream|timers\/promises|worker_threads|zlib))"\)/g;
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(slow, 'lazy("$1")'));
}

/**
 * The program that runs tasks, with all that it needs beside it, in CommonJS for the same reason as the command line. A task's own process is a file
 * apart, as it starts for every task.
 *
 * @returns Its path, in `outdir`.
 */
export async function buildShim(outdir: string): Promise<string> {
  await build({
    ...commonJs,
    outdir,
    entryPoints: { 'flowc-task': 'src/runtime/shim/main.ts', 'flowc-worker': 'src/runtime/shim/worker.ts' },
    inject: ['src/runtime/shim/natives.ts'],
    banner: { js: LAZY },
  });
  for (const name of ['flowc-task', 'flowc-worker']) loadLazily(join(outdir, `${name}.cjs`));
  await bundleAws(outdir, 'aws');
  return join(outdir, 'flowc-task.cjs');
}

async function bundleAws(outdir: string, name: keyof typeof AWS): Promise<void> {
  // Nobody reads a stack of it by name. The SDK's `main` is CommonJS, of which nothing can be left out: every request that S3 knows, of which we use eleven.
  const esm = ['module', 'main'];
  // `import('node:http')` touches every one of its exports, and so loads a WebSocket with all of undici: 25 ms.
  const supported = { 'dynamic-import': false };
  const entryPoints = { [name]: AWS[name] };
  await build({ ...commonJs, outdir, entryPoints, mainFields: esm, supported, minifyIdentifiers: true });
}

async function bundle(): Promise<void> {
  await build({
    ...shared,
    entryPoints: { index: 'src/api/index.ts', compiler: 'src/compiler/index.ts', config: 'src/config.ts' },
    format: 'esm',
    external: ['oxc-parser'],
  });
  // CommonJS, and one file: a command's code is run when the command is, and Node keeps the compiled code of what was run. Loading as
  // little as one ES module costs more than all of that saves.
  await build({
    ...commonJs,
    entryPoints: { cli: 'src/cli/bin.ts' },
    plugins: [awsOutside, readTemplate],
    external: ['esbuild'],
    alias: { 'oxc-parser': `${root}scripts/lean-oxc-parser.js` },
  });
  await buildShim(`${root}dist`);
  await bundleAws(`${root}dist`, 'aws-step-functions');
  writeFileSync(`${root}dist/${FLOW_API}`, await buildFlowApi(`${root}src/api`));
}

/** TypeScript's own emitter: a tree of .d.ts files beside the bundles. */
function declarations(): void {
  const { status } = spawnSync('tsc', ['-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error('tsc could not write the declarations');
}

if (import.meta.main) {
  await buildAll();
  console.log(`dist/cli.cjs ${statSync(`${root}dist/cli.cjs`).size} bytes`);
}
