import type { Stack } from './stack.ts';

/**
 * What a format calls each job definition, by its name: the flow's main one by `main` alone, another by what its name adds to the flow's.
 *
 * @param say - How the format spells such a part: `score-model` → `ScoreModel`.
 */
export function idsOf(
  { name, jobDefinitions }: Pick<Stack, 'name' | 'jobDefinitions'>,
  main: string,
  say: (part: string) => string,
): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    jobDefinitions.map(({ jobDefinitionName: definition }) => {
      const wish = definition === name ? main : `${main}${say(definition.slice(name.length + 1))}`;
      let id = wish;
      for (let number = 2; taken.has(id); number++) id = `${wish}${number}`;
      taken.add(id);
      return [definition, id];
    }),
  );
}
