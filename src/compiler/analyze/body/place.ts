import type { Span } from '../../ir/span.ts';
import type { MethodMember } from '../flow-class.ts';
import type { LocalFunction } from './cfg.ts';

// Where a value comes from, as far as syntax shows it: what `this.items[0].done`, a constant that holds it, or the parameter of a callback that runs
// over it, stand for. A value of which nothing is known has no place.

export type Place =
  | { readonly kind: 'this' }
  /** Something in these fields of the flow; `via` is the last property taken, which a call makes a method. */
  | { readonly kind: 'field'; readonly names: readonly string[]; readonly via?: string }
  | { readonly kind: 'parameter'; readonly name: string; readonly via?: string }
  /** `detached`: its `bind`, `call` or `apply`. */
  | { readonly kind: 'method'; readonly method: MethodMember; readonly viaSuper: boolean; readonly detached?: true }
  | { readonly kind: 'function'; readonly callee: LocalFunction }
  | { readonly kind: 'next' }
  | { readonly kind: 'merge' }
  /** The parameter of a join (`whole`), or a list of some of its inputs. */
  | { readonly kind: 'inputs'; readonly whole: boolean }
  | { readonly kind: 'inputs-method'; readonly name: string; readonly whole: boolean }
  /** Pairs of index and input, and one of them. */
  | { readonly kind: 'entries' }
  | { readonly kind: 'entry' }
  | { readonly kind: 'input'; readonly branch?: string; readonly branchSpan?: Span }
  | { readonly kind: 'input-method'; readonly name: string }
  | { readonly kind: 'input-field'; readonly via?: string };

/** The place of a value that is one or the other; `undefined` where both are special and no one place covers them. */
export function eitherPlace(a: Place | undefined, b: Place | undefined): Place | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  if (a.kind === 'field' && b.kind === 'field') return { kind: 'field', names: [...new Set([...a.names, ...b.names])] };
  if (a.kind === 'inputs' && b.kind === 'inputs') return { kind: 'inputs', whole: a.whole && b.whole };
  if (a.kind === 'input' && b.kind === 'input') return a.branch === b.branch ? a : { kind: 'input' };
  return a.kind === b.kind && (a.kind === 'this' || a.kind === 'input-field') ? { kind: a.kind } : undefined;
}

/** The methods of arrays, maps, sets, dates and typed arrays that change what they are called on. */
export function isMutator(method: string): boolean {
  return mutators.has(method) || /^set(UTC)?[A-Z]/.test(method);
}

const mutators = new Set(
  'push pop shift unshift splice sort reverse fill copyWithin set add delete clear getOrInsert getOrInsertComputed'.split(
    ' ',
  ),
);

/** Methods whose result is part of what they are called on. */
export const accessors: ReadonlySet<string> = new Set('at get find findLast values entries'.split(' '));

/** The members of an array: no names of branches. */
export const arrayMembers: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Array.prototype));

/** Methods that give a list of some of the inputs. */
export const sublists: ReadonlySet<string> = new Set(
  'filter slice concat toSorted toReversed toSpliced with values'.split(' '),
);

/** Which parameters of a callback are elements of the list that `method` runs over. */
export function elementParameters(method: string, argumentCount: number): readonly number[] {
  if (method === 'reduce' || method === 'reduceRight') return argumentCount > 1 ? [1] : [0, 1];
  if (method === 'sort' || method === 'toSorted') return [0, 1];
  return iterators.has(method) ? [0] : [];
}

const iterators = new Set(
  'forEach map flatMap filter some every find findIndex findLast findLastIndex from'.split(' '),
);
