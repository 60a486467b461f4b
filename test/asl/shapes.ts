import type { Expression } from './expression.ts';

// What is surely known of a value before a run: which fields an object has, and of what kind the others are.

export type Shape =
  /** Nothing is known, and all is taken to be there. */
  | 'anything'
  /** It has no fields; of which kind it is depends on the way. */
  | 'scalar'
  | 'text'
  | 'number'
  | 'list'
  | { readonly [field: string]: Shape };

export const isObject = (shape: Shape): shape is { readonly [field: string]: Shape } => typeof shape === 'object';

/** What is surely known where two ways meet. */
export function meet(one: Shape, other: Shape): Shape {
  if (one === 'anything') return other;
  if (other === 'anything' || one === other) return one;
  if (!isObject(one) || !isObject(other)) return 'scalar';
  const both = Object.keys(one).filter((field) => Object.hasOwn(other, field));
  return Object.fromEntries(both.map((field) => [field, meet(one[field] ?? 'anything', other[field] ?? 'anything')]));
}

/** The shape with another one at a path, as `ResultPath` puts it there. */
export function put(shape: Shape, keys: readonly string[], value: Shape): Shape {
  const [first, ...more] = keys;
  if (first === undefined) return value;
  const fields = isObject(shape) ? shape : {};
  return { ...fields, [first]: put(fields[first] ?? {}, more, value) };
}

/** The shape at a path; undefined where it may not be there. */
export function get(shape: Shape, keys: readonly string[]): Shape | undefined {
  let at: Shape | undefined = shape;
  for (const key of keys) {
    if (at === undefined || at === 'anything') return at;
    at = isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  }
  return at;
}

const RESULTS: Readonly<Record<string, Shape>> = {
  'States.Format': 'text',
  'States.JsonToString': 'text',
  'States.Array': 'list',
  'States.StringSplit': 'list',
  'States.MathAdd': 'number',
  'States.UUID': 'text',
};

/** What functions take; of all others, anything. */
const TAKES: Readonly<Record<string, Shape>> = {
  'States.StringToJson': 'text',
  'States.StringSplit': 'text',
  'States.MathAdd': 'number',
};

/** What an expression comes to. `read` answers for its paths; `say` hears of what a function cannot take. */
export function shapeOfExpression(
  expression: Expression,
  read: (path: Expression & { readonly kind: 'path' }) => Shape,
  say: (what: string) => void,
): Shape {
  switch (expression.kind) {
    case 'path':
      return expression.isMany ? 'list' : read(expression);
    case 'text':
    case 'template':
      return 'text';
    case 'constant':
      return typeof expression.value === 'number' ? 'number' : 'scalar';
    case 'call': {
      const { name, args } = expression;
      const wanted = TAKES[name];
      for (const arg of args) {
        const given = shapeOfExpression(arg, read, say);
        const isPart = name === 'States.Format' && (isObject(given) || given === 'list');
        if (isPart || (wanted !== undefined && given !== wanted && given !== 'anything'))
          say(`${name} takes no ${isObject(given) ? 'object' : given}`);
      }
      return RESULTS[name] ?? 'anything';
    }
  }
}
