import type { FileArtifact } from './file.ts';
import { taskFor } from './task-context.ts';

// Parameters of a run, as field initialisers: TypeScript takes the field's type from the call, flowc takes everything else from the source, and in a
// task the call answers with the run's value.

/** The kinds of parameter. */
export type ParameterKind = keyof Parameter;

/** `Required` is false where the options say `required: false`. */
export interface ParameterOptions<Default, Required extends boolean> {
  /** The value of a run that gives none. Without it the parameter is required. */
  readonly default?: Required extends false ? never : Default;
  /** One line for `--help` and the orchestrator's form. */
  readonly help?: string;
  /** `false`, only without a default: the value is `undefined` in a run that gives none. */
  readonly required?: Required;
}

export interface TextOptions<Required extends boolean = boolean> extends ParameterOptions<string, Required> {
  /** A RegExp literal that the text must match. */
  readonly pattern?: RegExp;
}

export interface NumberOptions<Required extends boolean = boolean> extends ParameterOptions<number, Required> {
  /** The least value allowed. */
  readonly min?: number;
  /** The greatest value allowed. */
  readonly max?: number;
}

export interface DateOptions<Required extends boolean = boolean> extends ParameterOptions<string, Required> {
  /** The earliest date allowed, ISO text. */
  readonly min?: string;
  /** The latest date allowed, ISO text. */
  readonly max?: string;
}

type Value<Type, Required> = Required extends false ? Type | undefined : Type;

/** The kinds of parameter, one method each. All throw an Error outside of a task. */
export interface Parameter {
  string<Required extends boolean = true>(options?: TextOptions<Required>): Value<string, Required>;
  number<Required extends boolean = true>(options?: NumberOptions<Required>): Value<number, Required>;
  /** A whole number. */
  integer<Required extends boolean = true>(options?: NumberOptions<Required>): Value<number, Required>;
  boolean<Required extends boolean = true>(options?: ParameterOptions<boolean, Required>): Value<boolean, Required>;
  /** `default`, `min` and `max` are ISO text, `'2026-01-31'` or `'2026-01-31T06:00:00Z'`; the value is a Date. */
  date<Required extends boolean = true>(options?: DateOptions<Required>): Value<Date, Required>;
  /** Any JSON; flowc does not check it against `Type`. */
  json<Type>(options: ParameterOptions<Type, false> & { readonly required: false }): Type | undefined;
  json<Type>(options?: ParameterOptions<Type, true>): Type;
  /** One of these strings or numbers. */
  choice<const Choice extends string | number, Required extends boolean = true>(
    choices: readonly Choice[],
    options?: ParameterOptions<NoInfer<Choice>, Required>,
  ): Value<Choice, Required>;
  /** A file, given by its path and stored when the run starts. `default` is a path. */
  file<Required extends boolean = true>(options?: ParameterOptions<string, Required>): Value<FileArtifact, Required>;
}

function read<Type>(kind: ParameterKind): Type {
  return taskFor(`parameter.${kind}(…)`).parameter(kind) as Type;
}

/**
 * A parameter of the run: the initialiser of a field, set by `--learning-rate 0.2` for a field `learningRate`, by the orchestrator's own
 * parameters or by an event. A step may read it, not assign it: `readonly` lets the editor say so too.
 *
 * @example
 * ```ts
 * readonly rate = parameter.number({ default: 0.1, min: 0, help: 'learning rate' });
 * readonly mode = parameter.choice(['fast', 'exact'], { default: 'fast' });
 * readonly since = parameter.date({ required: false }); // Date | undefined
 * readonly layers = parameter.json<number[]>({ default: [64, 32] });
 * ```
 */
export const parameter: Parameter = {
  string: () => read('string'),
  number: () => read('number'),
  integer: () => read('integer'),
  boolean: () => read('boolean'),
  date: () => read('date'),
  json: () => read('json'),
  choice: () => read('choice'),
  file: () => read('file'),
};
