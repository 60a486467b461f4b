import type { TSType } from 'oxc-parser';
import type { Module } from '../parse/module.ts';
import type { Modules } from '../parse/modules.ts';
import { memberOf } from './decorators-of.ts';

// A name that another file gives to the type is followed only where it has a type argument, as `Inputs<…>` has: the type of a foreach element often
// comes from a module that nothing else here asks for.

/** Whether a type (or the annotation that holds it) is `Inputs<…>` of flowc, under whatever name, or an alias of it. */
export function isInputs(annotation: unknown, module: Module, modules: Modules): boolean {
  const seen = new Set<TSType>();
  let at = module;
  for (let type = typeOf(annotation); type && !seen.has(type);) {
    seen.add(type);
    if (type.type === 'TSParenthesizedType') {
      type = type.typeAnnotation;
      continue;
    }
    if (type.type === 'TSImportType') {
      return type.source.value === 'flowc' && type.qualifier?.type === 'Identifier' && type.qualifier.name === 'Inputs';
    }
    if (type.type !== 'TSTypeReference') return false;
    const { typeName } = type;
    if (typeName.type === 'TSQualifiedName' && typeName.left.type === 'Identifier') {
      return memberOf(at, typeName.left.name, typeName.right.name, modules) === 'Inputs';
    }
    if (typeName.type !== 'Identifier') return false;
    if (!type.typeArguments && at.names.get(typeName.name)?.kind === 'import') return false;
    const binding = modules.lookup(at, typeName.name);
    if (binding.kind !== 'declared') return binding.kind === 'flowc' && binding.name === 'Inputs';
    if (binding.declaration.kind !== 'type') return false;
    type = binding.declaration.node.typeAnnotation;
    at = binding.module;
  }
  return false;
}

function typeOf(annotation: unknown): TSType | undefined {
  if (typeof annotation !== 'object' || annotation === null || !('type' in annotation)) return undefined;
  if (annotation.type !== 'TSTypeAnnotation') return annotation as TSType;
  return (annotation as unknown as { readonly typeAnnotation: TSType }).typeAnnotation;
}
