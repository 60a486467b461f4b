import { describe, expect, test } from 'vitest';
import { analyzeFiles, analyzeFlow } from './analyze-text.ts';

const flow = (name: string, head = 'export class'): string =>
  `${head} ${name} extends FlowSpec { @step start() { this.next(this.end); } @step end() {} }`;
const imports = "import { FlowSpec, step } from 'flowc';";

describe('finds the flows that a file exports', () => {
  const names = (files: Record<string, string>): string[] => analyzeFiles(files).models.map((model) => model.name);

  test.each([
    ['its own', { 'flow.ts': `${imports} ${flow('A')} ${flow('B')}` }, ['A', 'B']],
    [
      'a renamed export once, by its class',
      { 'flow.ts': `${imports} ${flow('A', 'class')} export { A as B, A };` },
      ['A'],
    ],
    ['a default export', { 'flow.ts': `${imports} ${flow('A', 'export default class')}` }, ['A']],
    ["another file's", { 'flow.ts': "export { A } from './a.ts'", 'a.ts': `${imports} ${flow('A')}` }, ['A']],
    ['all of another file', { 'flow.ts': "export * from './a'", 'a.ts': `${imports} ${flow('A')}` }, ['A']],
    [
      'by a namespace',
      {
        'flow.ts':
          "import * as f from 'flowc'; export class A extends f.FlowSpec { @f.step start() { this.next(this.end); } @f.step end() {} }",
      },
      ['A'],
    ],
    [
      'no base class',
      { 'flow.ts': `${imports} ${flow('Base', 'export abstract class')} export class A extends Base {}` },
      ['A'],
    ],
    ['no other class', { 'flow.ts': `${imports} export class Q {} export class R extends Q {} ${flow('A')}` }, ['A']],
  ])('%s', (_, files, found) => expect(names(files as Record<string, string>)).toEqual(found));

  test.each([
    [
      'a computed base',
      'export class A extends mixin(FlowSpec) { @step start() {} }',
      ['unknown-base @ mixin(FlowSpec)'],
    ],
    [
      'a base of a package',
      "import { B } from 'b'; export class A extends B { @step start() {} }",
      ['unknown-base @ B'],
    ],
    ['a class that extends itself', 'export class A extends A { @step start() {} }', ['unknown-base @ A']],
    ['nothing at all', 'export const a = 1', ['no-flow @ ']],
    ['a class expression', 'export const A = class extends FlowSpec { @step start() {} }', ['unnamed-flow @ class']],
  ])('and refuses %s', (_, text, found) =>
    expect(analyzeFiles({ 'flow.ts': `${imports} ${text}` }).findings).toEqual(found),
  );
});

test('a flow of three files is one flow, base first', () => {
  const { models, findings } = analyzeFiles({
    'flow.ts':
      "import { B } from './b.js'; import { step } from 'flowc';\n export class A extends B { /** Ends. */ @step end() {} @step override mid() { this.next(this.end); } }",
    'b.ts':
      "import C from './c'; import { step as s } from 'flowc'; export abstract class B extends C { rate = 1; @s mid() { this.next(this.end); } }",
    'c.ts':
      "import * as f from 'flowc'; export default abstract class C extends f.FlowSpec { x!: number; @f.step start() { this.x = 1; this.next((this as any).mid); } }",
  });
  expect(findings).toEqual([]);
  expect(models[0]?.steps.map(({ name, span, doc }) => [name, span.file, doc])).toEqual([
    ['start', 'c.ts', undefined],
    ['end', 'flow.ts', 'Ends.'],
    ['mid', 'flow.ts', undefined],
  ]);
  expect(models[0]?.fields.map(({ name, kind }) => [name, kind])).toEqual([
    ['x', 'artifact'],
    ['rate', 'constant'],
  ]);
});

test('does not open modules that only bodies use', () => {
  const { read } = analyzeFlow(
    { top: "import { fit } from './model.ts';", members: 'x = fit();' },
    { 'model.ts': 'export const fit = 1' },
  );
  expect(read).toEqual(['flow.ts']);
});

describe('fields', () => {
  const fields = (members: string, start = ''): unknown =>
    analyzeFlow({ members: `${members} @step begin() { ${start} this.next(this.end); }` }).models[0]?.fields.map(
      (field) =>
        [field.name, field.kind, field.initialised && 'initialised', field.mayBeUnset && 'may be unset']
          .filter(Boolean)
          .join(' '),
    );
  test.each([
    ['x!: number;', 'this.x = 1;', ['x artifact']],
    ['x = 1;', '', ['x constant initialised']],
    ['x = 1;', 'this.x++;', ['x artifact initialised']],
    ['x = [1];', 'send(this);', ['x constant initialised']],
    ['readonly x = 1;', '', ['x constant initialised']],
    [
      'x?: number; y: string | undefined; z!: T;',
      '',
      ['x artifact may be unset', 'y artifact may be unset', 'z artifact'],
    ],
    [
      'declare x: number; private y = 1; #z = 1; static s = 1; accessor a = 1;',
      '',
      ['x artifact', 'y constant initialised'],
    ],
    ['a: any; b: unknown; c!: any[];', '', ['a artifact may be unset', 'b artifact may be unset', 'c artifact']],
    ['act = () => this.x; x!: number;', '', ['x artifact']],
    ['x: number; constructor() { super(); this.x = 1; }', '', ['x constant initialised']],
  ])('%s %s', (members, start, found) => expect(fields(members, start)).toEqual(found));
});

test('`declare` leaves a field as its base class has made it', () => {
  const { models } = analyzeFiles({
    'flow.ts': `import { FlowSpec, parameter, step } from 'flowc';
      class Base extends FlowSpec { x: number = 1; rate = parameter.number(); }
      export class F extends Base {
        declare x: 1 | 2; declare rate: number;
        @step start() { this.x = 2; this.next(this.end); }
        @step end() {}
      }`,
  });
  expect(models[0]?.fields.map(({ name, initialised }) => ({ name, initialised }))).toEqual([
    { name: 'x', initialised: true },
  ]);
  expect(models[0]?.parameters.map(({ name }) => name)).toEqual(['rate']);
});

test('an alias of `Inputs` makes a join', () => {
  const members =
    '@step a() { this.next(this.j); } @step j(all: In) { this.next(this.end); } @step k(x: string) { this.next(this.end); }';
  const { models } = analyzeFlow({ top: 'type In = flowc.Inputs<F>;', members });
  expect(models[0]?.steps.map(({ name, takes }) => `${name} ${takes}`)).toEqual([
    'a nothing',
    'j inputs',
    'k element',
    'start nothing',
    'end nothing',
  ]);
});

test('5,000 steps cost no stack', () => {
  const steps = Array.from(
    { length: 5_000 },
    (_, i) => `/** Step ${i}. */ @retry() @step s${i}() { this.next(this.${i === 4_999 ? 'end' : `s${i + 1}`}); }`,
  );
  const { models, findings } = analyzeFlow({ members: steps.join('\n') });
  expect(findings).toEqual([]);
  expect(models[0]?.steps.length).toBe(5_002);
});
