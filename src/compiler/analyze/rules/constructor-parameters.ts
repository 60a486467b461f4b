import type { ClassRule } from './rule.ts';

/** A flow object is made by `new Flow()`: only the constructor that this calls is asked. */
export const constructorParameters: ClassRule = ({ flow, declared, sink }) => {
  const called = declared.findLast((member) => member.form === 'constructor' && !member.isSignature);
  if (called?.node.type !== 'MethodDefinition' || called.node.value.params.length === 0) return;
  sink.report('constructor-parameters', called.span, [flow.name]);
};
