import {
  COLLECTION_STYLE,
  DEFAULT_SCALAR_STYLE_RULES,
  dump,
  SCALAR_STYLE,
  visit,
  type Document,
  type Node,
  type ScalarLayout,
  type SequenceNode,
} from 'js-yaml';

// YAML as a Kubernetes person writes it: keys in the order given, quotes only where a reader of YAML 1.1 or 1.2 would
// otherwise take the text for something else, `|` for texts of several lines, no folding, no anchors. js-yaml does nearly
// all of that; the two rules here are about taste, and never about what a reader gets.

/** A JSON-like value; fields that are `undefined` are a bug. Flat lists under the keys of `inline` go on one line. */
export function printYaml(value: object, inline: ReadonlySet<string> = new Set()): string {
  return dump(value, {
    noRefs: true,
    lineWidth: -1,
    seqNoIndent: false,
    scalarStyleRules: [quoteReadably, ...Object.values(DEFAULT_SCALAR_STYLE_RULES)],
    transform: (documents) => {
      if (inline.size > 0) setInline(documents, inline);
    },
  });
}

/** `"'{{x}}' == 'b'"` rather than `'''{{x}}'' == ''b'''`; and `|` only where nobody can lose a blank at the end or the start of a line. */
function quoteReadably(layout: ScalarLayout): void {
  const { value } = layout.node;
  if (layout.style !== SCALAR_STYLE.PLAIN) return;
  const plainAllowed = (layout.allowedStylesMask & (1 << SCALAR_STYLE.PLAIN)) !== 0;
  const awkward = value.includes('\n')
    ? /^\s|[ \t]$|\n\n$/m.test(value.replace(/\n\n(?=.)/g, '\n')) || /[ \t]\n/.test(value)
    : !plainAllowed && value.includes("'") && !/["\\]/.test(value);
  if (awkward) layout.style = SCALAR_STYLE.DOUBLE_QUOTED;
}

function setInline(documents: Document[], keys: ReadonlySet<string>): void {
  visit(documents, (node) => {
    if (node.kind !== 'mapping') return;
    for (const { key, value } of node.items)
      if (key.kind === 'scalar' && keys.has(key.value) && isFlat(value)) value.style = COLLECTION_STYLE.FLOW;
  });
}

function isFlat(node: Node): node is SequenceNode {
  return node.kind === 'sequence' && node.items.every(({ kind }) => kind === 'scalar');
}
