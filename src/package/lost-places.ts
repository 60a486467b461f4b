import type { Node, Program } from 'oxc-parser';
import type { Finding } from '../compiler/diagnostics/render.ts';

// A bundled module no longer lies where it was written: what it finds beside itself is not there in a pod. Said where it is written, not by a file
// that is missing at three in the morning. Only in the project's own files: that a dependency mentions its place does not mean that it needs it.

const places = new Set([
  'import.meta.url',
  'import.meta.dirname',
  'import.meta.filename',
  'import.meta.resolve',
  '__dirname',
  '__filename',
]);

/** Whether it is worth while to parse the text. */
export const mayUsePlace = (text: string): boolean => /\bimport\s*\.\s*meta\b|__dirname|__filename/.test(text);

/** Every place at which a file asks where it lies. A name that the file declares itself is its own affair. */
export function lostPlaces(file: string, program: Program): Finding[] {
  const found: { readonly what: string; readonly start: number; readonly end: number }[] = [];
  const own = new Set<string>();
  const members = new Set<unknown>();
  for (const node of nodesOf(program)) {
    if (node.type === 'MemberExpression' && !node.computed) {
      members.add(node.property);
      const what = `import.meta.${node.property.name}`;
      if (node.object.type === 'MetaProperty' && places.has(what))
        found.push({ what, start: node.start, end: node.end });
    } else if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier') own.add(node.id.name);
    else if (node.type === 'ImportSpecifier') own.add(node.local.name);
    else if (node.type === 'Identifier' && places.has(node.name) && !members.has(node)) {
      found.push({ what: node.name, start: node.start, end: node.end });
    }
  }
  return found
    .filter(({ what }) => !own.has(what))
    .toSorted((a, b) => a.start - b.start)
    .map(({ what, start, end }) => ({
      severity: 'error',
      message: `\`${what}\` has no meaning in a flow's code, which runs from one bundled file`,
      help:
        "Import the file that you look for: `import text from './query.sql' with { type: 'text' }` (or `bytes`, or `json`) packs it with the code. " +
        'A file that is part of the image has a path of its own; whether a module is run directly says `import.meta.main`.',
      span: { file, start, end },
      related: [],
    }));
}

/** Every node of a tree, above what is in it, without recursion. */
function* nodesOf(program: Program): Generator<Node> {
  const pending: unknown[] = [program];
  while (pending.length > 0) {
    const next = pending.pop();
    if (typeof next !== 'object' || next === null) continue;
    if ('type' in next && 'start' in next) yield next as Node;
    for (const part of Object.values(next)) pending.push(part);
  }
}
