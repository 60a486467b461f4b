import type { CallExpression, Decorator } from 'oxc-parser';
import type { Span } from '../ir/span.ts';
import type { Module } from '../parse/module.ts';
import type { Modules } from '../parse/modules.ts';
import { spanOf } from '../parse/source.ts';
import { unwrap } from './syntax.ts';

// Which decorators stand on something, by what their names are bound to and not by how they are written: `retry`, a renamed import and
// `flowc.retry` are one decorator, and a function of the user's own that is called `retry` is none.

export interface FoundDecorator {
  /** Its name in flowc; absent on a decorator of somebody else. */
  readonly name?: string;
  /** As it is written, for messages: `retry`. */
  readonly written: string;
  /** Nothing declares it: an import is missing. */
  readonly undeclared: boolean;
  readonly module: Module;
  readonly span: Span;
  readonly call?: CallExpression;
}

export function decoratorsOf(decorators: readonly Decorator[], module: Module, modules: Modules): FoundDecorator[] {
  return decorators.map(({ expression, start, end }) => {
    const call = expression.type === 'CallExpression' ? expression : undefined;
    const named = unwrap(call ? call.callee : expression);
    const found = { module, span: spanOf(module.source, { start, end }), ...(call && { call }) };
    if (named.type === 'Identifier') {
      const binding = modules.lookup(module, named.name);
      const name = binding.kind === 'flowc' ? { name: binding.name } : {};
      return { ...found, ...name, written: named.name, undeclared: binding.kind === 'missing' };
    }
    const written = module.source.text.slice(named.start, named.end);
    if (named.type !== 'MemberExpression' || named.computed || named.object.type !== 'Identifier') {
      return { ...found, written, undeclared: false };
    }
    const name = memberOf(module, named.object.name, named.property.name, modules);
    return { ...found, ...(name !== undefined && { name }), written, undeclared: false };
  });
}

/** The name in flowc of `owner.name`, where `owner` is flowc's namespace or a module that exports something of flowc. */
export function memberOf(module: Module, owner: string, name: string, modules: Modules): string | undefined {
  const binding = modules.lookup(module, owner);
  if (binding.kind === 'flowc') return binding.name === '*' ? name : undefined;
  const member = binding.kind === 'namespace' ? modules.exported(binding.module, name) : undefined;
  return member?.kind === 'flowc' ? member.name : undefined;
}
