import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { configSchema } from '../src/cli/config/schema.ts';
import { buildFlowApi, FLOW_API } from '../src/package/flow-api.ts';

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

/** Modules that are files of their own, by the file's name: loaded where they are needed, and not even read elsewhere. */
const apart = {
  // What the command line and the shim share, for a datastore on S3.
  aws: 'src/runtime/store/aws.ts',
  'flowc-worker': 'src/runtime/shim/worker.ts',
} as const;

const filesApart: Plugin = {
  name: 'files apart',
  setup({ onResolve }) {
    onResolve({ filter: /\/(aws|worker)\.ts$/ }, ({ kind, path, resolveDir }) => {
      const file = Object.entries(apart).find(([, source]) => join(resolveDir, path) === `${root}${source}`);
      return kind === 'entry-point' || file === undefined ? null : { path: `./${file[0]}.cjs`, external: true };
    });
  },
};

/**
 * Node's own modules, loaded when something of them is used: `node:crypto` alone takes 7 ms, and a worker starts for every task.
 * For each, what it exports as getters, which is what esbuild makes of a CommonJS module anyway.
 */
const lazyBuiltIns: Plugin = {
  name: 'lazy built-ins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/ }, ({ path, namespace }) =>
      namespace === 'built-in' ? { path, external: true } : { path, namespace: 'built-in' },
    );
    onLoad({ filter: /^/, namespace: 'built-in' }, async ({ path }) => {
      const names = Object.keys((await import(path)) as object).filter((name) => name !== 'default');
      const getters = names.map((name) => `get ${name}() { return load().${name}; }`);
      return {
        contents: `let loaded;\nconst load = () => (loaded ??= require('${path}'));\nmodule.exports = { ${getters.join(', ')} };`,
      };
    });
  },
};

/** Only what is in CommonJS has a place to put there. */
const commonJs: BuildOptions = {
  ...shared,
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  define: { 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' },
  plugins: [filesApart],
};

/**
 * The program that runs tasks, with all that it needs beside it, in CommonJS for the same reason as the command line.
 *
 * @returns Its path, in `outdir`.
 */
export async function buildShim(outdir: string): Promise<string> {
  const shim: BuildOptions = { ...commonJs, outdir, plugins: [filesApart, lazyBuiltIns] };
  await build({
    ...shim,
    entryPoints: { 'flowc-task': 'src/runtime/shim/main.ts', 'flowc-worker': apart['flowc-worker'] },
  });
  // Nobody reads a stack of it by name.
  await build({ ...commonJs, outdir, entryPoints: { aws: apart.aws }, minifyIdentifiers: true });
  return join(outdir, 'flowc-task.cjs');
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
    external: ['esbuild'],
    alias: { 'oxc-parser': `${root}scripts/lean-oxc-parser.js` },
  });
  await buildShim(`${root}dist`);
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
