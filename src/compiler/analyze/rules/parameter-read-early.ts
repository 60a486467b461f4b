import { spanOf } from '../../parse/source.ts';
import { evaluatedNodes } from '../initial-values.ts';
import type { ClassRule } from './rule.ts';

/** Initialisers run before a run's parameters are known. */
export const parameterReadEarly: ClassRule = ({ flow, sink }) => {
  for (const field of flow.members.values()) {
    if (field.kind !== 'field' || !field.value) continue;
    for (const node of evaluatedNodes(field.value)) {
      if (node.type !== 'MemberExpression' || node.object.type !== 'ThisExpression') continue;
      const { property } = node;
      const name = property.type === 'Identifier' && !node.computed ? property.name : undefined;
      if (name === undefined || !flow.parameterNames.has(name)) continue;
      sink.report('parameter-read-early', spanOf(field.source, node), [field.name, name]);
    }
  }
};
