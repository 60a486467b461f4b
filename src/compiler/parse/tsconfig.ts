import type { Expression, ObjectExpression } from 'oxc-parser';
import type { Host } from '../host.ts';
import type { Span } from '../ir/span.ts';
import { parse } from './parse-source.ts';
import { folderOf, foldersUp, joinPath } from './path.ts';

// The little of a tsconfig.json that changes what a flow means: where `paths` and `baseUrl` lead, and whether decorators are the standard ones.
// It is read as an expression of TypeScript, which has the comments and trailing commas that JSON has not, and gives the places of what is
// written. What TypeScript would refuse counts as absent: TypeScript itself says so.

export interface TsConfig {
  readonly experimentalDecorators?: { readonly on: boolean; readonly span: Span };
  /** Folder from which bare specifiers may be resolved. */
  readonly baseUrl?: string;
  readonly paths?: { readonly folder: string; readonly patterns: ReadonlyMap<string, readonly string[]> };
}

/** Finds and reads configurations, each once. */
export class TsConfigs {
  readonly #host: Host;
  readonly #nearest = new Map<string, TsConfig>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** The nearest configuration at or above `folder`; one without settings where there is none. */
  nearest(folder: string): TsConfig {
    const known = this.#nearest.get(folder);
    if (known) return known;
    let found: TsConfig = {};
    for (const at of foldersUp(folder)) {
      const path = joinPath(at, 'tsconfig.json');
      const text = this.#host.readFile(path);
      if (text === undefined) continue;
      found = this.#read(path, text);
      break;
    }
    this.#nearest.set(folder, found);
    return found;
  }

  /** One configuration over those that it extends; of several, the later ones win. */
  #read(path: string, text: string): TsConfig {
    const seen = new Set<string>();
    const pending = [{ path, text }];
    let config: TsConfig = {};
    for (let next = pending.pop(); next; next = pending.pop()) {
      if (seen.has(next.path)) continue;
      seen.add(next.path);
      const own = readOne(next.path, next.text);
      config = { ...own.config, ...config };
      for (const name of own.extends) {
        const base = this.#find(folderOf(next.path), name);
        if (base) pending.push(base);
      }
    }
    return config;
  }

  #find(folder: string, name: string): { path: string; text: string } | undefined {
    const bases = /^\.{0,2}\//.test(name)
      ? [joinPath(folder, name)]
      : [...foldersUp(folder)].map((at) => joinPath(at, `node_modules/${name}`));
    for (const path of bases.flatMap((base) => [base, `${base}.json`, `${base}/tsconfig.json`])) {
      const text = path.endsWith('.json') ? this.#host.readFile(path) : undefined;
      if (text !== undefined) return { path, text };
    }
    return undefined;
  }
}

function readOne(path: string, text: string): { readonly config: TsConfig; readonly extends: readonly string[] } {
  // The bracket takes the place of a byte order mark, and else moves the text by one.
  const shift = text.startsWith('\uFEFF') ? 0 : 1;
  const { program } = parse(`${path}.ts`, `(${shift === 0 ? text.slice(1) : text}\n)`);
  const [statement] = program.body;
  const root = statement?.type === 'ExpressionStatement' ? asObject(statement.expression) : undefined;
  const options = asObject(property(root, 'compilerOptions'));
  const folder = folderOf(path);

  const decorators = property(options, 'experimentalDecorators');
  const baseUrl = asText(property(options, 'baseUrl'));
  const paths = asObject(property(options, 'paths'));
  const base = baseUrl === undefined ? undefined : joinPath(folder, baseUrl);
  return {
    extends: asTexts(property(root, 'extends')),
    config: {
      ...(decorators?.type === 'Literal' && typeof decorators.value === 'boolean'
        ? {
            experimentalDecorators: {
              on: decorators.value,
              span: { file: path, start: decorators.start - shift, end: decorators.end - shift },
            },
          }
        : {}),
      ...(base === undefined ? {} : { baseUrl: base }),
      ...(paths ? { paths: { folder: base ?? folder, patterns: readPatterns(paths) } } : {}),
    },
  };
}

function readPatterns(paths: ObjectExpression): Map<string, readonly string[]> {
  const patterns = new Map<string, readonly string[]>();
  for (const entry of paths.properties) {
    if (entry.type !== 'Property' || entry.key.type !== 'Literal') continue;
    patterns.set(String(entry.key.value), asTexts(entry.value));
  }
  return patterns;
}

function property(object: ObjectExpression | undefined, name: string): Expression | undefined {
  for (const entry of object?.properties ?? []) {
    if (entry.type === 'Property' && entry.key.type === 'Literal' && entry.key.value === name) return entry.value;
  }
  return undefined;
}

const asObject = (node: Expression | undefined): ObjectExpression | undefined =>
  node?.type === 'ObjectExpression' ? node : undefined;

const asText = (node: Expression | undefined): string | undefined =>
  node?.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;

function asTexts(node: Expression | undefined): readonly string[] {
  const items = node?.type === 'ArrayExpression' ? node.elements : [node];
  return items.flatMap((item) => (item && item.type !== 'SpreadElement' ? (asText(item) ?? []) : []));
}
