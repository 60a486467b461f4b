import { parseExpression, type Expression } from './expression.ts';

// What an expression comes to. Of the functions those that flowc writes: with one beyond them nobody here has looked at what it does.

export interface Surroundings {
  readonly input: unknown;
  /** `$$` */
  readonly context: unknown;
}

/** A payload with all that is computed in it. @throws Error, as `States.ParameterPathFailure` or `States.IntrinsicFailure` would be */
export function evaluatePayload(payload: unknown, around: Surroundings): unknown {
  if (Array.isArray(payload)) return payload.map((item) => evaluatePayload(item, around));
  if (typeof payload !== 'object' || payload === null) return payload;
  const entries = Object.entries(payload).map(([key, value]): [string, unknown] =>
    key.endsWith('.$')
      ? [key.slice(0, -2), evaluate(parseExpression(String(value)), around)]
      : [key, evaluatePayload(value, around)],
  );
  return Object.fromEntries(entries);
}

function evaluate(expression: Expression, around: Surroundings): unknown {
  switch (expression.kind) {
    case 'path':
      return select(expression, expression.of === 'context' ? around.context : around.input);
    case 'text':
      return expression.text;
    case 'constant':
      return expression.value;
    case 'template':
      throw new Error('a template stands in States.Format alone');
    case 'call':
      return call(expression, around);
  }
}

function call({ name, args }: Expression & { readonly kind: 'call' }, around: Surroundings): unknown {
  const [first] = args;
  if (name === 'States.Format') {
    if (first?.kind !== 'template') throw new Error('a template that is computed');
    const values = args.slice(1).map((arg) => scalar(evaluate(arg, around)));
    return first.parts.map((part, place) => part + (values[place] ?? '')).join('');
  }
  const values = args.map((arg) => evaluate(arg, around));
  const [one, two] = values;
  switch (name) {
    case 'States.Array':
      return values;
    case 'States.StringToJson':
      return JSON.parse(text(one));
    case 'States.JsonToString':
      return JSON.stringify(one);
    case 'States.MathAdd':
      return whole(one) + whole(two);
    case 'States.StringSplit':
      // Several delimiters are several, and of what is between two there is nothing.
      return text(one)
        .split(new RegExp(`[${text(two).replace(/[\\\]^-]/g, '\\$&')}]`))
        .filter((part) => part !== '');
    case 'States.ArrayGetItem':
      return item(one, whole(two));
    default:
      throw new Error(`flowc does not write ${name}`);
  }
}

/** Where several may be selected, there is a list of them, and nothing is missing. */
function select({ keys, isMany }: Expression & { readonly kind: 'path' }, value: unknown): unknown {
  if (!isMany) return at(value, keys);
  const slice = keys.findIndex((key) => key.startsWith('['));
  const [from = '', to = ''] = (keys[slice] ?? '').slice(1, -1).split(':');
  const list = at(value, keys.slice(0, slice));
  if (!Array.isArray(list)) throw new Error(`${JSON.stringify(list)} is no list`);
  const selected = list.slice(from === '' ? 0 : Number(from), to === '' ? undefined : Number(to));
  return selected.map((one) => at(one, keys.slice(slice + 1)));
}

function at(value: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((inside, key) => {
    if (typeof inside !== 'object' || inside === null || !Object.hasOwn(inside, key))
      throw new Error(`there is no ${keys.join('.')} in ${JSON.stringify(value)}`);
    return (inside as Readonly<Record<string, unknown>>)[key];
  }, value);
}

function item(list: unknown, index: number): unknown {
  if (!Array.isArray(list) || index >= list.length) throw new Error(`there is no ${index} in ${JSON.stringify(list)}`);
  return list[index];
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new Error(`${JSON.stringify(value)} is no text`);
  return value;
}

function whole(value: unknown): number {
  if (!Number.isSafeInteger(value)) throw new Error(`${JSON.stringify(value)} is no whole number`);
  return value as number;
}

function scalar(value: unknown): string {
  if (typeof value === 'object' && value !== null)
    throw new Error(`${JSON.stringify(value)} is neither text nor number`);
  return String(value);
}
