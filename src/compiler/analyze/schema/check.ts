import type { Diagnostics } from '../../diagnostics/sink.ts';
import type { Json } from '../../ir/settings.ts';
import { didYouMean } from '../../diagnostics/did-you-mean.ts';
import { describe, itemsOf, type Value } from '../evaluate/value.ts';

// What an option may be. A check turns a folded value into the value of a setting, or reports what is wrong with it and answers undefined. Checks
// are made of checks, and a schema made of them is the only place that says what a decorator takes.

export interface Context {
  readonly sink: Diagnostics;
  /** What is checked, for a message: `` `times` of `@retry` ``. */
  readonly what: string;
  /** Names of the flow's parameters. */
  readonly parameters: ReadonlySet<string>;
}

export type Check<T> = (value: Value, context: Context) => T | undefined;
type Checked<C> = C extends Check<infer T> ? T : never;

export const originOf = (value: Value): { message: string; span: NonNullable<Value['origin']> }[] =>
  value.origin ? [{ message: 'the value is written here', span: value.origin }] : [];

export function wrongType(value: Value, { sink, what }: Context, expected: string): undefined {
  sink.report('wrong-type', value.span, [what, expected, describe(value)], originOf(value));
  return undefined;
}

export const text: Check<string> = (value, context) =>
  value.kind === 'scalar' && typeof value.value === 'string' ? value.value : wrongType(value, context, 'a string');

export const yesOrNo: Check<boolean> = (value, context) =>
  value.kind === 'scalar' && typeof value.value === 'boolean'
    ? value.value
    : wrongType(value, context, '`true` or `false`');

export interface NumberRule {
  readonly whole?: boolean;
  readonly min?: number;
  /** The smallest value is not itself allowed. */
  readonly above?: number;
}

export const number =
  ({ whole, min, above }: NumberRule): Check<number> =>
  (value, context) => {
    if (value.kind !== 'scalar' || typeof value.value !== 'number') return wrongType(value, context, 'a number');
    const given = value.value;
    const fits =
      Number.isFinite(given) &&
      (!whole || Number.isSafeInteger(given)) &&
      (min === undefined || given >= min) &&
      (above === undefined || given > above);
    if (fits) return given;
    const bound = min !== undefined ? ` of at least ${min}` : above !== undefined ? ` above ${above}` : '';
    const rule = `a ${whole ? 'whole' : 'finite'} number${bound}`;
    context.sink.report('out-of-range', value.span, [context.what, rule, String(given)], originOf(value));
    return undefined;
  };

export const oneOf =
  <const T extends string>(...choices: readonly T[]): Check<T> =>
  (value, context) => {
    const given = text(value, context);
    if (given === undefined) return undefined;
    const found = choices.find((choice) => choice === given);
    if (found !== undefined) return found;
    const list = choices.map((choice) => `'${choice}'`).join(', ');
    context.sink.report(
      'not-one-of',
      value.span,
      [context.what, list, quoted(given), didYouMean(given, choices)],
      originOf(value),
    );
    return undefined;
  };

export const listOf =
  <T>(item: Check<T>): Check<readonly T[]> =>
  (value, context) => {
    if (value.kind !== 'array') return wrongType(value, context, 'an array');
    const items = itemsOf(value).map((each) => item(each, { ...context, what: `each of ${context.what}` }));
    return items.every((each) => each !== undefined) ? items : undefined;
  };

/** An object with keys of the user's choice. */
export const recordOf =
  <T>(key: Check<string>, item: Check<T>): Check<Readonly<Record<string, T>>> =>
  (value, context) => {
    if (value.kind !== 'object') return wrongType(value, context, 'an object');
    const entries: [string, T][] = [];
    let fine = true;
    for (const name of value.keys) {
      const given = value.get(name);
      if (!given || isUndefined(given)) continue;
      const known = key(
        { kind: 'scalar', value: name, span: value.keySpan(name) },
        { ...context, what: `a key of ${context.what}` },
      );
      const checked = item(given, { ...context, what: `\`${name}\` of ${context.what}` });
      if (known === undefined || checked === undefined) fine = false;
      else entries.push([known, checked]);
    }
    return fine ? Object.fromEntries(entries) : undefined;
  };

type Shape = Readonly<Record<string, Check<unknown>>>;
type Options<S extends Shape, R extends keyof S> = {
  readonly [K in R]: Checked<S[K]>;
} & { readonly [K in Exclude<keyof S, R>]?: Checked<S[K]> };

/** An object with these options, of which `required` must be there. One set to `undefined` counts as absent. */
export const options =
  <S extends Shape, R extends keyof S & string = never>(shape: S, required: readonly R[] = []): Check<Options<S, R>> =>
  (value, context) => {
    if (value.kind !== 'object') return wrongType(value, context, 'an object');
    const found = new Map<string, unknown>();
    let fine = true;
    for (const name of value.keys) {
      const check = Object.hasOwn(shape, name) ? shape[name] : undefined;
      const given = value.get(name);
      if (!check) {
        context.sink.report('unknown-option', value.keySpan(name), [
          name,
          context.what,
          didYouMean(name, Object.keys(shape)),
        ]);
        fine = false;
      } else if (given && !isUndefined(given)) {
        const checked = check(given, { ...context, what: `\`${name}\` of ${context.what}` });
        if (checked === undefined) fine = false;
        else found.set(name, checked);
      }
    }
    for (const name of required) {
      if (value.get(name) && !isUndefined(value.get(name))) continue;
      context.sink.report('missing-option', value.span, [`\`${name}\``, context.what]);
      fine = false;
    }
    return fine ? (Object.fromEntries(found) as Options<S, R>) : undefined;
  };

/** What is found by `check`, put into another form. */
export const mapped =
  <T, U>(check: Check<T>, map: (found: T, value: Value, context: Context) => U | undefined): Check<U> =>
  (value, context) => {
    const found = check(value, context);
    return found === undefined ? undefined : map(found, value, context);
  };

/** Any value of JSON. */
export const json: Check<{ readonly json: Json }> = (value, context) => {
  const found = toJson(value, context);
  return found === undefined ? undefined : { json: found };
};

/** Folded values nest only as deep as the evaluator allows, so this may recurse; an imported JSON file is followed as deep. */
function toJson(value: Value, context: Context, depth = 0): Json | undefined {
  if (depth > 1000) return wrongType(value, context, 'JSON that nests less than 1,000 deep');
  switch (value.kind) {
    case 'regexp':
      return wrongType(value, context, 'a value of JSON');
    case 'scalar':
      if (value.value === undefined || (typeof value.value === 'number' && !Number.isFinite(value.value))) {
        return wrongType(value, context, 'a value of JSON');
      }
      return value.value;
    case 'array': {
      const items = itemsOf(value).map((item) => toJson(item, context, depth + 1));
      return items.every((item) => item !== undefined) ? (items) : undefined;
    }
    case 'object': {
      const entries: [string, Json][] = [];
      for (const key of value.keys) {
        const item = value.get(key);
        if (!item || isUndefined(item)) continue;
        const found = toJson(item, context, depth + 1);
        if (found === undefined) return undefined;
        entries.push([key, found]);
      }
      return Object.fromEntries(entries);
    }
  }
}

const isUndefined = (value: Value | undefined): boolean => value?.kind === 'scalar' && value.value === undefined;

/** A text in quotes, escaped: names from hostile sources stay on their line. */
export const quoted = (given: string): string =>
  given.length > 80 ? JSON.stringify(`${given.slice(0, 77)}…`) : JSON.stringify(given);
