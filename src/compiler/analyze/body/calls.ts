import type { Argument, CallExpression, Node } from 'oxc-parser';
import { mutate } from './assignments.ts';
import type { Link } from './chains.ts';
import { walkFunction } from './closures.ts';
import { expression, value } from './expressions.ts';
import { elementOf, escape, resultOf } from './members.ts';
import { mergeCall } from './merge-call.ts';
import { isNever, neverReturns } from './never.ts';
import { nextCall } from './next-call.ts';
import { elementParameters, isMutator, type Place } from './place.ts';
import { isFunction, unwrap, type AnyFunction } from '../syntax.ts';
import type { Task, Walk } from './walk.ts';

type Set = (place: Place | undefined) => void;

interface CallSite {
  readonly node: CallExpression;
  /** The chain before the call. */
  readonly root: Node;
  readonly links: readonly Link[];
  readonly unused: boolean;
}

/** A call of what stands at `place`. */
export function call(walk: Walk, place: Place | undefined, site: CallSite, set: Set): void {
  set(undefined);
  if (place?.kind === 'next') return nextCall(walk, site.node, site.unused);
  if (place?.kind === 'merge') return mergeCall(walk, site.node);
  const name = staticName(walk, site);
  if (name === 'Array.from') return arrayFrom(walk, site.node, set);
  const { node } = site;
  const awaits = walk.awaits;
  if (!name?.startsWith('Promise.')) walk.awaits = 0;
  walk.plan(
    ...node.arguments.map((each, index) => () => argument(walk, place, node, each, index, name)),
    () => {
      walk.awaits = awaits;
      walk.work(node);
      walk.mayThrow(node);
    },
    () => {
      run(walk, place, node);
      if (neverReturns(walk, name ?? functionName(walk, site))) walk.at = walk.block();
      set(isFold(place, node) ? { kind: 'input' } : resultOf(walk, place));
    },
  );
}

/** `inputs.reduce((a, b) => …)` gives one of the inputs. */
function isFold(place: Place | undefined, node: CallExpression): boolean {
  return place?.kind === 'inputs-method' && place.name.startsWith('reduce') && node.arguments.length === 1;
}

/** `Object.assign`: a function of a global that flowc knows. */
function staticName(walk: Walk, { root, links }: CallSite): string | undefined {
  const [link] = links;
  if (root.type !== 'Identifier' || walk.isLocal(root.name) || links.length !== 1 || link?.kind !== 'member')
    return undefined;
  return link.name === undefined ? undefined : `${root.name}.${link.name}`;
}

/** `assertNever`: a function of the file. */
function functionName(walk: Walk, { root, links }: CallSite): string | undefined {
  return root.type === 'Identifier' && links.length === 0 && !walk.isLocal(root.name) ? root.name : undefined;
}

function argument(
  walk: Walk,
  place: Place | undefined,
  node: CallExpression,
  wrapped: Argument,
  index: number,
  name: string | undefined,
): void {
  const arg = unwrap(wrapped);
  if (index === 0 && place?.kind === 'inputs-method' && !isFunction(arg)) notFollowed(walk, place, node);
  if (index === 0 && isFunction(arg))
    return callback(walk, arg, receiver(place), methodOf(place), node.arguments.length);
  if (index === 0 && (name === 'Object.assign' || name === 'Object.defineProperty'))
    return value(walk, arg, (target) => {
      if (target?.kind === 'this') escape(walk, target, arg);
      mutate(walk, target, arg);
    });
  if (place?.kind === 'method' && place.detached && arg.type === 'ThisExpression') return;
  expression(walk, arg);
}

/** `inputs.map(scoreOf)`: a function that flowc does not look into is given the inputs. */
function notFollowed(walk: Walk, place: Place & { kind: 'inputs-method' }, node: CallExpression): void {
  if (elementParameters(place.name, node.arguments.length).length > 0) escape(walk, place, node);
}

function receiver(place: Place | undefined): Place | undefined {
  if (place?.kind === 'inputs-method') return { kind: 'inputs', whole: false };
  return place;
}

function methodOf(place: Place | undefined): string {
  if (place?.kind === 'inputs-method') return place.name;
  return place && 'via' in place ? (place.via ?? '') : '';
}

/** A function that a method of a list runs over its elements. */
function callback(walk: Walk, fn: AnyFunction, list: Place | undefined, method: string, argumentCount: number): void {
  const element = elementOf(list);
  const parameters = new Map<number, Place>();
  if (element) for (const index of elementParameters(method, argumentCount)) parameters.set(index, element);
  walkFunction(walk, fn, { later: true, parameters });
}

/** `Array.from(inputs, (input) => …)`. */
function arrayFrom(walk: Walk, node: CallExpression, set: Set): void {
  const [list, fn, ...rest] = node.arguments;
  let from: Place | undefined;
  walk.work(node);
  walk.plan(
    () => list && value(walk, list, (place) => (from = place)),
    () => {
      const mapped = fn && unwrap(fn);
      if (mapped && isFunction(mapped)) return callback(walk, mapped, from, 'from', 1);
      if (fn)
        walk.plan(
          () => escape(walk, from, node),
          () => expression(walk, fn),
        );
      else if (from?.kind === 'inputs') set({ kind: 'inputs', whole: false });
      else escape(walk, from, node);
    },
    ...rest.map(
      (each): Task =>
        () =>
          expression(walk, each),
    ),
    () => walk.mayThrow(node),
  );
}

/** What the call itself does. */
function run(walk: Walk, place: Place | undefined, node: CallExpression): void {
  switch (place?.kind) {
    case 'field':
    case 'parameter':
    case 'input-field':
      if (isMutator(place.via ?? '')) mutate(walk, place, node);
      return;
    case 'inputs-method':
      if (place.whole && isMutator(place.name)) walk.report('input-written', node, []);
      return;
    case 'input-method':
      return walk.report('input-called', node, [place.name]);
    case 'method':
      return runMethod(walk, place, node);
    case 'function':
      return walk.emit({ kind: 'call', callee: place.callee, certain: runsNow(walk, place.callee) });
    default:
      return;
  }
}

function runMethod(walk: Walk, place: Place & { kind: 'method' }, node: CallExpression): void {
  const { method, viaSuper, detached } = place;
  if (method.kind === 'step') return walk.report(viaSuper ? 'super-step' : 'direct-step-call', node, [method.name]);
  const certain = !detached && runsNow(walk, method.body);
  walk.emit({ kind: 'call', callee: method, certain });
  if (certain && isNever(method.body)) walk.at = walk.block();
}

/** Whether a call has run to its end when the expression around it goes on. */
function runsNow(walk: Walk, { async, generator }: { readonly async: boolean; readonly generator: boolean }): boolean {
  return !generator && (!async || walk.awaits > 0);
}

/** `(() => { … })()`: a function that runs where it stands. */
export function callFunction(walk: Walk, fn: AnyFunction, node: CallExpression, set: Set): void {
  const later = fn.generator || (fn.async && walk.awaits === 0);
  set(undefined);
  walk.work(node);
  walk.plan(...node.arguments.map((each) => () => expression(walk, each)), () => walkFunction(walk, fn, { later }));
}
