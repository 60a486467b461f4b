import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Metafile, Plugin } from 'esbuild';
import type { Finding } from '../compiler/diagnostics/render.ts';
import { readSource, spanOfSpecifier } from './source-text.ts';

// Compiled add-ons are made for one system and lie outside of JavaScript, so no code package can carry them: not a `.node` file, and not a package that looks
// for one when it runs, which would bundle well and fail in a pod. Such packages are known by what they import, by what lies in their folder
// and by what their package.json says.

/** Packages whose one purpose is to find a compiled add-on. */
const finders =
  /^(?:bindings|node-gyp-build|node-gyp-build-optional-packages|node-pre-gyp|@mapbox\/node-pre-gyp|pkg-prebuilds)$/;

interface Import {
  /** Absolute. */
  readonly importer: string;
  readonly specifier: string;
}

/** Lets imports of add-ons through and remembers them: with the whole bundle known, `nativeAddOns` can say who wanted them. */
export function nativeImports(seen: Import[]): Plugin {
  return {
    name: 'flowc-native-imports',
    setup(build) {
      for (const filter of [/\.node$/, finders]) {
        build.onResolve({ filter }, ({ path, importer, kind }) => {
          if (kind === 'entry-point') return undefined;
          seen.push({ importer, specifier: path });
          return { path, external: true };
        });
      }
    },
  };
}

/** A finding for each add-on, at the import in the project's own files that leads to it. */
export function nativeAddOns(root: string, inputs: Metafile['inputs'], seen: readonly Import[]): Finding[] {
  const importers = importersOf(inputs);
  const byPath = new Map(Object.keys(inputs).map((file) => [resolve(root, file), file]));
  const native = new Map<string, string>();
  for (const file of Object.keys(inputs)) {
    const folder = packageFolder(file);
    if (folder !== undefined && !native.has(folder) && isNative(resolve(root, folder))) native.set(folder, file);
  }
  const found: Finding[] = [];
  for (const { importer, specifier } of seen) {
    const file = byPath.get(importer) ?? importer;
    const folder = packageFolder(file);
    if (folder === undefined) found.push(ownAddOn(root, file, specifier));
    else if (!native.has(folder)) native.set(folder, file);
  }
  for (const [folder, file] of native) found.push(addOnPackage(root, folder, wayTo(file, folder, importers)));
  return found;
}

/** `node_modules/@img/sharp` of a file in it. */
const packageFolder = (file: string): string | undefined => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0];

const nameOf = (folder: string): string => folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);

function isNative(folder: string): boolean {
  if (existsSync(join(folder, 'binding.gyp')) || existsSync(join(folder, 'prebuilds'))) return true;
  const { gypfile, binary, napi } = manifest(join(folder, 'package.json'));
  return gypfile === true || typeof binary === 'object' || typeof napi === 'object';
}

function manifest(path: string): { readonly gypfile?: unknown; readonly binary?: unknown; readonly napi?: unknown } {
  try {
    return JSON.parse(readSource(path) ?? '{}') as ReturnType<typeof manifest>;
  } catch {
    return {};
  }
}

interface ImportedBy {
  readonly importer: string;
  readonly specifier: string;
}

function importersOf(inputs: Metafile['inputs']): ReadonlyMap<string, readonly ImportedBy[]> {
  const importers = new Map<string, ImportedBy[]>();
  for (const [importer, { imports }] of Object.entries(inputs)) {
    for (const { path, original } of imports) {
      if (original === undefined) continue;
      const known = importers.get(path);
      if (known) known.push({ importer, specifier: original });
      else importers.set(path, [{ importer, specifier: original }]);
    }
  }
  return importers;
}

/** Back from a file of a native package to the project's own import that leads there, on the shortest way; and who imports the package itself. */
function wayTo(
  file: string,
  folder: string,
  importers: ReadonlyMap<string, readonly ImportedBy[]>,
): { readonly own?: ImportedBy; readonly direct?: string } {
  const seen = new Set([file]);
  const pending: { readonly at: string; readonly direct?: string }[] = [{ at: file }];
  for (const { at, direct } of pending) {
    for (const by of importers.get(at) ?? []) {
      const known = direct ?? (by.importer.startsWith(`${folder}/`) ? undefined : by.importer);
      if (packageFolder(by.importer) === undefined)
        return { own: by, ...(known === undefined ? {} : { direct: known }) };
      if (seen.has(by.importer)) continue;
      seen.add(by.importer);
      pending.push({ at: by.importer, ...(known === undefined ? {} : { direct: known }) });
    }
  }
  return {};
}

function addOnPackage(root: string, folder: string, { own, direct }: ReturnType<typeof wayTo>): Finding {
  const name = nameOf(folder);
  const file = own?.importer ?? folder;
  const through = direct === undefined || direct === own?.importer ? '' : `, which \`${direct}\` imports,`;
  return {
    severity: 'error',
    message: `the package \`${name}\`${through} has native code, which cannot be packed with a flow`,
    help: `Install it in the image of the tasks, and name it in flowc.config: \`external: ['${name}']\`. Its import then stays as it is.`,
    span: spanOfSpecifier(file, readSource(resolve(root, file)) ?? '', own?.specifier ?? name),
    related: [],
  };
}

function ownAddOn(root: string, file: string, specifier: string): Finding {
  return {
    severity: 'error',
    message: `\`${specifier}\` is or looks for native code, which cannot be packed with a flow`,
    help: 'Make a package of it that the image of the tasks has installed, and name that package under `external` in flowc.config.',
    span: spanOfSpecifier(file, readSource(resolve(root, file)) ?? '', specifier),
    related: [],
  };
}
