import { spanOf } from '../../parse/source.ts';
import type { Member } from '../flow-class.ts';
import { flagName, reservedFlags } from '../parameters/flag-name.ts';
import type { ClassRule } from './rule.ts';

/** Every parameter has a flag of its own. */
export const parameterFlags: ClassRule = ({ flow, sink }) => {
  const seen = new Map<string, Member>();
  for (const name of flow.parameterNames) {
    const member = flow.members.get(name);
    if (!member) continue;
    const flag = flagName(name);
    const span = spanOf(member.source, member.node.key);
    const other = seen.get(flag);
    if (reservedFlags.has(flag)) sink.report('reserved-flag', span, [name, flag]);
    // Names that differ in case only have a rule of their own.
    if (other && other.name.toLowerCase() !== name.toLowerCase()) {
      const related = [{ message: 'the other one', span: spanOf(other.source, other.node.key) }];
      sink.report('duplicate-flag', span, [other.name, name, flag], related);
    }
    seen.set(flag, member);
  }
};
