import type { ClassElement, MethodDefinition, PropertyDefinition } from 'oxc-parser';
import type { Span } from '../ir/span.ts';
import type { Modules } from '../parse/modules.ts';
import { spanOf } from '../parse/source.ts';
import { keyName, unwrap } from './syntax.ts';
import type { Chain, Link } from './class-chain.ts';
import { decoratorsOf, memberOf, type FoundDecorator } from './decorators-of.ts';

// The members of a flow's classes as they are written, before anything is folded: what rules on their form look at.

type MemberForm = 'method' | 'getter' | 'setter' | 'field' | 'accessor' | 'constructor';

export interface DeclaredMember {
  /** `#name` for a private one; undefined where it is computed. */
  readonly name: string | undefined;
  readonly form: MemberForm;
  readonly node: MethodDefinition | PropertyDefinition | Extract<ClassElement, { readonly key: unknown }>;
  /** The name in its declaration. */
  readonly span: Span;
  readonly isStatic: boolean;
  /** Without an implementation: abstract, or a signature of an overload. */
  readonly isSignature: boolean;
  readonly link: Link;
  /** 0 in the flow itself. */
  readonly depth: number;
  readonly decorators: readonly FoundDecorator[];
  /** `parameter.number(…)`: the kind, whether or not it is one. */
  readonly parameterKind?: string;
}

/** All members of a chain: a base class's before its heirs', else in the order of the source. */
export function declaredMembers(chain: Chain, modules: Modules): DeclaredMember[] {
  return chain.links
    .map((link, depth) => link.node.body.body.flatMap((element) => declared(element, link, depth, modules) ?? []))
    .toReversed()
    .flat();
}

function declared(element: ClassElement, link: Link, depth: number, modules: Modules): DeclaredMember | undefined {
  if (element.type === 'StaticBlock' || element.type === 'TSIndexSignature') return undefined;
  const kind =
    'value' in element && element.type !== 'TSAbstractPropertyDefinition'
      ? parameterKind(element.value, link, modules)
      : undefined;
  return {
    name: keyName(element.key, element.computed),
    form: formOf(element),
    node: element,
    span: spanOf(link.module.source, element.key),
    isStatic: element.static,
    isSignature: element.type.startsWith('TSAbstract') || element.value?.type === 'TSEmptyBodyFunctionExpression',
    link,
    depth,
    decorators: element.decorators.length === 0 ? [] : decoratorsOf(element.decorators, link.module, modules),
    ...(kind !== undefined && { parameterKind: kind }),
  };
}

const forms = { method: 'method', get: 'getter', set: 'setter', constructor: 'constructor' } as const;

function formOf(element: Exclude<ClassElement, { readonly type: 'StaticBlock' | 'TSIndexSignature' }>): MemberForm {
  if (element.type === 'AccessorProperty' || element.type === 'TSAbstractAccessorProperty') return 'accessor';
  if (element.type === 'PropertyDefinition' || element.type === 'TSAbstractPropertyDefinition') return 'field';
  return forms[(element as MethodDefinition).kind];
}

/** `number` of `parameter.number(…)`, by the binding of `parameter`. */
function parameterKind(value: DeclaredMember['node']['value'], { module }: Link, modules: Modules): string | undefined {
  if (!value || value.type === 'FunctionExpression') return undefined;
  const call = unwrap(value);
  const callee = call.type === 'CallExpression' ? unwrap(call.callee) : call;
  if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier') return undefined;
  const owner = unwrap(callee.object);
  const kind = callee.property.name;
  if (owner.type === 'Identifier') {
    const binding = modules.lookup(module, owner.name);
    return binding.kind === 'flowc' && binding.name === 'parameter' ? kind : undefined;
  }
  if (owner.type !== 'MemberExpression' || owner.computed || owner.object.type !== 'Identifier') return undefined;
  return memberOf(module, owner.object.name, owner.property.name, modules) === 'parameter' ? kind : undefined;
}
