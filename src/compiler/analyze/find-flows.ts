import type { Diagnostics } from '../diagnostics/sink.ts';
import type { Span } from '../ir/span.ts';
import type { Module } from '../parse/module.ts';
import type { Modules } from '../parse/modules.ts';
import { spanOf } from '../parse/source.ts';
import { chainOf, classOf, type Chain, type Link } from './class-chain.ts';
import { decoratorsOf } from './decorators-of.ts';

// Which classes of a file are flows: those that it exports, itself or from other files, that are not abstract and that extend FlowSpec. A class that
// nearly is one is named only where the file has none: beside a flow it is usually a base class.

export interface FoundFlow {
  readonly name: string;
  readonly chain: Chain;
}

/** Requires a parsed entry. Reports flows that cannot be read, two of one name, and a file without any. */
export function findFlows(entry: Module, modules: Modules, sink: Diagnostics): FoundFlow[] {
  const search = new FlowSearch(modules, sink);
  for (const name of modules.exportedNames(entry)) {
    const binding = modules.exported(entry, name);
    const link = classOf(binding);
    if (link) search.exported(link);
    else if (binding.kind === 'declared' && binding.declaration.kind === 'const') {
      const node = binding.declaration.value;
      if (node.type === 'ClassExpression') search.exported({ module: binding.module, node, start: node.start });
    }
  }
  search.finish(entry);
  return search.flows;
}

class FlowSearch {
  readonly flows: FoundFlow[] = [];
  readonly #modules: Modules;
  readonly #sink: Diagnostics;
  readonly #seen = new Set<Link['node']>();
  readonly #names = new Map<string, { readonly name: string; readonly span: Span }>();
  readonly #nearly: { readonly message: string; readonly span: Span }[] = [];
  #refused = false;

  constructor(modules: Modules, sink: Diagnostics) {
    this.#modules = modules;
    this.#sink = sink;
  }

  exported(link: Link): void {
    if (this.#seen.has(link.node)) return;
    this.#seen.add(link.node);
    const chain = chainOf(link, this.#modules);
    const { ends } = chain;
    if (link.node.abstract) this.#near(link, chain, 'is abstract');
    else if (ends.kind === 'nothing') this.#near(link, chain, 'does not extend `FlowSpec`');
    else if (ends.kind === 'flow-spec') this.#add(link, chain);
    else if (this.#looksLikeFlow(chain)) {
      this.#refused = true;
      const name = link.node.id?.name ?? 'the class';
      if (!ends.reported) this.#sink.report('unknown-base', ends.span, [name, ends.reason]);
    }
  }

  finish(entry: Module): void {
    // A file that did not parse, or was not found, is why there is none.
    if (this.flows.length > 0 || this.#refused || this.#sink.hasErrors) return;
    for (const declaration of entry.names.values()) {
      if (declaration.kind !== 'class' || this.#seen.has(declaration.node)) continue;
      const link = { ...declaration, module: entry };
      this.#near(link, chainOf(link, this.#modules), 'is not exported');
    }
    const start = { file: entry.source.path, start: 0, end: 0 };
    this.#sink.report('no-flow', this.#nearly[0]?.span ?? start, [entry.source.path], this.#nearly);
  }

  #add(link: Link, chain: Chain): void {
    const { id } = link.node;
    if (!id || link.node.type === 'ClassExpression') {
      this.#refused = true;
      this.#sink.report('unnamed-flow', nameSpan(link), []);
      return;
    }
    const known = this.#names.get(id.name.toLowerCase());
    const span = nameSpan(link);
    if (known) {
      const related = [{ message: 'the other one', span: known.span }];
      this.#sink.report('duplicate-flow', span, [id.name, known.name], related);
    }
    this.#names.set(id.name.toLowerCase(), { name: id.name, span });
    this.flows.push({ name: id.name, chain });
  }

  #near(link: Link, chain: Chain, reason: string): void {
    if (chain.ends.kind !== 'flow-spec' && !this.#looksLikeFlow(chain)) return;
    this.#nearly.push({ message: `\`${link.node.id?.name ?? 'this class'}\` ${reason}`, span: nameSpan(link) });
  }

  /** Whether a member of the chain has a decorator of flowc. */
  #looksLikeFlow(chain: Chain): boolean {
    return chain.links.some(({ module, node }) =>
      node.body.body.some(
        (element) =>
          'decorators' in element &&
          decoratorsOf(element.decorators, module, this.#modules).some((decorator) => decorator.name !== undefined),
      ),
    );
  }
}

/** The name of a class, or its keyword. */
export function nameSpan({ module, node }: Link): Span {
  return node.id ? spanOf(module.source, node.id) : spanOf(module.source, { start: node.start, end: node.start + 5 });
}
