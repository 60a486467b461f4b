import type { CallExpression } from 'oxc-parser';
import type { Diagnostics } from '../../diagnostics/sink.ts';
import type { Json, Parameter } from '../../ir/settings.ts';
import type { Module } from '../../parse/module.ts';
import { spanOf } from '../../parse/source.ts';
import { didYouMean } from '../../diagnostics/did-you-mean.ts';
import { unwrap } from '../syntax.ts';
import type { Evaluator } from '../evaluate/evaluator.ts';
import { objectValue, type ObjectValue, type Value } from '../evaluate/value.ts';
import type { FieldMember } from '../flow-class.ts';
import { json, listOf, number, options, text, wrongType, yesOrNo, type Check, type Context } from '../schema/check.ts';
import { isoDate } from './iso-date.ts';

// A field with `parameter.kind(…)` as its initialiser. The options of each kind are one schema; a rule between two options, such as a default that must
// lie in the range, stands beside it.

const common = { help: text, required: yesOrNo };

const pattern: Check<{ readonly source: string; readonly flags: string }> = (value, context) => {
  if (value.kind !== 'regexp') return wrongType(value, context, 'a regular expression');
  const { source, flags } = value;
  return toRegExp(source, flags)
    ? { source, flags }
    : wrongType(value, context, 'a regular expression that can be read');
};

function toRegExp(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined; // The parser does not look inside of a literal.
  }
}

const choice: Check<string | number> = (value, context) =>
  value.kind === 'scalar' && (typeof value.value === 'string' || typeof value.value === 'number')
    ? value.value
    : wrongType(value, context, 'a string or a number');

const range = (whole: boolean) => {
  const one = number({ whole });
  return options({ ...common, default: one, min: one, max: one });
};

const schemas = {
  string: options({ ...common, default: text, pattern }),
  number: range(false),
  integer: range(true),
  boolean: options({ ...common, default: yesOrNo }),
  date: options({ ...common, default: isoDate, min: isoDate, max: isoDate }),
  choice: options({ ...common, default: choice }),
  file: options({ ...common, default: text }),
  json: options({ ...common, default: json }),
};

type Kind = keyof typeof schemas;
const isKind = (kind: string): kind is Kind => Object.hasOwn(schemas, kind);

interface ParameterContext {
  readonly module: Module;
  readonly evaluator: Evaluator;
  readonly sink: Diagnostics;
}

export function readParameter(member: FieldMember, kind: string, context: ParameterContext): Parameter | undefined {
  const { module, evaluator, sink } = context;
  const node = member.value && unwrap(member.value);
  const span = spanOf(module.source, node ?? member.node);
  const refuse = (reason: string): undefined => void sink.report('parameter-form', span, [reason]);
  if (!isKind(kind)) return refuse(`flowc has no \`parameter.${kind}\`${didYouMean(kind, Object.keys(schemas))}`);
  if (node?.type !== 'CallExpression') return refuse(`\`parameter.${kind}\` has to be called`);

  const given = evaluateArguments(node, module, evaluator);
  if (!given) return undefined;
  const what: Context = { sink, what: `\`parameter.${kind}\``, parameters: new Set() };
  const [first, ...rest] = given;
  const [settings, extra] = kind === 'choice' ? rest : given;
  if (extra || (kind === 'choice' && rest.length > 1)) return refuse(`\`parameter.${kind}\` takes fewer arguments`);
  if (kind === 'choice' && !first) return refuse('`parameter.choice` needs its choices');
  if (settings && settings.kind !== 'object')
    return wrongType(settings, { ...what, what: `the options of ${what.what}` }, 'an object');

  const base = { name: member.name, span: spanOf(module.source, member.node.key) };
  const empty = objectValue(new Map(), span);
  const found = readKind(kind, base, settings ?? empty, first ?? empty, what);
  if (found?.default !== undefined && settings?.get('required') && !found.required) {
    sink.report('conflicting-requirement', settings.keySpan('required'), [member.name]);
  }
  return found;
}

