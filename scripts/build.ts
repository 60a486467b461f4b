import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type BuildOptions } from 'esbuild';
import { configSchema } from '../src/cli/config/schema.ts';

// Makes dist/: what the package ships. oxc-parser stays outside, as it is native; everything else is bundled, so that installing flowc
// installs one package and the parser.

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
    ...shared,
    entryPoints: { cli: 'src/cli/bin.ts' },
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    alias: { 'oxc-parser': `${root}scripts/lean-oxc-parser.js` },
  });
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
