import type { Node } from 'oxc-parser';
import { spanOf } from '../../parse/source.ts';
import { unwrap } from '../syntax.ts';
import { evaluatedNodes } from '../initial-values.ts';
import type { ModelRule } from './rule.ts';

// Constants are made anew in every task: a clock, a random number or a fresh id in an initialiser makes them none.

const calls: ReadonlySet<string> = new Set([
  'Date',
  'Date.now',
  'Math.random',
  'performance.now',
  'process.hrtime',
  'process.hrtime.bigint',
  'process.uptime',
  'randomUUID',
  'randomBytes',
  'randomInt',
  'crypto.randomUUID',
  'crypto.randomBytes',
  'crypto.randomInt',
  'crypto.getRandomValues',
  'nanoid',
]);

export const initialiserDiffers: ModelRule = ({ flow, sink }, { fields }) => {
  for (const { name, kind } of fields) {
    const member = flow.members.get(name);
    if (kind !== 'constant' || member?.kind !== 'field' || !member.value) continue;
    for (const node of evaluatedNodes(member.value)) {
      const what = differing(node);
      if (what !== undefined) sink.report('initialiser-differs', spanOf(member.source, node), [name, `\`${what}\``]);
    }
  }
};

function differing(node: Node): string | undefined {
  if (node.type === 'NewExpression')
    return node.arguments.length === 0 && path(node.callee) === 'Date' ? 'new Date()' : undefined;
  const called = node.type === 'CallExpression' ? path(node.callee)?.replace(/^globalThis\./, '') : undefined;
  return called !== undefined && calls.has(called) ? `${called}()` : undefined;
}

/** `process.hrtime` as text. */
function path(expression: Node): string | undefined {
  const names: string[] = [];
  let node = unwrap(expression);
  while (node.type === 'MemberExpression' && !node.computed && node.property.type === 'Identifier') {
    names.unshift(node.property.name);
    node = unwrap(node.object);
  }
  return node.type === 'Identifier' ? [node.name, ...names].join('.') : undefined;
}
