import { describe, expect, it } from 'vitest';
import { analyze, dataText, flowAround } from './summary-of.ts';

// What a step does with data: a row is its body and what flowc makes of it.

const end = 'this.next(this.a);';
const members = `
  helper() { this.a1 = this.a2; } show() { return this.a1 + this.rate; } async load() { this.a1 = 1; } async reload() { return this.load(); }
  get total() { return this.a1 + this.a2; } set total(value) { this.a2 = value; }
  even() { return this.a1 ? this.odd() : 0; } odd() { this.a2 = 1; return this.even(); }
  fluent() { this.a1 = 1; return this; } list() { return this.items; } get names() { return this.items; }
  arrow = () => { this.a1 = 1; }; fail(): never { throw new Error('no'); }
  maybe() { if (this.rate) this.a1 = 1; } all() { return report(this); } which() { return this.input; }
  #secret() { return this.a1; } #count = 1; readonly fixed = 3;`;

describe('reads and writes through this', () => {
  it.each([
    ['nothing', '', ''],
    ['a read', 'log(this.a1);', 'reads a1 | needs a1'],
    ['a read after an assignment', 'this.a1 = 1; log(this.a1);', 'writes a1'],
    ['a read before an assignment', 'log(this.a1); this.a1 = 1;', 'reads a1 | needs a1 | writes a1'],
    ['the right side comes first', 'this.a1 = this.a1 + 1;', 'reads a1 | needs a1 | writes a1'],
    ['an assignment on one path', 'if (p) this.a1 = 1; log(this.a1);', 'reads a1 | needs a1 | writes a1'],
    ['an assignment on both', 'if (p) this.a1 = 1; else this.a1 = 2; log(this.a1);', 'writes a1'],
    ['an assignment where the other path throws', 'if (p) this.a1 = 1; else throw e; log(this.a1);', 'writes a1'],
    ['a loop that may not run', 'for (const i of p) this.a1 = i; log(this.a1);', 'reads a1 | needs a1 | writes a1'],
    ['a loop that runs', 'do { this.a1 = 1; } while (p); log(this.a1);', 'writes a1'],
    ['the second turn of a loop', 'while (p) { log(this.a1); this.a1 = 1; }', 'reads a1 | needs a1 | writes a1'],
    ['a loop that ends only after it', 'while (true) { this.a1 = 1; if (p) break; } log(this.a1);', 'writes a1'],
    [
      'a switch with a default',
      'switch (p) { case 1: this.a1 = 1; break; default: this.a1 = 2; } log(this.a1);',
      'writes a1',
    ],
    ['a switch without', 'switch (p) { case 1: this.a1 = 1; } log(this.a1);', 'reads a1 | needs a1 | writes a1'],
    ['a short circuit', 'p && (this.a1 = 1); log(this.a1);', 'reads a1 | needs a1 | writes a1'],
    ['a catch', 'try { this.a1 = await f(); } catch { log(this.a1); }', 'reads a1 | needs a1 | writes a1'],
    ['after a catch that leaves', 'try { this.a1 = await f(); } catch (e) { throw e; } log(this.a1);', 'writes a1'],
    ['finally', 'try { await f(); } finally { this.a1 = 1; } log(this.a1);', 'writes a1'],
    ['in finally', 'try { await f(); this.a1 = 1; } finally { log(this.a1); }', 'reads a1 | needs a1 | writes a1'],
    ['compound', 'this.a1 += 1;', 'reads a1 | needs a1 | writes a1'],
    ['only when null', 'this.a1 ??= 1; log(this.a1);', 'reads a1 | needs a1 | writes a1'],
    ['increment', 'this.a1++;', 'reads a1 | needs a1 | writes a1'],
    ['delete', 'delete this.a1;', 'writes a1'],
    ['a chain of assignments', 'this.a1 = this.a2 = 1; log(this.a1, this.a2);', 'writes a2 a1'],
    ['destructuring into this', '[this.a1, this.a2] = p; log(this.a1, this.a2);', 'writes a1 a2'],
    ['an object into this', '({ x: this.a1, y: { z: this.a2 = 3 } } = p); log(this.a1, this.a2);', 'writes a1 a2'],
    ['destructuring this', 'const { a1, a2: other } = this;', 'reads a1 a2 | needs a1 a2'],
    ['operators on this', "if ('a1' in this || this === p || this instanceof F) log(1);", ''],
    ['a name in quotes', "log(this['a1']);", 'reads a1 | needs a1'],
    ['as the variable of a loop', 'for (this.a1 of p) log(this.a1);', 'writes a1'],
    ['a parameter', 'log(this.rate);', 'needs rate'],
    ['a constant', 'log(this.conf.depth);', 'reads conf | needs conf'],
    ['in a template and a tag', 'log(`${this.a1}`, sql`${this.a2}`);', 'reads a1 a2 | needs a1 a2'],
    ['in code that is never reached', 'if (false) log(this.a1);', ''],
    [
      'optional chaining',
      'log(this.items?.at(0)?.length); this.map?.clear((this.a1 = 1)); log(this.a1);',
      'reads items map a1 | needs items map a1 | writes a1 map',
    ],
    ['types around it', '(this as F).a1 = (<number>this.a2)!;', 'reads a2 | needs a2 | writes a1'],
    ['private members are no artifacts', 'this.#count++; this.#secret();', 'reads a1 | needs a1'],
    ['a sequence', 'log((this.a1 = 1, this.a1));', 'writes a1'],
    ['a default of a pattern', 'const { x = this.a1 } = p;', 'reads a1 | needs a1'],
    ['types are not code', 'let x: typeof this.a1; type T = F["a2"];', ''],
  ])('%s', (_, body, text) => {
    const { body: result, found } = analyze(flowAround(body + end, { members }));
    expect(found).toEqual([]);
    expect(dataText(result)).toBe(text);
  });
});

