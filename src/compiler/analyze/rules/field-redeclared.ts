import type { DeclaredMember } from '../declared-member.ts';
import type { ClassRule } from './rule.ts';

/** A field without an initialiser does not hide one that a base class has initialised. */
export const fieldRedeclared: ClassRule = ({ declared, sink }) => {
  const initialised = new Map<string, DeclaredMember>();
  for (const member of declared) {
    const { name, node, isStatic, span } = member;
    if (name === undefined || isStatic || node.type !== 'PropertyDefinition' || node.declare) continue;
    const before = initialised.get(name);
    if (node.value) initialised.set(name, member);
    else if (before && before.depth !== member.depth && !name.startsWith('#')) {
      sink.report(
        'field-redeclared',
        span,
        [name],
        [{ message: 'its initial value is given here', span: before.span }],
      );
    }
  }
};
