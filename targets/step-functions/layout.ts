// A machine as text, whatever its depth: branches may lie thousands deep in branches, and JSON.stringify knows no more than some thousand levels.

const encoder = new TextEncoder();

export const bytesOf = (text: string): number => encoder.encode(text).length;

/**
 * How many bytes the definition has that CloudFormation makes of data, each field on a line of its own, as Jackson's pretty printer writes it; Step Functions counts what is white:
 * https://github.com/aws-cloudformation/aws-cloudformation-resource-providers-stepfunctions, DefinitionProcessor.java.
 */
export function laidOutBytes(root: unknown): number {
  let bytes = 0;
  const pending: { readonly value: unknown; readonly depth: number }[] = [{ value: root, depth: 0 }];
  // The list grows while it is walked.
  for (const { value, depth } of pending) {
    if (typeof value !== 'object' || value === null) {
      bytes += bytesOf(JSON.stringify(value));
      continue;
    }
    const entries = Object.entries(value);
    const [isList, between] = [Array.isArray(value), Math.max(0, entries.length - 1)];
    const inner = isList ? depth : depth + 1;
    if (isList) bytes += '[  ]'.length + between * ', '.length - (entries.length === 0 ? 1 : 0);
    else bytes += entries.length === 0 ? '{ }'.length : '{\n}'.length + 2 * depth + between;
    for (const [key, member] of entries) {
      if (!isList) bytes += '\n : '.length + 2 * inner + bytesOf(JSON.stringify(key));
      pending.push({ value: member, depth: inner });
    }
  }
  return bytes;
}

/** JSON without anything white. */
export function flatJson(root: unknown): string {
  const parts: string[] = [];
  const pending: (string | { readonly value: unknown })[] = [{ value: root }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next === 'string') parts.push(next);
    else if (typeof next.value !== 'object' || next.value === null) parts.push(JSON.stringify(next.value));
    else pending.push(...partsOf(next.value).toReversed());
  }
  return parts.join('');
}

function partsOf(value: object): readonly (string | { readonly value: unknown })[] {
  const isList = Array.isArray(value);
  const members = Object.entries(value).flatMap(([key, member], at) => [
    ...(at === 0 ? [] : [',']),
    ...(isList ? [] : [`${JSON.stringify(key)}:`]),
    { value: member as unknown },
  ]);
  return isList ? ['[', ...members, ']'] : ['{', ...members, '}'];
}
