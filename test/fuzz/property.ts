import fc from 'fast-check';

/** Something that holds for every flow. */
export interface Property {
  /** As the end of "flowc …". */
  readonly name: string;
  /** How often `npm test` tries it. */
  readonly runs: number;
  /** It asks the real Argo. */
  readonly needsArgo: boolean;
  /** Throws a report with a counterexample where it does not hold. */
  check(parameters: { readonly numRuns: number; readonly seed?: number; readonly path?: string }): Promise<void>;
}

/** Trying, and making a counterexample smaller, ends after so many milliseconds. */
const LIMIT = 60_000;

export function propertyOf<T>(
  name: string,
  runs: number,
  arbitrary: fc.Arbitrary<T>,
  holds: (value: T) => void | Promise<void>,
  needsArgo = false,
): Property {
  const property = fc.asyncProperty(arbitrary, async (value) => {
    await holds(value);
  });
  const check: Property['check'] = (parameters) =>
    fc.assert(property, { ...parameters, interruptAfterTimeLimit: LIMIT });
  return { name, runs, needsArgo, check };
}
