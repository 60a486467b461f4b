import { endsScope, waysFrom, type Rule, type Scope } from '../scopes.ts';

/** Control finds every state that it is sent to, comes to each that is there, and gets to an end from each. */
export const ways: Rule = (scopes, report) => {
  for (const scope of scopes) {
    const { owner, startAt, states } = scope;
    const where = owner?.name ?? 'the machine';
    if (!isName(scope, startAt)) report(where, `begins with ${String(startAt)}, which is not there`);
    for (const [name, state] of states)
      for (const way of waysFrom(state))
        if (!isName(scope, way)) report(name, `goes to ${String(way)}, which is not there`);
    const reached = closure(typeof startAt === 'string' ? [startAt] : [], (name) => namesFrom(scope, name));
    for (const name of states.keys()) if (!reached.has(name)) report(name, 'is never come to');
    const before = Map.groupBy(
      [...states.keys()].flatMap((from) => namesFrom(scope, from).map((to) => ({ from, to }))),
      ({ to }) => to,
    );
    const ends = [...states].filter(([, state]) => endsScope(state)).map(([name]) => name);
    const ending = closure(ends, (name) => (before.get(name) ?? []).map(({ from }) => from));
    for (const name of states.keys()) if (!ending.has(name)) report(name, 'leads to no end');
  }
};

const isName = ({ states }: Scope, way: unknown): boolean => typeof way === 'string' && states.has(way);

const namesFrom = ({ states }: Scope, name: string): readonly string[] =>
  waysFrom(states.get(name) ?? {}).flatMap((way) => (typeof way === 'string' && states.has(way) ? [way] : []));

function closure(from: readonly string[], next: (name: string) => readonly string[]): ReadonlySet<string> {
  const found = new Set(from);
  // The set grows while it is walked.
  for (const name of found) for (const one of next(name)) found.add(one);
  return found;
}