describe('mutation', () => {
  it.each([
    ['a method that changes', 'this.items.push(1);', 'reads items | needs items | writes items'],
    ['a method that does not', 'this.items.map(String);', 'reads items | needs items'],
    ['a client', 'this.conf.send(1);', 'reads conf | needs conf'],
    ['a property', 'this.conf.depth = 2;', 'reads conf | needs conf | writes conf'],
    ['an element', 'this.items[0]++; this.items[i] = 2;', 'reads items | needs items | writes items'],
    ['deep inside', 'this.conf.a.b[0].c.push(1);', 'reads conf | needs conf | writes conf'],
    ['an alias', 'const xs = this.items; xs.push(1);', 'reads items | needs items | writes items'],
    ['an alias of a part', 'const { depth } = this.conf; depth.x = 1;', 'reads conf | needs conf | writes conf'],
    [
      'an alias of one of two',
      'let xs = this.items; if (p) xs = this.map; xs.clear();',
      'reads items map | needs items map | writes items map',
    ],
    ['a choice', '(p ? this.items : this.map).clear();', 'reads items map | needs items map | writes items map'],
    ['a shadowed alias', 'const xs = this.items; { const xs = []; xs.push(1); }', 'reads items | needs items'],
    [
      'an element of a loop',
      'for (const item of this.items) item.done = true;',
      'reads items | needs items | writes items',
    ],
    [
      'an element of a callback',
      'this.items.forEach((item) => { item.done = true; });',
      'reads items | needs items | writes items',
    ],
    ['what a method gives', 'this.map.get(1).push(2);', 'reads map | needs map | writes map'],
    ['a copy', 'this.items.filter(f).push(2);', 'reads items | needs items'],
    ['a date', 'this.conf.setUTCHours(1);', 'reads conf | needs conf | writes conf'],
    ['Object.assign', 'Object.assign(this.conf, p);', 'reads conf | needs conf | writes conf'],
    ['an artifact as an argument', 'shuffle(this.items);', 'reads items | needs items'],
    ['after an assignment', 'this.items = []; this.items.push(1);', 'writes items'],
    ['delete of a property', 'delete this.conf.depth;', 'reads conf | needs conf | writes conf'],
  ])('%s', (_, body, text) => {
    const { body: result, found } = analyze(flowAround(body + end));
    expect(found).toEqual([]);
    expect(dataText(result)).toBe(text);
  });
});

