import type { ClassRule } from './rule.ts';

const reserved: ReadonlySet<string | undefined> = new Set(['next', 'merge', 'input', 'index']);

/** FlowSpec's own names are nobody else's. */
export const reservedNames: ClassRule = ({ declared, sink }) => {
  for (const { name, isStatic, span } of declared) {
    if (name !== undefined && !isStatic && reserved.has(name)) sink.report('reserved-name', span, [name]);
  }
};