function evaluateArguments(call: CallExpression, module: Module, evaluator: Evaluator): Value[] | undefined {
  const values = call.arguments.map((argument) =>
    evaluator.evaluate(module, argument as Exclude<typeof argument, { type: 'SpreadElement' }>),
  );
  return values.every((value) => value !== undefined) ? values : undefined;
}

interface Base {
  readonly name: string;
  readonly span: Parameter['span'];
}

function readKind(
  kind: Kind,
  base: Base,
  settings: ObjectValue,
  first: Value,
  context: Context,
): Parameter | undefined {
  const refuse = (reason: string): undefined => {
    const value = settings.get('default');
    const given = value?.kind === 'scalar' ? JSON.stringify(value.value) : 'given';
    context.sink.report('bad-default', value?.span ?? settings.span, [base.name, given, reason]);
  };
  switch (kind) {
    case 'number':
    case 'integer': {
      const found = schemas[kind](settings, context);
      if (!found || !inOrder(found.min, found.max, settings, context)) return undefined;
      const reason = outside(found.default, found.min, found.max);
      return reason === undefined ? { ...base, kind, ...found, required: found.required ?? true } : refuse(reason);
    }
    case 'date': {
      const found = schemas.date(settings, context);
      const moments = [found?.default, found?.min, found?.max].map((date) =>
        date === undefined ? undefined : Date.parse(date),
      );
      if (!found || !inOrder(moments[1], moments[2], settings, context)) return undefined;
      const late = outside(moments[0], moments[1], moments[2]);
      return late === undefined
        ? { ...base, kind, ...found, required: found.required ?? true }
        : refuse('it is out of the range');
    }
    case 'string': {
      const found = schemas.string(settings, context);
      if (!found) return undefined;
      const { pattern: form, default: initial } = found;
      if (form && initial !== undefined && !toRegExp(form.source, form.flags)?.test(initial)) {
        return refuse(`it does not match /${form.source}/${form.flags}`);
      }
      return { ...base, kind, ...found, required: found.required ?? true };
    }
    case 'choice': {
      const of = listOf(choice)(first, { ...context, what: `the choices of ${context.what}` });
      const found = schemas.choice(settings, context);
      if (!found || !of) return undefined;
      if (of.length === 0) {
        context.sink.report('missing-option', first.span, ['at least one choice', context.what]);
        return undefined;
      }
      if (found.default !== undefined && !of.includes(found.default)) return refuse('it is none of the choices');
      return { ...base, kind, of: [...new Set(of)], ...found, required: found.required ?? true };
    }
    case 'json': {
      const found = schemas.json(settings, context);
      if (!found) return undefined;
      const { default: initial, ...rest } = found;
      const value: { default?: Json } = initial ? { default: initial.json } : {};
      return { ...base, kind, ...rest, ...value, required: found.required ?? true };
    }
    case 'boolean': {
      const found = schemas.boolean(settings, context);
      return found && { ...base, kind, ...found, required: found.required ?? true };
    }
    case 'file': {
      const found = schemas.file(settings, context);
      return found && { ...base, kind, ...found, required: found.required ?? true };
    }
  }
}

function outside(value: number | undefined, min: number | undefined, max: number | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (min !== undefined && value < min) return `it is less than its \`min\`, ${min}`;
  return max !== undefined && value > max ? `it is more than its \`max\`, ${max}` : undefined;
}

function inOrder(
  min: number | undefined,
  max: number | undefined,
  settings: ObjectValue,
  { sink, what }: Context,
): boolean {
  if (min === undefined || max === undefined || min <= max) return true;
  sink.report('out-of-range', settings.get('max')?.span ?? settings.span, [
    `\`max\` of ${what}`,
    'at least its `min`',
    'less',
  ]);
  return false;
}
