import type { Json } from '../../ir/settings.ts';
import type { Span } from '../../ir/span.ts';

// What an expression folds to: a value of JSON, `undefined` or a regular expression, and where each part of it was written, so that a rule on the
// third label of a volume can point at that label. Objects and arrays answer for their parts when asked, so that an imported JSON file of
// a megabyte costs what is read of it.

export type Value = ScalarValue | RegExpValue | ArrayValue | ObjectValue;

interface At {
  /** Where it is used: the expression itself, or the name that leads to it. */
  readonly span: Span;
  /** Where it was written, if that is elsewhere. */
  readonly origin?: Span;
}

export interface ScalarValue extends At {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null | undefined;
}

interface RegExpValue extends At {
  readonly kind: 'regexp';
  readonly source: string;
  readonly flags: string;
}

export interface ArrayValue extends At {
  readonly kind: 'array';
  readonly length: number;
  at(index: number): Value;
}

export interface ObjectValue extends At {
  readonly kind: 'object';
  readonly keys: readonly string[];
  /** Only own properties; those set to `undefined` are there. */
  get(key: string): Value | undefined;
  keySpan(key: string): Span;
}

export const scalar = (value: ScalarValue['value'], span: Span): ScalarValue => ({ kind: 'scalar', value, span });

export const arrayValue = (items: readonly Value[], span: Span): ArrayValue => ({
  kind: 'array',
  span,
  length: items.length,
  at: (index) => items[index] ?? scalar(undefined, span),
});

/** An entry of an object literal. */
export interface Entry {
  readonly key: Span;
  readonly value: Value;
}

export const objectValue = (entries: ReadonlyMap<string, Entry>, span: Span): ObjectValue => ({
  kind: 'object',
  span,
  get keys() {
    return [...entries.keys()];
  },
  get: (key) => entries.get(key)?.value,
  keySpan: (key) => entries.get(key)?.key ?? span,
});

/** A value read from JSON: all of it stands where it is used. */
export function jsonValue(json: Json, span: Span): Value {
  if (typeof json !== 'object' || json === null) return scalar(json, span);
  if (isList(json)) {
    return { kind: 'array', span, length: json.length, at: (index) => jsonValue(json[index] ?? null, span) };
  }
  return {
    kind: 'object',
    span,
    keys: Object.keys(json),
    get: (key) => (Object.hasOwn(json, key) ? jsonValue(json[key] ?? null, span) : undefined),
    keySpan: () => span,
  };
}

const isList = (json: Json): json is readonly Json[] => Array.isArray(json);

/** The items of an array. */
export const itemsOf = (array: ArrayValue): Value[] =>
  Array.from({ length: array.length }, (_, index) => array.at(index));

/** The same value, met at another place. */
export const usedAt = (value: Value, span: Span): Value => ({ ...value, span, origin: value.origin ?? value.span });

/** What a value is, for a sentence: `a string`, `null`. */
export function describe(value: Value): string {
  if (value.kind === 'regexp') return 'a regular expression';
  if (value.kind !== 'scalar') return value.kind === 'array' ? 'an array' : 'an object';
  return value.value === null || value.value === undefined ? String(value.value) : `a ${typeof value.value}`;
}
