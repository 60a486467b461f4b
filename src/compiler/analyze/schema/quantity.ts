import type { Value } from '../evaluate/value.ts';
import { mapped, originOf, quoted, text, wrongType, type Check, type Context } from './check.ts';

// Quantities of Kubernetes: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/

const form = /^(\d+(?:\.\d*)?|\.\d+)(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE]|[eE][+-]?\d+)?$/;

/** Bytes, always with a unit or a plain count of them. */
export const bytes: Check<string> = mapped(text, (given, value, context) =>
  report(given, value, context, /[num]$/.test(given) && form.test(given) ? 'is a fraction of a byte' : undefined),
);

/** Cores: a number, or a text such as '500m'. */
export const cores: Check<string> = (value, context) => {
  if (value.kind !== 'scalar' || (typeof value.value !== 'string' && typeof value.value !== 'number')) {
    return wrongType(value, context, 'a number or a string');
  }
  const given = String(value.value);
  return report(given, value, context, /^[-\d.]+[KMGTPE]i?$/.test(given) ? 'counts bytes' : undefined);
};

function report(given: string, value: Value, { sink, what }: Context, odd: string | undefined): string | undefined {
  const amount = form.exec(given)?.[1];
  const reason = odd ?? (amount === undefined ? 'cannot be read' : Number(amount) > 0 ? undefined : 'is nothing');
  if (reason === undefined) return given;
  sink.report('bad-quantity', value.span, [what, quoted(given), reason], originOf(value));
  return undefined;
}