it('sees that a function of the file never returns', () => {
  const body = flowAround(`if (p) this.a1 = 1; else fail(p); log(this.a1); ${end}`);
  expect(dataText(analyze(`function fail(why: string): never { throw new Error(why); } ${body}`).body)).toBe(
    'writes a1',
  );
});

describe('methods and closures', () => {
  it.each([
    ['a method', 'this.helper(); log(this.a1);', 'reads a2 | needs a2 | writes a1'],
    ['what a method reads is satisfied', 'this.a1 = 1; this.show();', 'needs rate | writes a1'],
    ['what a method reads is not', 'this.show();', 'reads a1 | needs a1 rate'],
    ['a method that may write', 'this.maybe(); log(this.a1);', 'reads a1 | needs a1 rate | writes a1'],
    ['a getter', 'log(this.total);', 'reads a1 a2 | needs a1 a2'],
    ['a setter', 'this.total = 3; log(this.a2);', 'writes a2'],
    ['methods in a circle', 'this.even();', 'reads a1 | needs a1 | writes a2'],
    ['an async method, awaited', 'await this.load(); log(this.a1);', 'writes a1'],
    ['an async method that returns another', 'await this.reload(); log(this.a1);', 'writes a1'],
    ['several, awaited together', 'await Promise.all([this.load()]); log(this.a1);', 'writes a1'],
    ['an async method, not awaited', 'this.load(); log(this.a1);', 'reads a1 | needs a1 | writes a1'],
    ['a method as a value', 'p.map(this.helper);', 'reads a2 | needs a2 | writes a1'],
    ['a bound method', 'p.map(this.helper.bind(this));', 'reads a2 | needs a2 | writes a1'],
    ['the element in a method', 'log(this.which(), this.index);', 'element 2'],
    ['a named function that is called later', 'const f = () => log(this.a1); this.a1 = 1; f();', 'writes a1'],
    [
      'a named function that is called too early',
      'const f = () => log(this.a1); f(); this.a1 = 1;',
      'reads a1 | needs a1 | writes a1',
    ],
    ['a named function that assigns', 'const f = () => { this.a1 = 1; }; f(); log(this.a1);', 'writes a1'],
    ['a named function that nobody calls', 'const f = () => { this.a1 = this.a2; };', ''],
    ['a named function given away', 'const f = (n) => { this.a1 += n; }; this.a1 = 0; p.forEach(f);', 'writes a1'],
    [
      'a named function given away does not assign for certain',
      'const f = () => { this.a1 = 1; }; p.forEach(f); log(this.a1);',
      'reads a1 | needs a1 | writes a1',
    ],
    [
      'a named function that is used before it is written',
      'const g = () => f(); const f = () => log(this.a1); this.a1 = 1; g();',
      'reads a1 | needs a1 | writes a1',
    ],
    ['a named async function', 'const f = async () => { this.a1 = 1; }; await f(); log(this.a1);', 'writes a1'],
    [
      'a named async function without await',
      'const f = async () => { this.a1 = 1; }; f(); log(this.a1);',
      'reads a1 | needs a1 | writes a1',
    ],
    [
      'a named function in another',
      'const f = () => { this.a1 = 1; }; const g = () => f(); g(); log(this.a1);',
      'writes a1',
    ],
    ['a field that holds a function', 'this.arrow(); log(this.a1);', 'writes a1'],
    [
      'a method that returns this',
      'this.fluent().fluent().show(); log(this.a2);',
      'reads a2 | needs a2 rate | writes a1',
    ],
    ['a method that returns an artifact', 'this.list().push(1);', 'reads items | needs items | writes items'],
    ['a getter that returns an artifact', 'this.names.push(1);', 'reads items | needs items | writes items'],
    ['a method that never returns', 'if (p) this.a1 = 1; else this.fail(); log(this.a1);', 'writes a1'],
    ['the end of the process', 'if (p) this.a1 = 1; else process.exit(1); log(this.a1);', 'writes a1'],
    ['a callback', 'p.forEach(() => { this.a1 = this.a2; }); log(this.a1);', 'reads a2 a1 | needs a2 a1 | writes a1'],
    ['a function of its own this', 'p.forEach(function () { this.a1 = 1; });', ''],
    ['through an alias in one', 'const self = this; p.forEach(function () { self.a1 = 1; });', 'writes a1'],
    ['a function that runs at once', '(() => { this.a1 = 1; })(); log(this.a1);', 'writes a1'],
    ['an async one, awaited', 'await (async () => { this.a1 = 1; })(); log(this.a1);', 'writes a1'],
    ['an async one, not awaited', '(async () => { this.a1 = 1; })(); log(this.a1);', 'reads a1 | needs a1 | writes a1'],
    ['a return in a callback', 'p.map(() => { if (q) return this.a1; return this.a2; });', 'reads a1 a2 | needs a1 a2'],
    ['a class inside', 'const self = this; new (class { m() { return self.a1; } })();', 'reads a1 | needs a1'],
  ])('%s', (_, body, text) => {
    const { body: result, found } = analyze(flowAround(body + end, { members }));
    expect(found).toEqual([]);
    expect(dataText(result)).toBe(text);
  });

  it('follows super to the method of the base class', () => {
    const base = 'class Base extends FlowSpec { a1!: number; prepare() { this.a1 = 1; } }';
    const flow = `class F extends Base { prepare() {} @step a() {} @step x() { super.prepare(); log(this.a1); ${end} } }`;
    const { body, found } = analyze(`${base} ${flow}`);
    expect(found).toEqual([]);
    expect(dataText(body)).toBe('writes a1');
  });
});

