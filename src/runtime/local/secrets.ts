import type { EventBody } from './events.ts';
import type { RunContext } from './tries.ts';

// On this machine nobody holds secrets: the variables that a step is given by `@secrets` have to be in the environment of the engine already, and reach the
// tasks from there. Which variables a whole secret (`db`) stands for is written where it is kept, so only those that name one are looked for.

/** `db/password` makes a variable `password`, `PGPASSWORD=db/password` calls it otherwise. */
const NAMES_VARIABLE = /^(?:([^=/]+)=)?[^=/]+\/([^/]+)$/;

/** Tells once of each secret that is not there. */
export function tellOfSecrets({ options, tell }: Pick<RunContext, 'options' | 'tell'>): void {
  const { plan, env } = options;
  const missing = new Map<string, EventBody>();
  for (const [step, { settings }] of Object.entries({ ...plan.steps, ...plan.exitHandlers })) {
    for (const secret of settings.secrets ?? []) {
      const [, called, key] = NAMES_VARIABLE.exec(secret) ?? [];
      const variable = called ?? key;
      if (variable === undefined || env[variable] !== undefined || missing.has(secret)) continue;
      missing.set(secret, { kind: 'secret-missing', step, secret, variable });
    }
  }
  for (const event of missing.values()) tell(event);
}
