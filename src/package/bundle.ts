import type { BuildFailure, BuildOptions, BuildResult, Loader, Plugin } from 'esbuild';
import { build } from 'esbuild';
import type { Finding } from '../compiler/diagnostics/render.ts';
import { CannotPack } from './cannot-pack.ts';
import { compilerPaths } from './compiler-paths.ts';
import { findingOf } from './findings.ts';
import { flowApi } from './flow-api.ts';
import { nativeAddOns, nativeImports } from './native.ts';
import { ownSources } from './own-sources.ts';

// The flow's file and all that it imports, as one ES module, by esbuild. Everything that could make the bytes depend on the machine or on a project's
// tsconfig is said here: paths are from the project's root, and classes mean what the standard says.

export interface BundleOptions {
  /** The project's root, absolute. */
  readonly root: string;
  /** The flow's file, from the root. */
  readonly file: string;
  /** Under which name the file exports the flow's class. */
  readonly exportName: string;
  /** Packages that stay imports. */
  readonly external: readonly string[];
}

export interface Bundle {
  readonly code: string;
  readonly map: string;
  /** Of the externals, those that the code imports. */
  readonly external: readonly string[];
  /** Warnings about the project's own files. */
  readonly warnings: readonly Finding[];
}

/** @throws CannotPack with all that stands in the way. */
export async function bundle(options: BundleOptions): Promise<Bundle> {
  const { root, file } = options;
  const found: Finding[] = [];
  const native: Parameters<typeof nativeImports>[0] = [];
  const plugins = [
    flowcModules(options),
    ownSources(root, (finding) => found.push(finding)),
    nativeImports(native),
    compilerPaths(),
  ];
  const result = await build({ ...fixed, absWorkingDir: root, external: [...options.external], plugins }).catch(
    (error: unknown) => {
      if (!isBuildFailure(error)) throw error;
      throw new CannotPack([...error.errors.map((message) => findingOf(message, 'error', root, file)), ...found]);
    },
  );
  found.push(...nativeAddOns(root, result.metafile.inputs, native));
  if (found.length > 0) throw new CannotPack(found);
  const warnings = result.warnings.filter(({ location }) => location && !/(?:^|\/)node_modules\//.test(location.file));
  return {
    ...textsOf(result),
    external: usedExternals(result.metafile.outputs, options.external),
    warnings: warnings.map((message) => findingOf(message, 'warning', root, file)),
  };
}

const assets: Readonly<Record<string, Loader>> = {
  ...Object.fromEntries(
    ['.txt', '.md', '.sql', '.csv', '.html', '.yaml', '.yml'].map((extension) => [extension, 'text']),
  ),
  '.wasm': 'binary',
  '.bin': 'binary',
};

const fixed = {
  entryPoints: ['flowc:entry'],
  outfile: 'flow.mjs',
  bundle: true,
  write: false,
  metafile: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  minifyWhitespace: true,
  // One line of megabytes would be printed whole by whatever prints the line of an error.
  lineLimit: 160,
  // esbuild takes them for younger than any Node, and would build them anew at each use: https://esbuild.github.io/content-types/#javascript
  supported: { 'regexp-unicode-property-escapes': true },
  legalComments: 'none',
  sourcemap: 'external',
  sourcesContent: false,
  logLevel: 'silent',
  resolveExtensions: ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json'],
  loader: assets,
  inject: ['flowc:place'],
  // Also stands for every tsconfig.json: none is read.
  tsconfigRaw: { compilerOptions: { useDefineForClassFields: true, experimentalDecorators: false, jsx: 'react-jsx' } },
} as const satisfies BuildOptions;

/** CommonJS in an ES module still asks for what is built into Node; its own place it has as its bundle's. */
const REQUIRE =
  "import{createRequire as __flowcRequire}from'node:module';const require=__flowcRequire(import.meta.url);";
const PLACE = 'export const __filename = import.meta.filename; export const __dirname = import.meta.dirname;';

/** The modules that are not on the disk: the entry, flowc's API, and the place of CommonJS. */
function flowcModules({ root, file, exportName }: BundleOptions): Plugin {
  const entry = `export { ${JSON.stringify(exportName)} as Flow } from ${JSON.stringify(`./${file}`)}; export { setTask } from 'flowc';`;
  const texts: Readonly<Record<string, () => string | Promise<string>>> = {
    entry: () => entry,
    api: flowApi,
    place: () => PLACE,
  };
  return {
    name: 'flowc-modules',
    setup(esbuild) {
      esbuild.onResolve({ filter: /^flowc$/ }, () => ({ path: 'api', namespace: 'flowc', sideEffects: false }));
      esbuild.onResolve({ filter: /^flowc:/ }, ({ path }) => ({
        path: path.slice('flowc:'.length),
        namespace: 'flowc',
        sideEffects: false,
      }));
      esbuild.onLoad({ filter: /^/, namespace: 'flowc' }, async ({ path }) => {
        const contents = await texts[path]?.();
        return contents === undefined ? undefined : { contents, loader: 'js', resolveDir: root };
      });
    },
  };
}

/** The line that makes `require` stands above the bundle, and above the first line of its map. */
function textsOf({ outputFiles }: BuildResult<typeof fixed>): Pick<Bundle, 'code' | 'map'> {
  const textOf = (extension: string): string => outputFiles.find(({ path }) => path.endsWith(extension))?.text ?? '';
  const { version, sources, names, mappings } = JSON.parse(textOf('.map')) as Record<string, unknown>;
  return {
    code: `${REQUIRE}\n${textOf('.mjs')}`,
    map: JSON.stringify({ version, sources, names, mappings: `;${String(mappings)}` }),
  };
}

function usedExternals(
  outputs: BuildResult<typeof fixed>['metafile']['outputs'],
  declared: readonly string[],
): string[] {
  const imported = Object.values(outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
  return declared.filter((name) => imported.some((path) => path === name || path.startsWith(`${name}/`))).toSorted();
}

const isBuildFailure = (error: unknown): error is BuildFailure => error instanceof Error && 'errors' in error;
