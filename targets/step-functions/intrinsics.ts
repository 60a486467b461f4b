// Intrinsic functions: https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html. A text in one stands between apostrophes, and a template's
// places are `{}`; what is meant as it stands has a backslash before it.

/** Constants and paths, one after another: into the state's input, or with `$$` into the context object. A function may stand for a path. */
export type Template = readonly (string | { readonly path: string })[];

const escaped = (text: string): string => text.replace(/[\\'{}]/g, '\\$&');

const literal = (text: string): string => `'${escaped(text)}'`;

const constant = (template: Template): string =>
  template.map((part) => (typeof part === 'string' ? part : part.path)).join('');

/** The function, or path, that gives a template's text; undefined where it is a constant. */
function expression(template: Template): string | undefined {
  const paths = template.flatMap((part) => (typeof part === 'string' ? [] : [part.path]));
  if (paths.length === 0) return undefined;
  const [only, ...more] = template;
  if (typeof only === 'object' && more.length === 0 && only.path.startsWith('$.')) return only.path;
  const text = template.map((part) => (typeof part === 'string' ? escaped(part) : '{}')).join('');
  return `States.Format('${text}', ${paths.join(', ')})`;
}

/** `{ "Key": "a" }`, or `{ "Key.$": "States.Format('{}', $.run)" }`. */
export function field(name: string, template: Template): Readonly<Record<string, string>> {
  const computed = expression(template);
  return computed === undefined ? { [name]: constant(template) } : { [`${name}.$`]: computed };
}

/** `{ "Command": [...] }`, or `{ "Command.$": "States.Array(…)" }`. */
export function listField(
  name: string,
  items: readonly Template[],
): Readonly<Record<string, string | readonly string[]>> {
  const computed = items.map(expression);
  if (computed.every((item) => item === undefined)) return { [name]: items.map(constant) };
  const all = items.map((item, at) => computed[at] ?? literal(constant(item)));
  return { [`${name}.$`]: `States.Array(${all.join(', ')})` };
}
