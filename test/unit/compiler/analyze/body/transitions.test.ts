import { describe, expect, it } from 'vitest';
import { analyze, flowAround, transitionsText } from './summary-of.ts';

// Where a step goes on, from its body: a row is the body, the ways on, and what is found wrong.

const go = 'this.next(this.a);';

describe('ways on', () => {
  it.each([
    ['one', go, 'go a'],
    ['a split', 'this.next(this.a, this.b, this.c);', 'split a b c'],
    ['a foreach', 'this.next(this.a, { foreach: this.items });', 'foreach a'],
    ['a bound', 'this.next(this.a, { maxVisits: 20 });', 'go a≤20'],
    ['empty options', 'this.next(this.a, {});', 'go a'],
    ['if and else', 'if (this.a1 > 1) this.next(this.a); else this.next(this.b, this.c);', 'go a, split b c'],
    ['an early return', 'if (this.a1) return this.next(this.a);\nthis.next(this.b);', 'go a, go b'],
    ['a return after it', 'if (this.a1) { this.next(this.a); return; } this.next(this.b);', 'go a, go b'],
    ['else if', `if (p) ${go} else if (q) this.next(this.b); else this.next(this.c);`, 'go a, go b, go c'],
    ['a ternary', 'p ? this.next(this.a) : this.next(this.b);', 'go a, go b'],
    ['a returned ternary', 'return p ? this.next(this.a) : this.next(this.b);', 'go a, go b'],
    ['a ternary target', 'this.next(p ? this.a : q ? this.b : this.c);', 'go a, go b, go c'],
    [
      'a ternary target of a foreach',
      'this.next(p ? this.a : this.b, { foreach: this.items });',
      'foreach a, foreach b',
    ],
    ['the same on two paths', `if (p) ${go} else ${go}`, 'go a'],
    ['the same split on two paths', 'if (p) this.next(this.a, this.b); else this.next(this.a, this.b);', 'split a b'],
    [
      'a switch',
      `switch (k) { case 1: ${go} break; case 2: this.next(this.b); break; default: this.next(this.c); }`,
      'go a, go b, go c',
    ],
    ['fallthrough', `switch (k) { case 1: case 2: log(); default: ${go} }`, 'go a'],
    [
      'a default in the middle',
      `switch (k) { case 1: ${go} break; default: this.next(this.b); break; case 2: this.next(this.c); }`,
      'go a, go b, go c',
    ],
    ['a throw instead', `if (p) throw new Error('no'); ${go}`, 'go a'],
    ['await and void', 'if (p) await this.next(this.a); else void this.next(this.b);', 'go a, go b'],
    [
      'a loop that is left',
      `for (const i of this.items) { if (i) { ${go} return; } } this.next(this.b);`,
      'go a, go b',
    ],
    ['an endless loop that is left', `while (true) { if (await done()) { ${go} break; } }`, 'go a'],
    ['for without a test', `for (;;) { if (await done()) return ${go} }`, 'go a'],
    ['do', `do { work(); } while (p); ${go}`, 'go a'],
    [
      'a labelled break',
      `outer: for (const i of p) { for (const j of q) { if (j) break outer; if (i) continue outer; } } ${go}`,
      'go a',
    ],
    ['a labelled block', `out: { if (p) { ${go} break out; } this.next(this.b); }`, 'go a, go b'],
    ['catch', `let x; try { x = await f(); ${go} } catch { this.next(this.b); }`, 'go a, go b'],
    ['after try', `try { await f(); } catch (error) { log(error); } ${go}`, 'go a'],
    ['finally', `try { await f(); ${go} } finally { await close(); }`, 'go a'],
    [
      'finally after a return',
      `try { if (await f()) return ${go} } finally { close(); } this.next(this.b);`,
      'go a, go b',
    ],
    ['break through finally', `while (p) { try { if (q) break; } finally { close(); } } ${go}`, 'go a'],
    ['finally that goes on', `try { await f(); } catch { } finally { ${go} }`, 'go a'],
    ['a condition that is a literal', `if (false) this.next(this.b); else ${go}`, 'go a'],
    ['an alias of this', 'const self = this; self.next(self.a);', 'go a'],
    ['types around it', '(this.next as any)(this.a as any, { foreach: this.items! } satisfies object);', 'foreach a'],
    ['code that is never reached', `${go} return; this.next(this.b);`, 'go a'],
  ])('%s', (_, body, ways) => {
    const { body: result, found } = analyze(flowAround(body));
    expect(found).toEqual([]);
    expect(transitionsText(result)).toBe(ways);
  });

  it('reads a bound from a constant of the file', () => {
    const { body, found } = analyze(
      `export const LIMIT = 5;\n${flowAround('this.next(this.a, { maxVisits: LIMIT });')}`,
    );
    expect(found).toEqual([]);
    expect(transitionsText(body)).toBe('go a≤5');
  });

  it('gives a transition the span of its first call and of its targets', () => {
    const text = flowAround(go);
    const [way] = analyze(text).body.transitions;
    const [target] = way?.targets ?? [];
    expect(text.slice(way?.span.start, way?.span.end)).toBe('this.next(this.a)');
    expect(text.slice(target?.span.start, target?.span.end)).toBe('a');
  });
});

