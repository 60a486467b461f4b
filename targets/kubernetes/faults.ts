import type { Json, StepSettings } from '../../src/compiler/ir/settings.ts';
import { parseSecret } from './secrets.ts';

// What no pod can be given, found in the settings of a step for every target whose tasks are pods; each says it in its own words.

/** Names in `@secrets` that are of no form that Kubernetes knows. */
export const badSecrets = ({ secrets = [] }: StepSettings): readonly string[] =>
  secrets.filter((name) => parseSecret(name) === undefined);

/**
 * Environment variables that are given twice: a name each time that it comes again.
 *
 * @param taken - What the target itself gives.
 * @param parse - Reads a name in `@secrets`.
 */
export function repeatedVariables(
  { environment = {}, secrets = [] }: StepSettings,
  taken: readonly string[],
  parse: (name: string) => { readonly key?: string; readonly variable?: string } | undefined = parseSecret,
): readonly string[] {
  const seen = new Set(taken);
  const keys = secrets.flatMap((name) => {
    const { key, variable = key } = parse(name) ?? {};
    return variable === undefined ? [] : [variable];
  });
  return [...Object.keys(environment), ...keys].filter((name) => {
    const isAgain = seen.has(name);
    seen.add(name);
    return isAgain;
  });
}

/**
 * Names of volumes that stand for two sources.
 *
 * @param taken - Names of the target's own.
 */
export function clashingVolumes({ kubernetes }: StepSettings, taken: readonly string[] = []): readonly string[] {
  const sources = new Map(taken.map((name) => [name, '']));
  return (kubernetes?.volumes ?? []).flatMap(({ name, source }) => {
    const text = JSON.stringify(source);
    const clashes = (sources.get(name) ?? text) !== text;
    sources.set(name, text);
    return clashes ? [name] : [];
  });
}

/** Neither a container's environment nor UTF-8 can hold the others. */
export const isText = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

/** Every text in a value, keys too. */
export function* textsIn(value: Json | undefined): Generator<string> {
  const open: (Json | undefined)[] = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next === 'string') yield next;
    else if (next !== null && typeof next === 'object')
      for (const [key, inner] of Object.entries(next)) {
        yield key;
        open.push(inner);
      }
  }
}
