import { describe, expect, it } from 'vitest';
import { compile } from '../../../../src/compiler/compile.ts';

// What flowc says about the data of a small flow whose shape its fixtures do not have: a row is the members of the flow and each finding with its related places.

function findings(members: string): readonly string[] {
  const text = `import { FlowSpec, step, catchError, type Inputs } from 'flowc';\nexport class F extends FlowSpec {${members}}`;
  const { diagnostics } = compile({ file: 'flow.ts' }, { readFile: (path) => (path === 'flow.ts' ? text : undefined) });
  return diagnostics.map(({ message, related }) => [message, ...related.map((each) => `  ${each.message}`)].join('\n'));
}

/** A split into `a` and `b`, a join `j` and `end`. */
const split = (a: string, b: string, j: string, end: string): string => `
  x!: number; n = 0;
  @step start() { this.x = 1; this.next(this.a, this.b); }
  @step a() { ${a} this.next(this.j); }
  @step b() { ${b} this.next(this.j); }
  @step j(inputs: Inputs<F>) { ${j} this.next(this.end); }
  @step end() { ${end} }`;

describe('what a join hands on', () => {
  it('is not what its merge excludes', () => {
    expect(findings(split('', '', "this.merge(inputs, { exclude: ['x'] });", 'console.log(this.x);'))).toEqual([
      '`x` may be unset here: the way `j` does not set it\n  `j` goes on here and leaves `x` behind',
    ]);
  });

  it('is not, on the next visit of a loop, what its merge excludes', () => {
    const members = `
    x!: number; n = 0;
    @step start() { this.x = 1; this.next(this.a); }
    @step a() { this.next(this.b, { foreach: [1] }); }
    @step b(element: number) { this.n += this.x + element; this.next(this.j); }
    @step j(inputs: Inputs<F>) {
      this.merge(inputs, { exclude: ['x'] });
      if (this.n > 3) this.next(this.end);
      else this.next(this.a);
    }
    @step end() { console.log(this.n); }`;
    expect(findings(members)).toEqual([
      '`x` may be unset here: the way `j` → `a` does not set it\n' +
        '  `j` goes on here and leaves `x` behind\n' +
        '  `a` goes on here without setting `x`',
    ]);
  });

  it('is what it assigns after a merge that excludes it', () => {
    const j = "this.merge(inputs, { exclude: ['x'] }); this.x = inputs.a.x;";
    expect(findings(split('this.x = 2;', '', j, 'console.log(this.x);'))).toEqual([]);
  });

  it('shows the branch that may leave a merge without an artifact', () => {
    const members = split('if (this.n) this.y = 1;', '', 'this.merge(inputs);', 'console.log(this.y, this.x);');
    expect(findings(`y!: number; ${members}`)).toEqual([
      '`y` may be unset here: the way `start` → `a` → `j` does not set it\n' +
        '  `start` goes on here without setting `y`\n' +
        '  `a` goes on here without setting `y`\n' +
        '  `j` goes on here with a merge whose inputs may all lack `y`',
    ]);
  });

  it('is told of a merge on some paths only', () => {
    const members = split('this.x = 2;', '', 'if (this.n) this.merge(inputs);', 'console.log(this.x);');
    expect(findings(members)[0]).toContain('`j` joins it, and assigns or merges it on some paths only');
  });
});

it('says that a step with @catchError may fail before it sets what it sets', () => {
  const members = `
  error?: { readonly name: string; readonly message: string; readonly attempt: number }; x!: number;
  @step start() { this.next(this.a); }
  @catchError() @step a() { this.x = 1; this.next(this.end); }
  @step end() { console.log(this.x, this.error); }`;
  expect(findings(members)[0]).toContain('`a` goes on here also when it fails before it sets `x`, by `@catchError`');
});

it('names the branches of a join in the order in which they are written', () => {
  const members = split('', '', 'console.log(inputs.c.x);', '').replace(
    '@step a() {',
    '@step a() { this.next(this.a1); } @step a1() {',
  );
  expect(findings(members)[0]).toContain('`inputs.c` is no branch of what `j` joins: they are `a`, `b`');
});
