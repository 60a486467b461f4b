import type { DeclaredMember } from '../declared-member.ts';
import type { ClassRule } from './rule.ts';

/** What overrides a step is a step. */
export const overrideWithoutStep: ClassRule = ({ declared, sink }) => {
  const steps = new Map<string, DeclaredMember>();
  for (const member of declared) {
    const { name, isStatic, isSignature, decorators, span } = member;
    if (name === undefined || isStatic || isSignature) continue;
    const before = steps.get(name);
    if (decorators.some((decorator) => decorator.name === 'step')) steps.set(name, member);
    else if (before && before.depth !== member.depth) {
      sink.report(
        'override-without-step',
        span,
        [name],
        [{ message: 'the step that it overrides', span: before.span }],
      );
    }
  }
};
