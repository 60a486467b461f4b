import fc from 'fast-check';
import { load } from 'js-yaml';

// Texts that a format might take for more than texts, and each format's reader, as its documentation says it reads: with an account whose every part is known.

/** Without what CloudFormation resolves, which the check tells of. */
export const hostileTexts = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '${',
        '}',
        '$',
        '%{',
        '%',
        '{',
        '!',
        '$$',
        '%%',
        '${AWS::Region}',
        '${!x}',
        '"',
        "'",
        '\\',
        '<a>',
      ),
      fc.constantFrom('*', '?', '.', 'a', '# ', ': ', 'é', '👩‍🚀', ' ', '${path.module}', '%{ if true }'),
    ),
    { minLength: 1, maxLength: 12 },
  )
  // Source code would take it for what ends the text, and an event is a line that is not blank.
  .map((parts) => `x${parts.join('')}x`);

const KNOWN: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-central-1',
  'AWS::AccountId': '123456789012',
  'data.aws_partition.current.partition': 'aws',
  'data.aws_region.current.id': 'eu-central-1',
  'data.aws_caller_identity.current.account_id': '123456789012',
};

const known = (name: string): string => KNOWN[name] ?? `<${name}>`;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html */
export function readCloudFormation(text: string): unknown {
  return evaluated(load(text));
}

function evaluated(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(evaluated);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [[name, argument] = ['', undefined], ...more] = entries;
  if (more.length === 0) {
    if (name === 'Ref') return known(String(argument));
    if (name === 'Fn::GetAtt') return known((argument as readonly string[]).join('.'));
    if (name === 'Fn::Join') {
      const [between, parts] = evaluated(argument) as readonly [string, readonly string[]];
      return parts.join(between);
    }
    if (name === 'Fn::Sub')
      return String(argument).replace(/\$\{([^}]*)\}/g, (_, inner: string) =>
        inner.startsWith('!') ? `\${${inner.slice(1)}}` : known(inner),
      );
  }
  return Object.fromEntries(entries.map(([key, inner]) => [key, evaluated(inner)]));
}

/** https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping, for a module whose state machine is beside it. */
export function readTerraform(text: string, beside: string): Readonly<Record<string, unknown>> {
  const module = JSON.parse(text) as { readonly locals: object };
  const locals = templated(module.locals) as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  return templated(module) as Readonly<Record<string, unknown>>;

  function templated(value: unknown): unknown {
    if (typeof value === 'string') return template(value);
    if (Array.isArray(value)) return value.map(templated);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [template(key), templated(inner)]));
  }

  function template(given: string): string {
    return given.replace(/([$%])\1\{|\$\{((?:"[^"]*"|[^"}])*)\}|%\{/g, (all, sign: string, expression: string) => {
      if (sign !== undefined) return `${sign}{`;
      if (all === '%{') throw new Error(`a directive in ${given}`);
      if (expression.startsWith('file(')) return beside;
      const [, group = '', key = ''] = /^jsonencode\(local\.(\w+)\.(\w+)\)$/.exec(expression) ?? [];
      return group === '' ? known(expression) : JSON.stringify(locals[group]?.[key]);
    });
  }
}

/** What a policy means by a text: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
export function readPolicyText(text: string): string {
  return text.replace(/\$\{([*?$])\}/g, '$1');
}
