import { parseExpression, parsePath, pathsIn, type Expression } from '../expression.ts';
import { fieldsOf, isFields, listOf, type Fields, type Report, type Rule, type Scope } from '../scopes.ts';
import { get, isObject, meet, put, shapeOfExpression, type Shape } from '../shapes.ts';

// Definite assignment: whatever a state reads is there on every way to it. What is surely known is followed along all ways until nothing changes; it only ever becomes less.

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
const CONTEXT: Shape = {
  Execution: { Id: 'text', Name: 'text', RoleArn: 'text', StartTime: 'text', Input: 'anything' },
  State: { Name: 'text', EnteredTime: 'text', RetryCount: 'number' },
  StateMachine: { Id: 'text', Name: 'text' },
};

/** Of a Map's element: flowc's are texts, the frames. */
const ITEM: Shape = { Map: { Item: { Index: 'number', Value: 'text' } } };

const ERROR: Shape = { Error: 'text', Cause: 'text' };

export const dataFlow: Rule = (scopes, report) => {
  /** What the scopes of a state are given. */
  const given = new Map<string | undefined, Shape>([[undefined, 'anything']]);
  for (const scope of scopes) {
    const start = given.get(scope.owner?.name);
    // What is never come to has another rule.
    if (start === undefined) continue;
    const inputs = inputsOf(scope, start);
    for (const [name, state] of scope.states) {
      const input = inputs.get(name);
      if (input === undefined) continue;
      const reader = new StateReader(name, input, report);
      reader.check(state);
      given.set(name, state['Type'] === 'Map' ? reader.payload(state['ItemSelector'], { item: true }) : input);
    }
  }
};

/** What each state of a scope is given, once all ways to it are known. */
function inputsOf({ startAt, states }: Scope, start: Shape): ReadonlyMap<string, Shape> {
  const inputs = new Map<string, Shape>([[String(startAt), start]]);
  const pending = new Set([String(startAt)]);
  // The set grows while it is walked.
  for (const name of pending) {
    pending.delete(name);
    const state = states.get(name);
    const input = inputs.get(name);
    if (state === undefined || input === undefined) continue;
    for (const { to, shape } of outputsOf(name, state, input)) {
      const known = inputs.get(to);
      const now = known === undefined ? shape : meet(known, shape);
      if (known !== undefined && JSON.stringify(now) === JSON.stringify(known)) continue;
      inputs.set(to, now);
      pending.add(to);
    }
  }
  return inputs;
}

/** Where control goes from a state, and what is known there. */
function outputsOf(
  name: string,
  state: Fields,
  input: Shape,
): readonly { readonly to: string; readonly shape: Shape }[] {
  const { Type, Next, Default, ResultPath = '$', OutputPath = '$', Choices, Catch } = state;
  const quiet = new StateReader(name, input, () => undefined);
  const result = Type === 'Choice' ? input : quiet.result(state);
  const after = Type === 'Choice' ? input : placed(input, ResultPath, result);
  const shape = OutputPath === null ? {} : after;
  const onward = [Next, Default, ...listOf(Choices).map((choice) => fieldsOf(choice)['Next'])];
  const caught = listOf(Catch).map((catcher) => {
    const { Next: to, ResultPath: path = '$' } = fieldsOf(catcher);
    return { to: String(to), shape: placed(input, path, ERROR) };
  });
  return [...onward.flatMap((to) => (typeof to === 'string' ? [{ to, shape }] : [])), ...caught];
}

function placed(input: Shape, path: unknown, result: Shape): Shape {
  if (path === null) return input;
  const keys = typeof path === 'string' ? tried(() => parsePath(path).keys) : [];
  return put(input === 'anything' ? {} : input, keys ?? [], result);
}

class StateReader {
  readonly #name: string;
  readonly #input: Shape;
  readonly #report: Report;

  constructor(name: string, input: Shape, report: Report) {
    this.#name = name;
    this.#input = input;
    this.#report = report;
  }

