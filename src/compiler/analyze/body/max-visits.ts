import type { Expression, Program } from 'oxc-parser';
import { unwrap } from '../syntax.ts';
import type { Walk } from './walk.ts';

/** A bound that is known without running anything: a number, or a `const` of the same file that is one. */
export function positiveInteger(walk: Walk, value: Expression): number | undefined {
  const node = unwrap(value);
  const given =
    node.type === 'Identifier' && !walk.isLocal(node.name) ? constantOf(walk.subject.source.program, node.name) : node;
  const literal = given && unwrap(given);
  if (literal?.type !== 'Literal' || typeof literal.value !== 'number') return undefined;
  return Number.isSafeInteger(literal.value) && literal.value > 0 ? literal.value : undefined;
}

function constantOf(program: Program, name: string): Expression | undefined {
  for (const statement of program.body) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (declaration?.type !== 'VariableDeclaration' || declaration.kind !== 'const') continue;
    for (const { id, init } of declaration.declarations)
      if (id.type === 'Identifier' && id.name === name) return init ?? undefined;
  }
  return undefined;
}
