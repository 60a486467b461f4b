import { describe, expect, test } from 'vitest';
import { analyzeFiles, analyzeFlow } from '../analyze-text.ts';

const inMembers = (members: string, top = ''): readonly string[] => analyzeFlow({ members, top }).findings;

describe('steps', () => {
  test.each([
    ['@step x = 1;', ['step-misplaced @ x']],
    ['@step static x() {}', ['step-misplaced @ x']],
    ['@step get x() { return 1; }', ['step-misplaced @ x']],
    ['@step accessor x = 1;', ['step-misplaced @ x']],
    ['@step protected x() { this.next(this.end); }', ['step-misplaced @ x']],
    ["@step 'x y'() { this.next(this.end); }", ["step-name @ 'x y'"]],
    ["@step 'x'() { this.next(this.end); }", []],
    ['@step [Symbol.iterator]() { this.next(this.end); }', ['step-name @ Symbol.iterator']],
    ['@step() x() { this.next(this.end); }', ['step-called @ @step()']],
    ['@step @step x() { this.next(this.end); }', ['decorator-twice @ @step']],
    ['next = 1;', ['reserved-name @ next']],
    ['get index() { return 1; }', ['reserved-name @ index']],
    ['static input = 1;', []],
    ['@step Start() { this.next(this.end); }', ['names-differ-in-case @ start']],
    ['rate = 1; Rate = 2; START = 3;', ['names-differ-in-case @ Rate']],
    ['x = 1; x() {}', ['duplicate-name @ x']],
  ])('%s', (members, found) => expect(inMembers(members)).toEqual(found));

  test('a generator, a private and an abstract method', () => {
    expect(inMembers('@step *x() {}')).toContain('step-misplaced @ x');
    expect(inMembers('@step #x() { this.next(this.end); }')).toContain('step-misplaced @ #x');
    expect(inMembers('@step abstract x(): void;')).toContain('step-misplaced @ x');
  });
});

describe('inheritance', () => {
  const heir = (base: string, own: string): readonly string[] =>
    analyzeFiles({
      'flow.ts': `import { FlowSpec, step, parameter } from 'flowc';
        abstract class B extends FlowSpec { ${base} @step start() { this.next(this.end); } @step end() {} }
        export class A extends B { ${own} }`,
    }).findings;
  test.each([
    ['', 'start() {}', ['override-without-step @ start']],
    ['', 'start = 1;', ['override-without-step @ start']],
    ['', '@step start() { this.next(this.end); }', []],
    ['x = 1;', 'x: number;', ['field-redeclared @ x']],
    ['x = 1;', 'declare x: number;', []],
    ['x = 1;', 'x = 2;', []],
    ['x!: number;', 'x: number;', []],
    ['x = parameter.number();', 'x: number;', ['field-redeclared @ x']],
    ['constructor(a: number) { super(); }', '', ['constructor-parameters @ constructor']],
    ['constructor(a: number) { super(); }', 'constructor() { super(1); }', []],
  ])('%s | %s', (base, own, found) => expect(heir(base, own)).toEqual(found));
});

describe('decorators', () => {
  test.each([
    ['@retry @step x() { this.next(this.end); }', ['decorator-not-called @ @retry']],
    ['@retry() x() {}', ['decorator-misplaced @ @retry()']],
    ['@retry() x = 1;', ['decorator-misplaced @ @retry()']],
    ["@tags(['a']) @step x() { this.next(this.end); }", ["decorator-misplaced @ @tags(['a'])"]],
    ["@onExit('always') @step x() { this.next(this.end); }", ["decorator-misplaced @ @onExit('always')"]],
    ["@onExit('always') @retry() x() {}", []],
    ["@onExit('always') @catchError() x() {}", ['decorator-misplaced @ @catchError()']],
    ["@onExit('never') x() {}", ["not-one-of @ 'never'"]],
    ['@flowc.retry() @flowc.step x() { this.next(this.end); }', []],
    ['@flowc.retryy() @step x() { this.next(this.end); }', ['not-a-decorator @ @flowc.retryy()']],
    ['@later() @step x() { this.next(this.end); }', ['decorator-not-imported @ @later()']],
    ['@mine @step x() { this.next(this.end); }', ['foreign-decorator @ @mine']],
    ['@mine x() {}', []],
    ["@timeout('1m', 2) @step x() { this.next(this.end); }", ["decorator-arguments @ @timeout('1m', 2)"]],
    ['@timeout() @step x() { this.next(this.end); }', ['missing-option @ @timeout()']],
  ])('%s', (members, found) => expect(inMembers(members, 'const mine = () => {};')).toEqual(found));

  test('on a class', () => {
    expect(analyzeFlow({ on: '@step' }).findings).toEqual(['decorator-misplaced @ @step']);
    expect(analyzeFlow({ on: "@tags(['a']) @tags(['b'])" }).findings).toEqual(["decorator-twice @ @tags(['b'])"]);
  });

  test('a renamed import is the decorator, a namesake is not', () => {
    const members = '@again({ times: 1 }) @step x() { this.next(this.end); }';
    const { models } = analyzeFlow({ top: "import { retry as again } from 'flowc';", members });
    expect(models[0]?.steps[0]?.settings.retry?.times).toBe(1);
  });
});

