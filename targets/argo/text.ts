// Three readers come between a text in a manifest and the program in the pod. Argo evaluates `{{…}}` anywhere in a Workflow's
// spec, more than once and in values that it has just put in, so that no text can be written that comes out as `{{`. The
// kubelet expands `$(NAME)` in arguments and environment variables, and takes `$$` for `$`. So constants in environment
// variables let the kubelet, who comes last, put the brace back; elsewhere texts are JSON, where `{` can be written `\u007b`.

/** Defined before any variable whose value speaks of it. */
export const BRACE = { name: 'FLOWC_BRACE', value: '{' };

/** Whether Argo would take part of the text for an expression. */
export const isEvaluated = (text: string): boolean => text.includes('{{');

/** The text for an environment variable or argument that arrives as `text`, if `BRACE` is defined before it. */
export function constant(text: string): string {
  return text.replace(/\$(?=[$(]|\{\{)/g, '$$$$').replace(/\{(?=\{)/g, `$(${BRACE.name})`);
}

/** Environment variables with constant values. */
export function constants(
  values: Readonly<Record<string, string>>,
): readonly { readonly name: string; readonly value: string }[] {
  const variables = Object.entries(values).map(([name, value]) => ({ name, value: constant(value) }));
  return Object.values(values).some(isEvaluated) ? [BRACE, ...variables] : variables;
}

// Argo Events reads the workflow that a Sensor starts as YAML, into which Go has written its texts without YAML's escapes: what YAML holds only in escaped
// form is refused there, when the event comes.
const UNPRINTABLE = /[\x7f-\x9f\ufeff\ufffe\uffff]/g;

/** Whether every reader on the way to the pod takes the text as it stands: lines and tabs are the only controls. */
export const isPrintable = (text: string): boolean =>
  text.isWellFormed() && !/[^\P{Cc}\n\t]/u.test(text) && text.search(UNPRINTABLE) < 0;

/** JSON that Argo and whoever reads YAML leave alone. */
export function inertJson(value: unknown): string {
  return JSON.stringify(value)
    .replace(/\{(?=\{)/g, '\\u007b')
    .replace(UNPRINTABLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Prose for people, in which two braces may stand apart. */
export function inertProse(text: string): string {
  return text.replace(/\{(?=\{)/g, '{ ').toWellFormed();
}