describe('what a step takes', () => {
  it.each([
    ['', 'nothing'],
    ['file: string', 'element'],
    ['{ id }: Item', 'element'],
    ['file = "x"', 'element'],
    ['inputs: Inputs<F>', 'inputs'],
    ['{ a, b }: Inputs<F>', 'inputs'],
    ['this: F', 'nothing'],
    ['this: F, file: string', 'element'],
  ])('(%s) is %s', (parameter, takes) => {
    const { body, found } = analyze(flowAround(go, { parameter }));
    expect(found).toEqual([]);
    expect(body.takes).toBe(takes);
  });
});

describe('paths that break the law', () => {
  it.each([
    ['none at all', 'work();', 'path-without-next @ x\n  … and the step ends here: }'],
    [
      'a branch without',
      `if (p) ${go}`,
      'path-without-next @ x\n  when this is false: p\n  … and the step ends here: }',
    ],
    [
      'an early return',
      `if (p) return; ${go}`,
      'path-without-next @ x\n  when this is true: p\n  … and the step ends here: return;',
    ],
    [
      'only the decisions that matter are shown',
      `if (o) log(); if (p) { if (q) ${go} else log(); } else ${go}`,
      'path-without-next @ x\n  when this is true: p\n  when this is false: q\n  … and the step ends here: }',
    ],
    [
      'no case',
      `switch (k) { case 1: ${go} }`,
      'path-without-next @ x\n  when no case is taken: k\n  … and the step ends here: }',
    ],
    [
      'a loop that may not run',
      `for (const i of p) { ${go} return; }`,
      'path-without-next @ x\n  when there is nothing more to go over: p\n  … and the step ends here: }',
    ],
    [
      'a short circuit',
      'p && this.next(this.a);',
      'path-without-next @ x\n  when this is false: p\n  … and the step ends here: }',
    ],
    [
      'a caught error',
      `try { await f(); ${go} } catch { log(); }`,
      'path-without-next @ x\n  when this throws: try\n  … and the step ends here: }',
    ],
    ['twice', `${go} this.next(this.b);`, 'next-twice @ this.next(this.b)\n  the first is here: this.next(this.a)'],
    [
      'a forgotten else',
      `if (p) ${go} this.next(this.b);`,
      'next-twice @ this.next(this.b)\n  the first is here: this.next(this.a)',
    ],
    [
      'a forgotten break',
      `switch (k) { case 1: ${go} default: this.next(this.b); }`,
      'next-twice @ this.next(this.b)\n  the first is here: this.next(this.a)',
    ],
    [
      'in a loop',
      `for (const i of this.items) { ${go} }`,
      'path-without-next @ x\n  when there is nothing more to go over: this.items\n  … and the step ends here: }|next-in-loop @ this.next(this.a)\n  for each element: this.items',
    ],
    ['in an endless loop', `while (true) ${go}`, 'next-in-loop @ this.next(this.a)'],
    [
      'work after it',
      `${go} console.log('done');`,
      "code-after-next @ console.log('done');\n  `this.next(…)` is called here: this.next(this.a)",
    ],
    [
      'work after a branch',
      `if (p) ${go} else this.next(this.b); this.a1 = 1;`,
      'code-after-next @ this.a1 = 1;\n  `this.next(…)` is called here: this.next(this.a)',
    ],
    [
      'work in the same expression',
      'this.next(this.a), log();',
      'code-after-next @ log()\n  `this.next(…)` is called here: this.next(this.a)',
    ],
  ])('%s', (_, body, text) => {
    expect(analyze(flowAround(body)).found.join('|')).toBe(text);
  });
});