describe('@catchError', () => {
  const on = (decorated: string, fields = 'error?: CaughtError;'): readonly string[] =>
    inMembers(`${fields} ${decorated}`);
  test.each([
    ['@catchError() @step a() { this.next(this.end); }', 'error?: CaughtError;', []],
    ['@catchError() @step a() { this.next(this.end); }', '', ['catch-error-artifact @ @catchError()']],
    [
      '@catchError() @step a() { this.next(this.end); }',
      'private error?: CaughtError;',
      ['catch-error-artifact @ @catchError()'],
    ],
    [
      '@catchError() @step a() { if (x) this.next(this.end); else this.next(this.start); }',
      'error?: CaughtError;',
      ['catch-error-misplaced @ @catchError()'],
    ],
    [
      '@catchError() @step a() { this.next(this.b, { foreach: [1] }); } @step b(n: number) { this.next(this.end); }',
      'error?: CaughtError;',
      ['catch-error-misplaced @ @catchError()'],
    ],
  ])('%s %s', (decorated, fields, found) => expect(on(decorated, fields)).toEqual(found));

  test('on a flow passes over the steps that may not have it', () => {
    const members = 'error?: CaughtError; @step a() { if (x) this.next(this.end); else this.next(this.start); }';
    const { models, findings } = analyzeFlow({ on: '@catchError()', members });
    expect(findings).toEqual([]);
    expect(models[0]?.steps.map(({ name, settings }) => [name, settings.catchError])).toEqual([
      ['a', undefined],
      ['start', 'error'],
      ['end', undefined],
    ]);
    expect(models[0]?.fields[0]?.kind).toBe('artifact');
  });
});

describe('initialisers', () => {
  test.each([
    ['x = Date.now();', ['initialiser-differs @ Date.now()']],
    [
      'x = { at: new Date(), ids: [crypto.randomUUID()] };',
      ['initialiser-differs @ new Date()', 'initialiser-differs @ crypto.randomUUID()'],
    ],
    ['x = new Date(0); y = () => Math.random();', []],
    ['rate = parameter.number(); x = this.rate * 2;', ['parameter-read-early @ this.rate']],
    ['rate = parameter.number(); x = () => this.rate;', []],
  ])('%s', (members, found) => expect(inMembers(members)).toEqual(found));

  test('a clock that a step writes over is no constant', () => {
    expect(analyzeFlow({ members: 'x = Date.now(); @step a() { this.x = 1; this.next(this.end); }' }).findings).toEqual(
      [],
    );
  });
});

describe('types that no datastore holds', () => {
  test.each([
    ['x!: () => void;', ['unstorable-field @ () => void']],
    ['x!: string | Promise<number>[];', ['unstorable-field @ Promise<number>']],
    ['x!: { a: Map<string, { f: WeakMap<object, 1> }> };', ['unstorable-field @ WeakMap<object, 1>']],
    ['x!: Alias;', ['unstorable-field @ Alias']],
    ['x!: Readable;', ['unstorable-field @ Readable']],
    ['x!: Error; y!: unknown; z!: Map<string, Date>; b!: Buffer;', ['unstorable-field @ Error']],
    ['x = (): void => {};', []],
  ])('%s', (members, found) =>
    expect(inMembers(members, "type Alias = symbol; import { Readable } from 'node:stream';")).toEqual(found),
  );
});

test('`experimentalDecorators` is reported where it is written, also in a base configuration', () => {
  const files = {
    'tsconfig.json': '{ "extends": "./base" }',
    'base.json': '{ "compilerOptions": { /* old */ "experimentalDecorators": true } }',
  };
  expect(analyzeFlow({}, files).findings).toEqual(['experimental-decorators @ true']);
  const off = {
    ...files,
    'tsconfig.json': '{ "extends": "./base", "compilerOptions": { "experimentalDecorators": false } }',
  };
  expect(analyzeFlow({}, off).findings).toEqual([]);
});
