import type { DeclaredMember } from '../declared-member.ts';
import type { ClassRule } from './rule.ts';

/** A step is an ordinary public instance method whose name is an identifier. */
export const stepPlacement: ClassRule = ({ declared, sink }) => {
  for (const member of declared) {
    if (!member.decorators.some((decorator) => decorator.name === 'step')) continue;
    const odd = oddity(member);
    if (odd !== undefined) sink.report('step-misplaced', member.span, [odd]);
    else if (member.name === undefined) sink.report('step-name', member.span, ['a computed name']);
    else if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(member.name)) {
      sink.report('step-name', member.span, [`\`${member.name}\``]);
    }
  }
};

function oddity({ form, name, node, isStatic, isSignature }: DeclaredMember): string | undefined {
  if (form !== 'method')
    return {
      field: 'a field',
      getter: 'a getter',
      setter: 'a setter',
      accessor: 'an `accessor`',
      constructor: 'a constructor',
    }[form];
  if (isStatic) return 'a static method';
  if (name?.startsWith('#')) return 'a `#private` method';
  if (isSignature) return 'a method without a body';
  if (node.type !== 'MethodDefinition') return undefined;
  if (node.value.generator) return 'a generator';
  return node.accessibility === 'private' || node.accessibility === 'protected'
    ? `a ${node.accessibility} method`
    : undefined;
}
