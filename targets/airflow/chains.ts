import type { Name } from './python.ts';

// What waits for what, as people write it: `start >> fetch >> [a, b]` rather than a line for each.

/** Tasks that each wait for all of the one before. */
export type Chain = readonly (readonly Name[])[];

export interface Dependency {
  readonly upstream: readonly Name[];
  readonly downstream: Name;
}

/** @param fits - Whether a chain may have a line of its own. */
export function chainsOf(dependencies: readonly Dependency[], fits: (chain: Chain) => boolean): readonly Chain[] {
  const fans = fansOf(dependencies);
  const chains: Chain[] = [];
  /** The place of the chain that ends with these tasks. */
  const ends = new Map<string, number>();
  const told = new Set<Dependency>();
  for (const dependency of dependencies) {
    if (told.has(dependency)) continue;
    const { upstream, downstream } = dependency;
    const fan = fans.get(dependency) ?? [dependency];
    const whole = fan.map((one) => one.downstream);
    const next = fits([upstream, whole]) ? whole : [downstream];
    if (next === whole) for (const one of fan) told.add(one);
    const before = ends.get(keyOf(upstream)) ?? chains.length;
    const longer = [...(chains[before] ?? [upstream]), next];
    const goesOn = fits(longer);
    const place = goesOn ? before : chains.length;
    chains[place] = goesOn ? longer : [upstream, next];
    ends.delete(keyOf(upstream));
    ends.set(keyOf(next), place);
  }
  return chains;
}

const keyOf = (names: readonly Name[]): string => names.map(({ name }) => name).join(' ');

/** Of each dependency on one task, all on that one, where there are several that wait for nobody else. */
function fansOf(dependencies: readonly Dependency[]): ReadonlyMap<Dependency, readonly Dependency[]> {
  const alone = dependencies.filter(({ upstream }) => upstream.length === 1);
  const fans = [...Map.groupBy(alone, ({ upstream }) => keyOf(upstream)).values()];
  return new Map(fans.flatMap((fan) => fan.map((one) => [one, fan] as const)));
}
