import type { Plan } from '../../src/runtime/plan.ts';

// Nobody outside a test keeps secrets for a flow. So every engine gives a key of a secret a value that follows from its name, and a flow that
// looks at it sees the same everywhere.

export const secretText = (secret: string, key: string): string => `${key} of ${secret}`;

/** The variables that `@secrets` gives to steps by `secret/key` or `VARIABLE=secret/key`; of a whole secret the keys are not known. */
export function secretVariables(plan: Plan): Readonly<Record<string, string>> {
  const all = [...Object.values(plan.steps), ...Object.values(plan.exitHandlers)];
  const secrets = all.flatMap(({ settings }) => settings.secrets ?? []);
  return Object.fromEntries(
    secrets.flatMap((text) => {
      const [, variable, secret = '', key] = /^(?:([^=/]+)=)?([^=/]+)\/([^/]+)$/.exec(text) ?? [];
      return key === undefined ? [] : [[variable ?? key, secretText(secret, key)]];
    }),
  );
}
