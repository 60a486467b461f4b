import type { Host } from '../host.ts';
import { foldersUp, joinPath } from './path.ts';
import type { TsConfigs } from './tsconfig.ts';

// From a specifier to a file, as TypeScript goes: `./a.js` may be `./a.ts`, `paths` and `baseUrl` of the nearest tsconfig, `imports` of the nearest
// package.json. Packages are never opened: flowc knows its own by name, and of others nothing.

export type Target =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'flowc' }
  | { readonly kind: 'package' }
  | { readonly kind: 'none' };

/** For an extension as written, the extensions of the files that may be meant, in TypeScript's order. */
const meant: Readonly<Record<string, readonly string[]>> = {
  js: ['ts', 'tsx', 'd.ts', 'js', 'jsx'],
  jsx: ['tsx', 'jsx'],
  mjs: ['mts', 'd.mts', 'mjs'],
  cjs: ['cts', 'd.cts', 'cjs'],
  ts: ['ts'],
  tsx: ['tsx'],
  mts: ['mts'],
  cts: ['cts'],
  json: ['json'],
};
const unwritten = ['ts', 'tsx', 'd.ts', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs'];

export class Resolver {
  readonly #host: Host;
  readonly #configs: TsConfigs;
  readonly #known = new Map<string, Target>();

  constructor(host: Host, configs: TsConfigs) {
    this.#host = host;
    this.#configs = configs;
  }

  /** What `specifier` means in a file of `folder`. */
  resolve(folder: string, specifier: string): Target {
    const key = `${folder}\0${specifier}`;
    let target = this.#known.get(key);
    if (!target) this.#known.set(key, (target = this.#resolve(folder, specifier)));
    return target;
  }

  #resolve(folder: string, specifier: string): Target {
    if (specifier === 'flowc') return { kind: 'flowc' };
    if (/^(?:\.{0,2}\/|\.{1,2}$)/.test(specifier)) return this.#file([joinPath(folder, specifier)]) ?? { kind: 'none' };
    if (specifier.startsWith('#')) return this.#file(this.#packageImport(folder, specifier)) ?? { kind: 'none' };
    return this.#file(this.#configured(folder, specifier)) ?? { kind: 'package' };
  }

  #file(bases: readonly string[]): Target | undefined {
    const path = bases.flatMap(candidates).find((candidate) => this.#host.readFile(candidate) !== undefined);
    return path === undefined ? undefined : { kind: 'file', path };
  }

  #configured(folder: string, specifier: string): string[] {
    const { paths, baseUrl } = this.#configs.nearest(folder);
    const found = paths ? match(specifier, paths.patterns).map((path) => joinPath(paths.folder, path)) : [];
    return baseUrl === undefined || specifier.startsWith('node:') ? found : [...found, joinPath(baseUrl, specifier)];
  }

  #packageImport(folder: string, specifier: string): string[] {
    for (const at of foldersUp(folder)) {
      const text = this.#host.readFile(joinPath(at, 'package.json'));
      if (text !== undefined) return match(specifier, packageImports(text)).map((path) => joinPath(at, path));
    }
    return [];
  }
}

function candidates(base: string): string[] {
  const written = /\.([a-z]+)$/.exec(base)?.[1];
  const extensions = written === undefined ? undefined : meant[written];
  if (written !== undefined && extensions) {
    return extensions.map((extension) => base.slice(0, -written.length) + extension);
  }
  return [
    ...unwritten.map((extension) => `${base}.${extension}`),
    ...unwritten.map((e) => joinPath(base, `index.${e}`)),
  ];
}

/** The substitutions of the best pattern: an exact one, else the one with the longest text before its `*`. */
function match(specifier: string, patterns: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const exact = patterns.get(specifier);
  if (exact) return exact;
  let best = { before: -1, found: [] as readonly string[] };
  for (const [pattern, substitutions] of patterns) {
    const [before = '', after] = pattern.split('*');
    if (after === undefined || before.length <= best.before) continue;
    if (specifier.length < before.length + after.length) continue;
    if (!specifier.startsWith(before) || !specifier.endsWith(after)) continue;
    const star = specifier.slice(before.length, specifier.length - after.length);
    best = { before: before.length, found: substitutions.map((path) => path.split('*').join(star)) };
  }
  return best.found;
}

/** Plain entries of `imports`, and of conditional ones what a program would get by `default`, `import` or `node`. */
function packageImports(text: string): Map<string, readonly string[]> {
  let imports: unknown;
  try {
    imports = (JSON.parse(text) as { imports?: unknown } | null)?.imports;
  } catch {
    return new Map(); // npm says what is wrong with a package.json; here it has no imports.
  }
  const entries = typeof imports === 'object' && imports !== null ? Object.entries(imports) : [];
  return new Map(
    entries.map(([name, to]: [string, unknown]) => {
      const conditions = typeof to === 'object' && to !== null ? (to as Record<string, unknown>) : { default: to };
      const path = conditions['import'] ?? conditions['node'] ?? conditions['default'];
      return [name, typeof path === 'string' ? [path] : []];
    }),
  );
}
