import fc from 'fast-check';
import { CORE_SCHEMA, load, YAML11_SCHEMA } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { printYaml } from '../../../../src/compiler/emit/yaml.ts';

const hostile = [
  ...[
    '{{x}}',
    '{{=1+1}}',
    "it's",
    '"',
    "'{{x}}' == 'b'",
    `'"`,
    'a: b #c',
    '# c',
    '!!js/function x',
    '- x',
    '-',
    '---',
    '...',
    '? a',
    '|',
    '>',
  ],
  ...[
    '*a',
    '&a',
    '@a',
    '`a',
    '%a',
    '[',
    '{',
    '}',
    '~',
    'null',
    'yes',
    'no',
    'on',
    'off',
    'y',
    'N',
    'True',
    '1e3',
    '0o7',
    '012',
    '0x1F',
    '1_000',
  ],
  ...[
    '.5',
    '.inf',
    '.NaN',
    '12:30:45',
    '2020-01-01',
    '2020-01-01T00:00:00Z',
    '=',
    '<<',
    '',
    ' ',
    ' a',
    'a ',
    '\t',
    'a\tb',
    'a\nb',
    'a\nb\n',
    '\n',
  ],
  ...[
    'a\n',
    '\n\na',
    'a\n\n\n',
    ' a\nb',
    'a \nb',
    'a\n b\n',
    '\ta\nb',
    'a\r\nb',
    '\r',
    '\0',
    'a\x7fb',
    '\x85',
    '\u2028',
    '\ufeffa',
    '😀',
    '${HOME}',
    '\\',
    '\\n',
  ],
];

const anyText = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));

const { tree } = fc.letrec<{ tree: unknown; node: unknown }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    anyText,
    fc.integer(),
    fc.boolean(),
    fc.array(tie('node'), { maxLength: 4 }),
    tie('tree'),
  ),
  tree: fc.dictionary(anyText, tie('node'), { maxKeys: 5, noNullPrototype: true }),
}));

describe('printYaml', () => {
  test.each([CORE_SCHEMA, YAML11_SCHEMA])('is read back as it was, by a reader of YAML 1.2 and of 1.1', (schema) => {
    fc.assert(
      fc.property(tree, (value) => {
        expect(load(printYaml(value as object), { schema })).toEqual(value);
      }),
    );
  });

  test('lists on one line are read back as they were', () => {
    fc.assert(
      fc.property(fc.array(anyText), (args) => {
        const text = printYaml({ args }, new Set(['args']));
        expect(text.trimEnd()).not.toContain('\n');
        expect(load(text)).toEqual({ args });
      }),
    );
  });

  test.each(hostile)('prints %j so that both kinds of reader get it', (text) => {
    const yaml = printYaml({ key: text, [text]: [text] });
    for (const schema of [CORE_SCHEMA, YAML11_SCHEMA])
      expect(load(yaml, { schema })).toEqual({ key: text, [text]: [text] });
  });

  test('writes what a person would', () => {
    const same = { name: 'a' };
    expect(
      printYaml(
        {
          kind: 'Thing',
          quoted: ['yes', '012', '1e3', '{{x}}'],
          when: "'{{x}}' == 'b'",
          args: ['train', '--frames', '{{x}}'],
          text: 'first line\nsecond: line\n',
          long: 'word '.repeat(40).trim(),
          lists: [same, same],
        },
        new Set(['args']),
      ),
    ).toBe(`kind: Thing
quoted:
  - 'yes'
  - '012'
  - '1e3'
  - '{{x}}'
when: "'{{x}}' == 'b'"
args: [train, --frames, '{{x}}']
text: |
  first line
  second: line
long: ${'word '.repeat(40).trim()}
lists:
  - name: a
  - name: a
`);
  });
});
