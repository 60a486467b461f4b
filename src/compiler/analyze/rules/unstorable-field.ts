import type { TSType } from 'oxc-parser';
import type { Module } from '../../parse/module.ts';
import { spanOf } from '../../parse/source.ts';
import { typeOf } from '../fields.ts';
import type { ModelRule } from './rule.ts';

// Artifacts whose type says that no datastore can hold them. Only what the type itself shows: a name is followed through aliases of the same file,
// and a name of the platform or of Node's own modules is known.

/** Global types that are no plain data. */
const globals: ReadonlySet<string> = new Set(
  (
    'Promise PromiseLike Function CallableFunction WeakMap WeakSet WeakRef Generator AsyncGenerator Iterator AsyncIterator AsyncIterable ' +
    'RegExp Error TypeError RangeError URL URLSearchParams AbortController AbortSignal ReadableStream WritableStream TransformStream ' +
    'Request Response Headers FormData WebSocket Worker MessagePort MessageChannel EventTarget Proxy'
  ).split(' '),
);

/** Names of Node's modules that are data all the same. */
const storable: ReadonlySet<string> = new Set(['Buffer']);

/** Types that hold what their arguments are. */
const holders: ReadonlySet<string> = new Set(
  'Array ReadonlyArray Map ReadonlyMap Set ReadonlySet Record Partial Required Readonly NonNullable Awaited'.split(' '),
);

export const unstorableField: ModelRule = ({ flow, modules, sink }, { fields }) => {
  for (const { name, kind } of fields) {
    const member = flow.members.get(name);
    if (kind !== 'artifact' || member?.kind !== 'field') continue;
    const type = typeOf(member.node);
    const found = type && findUnstorable(type, modules.moduleOf(member.source));
    if (found) sink.report('unstorable-field', spanOf(member.source, found.shown), [name, found.what]);
  }
};

/** `shown`: the part of the field's own annotation that leads to it. */
function findUnstorable(
  annotation: TSType,
  module: Module,
): { readonly shown: TSType; readonly what: string } | undefined {
  const seen = new Set<TSType>();
  const pending = [{ type: annotation, shown: annotation, own: true }];
  for (let at = pending.pop(); at; at = pending.pop()) {
    const { type, own } = at;
    if (seen.has(type)) continue;
    seen.add(type);
    const shown = own ? type : at.shown;
    const what = oddity(type, module);
    if (what !== undefined) return { shown, what };
    for (const part of partsOf(type)) pending.push({ type: part, shown, own });
    const alias =
      type.type === 'TSTypeReference' && type.typeName.type === 'Identifier'
        ? module.names.get(type.typeName.name)
        : undefined;
    if (alias?.kind === 'type') pending.push({ type: alias.node.typeAnnotation, shown, own: false });
  }
  return undefined;
}

function oddity(type: TSType, module: Module): string | undefined {
  if (type.type === 'TSFunctionType' || type.type === 'TSConstructorType') return 'it is a function';
  if (type.type === 'TSSymbolKeyword') return 'it is a symbol';
  if (
    type.type === 'TSTypeLiteral' &&
    type.members.some((member) => member.type === 'TSMethodSignature' && member.kind === 'method')
  ) {
    return 'it has a method';
  }
  if (type.type !== 'TSTypeReference' || type.typeName.type !== 'Identifier') return undefined;
  const { name } = type.typeName;
  const declared = module.names.get(name);
  if (!declared) return globals.has(name) ? `\`${name}\` is no plain data` : undefined;
  const ofNode = declared.kind === 'import' && declared.specifier.startsWith('node:') && !storable.has(declared.name);
  return ofNode ? `\`${name}\` of \`${declared.specifier}\` is no plain data` : undefined;
}

function partsOf(type: TSType): readonly TSType[] {
  switch (type.type) {
    case 'TSUnionType':
    case 'TSIntersectionType':
      return type.types;
    case 'TSParenthesizedType':
    case 'TSTypeOperator':
      return [type.typeAnnotation];
    case 'TSArrayType':
      return [type.elementType];
    case 'TSTupleType':
      return type.elementTypes.flatMap((element) => {
        if (element.type === 'TSNamedTupleMember') return [element.elementType as TSType];
        return element.type === 'TSOptionalType' || element.type === 'TSRestType'
          ? [element.typeAnnotation]
          : [element];
      });
    case 'TSTypeLiteral':
      return type.members.flatMap((member) =>
        member.type === 'TSPropertySignature' && member.typeAnnotation ? [member.typeAnnotation.typeAnnotation] : [],
      );
    case 'TSTypeReference':
      return type.typeName.type === 'Identifier' && holders.has(type.typeName.name)
        ? (type.typeArguments?.params ?? [])
        : [];
    default:
      return [];
  }
}
