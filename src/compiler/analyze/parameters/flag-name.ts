/** The flag that sets a parameter: the kebab case of its field, `learningRate` → `learning-rate`. */
export function flagName(field: string): string {
  return field
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1-$2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1-$2')
    .replace(/[_$]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase();
}

/**
 * Flags of the commands that run a flow, today's and those to come: a parameter of the same name could not be given there, and a flow should not
 * stop compiling when such a command arrives.
 */
export const reservedFlags: ReadonlySet<string> = new Set([
  'airflow-url',
  'assume',
  'config',
  'datastore',
  'env',
  'force',
  'from',
  'help',
  'max-workers',
  'no-color',
  'no-delay',
  'only',
  'param',
  'params',
  'quiet',
  'reporter',
  'resume',
  'reuse',
  'run-id',
  'tag',
  'target',
  'unpause',
  'verbose',
  'version',
  'wait',
]);
