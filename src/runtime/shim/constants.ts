import type { Plan } from '../plan.ts';

// Initialised fields that no step was seen to assign are made anew in every task and never stored. Where code that was given `this` assigns one all the same,
// flowc could not follow it, and what it assigned would be lost without a word: so the task fails.

export class Constants {
  readonly #object: object;
  readonly #values: ReadonlyMap<string, unknown>;

  /** `object`: just made, before anything else has seen it. */
  constructor(object: object, { artifacts, parameters }: Plan) {
    const others = new Set([...artifacts, ...parameters.map(({ name }) => name)]);
    const entries = Object.entries(Object.getOwnPropertyDescriptors(object));
    this.#object = object;
    this.#values = new Map(
      entries.flatMap(([name, { value }]) => (others.has(name) ? [] : [[name, value as unknown]])),
    );
  }

  /**
   * @param where - Flow and step, for the message.
   * @throws Error that names a field which is not what the constructor made it.
   */
  check(where: string): void {
    for (const [name, value] of this.#values) {
      if (Object.is(Object.getOwnPropertyDescriptor(this.#object, name)?.value, value)) continue;
      throw new Error(
        `${where}: \`${name}\` was assigned by code that was given \`this\`, which flowc cannot follow: to it the field is a constant, and the new value ` +
          `would be lost. Assign it in a step, \`this.${name} = …\`.`,
      );
    }
  }
}
