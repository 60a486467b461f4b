import { spanOf } from '../../parse/source.ts';
import type { Member } from '../flow-class.ts';
import type { ClassRule } from './rule.ts';

/** Steps become names of the engine's objects, fields and parameters become keys: within each, case makes no difference. */
export const namesDifferInCase: ClassRule = ({ flow, sink }) => {
  for (const names of [flow.stepNames, new Set([...flow.fieldNames, ...flow.parameterNames])]) {
    const seen = new Map<string, Member>();
    for (const member of flow.members.values()) {
      if (!names.has(member.name)) continue;
      const key = member.name.toLowerCase();
      const other = seen.get(key);
      if (!other) seen.set(key, member);
      else {
        const related = [{ message: 'the other one', span: spanOf(other.source, other.node.key) }];
        sink.report('names-differ-in-case', spanOf(member.source, member.node.key), [other.name, member.name], related);
      }
    }
  }
};
