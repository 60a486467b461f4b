import type { Node } from 'oxc-parser';

// Why an expression has no value at compile time, for the reader who wrote it.

const reasons: Partial<Record<Node['type'], string>> = {
  CallExpression: 'it is a call, and flowc runs no code',
  NewExpression: 'it makes an object by `new`, and flowc runs no code',
  ArrowFunctionExpression: 'it is a function',
  FunctionExpression: 'it is a function',
  ClassExpression: 'it is a class',
  AwaitExpression: 'it waits',
  AssignmentExpression: 'it assigns',
  UpdateExpression: 'it assigns',
  ThisExpression: '`this` is known only in a task',
  MetaProperty: '`import.meta` is known only in a task',
  ImportExpression: 'it imports when it runs',
  TaggedTemplateExpression: 'a tag on a template is a call, and flowc runs no code',
  SequenceExpression: 'it uses the comma operator',
};

export const reasonOf = (node: Node): string => reasons[node.type] ?? 'flowc does not fold this kind of expression';

const globals: ReadonlySet<string> = new Set(
  'process globalThis console Date Math JSON Object Array Number String Intl crypto performance NaN Infinity Buffer Deno Bun'.split(
    ' ',
  ),
);

/** Why a name that no declaration or import brings has no value. */
export const reasonOfGlobal = (name: string): string =>
  globals.has(name)
    ? `\`${name}\` is known only when the flow runs`
    : `\`${name}\` is neither declared at the top of this file nor imported`;
