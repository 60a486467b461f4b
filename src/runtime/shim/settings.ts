import type { Plan, PlanSettings } from '../plan.ts';

/** What a step, or an exit handler, runs with. */
export function settingsOf(plan: Plan, name: string, isExitHandler: boolean): PlanSettings {
  return (isExitHandler ? plan.exitHandlers[name] : plan.steps[name])?.settings ?? {};
}

/** The variables of `@environment` where every step and exit handler has the same; undefined: they differ. */
export function commonEnvironment({ steps, exitHandlers }: Plan): Readonly<Record<string, string>> | undefined {
  const all = [...Object.values(steps), ...Object.values(exitHandlers)].map(
    ({ settings }) => settings.environment ?? {},
  );
  const [first = {}, ...others] = all;
  return others.every((other) => isSame(first, other)) ? first : undefined;
}

function isSame(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
