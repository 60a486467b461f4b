import type { ParameterKind } from '../../api/parameter.ts';
import type { Json } from '../json.ts';
import type { Plan, PlanParameter } from '../plan.ts';
import type { FileRef } from '../store/records.ts';
import type { TaskFiles } from './stored-file.ts';

// The run's parameters in a flow object: run.json holds JSON, fields hold what their kind says.

/** By field; undefined where the run has none. */
export function parameterValues(
  { parameters }: Plan,
  given: Readonly<Record<string, Json>>,
  files: TaskFiles,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    parameters.map(({ name, kind }) => [
      name,
      valueOf(kind, Object.hasOwn(given, name) ? given[name] : undefined, files),
    ]),
  );
}

function valueOf(kind: PlanParameter['kind'], json: Json | undefined, files: TaskFiles): unknown {
  if (json === undefined) return undefined;
  if (kind === 'date' && typeof json === 'string') return new Date(json);
  if (kind === 'file') return files.handleOf(json as unknown as FileRef);
  return json;
}

/** Answers `parameter.number(…)` and the others while `new` initialises the fields, one after another. */
export class ParameterInitialisers {
  readonly #plan: Plan;
  readonly #values: Readonly<Record<string, unknown>>;
  #asked = 0;

  constructor(plan: Plan, values: Readonly<Record<string, unknown>>) {
    this.#plan = plan;
    this.#values = values;
  }

  readonly read = (kind: ParameterKind): unknown => {
    const parameter = this.#plan.parameters[this.#asked];
    this.#asked += 1;
    if (parameter === undefined) {
      throw new Error(
        `\`parameter.${kind}(…)\` is the initialiser of a field of the flow, and nothing else: use the field, \`this.rate\``,
      );
    }
    if (parameter.kind !== kind) {
      throw new Error(
        `the parameter \`${parameter.name}\` is a \`parameter.${parameter.kind}\` where flowc read the flow, and a \`parameter.${kind}\` here: ` +
          'write one initialiser a field, without conditions',
      );
    }
    return this.#values[parameter.name];
  };

  /** Once the flow object is there: nobody is left out, and no step assigns a parameter. */
  protect(flow: object): void {
    const left = this.#plan.parameters.slice(this.#asked);
    if (left.length > 0)
      throw new Error(`the parameter \`${left[0]?.name}\` was not initialised when the flow was constructed`);
    for (const { name } of this.#plan.parameters) {
      const set = (): never => {
        throw new TypeError(
          `\`${name}\` is a parameter of the run and cannot be assigned: keep what you compute in a field of its own`,
        );
      };
      Object.defineProperty(flow, name, { get: () => this.#values[name], set, enumerable: true, configurable: false });
    }
  }
}