describe('calls that flowc cannot read', () => {
  it.each([
    ['no target', 'this.next();', 'next-without-target @ this.next()'],
    ['only options', 'this.next({ foreach: this.items });', 'next-without-target @ this.next({ foreach: this.items })'],
    ['a spread', 'this.next(...steps);', 'next-target @ ...steps'],
    ['a variable', 'this.next(step);', 'next-target @ step'],
    ['a computed name', "this.next(this['a']);", "next-target @ this['a']"],
    ['another object', 'this.next(other.a);', 'next-target @ other.a'],
    ['a ternary in a split', 'this.next(p ? this.a : this.b, this.c);', 'next-target @ p ? this.a : this.b'],
    ['options in a variable', 'this.next(this.a, options);', 'next-target @ options'],
    ['a spread option', 'this.next(this.a, { ...options });', 'next-options @ ...options'],
    ['an unknown option', 'this.next(this.a, { forEach: this.items });', 'next-unknown-option @ forEach'],
    ['a bound of a variable', 'let n = 3; this.next(this.a, { maxVisits: n });', 'max-visits @ n'],
    ['a bound of zero', 'this.next(this.a, { maxVisits: 0 });', 'max-visits @ 0'],
    ['a bound that is no whole number', 'this.next(this.a, { maxVisits: 1.5 });', 'max-visits @ 1.5'],
    [
      'foreach with several',
      'this.next(this.a, this.b, { foreach: this.items });',
      'next-options-clash @ { foreach: this.items }',
    ],
    [
      'foreach with a bound',
      'this.next(this.a, { foreach: this.items, maxVisits: 2 });',
      'next-options-clash @ { foreach: this.items, maxVisits: 2 }',
    ],
    ['an unknown target', 'this.next(this.ende);', 'unknown-target @ this.ende'],
    ['a method', 'this.next(this.helper);', 'target-not-step @ this.helper'],
    ['a field', 'this.next(this.items);', 'target-not-step @ this.items'],
    ['the same twice', 'this.next(this.a, this.a);', 'duplicate-target @ a'],
    ['as a value', 'const n = this.next(this.a);', 'next-as-value @ this.next(this.a)'],
    ['under another name', 'const n = this.next; n(this.a);', 'next-as-value @ n'],
    ['taken from this', 'const { next } = this; next(this.a);', 'next-as-value @ next'],
    ['as an argument', 'run(this.next);', 'next-as-value @ this.next'],
    ['in a callback', 'this.items.forEach(() => this.next(this.a));', 'next-outside-step @ this.next(this.a)'],
    ['in a function that runs at once', '(() => { this.next(this.a); })();', 'next-outside-step @ this.next(this.a)'],
    ['in a helper', 'this.leave();', 'next-outside-step @ this.next(this.a)'],
    ['a step called', 'this.a(); this.next(this.a);', 'direct-step-call @ this.a()'],
    ['a step as a bound call', 'this.a.call(this); this.next(this.a);', 'direct-step-call @ this.a.call(this)'],
    [
      'two bounds',
      'if (p) this.next(this.a, { maxVisits: 1 }); else this.next(this.a, { maxVisits: 2 });',
      'max-visits-differ @ this.next(this.a, { maxVisits: 2 })\n  the other is here: this.next(this.a, { maxVisits: 1 })',
    ],
  ])('%s', (_, body, text) => {
    const members = 'helper() {} leave() { this.next(this.a); }';
    expect(analyze(flowAround(body, { members })).found.join('|')).toBe(text);
  });

  it.each([
    ["'abc'", "'abc'"],
    ['`abc`', '`abc`'],
    ['5', '5'],
    ['undefined', 'undefined'],
    ['null', 'null'],
    ['/x/', '/x/'],
    ['{ a: 1 }', '{ a: 1 }'],
    ['() => []', '() => []'],
    ['this.load()', 'this.load()'],
    ['Promise.all(p)', 'Promise.all(p)'],
  ])('foreach over %s', (value, at) => {
    const text = flowAround(`this.next(this.a, { foreach: ${value} });`, { members: 'async load() { return []; }' });
    expect(analyze(text).found).toEqual([`foreach-not-iterable @ ${at}`]);
  });

  it.each([
    '[1, 2]',
    'this.items',
    'await this.load()',
    'new Set(p)',
    'p.keys()',
    'this.#all()',
    '{ [Symbol.iterator]: f }',
  ])('foreach over %s is fine', (value) => {
    const text = flowAround(`this.next(this.a, { foreach: ${value} });`, {
      members: 'async load() { return []; } #all() { return []; }',
    });
    expect(analyze(text).found).toEqual([]);
  });

  it('refuses super of a step', () => {
    const base = 'class Base extends FlowSpec { @step x() {} helper() {} }';
    const flow = 'class F extends Base { @step a() {} @step x() { super.x(); super.helper(); this.next(this.a); } }';
    expect(analyze(`${base} ${flow}`).found).toEqual(['super-step @ super.x()']);
  });

  it('refuses more than one parameter', () => {
    expect(analyze(flowAround(go, { parameter: 'a: string, b: number' })).found).toEqual([
      'step-parameters @ b: number',
    ]);
    expect(analyze(flowAround(go, { parameter: '...a: string[]' })).found).toEqual([
      'step-parameters @ ...a: string[]',
    ]);
    expect(analyze(flowAround(go, { parameter: 'i: Inputs<F> = []' })).found).toEqual([
      'inputs-default @ i: Inputs<F> = []',
    ]);
  });

  it('lets end go nowhere', () => {
    const flow = (body: string) => `class F extends FlowSpec { @step a() {} @step end() { ${body} } }`;
    expect(analyze(flow('console.log(1);'), 'end').found).toEqual([]);
    expect(analyze(flow('this.next(this.a);'), 'end').found).toEqual(['next-in-end @ this.next(this.a)']);
  });
});

describe('what a foreach runs over', () => {
  const over = (value: string) => `this.next(this.a, { foreach: ${value} });`;

  it.each([
    ['a field', over('this.items'), { over: 'items' }],
    ['a field, asserted', over('this.items!'), { over: 'items' }],
    ['a parameter', over('this.rate'), { over: 'rate' }],
    ['something of a field', over('this.items.map(Number)'), {}],
    ['a property of a field', over('this.conf.depth'), {}],
    ['a list', over('[1, 2, 3]'), { count: 3 }],
    ['an empty list', over('[]'), { count: 0 }],
    ['a list of unknown length', over('[1, ...this.items]'), {}],
    ['the same on two paths', `if (p) ${over('this.items')} else ${over('this.items')}`, { over: 'items' }],
    ['two things on two paths', `if (p) ${over('this.items')} else ${over('[1]')}`, {}],
  ])('%s', (_, body, range) => {
    const [transition] = analyze(flowAround(body)).body.transitions;
    const { over: field, count } = transition ?? {};
    expect({ over: field, count }).toEqual({ over: undefined, count: undefined, ...range });
  });
});
