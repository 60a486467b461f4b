import type { Parameter } from '../../src/compiler/ir/settings.ts';
import { Call, type Python } from './python.ts';

// A flow's parameters as a DAG's params, which Airflow checks and makes a form of: https://airflow.apache.org/docs/apache-airflow/stable/core-concepts/params.html. What
// JSON Schema cannot say the runtime checks.

type Schema = Readonly<Record<string, Python>>;

/** @param fromEvent - Parameters that an event gives a value to, so that no default is needed. */
export function paramsOf(
  parameters: readonly Parameter[],
  fromEvent: ReadonlySet<string>,
): Readonly<Record<string, Python>> {
  return Object.fromEntries(parameters.map((parameter) => [parameter.name, param(parameter, fromEvent)]));
}

function param(parameter: Parameter, fromEvent: ReadonlySet<string>): Call {
  const { name, default: value, required, help } = parameter;
  const { type, ...schema } = schemaOf(parameter);
  const description = help === undefined ? {} : { description: help };
  if (value !== undefined) return new Call('Param', [value], { ...typed(type), ...schema, ...description });
  if (required && !fromEvent.has(name)) return new Call('Param', [], { ...typed(type), ...schema, ...description });
  const kinds = type === undefined ? {} : { type: ['null', type] };
  return new Call('Param', [null], { ...kinds, ...orNull(schema), ...description });
}

const typed = (type: Python | undefined): Schema => (type === undefined ? {} : { type });

/** An enum holds of what is not given too. */
const orNull = (schema: Schema): Schema =>
  Array.isArray(schema['enum']) ? { ...schema, enum: [null, ...schema['enum']] } : schema;

function schemaOf(parameter: Parameter): Schema {
  switch (parameter.kind) {
    case 'string':
      return { type: 'string', ...pattern(parameter.pattern) };
    case 'number':
    case 'integer':
      return {
        type: parameter.kind,
        ...(parameter.min === undefined ? {} : { minimum: parameter.min }),
        ...(parameter.max === undefined ? {} : { maximum: parameter.max }),
      };
    case 'boolean':
      return { type: 'boolean' };
    case 'date':
    case 'file':
      return { type: 'string' };
    case 'choice':
      return { ...choiceType(parameter.of), enum: parameter.of };
    case 'json':
      return {};
  }
}

/** For the form, where all are of one kind. */
function choiceType(of: readonly (string | number)[]): Schema {
  if (of.every((value) => typeof value === 'string')) return { type: 'string' };
  return of.every((value) => typeof value === 'number') ? { type: 'number' } : {};
}

/** A pattern, where Python takes it too and it holds of no less there. */
function pattern(given: { readonly source: string; readonly flags: string } | undefined): Schema {
  return given?.flags === '' && isPortable(given.source) ? { pattern: given.source } : {};
}

/**
 * Whether a value that matches in JavaScript does in Python: https://docs.python.org/3/library/re.html knows other groups, properties and escapes, takes `{,3}` for a
 * count, and by `\d`, `\w` and `\s` means letters outside ASCII too: so nothing may turn on what these are not.
 */
function isPortable(source: string): boolean {
  const sets = (source.match(/\\.|\[(?:\\.|[^\]\\])*\]/gs) ?? []).filter((part) => part.startsWith('['));
  const isOther = /\(\?(?![:=!])|\\[^dws./\-()[\]{}|^$*+?\\]|\{,|[\uD800-\uDFFF]/.test(source);
  const isNegated = /\(\?!/.test(source) && /\\[dws]/.test(source);
  return !isOther && !isNegated && sets.every((set) => !/^\[\^?\]|^\[\^.*\\[dws]|\\[dws]-[^\]]|-\\[dws]/s.test(set));
}
