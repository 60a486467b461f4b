import type { CallExpression, Expression, Node, ObjectExpression } from 'oxc-parser';
import type { Named } from '../../ir/model.ts';
import type { MergeSite } from './cfg.ts';
import { didYouMean } from '../../diagnostics/did-you-mean.ts';
import { expression, value } from './expressions.ts';
import type { Place } from './place.ts';
import { keyName, unwrap } from '../syntax.ts';
import type { Walk } from './walk.ts';

/** `this.merge(inputs, { include } | { exclude })`. */
export function mergeCall(walk: Walk, node: CallExpression): void {
  const [first, options, more] = node.arguments;
  let place: Place | undefined;
  walk.work(node);
  walk.plan(
    () => first && value(walk, first, (found) => (place = found)),
    () => options && expression(walk, options),
    () => walk.mayThrow(node),
    () => {
      if (walk.subject.kind !== 'step' || walk.context.nested || !walk.isJoin)
        return walk.report('merge-outside-join', node, []);
      if (place?.kind !== 'inputs' || !place.whole) return walk.report('merge-inputs', first ?? node, []);
      const object = options && unwrap(options);
      if (more || (object && object.type !== 'ObjectExpression'))
        return walk.report('merge-options', more ?? options ?? node, []);
      const site = siteOf(walk, node, object);
      if (site) walk.emit({ kind: 'merge', site });
    },
  );
}

function siteOf(walk: Walk, node: CallExpression, options: ObjectExpression | undefined): MergeSite | undefined {
  const lists = new Map<'include' | 'exclude', readonly Named[]>();
  for (const property of options?.properties ?? []) {
    const name = property.type === 'Property' ? keyName(property.key, property.computed) : undefined;
    const list = property.type === 'Property' ? namesOf(walk, property.value) : undefined;
    if ((name !== 'include' && name !== 'exclude') || !list || lists.size > 0) {
      walk.report('merge-options', property, []);
      return undefined;
    }
    lists.set(name, list);
  }
  const [include, exclude] = [lists.get('include'), lists.get('exclude')];
  if (![...(include ?? []), ...(exclude ?? [])].every((each) => isArtifact(walk, each))) return undefined;
  const left = new Set(exclude?.map((each) => each.name));
  const takes = include
    ? [...new Set(include.map((each) => each.name))]
    : [...artifactNames(walk)].filter((name) => !left.has(name));
  return { span: walk.span(node), takes, ...(include && { include }), ...(exclude && { exclude }) };
}

/** The literal strings of a list; `undefined` where it is anything else. */
function namesOf(walk: Walk, list: Expression): readonly Named[] | undefined {
  const node = unwrap(list);
  if (node.type !== 'ArrayExpression') return undefined;
  const names: Named[] = [];
  for (const element of node.elements) {
    const each: Node | null = element && unwrap(element);
    if (each?.type !== 'Literal' || typeof each.value !== 'string') return undefined;
    names.push({ name: each.value, span: walk.span(each) });
  }
  return names;
}

function isArtifact(walk: Walk, { name, span }: Named): boolean {
  if (walk.flow.fieldNames.has(name)) return true;
  walk.sink.report('merge-unknown-artifact', span, [name, walk.flow.name, didYouMean(name, walk.flow.fieldNames)]);
  return false;
}

/** The fields that can be artifacts: those that are `readonly` are constants. */
function* artifactNames(walk: Walk): Iterable<string> {
  for (const name of walk.flow.fieldNames) {
    const member = walk.flow.members.get(name);
    if (member?.kind === 'field' && !member.node.readonly) yield name;
  }
}
