import type { ClassRule } from './rule.ts';

/** A parameter is an ordinary field that a flag and an orchestrator can name. */
export const parameterPlacement: ClassRule = ({ declared, sink }) => {
  for (const { name, form, node, isStatic, parameterKind, span } of declared) {
    if (parameterKind === undefined) continue;
    const odd = isStatic
      ? 'a static field'
      : form === 'accessor'
        ? 'an `accessor`'
        : name === undefined
          ? 'a field with a computed name'
          : name.startsWith('#')
            ? 'a `#private` field'
            : !/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)
              ? 'a field whose name is no identifier'
              : 'accessibility' in node && (node.accessibility === 'private' || node.accessibility === 'protected')
                ? `a ${node.accessibility} field`
                : undefined;
    if (odd !== undefined) sink.report('parameter-misplaced', span, [odd]);
  }
};
