import {
  dnsLabelForm,
  dnsSubdomainForm,
  hasForm,
  imageForm,
  labelKeyForm,
  labelValueForm,
  type Form,
} from '../../ir/forms.ts';
import { mapped, originOf, quoted, text, type Check } from './check.ts';

// Names that somebody else prescribes the form of.

/** A text that `form` accepts. */
const ofForm = (form: Form): Check<string> =>
  mapped(text, (given, value, { sink, what }) => {
    if (hasForm(given, form)) return given;
    sink.report('bad-name', value.span, [what, quoted(given), form.rule], originOf(value));
    return undefined;
  });

const named = (pattern: RegExp, longest: number, rule: string): Check<string> => ofForm({ pattern, longest, rule });

export const dnsLabel = ofForm(dnsLabelForm);
export const dnsSubdomain = ofForm(dnsSubdomainForm);

/** Orchestrators name secrets by DNS names, paths or ARNs: what none of them has is refused here, the rest by each target. */
export const secretName = named(/^[\w./:@+=-]+$/, 2048, 'letters, digits and `_./:@+=-`');
export const projectName = named(
  /^[A-Za-z][\w-]*$/,
  63,
  'at most 63 letters, digits, `_` and `-`, beginning with a letter',
);
export const branchName = named(/^\w[\w./-]*$/, 253, 'letters, digits and `_./-`, as Git has it');
export const flowName = named(/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u, 253, 'the class name of a flow');
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
export const line = named(
  /^[^\u0000-\u001f\u007f\p{Cs}]*[^\s\u0000-\u001f\u007f\p{Cs}][^\u0000-\u001f\u007f\p{Cs}]*$/u,
  1000,
  'one line of text that is not empty',
);
export const absolutePath = named(/^\/[^:\u0000]*$/, 4096, 'an absolute path without `:`');

export const environmentName: Check<string> = mapped(text, (given, value, { sink }) => {
  const reason = !/^[A-Za-z_]\w*$/.test(given)
    ? 'it is not made of letters, digits and `_`'
    : given.startsWith('FLOWC_')
      ? '`FLOWC_` is reserved'
      : undefined;
  if (reason === undefined) return given;
  sink.report('bad-environment-name', value.span, [given, reason], originOf(value));
  return undefined;
});

export const image: Check<string> = mapped(text, (given, value, { sink }) => {
  if (hasForm(given, imageForm)) return given;
  sink.report('bad-image', value.span, [given], originOf(value));
  return undefined;
});

const labelled = (form: Form): Check<string> =>
  mapped(text, (given, value, { sink, what }) => {
    if (hasForm(given, form)) return given;
    sink.report('bad-label', value.span, [what, quoted(given), form.rule], originOf(value));
    return undefined;
  });

export const labelKey = labelled(labelKeyForm);
export const labelValue = labelled(labelValueForm);