describe('where this escapes', () => {
  it.each([
    ['an argument', 'report(this);', 'this'],
    ['spread', 'const all = { ...this };', 'this'],
    ['the rest of a pattern', 'const { a1, ...rest } = this;', '...rest'],
    ['stored', 'cache.flow = this;', 'this'],
    ['a computed name', 'log(this[key]);', 'this[key]'],
    ['a computed target', 'this[key] = 1;', 'this[key]'],
    ['through an alias', 'const self = this; report(self);', 'self'],
  ])('%s', (_, body, at) => {
    const { body: result, found } = analyze(flowAround(body + end));
    expect(found).toEqual([`this-escapes @ ${at}`]);
    expect(dataText(result)).toContain('escapes this');
  });

  it('is said of the method in which it happens', () => {
    const { body, found } = analyze(flowAround(`this.all(); ${end}`, { members }));
    expect(found).toEqual(['this-escapes @ this']);
    expect(dataText(body)).toContain('escapes this');
  });
});

describe('inputs of a join', () => {
  it.each([
    ['by branch', 'log(inputs.a.a1, inputs.b.a2);', 'inputs a.a1 b.a2'],
    ['by index', 'log(inputs[0].a1, inputs[i].a2, inputs.at(-1)?.items);', 'inputs *.a1 *.a2 *.items'],
    ['map', 'log(Math.max(...inputs.map((i) => i.a1)));', 'inputs *.a1'],
    ['map with a pattern', 'log(inputs.map(({ a1, a2: { x } }) => a1 + x));', 'inputs *.a1 *.a2'],
    ['a chain', 'inputs.filter((i) => i.a1).map((i) => i.a2);', 'inputs *.a1 *.a2'],
    [
      'reduce to one of them',
      'log(inputs.reduce((a, b) => (a.a1 > b.a1 ? a : b)).a2);',
      'inputs *.a1 *.a1 *.a2 | escapes inputs',
    ],
    ['reduce to a value', 'inputs.reduce((sum, i) => sum + i.a1, 0);', 'inputs *.a1'],
    ['sort a copy', 'log([...inputs].sort((a, b) => a.a1 - b.a1)[0].a2);', 'inputs *.a1 *.a1 *.a2'],
    ['for of', 'for (const i of inputs) log(i.a1);', 'inputs *.a1'],
    ['for of entries', 'for (const [n, i] of inputs.entries()) log(n, i.a1);', 'inputs *.a1'],
    ['length', 'log(inputs.length);', ''],
    ['destructured by branch', 'const { a, b: { a2 } } = inputs; log(a.a1);', 'inputs b.a2 a.a1'],
    ['destructured by index', 'const [first, ...rest] = inputs; log(first.a1, rest[0].a2);', 'inputs *.a1 *.a2'],
    ['an alias', 'const all = inputs; log(all.a.a1);', 'inputs a.a1'],
    [
      'the best of them',
      'let best = inputs[0]; for (const i of inputs) if (i.a1 > best.a1) best = i; log(best.a2);',
      'inputs *.a1 *.a1 *.a2',
    ],
    ['Array.from', 'Array.from(inputs, (i) => i.a1);', 'inputs *.a1'],
    ['one of two branches', 'log((p ? inputs.a : inputs.b).a1);', 'inputs *.a1'],
    ['a parameter of an input', 'log(inputs.a.rate);', 'needs rate'],
    ['as an argument', 'report(inputs);', 'escapes inputs'],
    ['one of them as an argument', 'report(inputs.a);', 'escapes inputs'],
    ['a function that is not written here', 'inputs.map(score);', 'escapes inputs'],
    ['each as it is', 'this.items = inputs.map((i) => i);', 'writes items | escapes inputs'],
    ['each as it is, returned', 'this.items = inputs.map((i) => { return i; });', 'writes items | escapes inputs'],
    ['a computed artifact', 'log(inputs.a[key]);', 'escapes inputs'],
    ['stored', 'this.items = inputs;', 'writes items | escapes inputs'],
    [
      'an artifact of an input',
      'this.a1 = inputs.a.a1; this.items = inputs.map((i) => i.a2);',
      'writes a1 items | inputs a.a1 *.a2',
    ],
  ])('%s', (_, body, text) => {
    const { body: result, found } = analyze(flowAround(body + end, { parameter: 'inputs: Inputs<F>' }));
    expect(found).toEqual([]);
    expect(dataText(result)).toBe(text);
  });

  it('are known by branch when the parameter is a pattern', () => {
    const { body, found } = analyze(flowAround(`log(a.a1, b.a2); ${end}`, { parameter: '{ a, b }: Inputs<F>' }));
    expect(found).toEqual([]);
    expect(dataText(body)).toBe('inputs a.a1 b.a2');
  });

  it('have the span of the branch and of the artifact', () => {
    const text = flowAround(`log(inputs.a.a1); ${end}`, { parameter: 'inputs: Inputs<F>' });
    const [read] = analyze(text).body.data.inputs;
    expect(text.slice(read?.span.start, read?.span.end)).toBe('a1');
    expect(text.slice(read?.branchSpan?.start, read?.branchSpan?.end)).toBe('a');
  });

  it.each([
    ['inputs.a.a1 = 1;', 'input-written @ inputs.a.a1'],
    ['inputs[0].a1++;', 'input-written @ inputs[0].a1'],
    ['inputs[0] = p;', 'input-written @ inputs[0]'],
    ['inputs.a.items.push(1);', 'input-written @ inputs.a.items.push(1)'],
    ['inputs.sort();', 'input-written @ inputs.sort()'],
    ['for (const i of inputs) i.a1 = 2;', 'input-written @ i.a1'],
    ['delete inputs.a.a1;', 'input-written @ inputs.a.a1'],
    ['inputs.a.b();', 'input-called @ inputs.a.b()'],
    ['inputs.map((i) => i.helper());', 'input-called @ i.helper()'],
  ])('cannot be changed or called: %s', (body, text) => {
    expect(analyze(flowAround(body + end, { parameter: 'inputs: Inputs<F>', members })).found).toEqual([text]);
  });
});

