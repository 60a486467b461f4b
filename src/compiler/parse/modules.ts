import type { Diagnostics } from '../diagnostics/sink.ts';
import type { Host } from '../host.ts';
import type { Json } from '../ir/settings.ts';
import { readModule, type Declaration, type Import, type Module } from './module.ts';
import { parseSource } from './parse-source.ts';
import { folderOf } from './path.ts';
import { Resolver } from './resolve.ts';
import type { SourceFile } from './source.ts';
import { TsConfigs, type TsConfig } from './tsconfig.ts';

// All modules of a compilation, each parsed when somebody first asks what one of its names is, and never otherwise: a flow whose steps
// use a large code base pays only for the files that its classes and decorators name.

/** What a name turns out to be, through imports and re-exports. */
export type Binding =
  | { readonly kind: 'declared'; readonly module: Module; readonly name: string; readonly declaration: Declaration }
  /** An export of flowc itself; `name` is `*` for its namespace. */
  | { readonly kind: 'flowc'; readonly name: string }
  | { readonly kind: 'namespace'; readonly module: Module }
  | { readonly kind: 'json'; readonly value: Json }
  | { readonly kind: 'package'; readonly specifier: string; readonly name: string }
  /** Declared nowhere that flowc can see; `reported` where a diagnostic has said why. */
  | { readonly kind: 'missing'; readonly reported: boolean };

type Opened =
  Exclude<Binding, { readonly kind: 'declared' | 'namespace' }> | { readonly kind: 'module'; readonly module: Module };

interface Place {
  readonly module: Module;
  readonly name: string;
  readonly of: 'names' | 'exports';
}

export class Modules {
  readonly #host: Host;
  readonly #sink: Diagnostics;
  readonly #configs: TsConfigs;
  readonly #resolver: Resolver;
  readonly #modules = new Map<string, Module | undefined>();
  readonly #json = new Map<string, Binding & Opened>();
  readonly #bindings = new WeakMap<Module, Map<string, Binding>>();

  constructor(host: Host, sink: Diagnostics) {
    this.#host = host;
    this.#sink = sink;
    this.#configs = new TsConfigs(host);
    this.#resolver = new Resolver(host, this.#configs);
  }

  /** The module in a file, or undefined where there is no file. Reports its syntax errors. */
  load(path: string): Module | undefined {
    if (!this.#modules.has(path)) {
      const text = this.#host.readFile(path);
      this.#modules.set(path, text === undefined ? undefined : readModule(parseSource(path, text, this.#sink)));
    }
    return this.#modules.get(path);
  }

  /** The module of a source file that came from here. */
  moduleOf(source: SourceFile): Module {
    const module = this.#modules.get(source.path);
    if (!module) throw new Error(`${source.path} is not a module of this compilation`);
    return module;
  }

  configOf(module: Module): TsConfig {
    return this.#configs.nearest(folderOf(module.source.path));
  }

  /** What a name at the top level of a module is. */
  lookup(module: Module, name: string): Binding {
    let known = this.#bindings.get(module);
    if (!known) this.#bindings.set(module, (known = new Map()));
    let binding = known.get(name);
    if (!binding) known.set(name, (binding = this.#follow({ module, name, of: 'names' })));
    return binding;
  }

  /** What a module exports as `name`. */
  exported(module: Module, name: string): Binding {
    return this.#follow({ module, name, of: 'exports' });
  }

  /** The values that a module exports, its own names first; without `default` of other modules, as `export *` has it. */
  exportedNames(module: Module): readonly string[] {
    const names = new Set<string>();
    const seen = new Set<Module>();
    const pending = [module];
    for (let at = pending.pop(); at; at = pending.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      for (const [name, from] of at.exports) {
        const isType = typeof from !== 'string' && from.isType;
        if (!isType && (at === module || name !== 'default')) names.add(name);
      }
      for (const star of at.stars.toReversed()) {
        if (star.isType) continue;
        const opened = this.#open(at, star);
        if (opened.kind === 'module') pending.push(opened.module);
      }
    }
    return [...names];
  }

  /** A depth-first walk of places, with a list of its own: chains and circles of re-exports cost neither stack nor an end. */
  #follow(start: Place): Binding {
    const seen = new Map<Module, Set<string>>();
    const pending = [start];
    let reported = false;
    for (let place = pending.pop(); place; place = pending.pop()) {
      const { module, name, of } = place;
      const known = seen.get(module) ?? new Set();
      seen.set(module, known);
      if (known.has(`${of} ${name}`)) continue;
      known.add(`${of} ${name}`);

      const found = module[of].get(name);
      if (typeof found === 'string') pending.push({ module, name: found, of: 'names' });
      else if (found?.kind === 'import') {
        const next = this.#enter(module, found, found.name);
        if (!('of' in next) && next.kind !== 'missing') return next;
        if ('of' in next) pending.push(next);
        else reported = true;
      } else if (found) return { kind: 'declared', module, name, declaration: found };
      else if (of === 'exports' && name !== 'default') {
        for (const star of module.stars.toReversed()) {
          const next = this.#enter(module, star, name);
          if ('of' in next) pending.push(next);
          else if (next.kind === 'flowc') return next;
        }
      }
    }
    return { kind: 'missing', reported };
  }

  #enter(from: Module, wanted: Import, name: string): Binding | Place {
    const opened = this.#open(from, wanted);
    if (opened.kind === 'module') {
      return name === '*'
        ? { kind: 'namespace', module: opened.module }
        : { module: opened.module, name, of: 'exports' };
    }
    if (opened.kind === 'json' && name !== '*' && name !== 'default') return memberOf(opened.value, name);
    return opened.kind === 'flowc' || opened.kind === 'package' ? { ...opened, name } : opened;
  }

  #open(from: Module, { specifier, name, span }: Import): Opened {
    const target = this.#resolver.resolve(folderOf(from.source.path), specifier);
    if (target.kind === 'flowc') return { kind: 'flowc', name };
    if (target.kind === 'package') return { kind: 'package', specifier, name };
    if (target.kind === 'file' && target.path.endsWith('.json')) return this.#openJson(target.path, span);
    const module = target.kind === 'file' ? this.load(target.path) : undefined;
    if (module) return { kind: 'module', module };
    this.#sink.report('module-not-found', span, [specifier]);
    return { kind: 'missing', reported: true };
  }

  #openJson(path: string, span: Import['span']): Opened {
    const known = this.#json.get(path);
    if (known) return known;
    let opened: Binding & Opened;
    try {
      opened = { kind: 'json', value: JSON.parse((this.#host.readFile(path) ?? '').replace(/^\uFEFF/, '')) as Json };
    } catch (error) {
      this.#sink.report('bad-json', span, [path, error instanceof Error ? error.message : String(error)]);
      opened = { kind: 'missing', reported: true };
    }
    this.#json.set(path, opened);
    return opened;
  }
}

/** Bundlers give a JSON file's properties as exports too. */
function memberOf(value: Json, name: string): Binding {
  const member =
    typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === name) : undefined;
  return member ? { kind: 'json', value: member[1] } : { kind: 'missing', reported: false };
}
