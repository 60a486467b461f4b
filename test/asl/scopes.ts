// A state machine as anybody may have written it: nothing is known of its fields but that it is JSON.

export type Fields = Readonly<Record<string, unknown>>;

/** States among which control goes: those of the whole machine, of a branch, or of a Map's body. */
export interface Scope {
  /** The state that holds it; undefined: the machine. */
  readonly owner: { readonly name: string; readonly state: Fields } | undefined;
  /** It runs in executions of their own, the children of a distributed Map. */
  readonly isChild: boolean;
  readonly startAt: unknown;
  readonly states: ReadonlyMap<string, Fields>;
}

/** Says what is wrong, and with which state. */
export type Report = (state: string, what: string) => void;

/** Something that AWS, or the run, holds a machine to. */
export type Rule = (scopes: readonly Scope[], report: Report) => void;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});

/** Outer ones before inner ones. */
export function scopesOf(machine: unknown): readonly Scope[] {
  const scopes: Scope[] = [scopeOf(machine, undefined, false)];
  // The list grows while it is walked.
  for (const { states, isChild } of scopes)
    for (const [name, state] of states)
      for (const inner of innerOf(state))
        scopes.push(scopeOf(inner, { name, state }, isChild || modeOf(state) === 'DISTRIBUTED'));
  return scopes;
}

function innerOf({ Type, Branches, ItemProcessor }: Fields): readonly unknown[] {
  if (Type === 'Parallel') return listOf(Branches);
  return Type === 'Map' && ItemProcessor !== undefined ? [ItemProcessor] : [];
}

function scopeOf(machine: unknown, owner: Scope['owner'], isChild: boolean): Scope {
  const { StartAt, States } = fieldsOf(machine);
  const states = Object.entries(fieldsOf(States)).map(([name, state]): [string, Fields] => [name, fieldsOf(state)]);
  return { owner, isChild, startAt: StartAt, states: new Map(states) };
}

/** Where control may go from a state. */
export function waysFrom(state: Fields): readonly unknown[] {
  const { Next, Default, Choices, Catch } = state;
  const others = [...listOf(Choices), ...listOf(Catch)].map((one) => fieldsOf(one)['Next']);
  return [Next, Default, ...others].filter((way) => way !== undefined);
}

export const endsScope = ({ Type, End }: Fields): boolean => End === true || Type === 'Succeed' || Type === 'Fail';

export const modeOf = (state: Fields): unknown =>
  fieldsOf(fieldsOf(state['ItemProcessor'])['ProcessorConfig'])['Mode'] ?? 'INLINE';
