import { mapped, originOf, quoted, text, type Check } from './check.ts';

// Names that somebody else prescribes the form of.

/** A text that `form` accepts; `rule` says what it must be. */
const named = (form: RegExp, longest: number, rule: string): Check<string> =>
  mapped(text, (given, value, { sink, what }) => {
    if (given.length <= longest && form.test(given)) return given;
    sink.report('bad-name', value.span, [what, quoted(given), rule], originOf(value));
    return undefined;
  });

const label = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
export const dnsLabel = named(
  new RegExp(`^${label}$`),
  63,
  'at most 63 lower-case letters, digits and `-`, with a letter or digit at both ends',
);
export const dnsSubdomain = named(
  new RegExp(`^${label}(?:\\.${label})*$`),
  253,
  'at most 253 lower-case letters, digits, `-` and `.`, with a letter or digit at both ends',
);

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

const host = '[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\\d+)?';
const part = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const imageForm = new RegExp(`^(?:${host}/)?${part}(?:/${part})*(?::\\w[\\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$`);

/** https://pkg.go.dev/github.com/distribution/reference */
export const image: Check<string> = mapped(text, (given, value, { sink }) => {
  if (imageForm.test(given)) return given;
  sink.report('bad-image', value.span, [given], originOf(value));
  return undefined;
});

const labelled = (form: RegExp, rule: string): Check<string> =>
  mapped(text, (given, value, { sink, what }) => {
    if (form.test(given)) return given;
    sink.report('bad-label', value.span, [what, quoted(given), rule], originOf(value));
    return undefined;
  });

const word = '[A-Za-z0-9](?:[\\w.-]{0,61}[A-Za-z0-9])?';

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
export const labelKey = labelled(
  new RegExp(`^(?:(?=[^/]{1,253}/)${label}(?:\\.${label})*/)?${word}$`),
  'at most 63 letters, digits and `-_.`, after an optional DNS name and `/`',
);
export const labelValue = labelled(new RegExp(`^(?:${word})?$`), 'at most 63 letters, digits and `-_.`');
