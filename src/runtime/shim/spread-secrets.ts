import { SECRET_PREFIX } from '../protocol.ts';
import { Refused } from './refused.ts';

// A secret that is given whole, where the engine cannot take it apart: FLOWC_SECRET_0, FLOWC_SECRET_1, … hold the text of a JSON object each. Its keys become
// variables of the process, and so of the step, as Kubernetes makes them of a whole secret; the text itself no step sees.

/**
 * Of several secrets with one key the last counts, and what the environment has already stays: a manifest's own variables, and flowc's, are no secret's to
 * change. What is wrong is told without any value.
 *
 * @throws Refused
 */
export function spreadSecrets(env: NodeJS.ProcessEnv): void {
  const names = Object.keys(env).filter((name) => NUMBERED.test(name));
  const inOrder = names.toSorted((a, b) => numberOf(a) - numberOf(b));
  const spread = new Map(inOrder.flatMap((name) => variablesOf(name, env[name] ?? '')));
  for (const name of names) delete env[name];
  for (const [name, value] of spread) env[name] ??= value;
}

const NUMBERED = new RegExp(`^${SECRET_PREFIX}\\d+$`);

const numberOf = (name: string): number => Number(name.slice(SECRET_PREFIX.length));

function variablesOf(secret: string, text: string): readonly (readonly [name: string, value: string])[] {
  return Object.entries(objectIn(text) ?? refuse(secret, 'is not the text of a JSON object')).map(([name, value]) => {
    const given = typeof value === 'string' ? value : JSON.stringify(value);
    if (name === '' || /[=\0]/.test(name))
      refuse(secret, `has a key that cannot name a variable: ${JSON.stringify(name)}`);
    if (given.includes('\0')) refuse(secret, `holds a zero byte under ${JSON.stringify(name)}, which no variable can`);
    return [name, given];
  });
}

function refuse(secret: string, why: string): never {
  throw new Refused(
    `the secret in ${secret} ${why}. \`@secrets('name')\` makes a variable of each key of a secret: keep it as { "NAME": "value", … }, or name one key, \`@secrets('name/key')\``,
  );
}

function objectIn(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
