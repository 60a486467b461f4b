import { describe, expect, test } from 'vitest';
import { parse } from '../../../src/compiler/parse/parse-source.ts';
import { withoutOwnDecorators } from '../../../src/package/own-decorators.ts';

/** What is left of a class's text, with the dots where something was taken out. */
function left(imports: string, text: string): string {
  const whole = `${imports}\n${text}`;
  const { program, errors } = parse('flow.ts', whole);
  expect(errors).toEqual([]);
  const stripped = withoutOwnDecorators(whole, program);
  expect(parse('flow.ts', stripped).errors, 'what is left is still TypeScript').toEqual([]);
  expect(stripped).toHaveLength(whole.length);
  return stripped.slice(imports.length + 1);
}

const flowc = "import { FlowSpec, step, retry as again, resources } from 'flowc';";

describe('taken out are', () => {
  test('all of a member, and a semicolon stays where the first stood', () => {
    expect(left(flowc, "class A { x = 1\n@again({}) @step\n['a']() {} }")).toBe(
      "class A { x = 1\n;               \n['a']() {} }",
    );
  });

  test('those of a class, before and after its `export`', () => {
    expect(left(flowc, '@again() export class A {}')).toBe('         export class A {}');
    expect(left(flowc, 'export @again() class A {}')).toBe('export          class A {}');
    expect(left(flowc, 'export default @again() class {}')).toBe('export default          class {}');
  });

  test('those of a namespace', () => {
    expect(left("import * as f from 'flowc';", '@f.retry() class A {}')).toBe('           class A {}');
  });

  test('line ends of every kind excepted, so that no line moves', () => {
    expect(left(flowc, '@again(\r\n{}\u2028) class A {}')).toBe('       \r\n  \u2028  class A {}');
  });
});

describe('left where they are', () => {
  test.each([
    ['of another library', flowc, 'class A { @other @bound() a() {} }'],
    ['of the same name from elsewhere', "import { step } from './mine.ts';", 'class A { @step a() {} }'],
    [
      'on a class that is not at the top level',
      flowc,
      'function f() { const step = 1 as never; class A { @step a() {} } }',
    ],
  ])('those %s', (_, imports, text) => {
    expect(left(imports, text)).toBe(text);
  });

  test('others beside them, and no semicolon comes between', () => {
    expect(left(flowc, 'class A { @other @step a() {} }')).toBe('class A { @other       a() {} }');
    expect(left(flowc, 'class A { @step @other a() {} }')).toBe('class A { ;     @other a() {} }');
  });
});