  /** Reads all that the state reads. */
  check(state: Fields): void {
    const { Parameters, ItemReader, Choices, ItemsPath, ErrorPath, CausePath, Type } = state;
    this.payload(Parameters);
    this.payload(fieldsOf(ItemReader)['Parameters']);
    this.result(state);
    for (const choice of listOf(Choices)) this.#choice(fieldsOf(choice), listOf(Choices).map(fieldsOf));
    for (const path of [ItemsPath, ErrorPath, CausePath]) if (path !== undefined) this.#path(path);
    if (Type === 'Pass') this.#checkGrowth(state);
  }

  /** What the state's own work comes to. */
  result(state: Fields): Shape {
    const { Type, Resource, Parameters, ResultSelector } = state;
    if (Type === 'Pass') return Parameters === undefined ? this.#input : this.payload(Parameters);
    if (Type !== 'Task') return 'list';
    const raw: Shape =
      Resource === 'arn:aws:states:::aws-sdk:s3:getObject' ? { Body: 'text', ETag: 'text' } : 'anything';
    return ResultSelector === undefined ? raw : this.payload(ResultSelector, { from: raw });
  }

  payload(payload: unknown, options: { readonly from?: Shape; readonly item?: boolean } = {}): Shape {
    if (Array.isArray(payload)) {
      for (const one of payload) this.payload(one, options);
      return 'list';
    }
    if (typeof payload === 'number') return 'number';
    if (!isFields(payload)) return typeof payload === 'string' ? 'text' : 'scalar';
    const entries = Object.entries(payload).map(([key, value]): [string, Shape] => {
      if (!key.endsWith('.$')) return [key, this.payload(value, options)];
      const expression = tried(() => parseExpression(String(value)));
      return [key.slice(0, -2), expression === undefined ? 'anything' : this.#shape(expression, options)];
    });
    return Object.fromEntries(entries);
  }

  #shape(
    expression: Expression,
    { from = this.#input, item = false }: { readonly from?: Shape; readonly item?: boolean },
  ): Shape {
    const context: Shape = item && isObject(CONTEXT) && isObject(ITEM) ? { ...CONTEXT, ...ITEM } : CONTEXT;
    return shapeOfExpression(
      expression,
      ({ of, keys }) => {
        const found = get(of === 'context' ? context : from, keys);
        if (found === undefined) this.#report(this.#name, `reads ${spelt(of, keys)}, which may not be there`);
        return found ?? 'anything';
      },
      (what) => this.#report(this.#name, what),
    );
  }

  /** What one choice asks for, whether it is there, the others may read. */
  #choice(choice: Fields, all: readonly Fields[]): void {
    const isAsked = all.some(({ Variable, IsPresent }) => IsPresent === false && Variable === choice['Variable']);
    if (!isAsked) this.#path(choice['Variable']);
    for (const [operator, path] of Object.entries(choice)) if (operator.endsWith('Path')) this.#path(path);
  }

  #path(path: unknown): void {
    const parsed = tried(() => parsePath(String(path)));
    if (parsed !== undefined) this.#shape(parsed, {});
  }

  /** A text that is made of itself becomes longer each time that a loop goes round. */
  #checkGrowth({ Parameters, ResultPath = '$' }: Fields): void {
    const target = tried(() => parsePath(String(ResultPath)).keys) ?? [];
    for (const [key, value] of Object.entries(fieldsOf(Parameters))) {
      const own = [...target, key.replace(/\.\$$/, '')].join('.');
      const expression = key.endsWith('.$') ? tried(() => parseExpression(String(value))) : undefined;
      if (expression?.kind !== 'call' || expression.name === 'States.MathAdd') continue;
      if (pathsIn(expression).some(({ of, keys }) => of === 'input' && keys.join('.') === own))
        this.#report(this.#name, `makes ${own} of itself, longer each time`);
    }
  }
}

const spelt = (of: 'input' | 'context', keys: readonly string[]): string =>
  ['$'.repeat(of === 'input' ? 1 : 2), ...keys].join('.');

/** What does not parse has another rule. */
function tried<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}
