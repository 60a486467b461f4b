import type { Argument, CallExpression, Expression, Node, ObjectExpression } from 'oxc-parser';
import type { Named } from '../../ir/model.ts';
import type { NextSite, Range, Way } from './cfg.ts';
import { didYouMean } from '../../diagnostics/did-you-mean.ts';
import { expression } from './expressions.ts';
import { positiveInteger } from './max-visits.ts';
import { notIterable } from './storable.ts';
import { keyName, unwrap } from '../syntax.ts';
import type { Walk } from './walk.ts';

// `this.next(…)`: where it may stand, and what it says.

export function nextCall(walk: Walk, node: CallExpression, unused: boolean): void {
  if (!mayStand(walk, node, unused)) {
    walk.misplacedNext = true;
    walk.plan(...node.arguments.filter((each) => !isTarget(each)).map((each) => () => expression(walk, each)));
    return;
  }
  const last = node.arguments.at(-1);
  const options = last && optionsOf(last);
  const targets = options ? node.arguments.slice(0, -1) : node.arguments;
  walk.plan(
    ...targets.map((each) => () => walkTests(walk, each)),
    () => options && expression(walk, options),
    () => {
      let site = walk.nextSites.get(node);
      if (!site) {
        site = { span: walk.span(node), ways: waysOf(walk, node, targets, options), guarded: isGuarded(walk) };
        walk.nextSites.set(node, site);
      }
      leave(walk, site);
    },
  );
}

/** The site is the last thing in its block. */
function leave(walk: Walk, site: NextSite): void {
  const { at } = walk;
  walk.fork();
  at.next = site;
}

function isGuarded(walk: Walk): boolean {
  for (let around = walk.jumps; around.kind !== 'function'; around = around.outer)
    if (around.kind === 'finally') return true;
  return false;
}

function mayStand(walk: Walk, node: CallExpression, unused: boolean): boolean {
  const { kind, name } = walk.subject;
  if (kind === 'initialiser') walk.report('next-outside-step', node, ['the initialiser of', name]);
  else if (kind === 'method') walk.report('next-outside-step', node, ['the method', name]);
  else if (walk.context.nested) walk.report('next-outside-step', node, ['a function inside the step', name]);
  else if (name === 'end') walk.report('next-in-end', node, []);
  else if (!unused) walk.report('next-as-value', node, []);
  else return true;
  return false;
}

function isTarget(node: Node): boolean {
  const target = unwrap(node);
  return target.type === 'MemberExpression' && unwrap(target.object).type === 'ThisExpression';
}

function optionsOf(last: Argument): ObjectExpression | undefined {
  const node = unwrap(last);
  return node.type === 'ObjectExpression' ? node : undefined;
}

/** The tests of a target that is a ternary, which may be long. */
function walkTests(walk: Walk, target: Argument): void {
  const tests: Node[] = [];
  const pending: Node[] = [target];
  for (let node = pending.pop(); node; node = pending.pop()) {
    const inner = unwrap(node);
    if (inner.type === 'ConditionalExpression') {
      tests.push(inner.test);
      pending.push(inner.alternate, inner.consequent);
    } else if (!isTarget(inner)) {
      tests.push(inner.type === 'SpreadElement' ? inner.argument : inner);
    }
  }
  walk.plan(...tests.map((each) => () => expression(walk, each)));
}

function waysOf(
  walk: Walk,
  node: CallExpression,
  targets: readonly Argument[],
  options: ObjectExpression | undefined,
): readonly Way[] {
  if (targets.length === 0) {
    walk.report('next-without-target', node, []);
    return [];
  }
  const alternatives = targets.map((each) => targetsOf(walk, each, targets.length > 1));
  const said = readOptions(walk, options, targets.length);
  if (!said || alternatives.some((each) => each.length === 0)) return [];
  if (targets.length > 1) return split(walk, alternatives.flat());
  const { foreach, maxVisits } = said;
  const kind = foreach ? 'foreach' : 'go';
  const also = { ...(maxVisits !== undefined && { maxVisits }), ...(foreach && rangeOf(walk, foreach)) };
  return alternatives.flat().map((target) => ({ kind, targets: [target], ...also }));
}