describe('merge', () => {
  it.each([
    ['all', 'this.merge(inputs); log(this.a1);', 'reads a1(merge) | needs a1 | merges assigned:'],
    ['what is assigned before', 'this.a1 = 1; this.merge(inputs); log(this.a1);', 'writes a1 | merges assigned:a1'],
    [
      'some',
      "this.merge(inputs, { include: ['a1'] }); log(this.a1, this.a2);",
      'reads a1(merge) a2 | needs a1 a2 | merges include:a1 assigned:',
    ],
    [
      'all but some',
      "this.merge(inputs, { exclude: ['a1'] }); log(this.a1, this.a2);",
      'reads a1 a2(merge) | needs a1 a2 | merges exclude:a1 assigned:',
    ],
    ['on one path', 'if (p) this.merge(inputs); log(this.a1);', 'reads a1 | needs a1 | merges assigned:'],
    [
      'or assigned',
      'if (p) this.merge(inputs); else this.a1 = 1; log(this.a1);',
      'reads a1(merge) | needs a1 | writes a1 | merges assigned:',
    ],
  ])('%s', (_, body, text) => {
    const { body: result, found } = analyze(flowAround(body + end, { parameter: 'inputs: Inputs<F>' }));
    expect(found).toEqual([]);
    expect(dataText(result)).toBe(text);
  });

  it.each([
    ['this.merge();', 'merge-inputs @ this.merge()'],
    ['this.merge([...inputs]);', 'merge-inputs @ [...inputs]'],
    ["this.merge(inputs, { include: ['a1'], exclude: ['a2'] });", "merge-options @ exclude: ['a2']"],
    ['this.merge(inputs, options);', 'merge-options @ options'],
    ['this.merge(inputs, { include: names });', 'merge-options @ include: names'],
    ["this.merge(inputs, { include: ['a3'] });", "merge-unknown-artifact @ 'a3'"],
    ["this.merge(inputs, { exclude: ['rate'] });", "merge-unknown-artifact @ 'rate'"],
    ['const m = this.merge;', 'merge-as-value @ m'],
    ['p.forEach(() => this.merge(inputs));', 'merge-outside-join @ this.merge(inputs)'],
  ])('%s', (body, text) => {
    expect(analyze(flowAround(body + end, { parameter: 'inputs: Inputs<F>' })).found).toEqual([text]);
  });

  it('stands in a join only', () => {
    expect(analyze(flowAround(`this.merge(p); ${end}`)).found).toEqual(['merge-outside-join @ this.merge(p)']);
  });
});

