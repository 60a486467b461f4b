import type { PropertyDefinition, TSType } from 'oxc-parser';
import type { Field } from '../ir/model.ts';
import type { Module } from '../parse/module.ts';
import type { Modules } from '../parse/modules.ts';
import { spanOf } from '../parse/source.ts';
import type { Chain } from './class-chain.ts';
import { docBefore } from './doc.ts';
import type { FieldMember, FlowClass } from './flow-class.ts';

/** The fields of a flow. `written`: what some step may assign, mutate or leave an error in. */
export function readFields(flow: FlowClass, chain: Chain, written: ReadonlySet<string>, modules: Modules): Field[] {
  const constructed = assignedInConstructors(chain);
  const fields: Field[] = [];
  for (const member of flow.members.values()) {
    if (member.kind !== 'field' || !flow.fieldNames.has(member.name)) continue;
    const { name, node, source } = member;
    const initialised = member.value !== undefined || constructed.has(name);
    const constant = initialised && (node.readonly === true || !written.has(name));
    const doc = docBefore(source.text, node.start);
    fields.push({
      name,
      span: spanOf(source, node.key),
      ...(doc !== undefined && { doc }),
      kind: constant ? 'constant' : 'artifact',
      initialised,
      mayBeUnset: mayBeUnset(member, modules),
    });
  }
  return fields;
}

function mayBeUnset({ node, source }: FieldMember, modules: Modules): boolean {
  const type = typeOf(node);
  return node.optional === true || (type !== undefined && includesUndefined(type, modules.moduleOf(source)));
}

export const typeOf = (node: PropertyDefinition): TSType | undefined => node.typeAnnotation?.typeAnnotation;

/** Whether `undefined` is a value of a type, through aliases of the same file. */
function includesUndefined(type: TSType, module: Module): boolean {
  const seen = new Set<TSType>();
  const pending = [type];
  for (let at = pending.pop(); at; at = pending.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    if (at.type === 'TSUndefinedKeyword' || at.type === 'TSUnknownKeyword' || at.type === 'TSAnyKeyword') return true;
    if (at.type === 'TSUnionType') pending.push(...at.types);
    if (at.type === 'TSParenthesizedType') pending.push(at.typeAnnotation);
    if (at.type === 'TSTypeReference' && at.typeName.type === 'Identifier') {
      const alias = module.names.get(at.typeName.name);
      if (alias?.kind === 'type') pending.push(alias.node.typeAnnotation);
    }
  }
  return false;
}

/** Fields that a constructor assigns for certain: as good as an initialiser. */
function assignedInConstructors({ links }: Chain): ReadonlySet<string> {
  const names = new Set<string>();
  for (const element of links.flatMap((link) => link.node.body.body)) {
    if (element.type !== 'MethodDefinition' || element.kind !== 'constructor') continue;
    for (const statement of element.value.body?.body ?? []) {
      if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'AssignmentExpression') continue;
      const { left, operator } = statement.expression;
      if (operator !== '=' || left.type !== 'MemberExpression' || left.computed) continue;
      if (left.object.type === 'ThisExpression' && left.property.type === 'Identifier') names.add(left.property.name);
    }
  }
  return names;
}