function split(walk: Walk, targets: readonly Named[]): readonly Way[] {
  const seen = new Set<string>();
  let twice = false;
  for (const { name, span } of targets) {
    if (seen.has(name)) {
      walk.sink.report('duplicate-target', span, [name]);
      twice = true;
    }
    seen.add(name);
  }
  return twice ? [] : [{ kind: 'split', targets }];
}

/** The steps that one argument may name; none where one is wrong. */
function targetsOf(walk: Walk, argument: Argument, inSplit: boolean): readonly Named[] {
  const found: Named[] = [];
  const pending: Node[] = [argument];
  let wrong = false;
  for (let node = pending.pop(); node; node = pending.pop()) {
    const inner = unwrap(node);
    if (inner.type === 'ConditionalExpression' && !inSplit) {
      pending.push(inner.alternate, inner.consequent);
      continue;
    }
    const target = targetOf(walk, inner);
    if (!target) wrong = true;
    else if (!found.some((each) => each.name === target.name)) found.push(target);
  }
  return wrong ? [] : found;
}

function targetOf(walk: Walk, node: Node): Named | undefined {
  const { flow } = walk;
  const object = node.type === 'MemberExpression' && !node.computed ? unwrap(node.object) : undefined;
  const isFlow =
    object?.type === 'ThisExpression' || (object?.type === 'Identifier' && walk.placeOf(object.name)?.kind === 'this');
  if (node.type !== 'MemberExpression' || !isFlow) {
    walk.report('next-target', node, []);
    return undefined;
  }
  const name = keyName(node.property, false) ?? '';
  if (flow.stepNames.has(name)) return { name, span: walk.span(node.property) };
  if (flow.members.has(name)) walk.report('target-not-step', node, [name]);
  else walk.report('unknown-target', node, [name, flow.name, didYouMean(name, flow.stepNames)]);
  return undefined;
}

/** What the options say; `undefined` where they are wrong. */
function readOptions(
  walk: Walk,
  options: ObjectExpression | undefined,
  targetCount: number,
): { readonly foreach?: Expression; readonly maxVisits?: number } | undefined {
  if (!options) return {};
  const said = new Map<string, Expression>();
  for (const property of options.properties) {
    const name = property.type === 'SpreadElement' ? undefined : keyName(property.key, property.computed);
    if (property.type === 'SpreadElement' || name === undefined || property.method || property.kind !== 'init') {
      walk.report('next-options', property, []);
      return undefined;
    }
    if (name !== 'foreach' && name !== 'maxVisits') {
      walk.report('next-unknown-option', property.key, [name, didYouMean(name, ['foreach', 'maxVisits'])]);
      return undefined;
    }
    said.set(name, property.value);
  }
  const [foreach, bound] = [said.get('foreach'), said.get('maxVisits')];
  if (said.size > 0 && (said.size > 1 || targetCount > 1)) {
    walk.report('next-options-clash', options, [
      targetCount > 1 ? `\`${[...said.keys()][0]}\` with several targets` : '`foreach` with `maxVisits`',
    ]);
    return undefined;
  }
  const what = foreach && notIterable(walk, foreach);
  if (foreach && what !== undefined) walk.report('foreach-not-iterable', foreach, [what]);
  const maxVisits = bound && positiveInteger(walk, bound);
  if (bound && maxVisits === undefined) walk.report('max-visits', bound, []);
  return (foreach && what !== undefined) || (bound && maxVisits === undefined)
    ? undefined
    : { ...(foreach && { foreach }), ...(maxVisits !== undefined && { maxVisits }) };
}

/** What a foreach runs over, as far as it is written there: a field and nothing else, or a list with each of its elements. */
function rangeOf(walk: Walk, value: Expression): Range {
  const node = unwrap(value);
  if (node.type === 'ArrayExpression')
    return node.elements.some((each) => each?.type === 'SpreadElement') ? {} : { count: node.elements.length };
  if (node.type !== 'MemberExpression' || unwrap(node.object).type !== 'ThisExpression') return {};
  const name = keyName(node.property, node.computed);
  const { fieldNames, parameterNames } = walk.flow;
  return name !== undefined && (fieldNames.has(name) || parameterNames.has(name)) ? { over: name } : {};
}
