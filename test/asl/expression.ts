// What stands behind a key that ends with `.$`: a path, or an intrinsic function. By the States Language's own page alone, and strict where it leaves something open:
// https://states-language.net/spec.html#appendix-b, https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html

export type Expression =
  | {
      readonly kind: 'path';
      readonly of: 'input' | 'context';
      readonly keys: readonly string[];
      /** It selects a list of what there is: `$.a[-1:].b`, with `[-1:]` among its keys. */
      readonly isMany: boolean;
    }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'template'; readonly parts: readonly string[] }
  | { readonly kind: 'constant'; readonly value: number | boolean | null }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] };

/** The fewest and most arguments of each function. */
const ARITIES: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['States.Format', [1, Infinity]],
  ['States.StringToJson', [1, 1]],
  ['States.JsonToString', [1, 1]],
  ['States.Array', [0, Infinity]],
  ['States.ArrayPartition', [2, 2]],
  ['States.ArrayContains', [2, 2]],
  ['States.ArrayRange', [3, 3]],
  ['States.ArrayGetItem', [2, 2]],
  ['States.ArrayLength', [1, 1]],
  ['States.ArrayUnique', [1, 1]],
  ['States.Base64Encode', [1, 1]],
  ['States.Base64Decode', [1, 1]],
  ['States.Hash', [2, 2]],
  ['States.JsonMerge', [3, 3]],
  ['States.MathRandom', [2, 3]],
  ['States.MathAdd', [2, 2]],
  ['States.StringSplit', [2, 2]],
  ['States.UUID', [0, 0]],
]);

const MOST_NESTED = 10;

/** @throws SyntaxError */
export function parseExpression(text: string): Expression {
  const reader = new Reader(text);
  const expression = text.startsWith('$') ? reader.path() : reader.call(1);
  reader.end();
  return expression;
}

/** A path to one thing, as fields like `ItemsPath` and `Variable` have it. @throws SyntaxError */
export function parsePath(text: string): Expression & { readonly kind: 'path' } {
  const reader = new Reader(text);
  const path = reader.path();
  reader.end();
  if (path.isMany) throw new SyntaxError(`a path to several: ${text}`);
  return path;
}

/** All paths in an expression. */
export function pathsIn(expression: Expression): readonly (Expression & { readonly kind: 'path' })[] {
  if (expression.kind === 'path') return [expression];
  return expression.kind === 'call' ? expression.args.flatMap(pathsIn) : [];
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  end(): void {
    if (this.#at < this.#text.length) this.#fail('nothing may follow');
  }

  /** `$.a.b`, `$['a']`, `$.a[0]`, `$.a[-1:]`. */
  path(): Expression & { readonly kind: 'path' } {
    const root = this.#take(/\$\$?/y) ?? this.#fail('a path begins with `$`');
    const keys: string[] = [];
    for (;;) {
      const dotted = this.#take(/\.[A-Za-z_]\w*/y);
      const index = dotted === undefined ? this.#take(/\[\d+\]|\[-?\d*:-?\d*\]/y) : undefined;
      const quoted = dotted === undefined && index === undefined ? this.#take(/\['[^'\\]+'\]/y) : undefined;
      if (dotted !== undefined) keys.push(dotted.slice(1));
      else if (index !== undefined) keys.push(index.includes(':') ? index : index.slice(1, -1));
      else if (quoted !== undefined) keys.push(quoted.slice(2, -2));
      else break;
    }
    const isMany = keys.some((key) => key.startsWith('['));
    return { kind: 'path', of: root === '$$' ? 'context' : 'input', keys, isMany };
  }

  call(depth: number): Expression {
    if (depth > MOST_NESTED) this.#fail(`functions are nested more than ${MOST_NESTED} deep`);
    const name = this.#take(/States\.\w+/y) ?? this.#fail('neither a path nor a function');
    const arity = ARITIES.get(name) ?? this.#fail(`there is no ${name}`);
    this.#need(/\(/y, 'a `(` is missing');
    const args: Expression[] = [];
    while (this.#take(/\s*\)/y) === undefined) {
      if (args.length > 0) this.#need(/\s*,/y, 'a `,` is missing');
      this.#take(/\s*/y);
      args.push(this.#argument(depth, name === 'States.Format' && args.length === 0));
    }
    const [fewest, most] = arity;
    if (args.length < fewest || args.length > most) this.#fail(`${name} takes no ${args.length} arguments`);
    const [template] = args;
    if (template?.kind === 'template' && template.parts.length !== args.length)
      this.#fail(`${template.parts.length - 1} places, and ${args.length - 1} arguments for them`);
    return { kind: 'call', name, args };
  }

  #argument(depth: number, isTemplate: boolean): Expression {
    const next = this.#text[this.#at];
    if (next === '$') return this.path();
    if (next === "'") return this.#quoted(isTemplate);
    if (next === 'S') return this.call(depth + 1);
    const word = this.#take(/-?\d+(?:\.\d+)?|true|false|null/y) ?? this.#fail('no argument');
    return { kind: 'constant', value: JSON.parse(word) as number | boolean | null };
  }

  /** The characters `'`, `{`, `}` and `\` mean themselves behind a backslash only, and nothing else may stand behind one. */
  #quoted(isTemplate: boolean): Expression {
    this.#at++;
    const parts = [''];
    for (;;) {
      const plain = this.#take(/[^'{}\\]+|\\['{}\\]/y);
      if (plain !== undefined) parts.push((parts.pop() ?? '') + plain.replace(/^\\/, ''));
      else if (isTemplate && this.#take(/\{\}/y) !== undefined) parts.push('');
      else break;
    }
    this.#need(/'/y, 'a text ends with an apostrophe, and has a backslash before each `{`, `}` and `\\`');
    return isTemplate ? { kind: 'template', parts } : { kind: 'text', text: parts.join('') };
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const [found] = pattern.exec(this.#text) ?? [];
    this.#at += found?.length ?? 0;
    return found;
  }

  #need(pattern: RegExp, why: string): void {
    if (this.#take(pattern) === undefined) this.#fail(why);
  }

  #fail(why: string): never {
    throw new SyntaxError(`${why}, at ${this.#at} of ${this.#text}`);
  }
}
