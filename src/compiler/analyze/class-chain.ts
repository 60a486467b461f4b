import type { Class, Expression } from 'oxc-parser';
import type { Span } from '../ir/span.ts';
import type { Module } from '../parse/module.ts';
import type { Binding, Modules } from '../parse/modules.ts';
import { spanOf } from '../parse/source.ts';
import { unwrap } from './syntax.ts';

// The classes between a class and FlowSpec, each found by name in the module that names it.

/** One class of a chain. */
export interface Link {
  readonly module: Module;
  readonly node: Class;
  /** Where its statement or its first decorator begins. */
  readonly start: number;
}

export interface Chain {
  /** The class itself first. */
  readonly links: readonly Link[];
  readonly ends: Ending;
}

type Ending =
  | { readonly kind: 'flow-spec' }
  /** No `extends` at all. */
  | { readonly kind: 'nothing' }
  /** `extends` something that is no class flowc can follow: a reason for a message. */
  | { readonly kind: 'unknown'; readonly span: Span; readonly reason: string; readonly reported: boolean };

export function chainOf(start: Link, modules: Modules): Chain {
  const links: Link[] = [];
  const seen = new Set<Class>();
  for (let link = start; ;) {
    links.push(link);
    seen.add(link.node);
    const { superClass } = link.node;
    if (!superClass) return { links, ends: { kind: 'nothing' } };
    const binding = bindingOf(superClass, link.module, modules);
    if (binding?.kind === 'flowc' && binding.name === 'FlowSpec') return { links, ends: { kind: 'flow-spec' } };
    const next = binding && classOf(binding);
    if (next && !seen.has(next.node)) {
      link = next;
      continue;
    }
    const span = spanOf(link.module.source, superClass);
    const reported = binding?.kind === 'missing' && binding.reported;
    return { links, ends: { kind: 'unknown', span, reason: next ? 'it extends itself' : reasonOf(binding), reported } };
  }
}

/** The class that a binding names. */
export function classOf(binding: Binding): Link | undefined {
  if (binding.kind !== 'declared') return undefined;
  const { declaration, module } = binding;
  return declaration.kind === 'class' ? { module, node: declaration.node, start: declaration.start } : undefined;
}

/** What a name or `namespace.name` is bound to. */
function bindingOf(expression: Expression, module: Module, modules: Modules): Binding | undefined {
  const node = unwrap(expression);
  if (node.type === 'Identifier') return modules.lookup(module, node.name);
  if (node.type !== 'MemberExpression' || node.computed || node.object.type !== 'Identifier') return undefined;
  const owner = modules.lookup(module, node.object.name);
  if (owner.kind === 'namespace') return modules.exported(owner.module, node.property.name);
  const ofFlowc = owner.kind === 'flowc' && owner.name === '*';
  return ofFlowc ? { kind: 'flowc', name: node.property.name } : undefined;
}

function reasonOf(binding: Binding | undefined): string {
  if (!binding) return 'it is an expression, and not the name of a class';
  switch (binding.kind) {
    case 'package':
      return `it comes from the package \`${binding.specifier}\`, which is not opened`;
    case 'missing':
      return 'it is neither declared at the top of this file nor imported';
    case 'flowc':
      return `flowc's \`${binding.name}\` is no class of flows`;
    default:
      return 'it is not declared as `class …`';
  }
}