describe('what cannot be assigned', () => {
  it.each([
    ['this.rate = 1;', 'parameter-assigned @ this.rate'],
    ['this.rate++;', 'parameter-assigned @ this.rate'],
    ['this.rate.x = 1;', 'parameter-assigned @ this.rate.x'],
    ['[this.rate] = p;', 'parameter-assigned @ this.rate'],
    ['this.itms = [];', 'unknown-field @ itms'],
    ['this.input = 1;', 'reserved-assigned @ this.input'],
    ['this.next = p;', 'reserved-assigned @ this.next'],
    ['this.b = p;', 'method-assigned @ this.b'],
    ['this.helper = p;', 'method-assigned @ this.helper'],
    ['this.a1 = () => 1;', 'unstorable-value @ () => 1'],
    ['this.a1 = function () {};', 'unstorable-value @ function () {}'],
    ['this.a1 = class {};', 'unstorable-value @ class {}'],
    ['this.a1 = new Promise(p);', 'unstorable-value @ new Promise(p)'],
    ['this.a1 = new WeakMap();', 'unstorable-value @ new WeakMap()'],
    ["this.a1 = Symbol('x');", "unstorable-value @ Symbol('x')"],
    ['this.a1 = this.load();', 'unstorable-value @ this.load()'],
    ['this.a1 = p ? fetch(q) : 1;', 'unstorable-value @ fetch(q)'],
    ['this.a1 = { run: () => 1, list: [Symbol()] };', 'unstorable-value @ () => 1|unstorable-value @ Symbol()'],
    ['this.a1 = this.helper;', 'unstorable-value @ this.helper'],
  ])('%s', (body, text) => {
    expect(analyze(flowAround(body + end, { members })).found.join('|')).toBe(text);
  });

  it.each([
    'this.a1 = await this.load();',
    'this.a1 = await fetch(q);',
    'this.a1 = new Date();',
    'this.a1 = p.map(() => 1);',
    'this.a1 = await Promise.all(p);',
  ])('may be assigned: %s', (body) => {
    expect(analyze(flowAround(body + end, { members })).found).toEqual([]);
  });

  it('leaves accessor fields alone', () => {
    expect(analyze(flowAround(`this.seen = 1; ${end}`, { members: 'accessor seen = 0;' })).found).toEqual([]);
  });
});
