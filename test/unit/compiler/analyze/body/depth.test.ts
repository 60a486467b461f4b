import { describe, expect, it } from 'vitest';
import { analyze, dataText, flowAround, transitionsText } from './summary-of.ts';

// Code that is deep or long: none of it may need the stack, or time that grows faster than the code.

const times = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => text(i)).join('');

describe('deep and long bodies', () => {
  it.each([
    [
      'a sum of 5,000 terms',
      `log(${times(5000, (i) => `${i} + `)}this.a1); this.next(this.a);`,
      'go a',
      'reads a1 | needs a1',
    ],
    [
      'a chain of 5,000 calls',
      `log(this.items${times(5000, () => '.map(f)')}); this.next(this.a);`,
      'go a',
      'reads items | needs items',
    ],
    [
      '5,000 else ifs',
      `${times(5000, (i) => `if (p === ${i}) this.next(this.a); else `)} this.next(this.b);`,
      'go a, go b',
      '',
    ],
    ['5,000 nested ternaries', `this.next(${times(5000, (i) => `p === ${i} ? this.a : `)} this.b);`, 'go a, go b', ''],
    [
      '5,000 short circuits',
      `log(${times(5000, (i) => `p${i} && `)}this.a1); this.next(this.a);`,
      'go a',
      'reads a1 | needs a1',
    ],
    ['5,000 statements', `${times(5000, (i) => `this.a1 = ${i};`)} this.next(this.a);`, 'go a', 'writes a1'],
    [
      '5,000 early returns',
      `${times(5000, (i) => `if (p === ${i}) return this.next(this.a);`)} this.next(this.b);`,
      'go a, go b',
      '',
    ],
    [
      'a switch of 5,000 cases',
      `switch (p) { ${times(5000, (i) => `case ${i}: this.next(this.a); break;`)} default: this.next(this.b); }`,
      'go a, go b',
      '',
    ],
    ['a list of 200,000 numbers', `this.items = [${'1,'.repeat(200_000)}]; this.next(this.a);`, 'go a', 'writes items'],
    [
      '500 nested blocks and loops',
      `${times(500, () => 'while (p) { if (q) {')} this.a1 = 1; ${times(500, () => '} }')} this.next(this.a);`,
      'go a',
      'writes a1',
    ],
    ['a try of 2,000 calls', `try { ${times(2000, () => 'await f();')} } catch { } this.next(this.a);`, 'go a', ''],
    [
      '30 finallys inside one another',
      `${times(30, () => 'try { await f(); } finally {')} this.a1 = 1; ${times(30, () => '}')} this.next(this.a);`,
      'go a',
      'writes a1',
    ],
    [
      '1,000 nested callbacks',
      `${times(1000, () => 'p(() => ')}this.a1${times(1000, () => ')')}; this.next(this.a);`,
      'go a',
      'reads a1 | needs a1',
    ],
  ])('%s', (_, body, ways, data) => {
    const { body: result, found } = analyze(flowAround(body));
    expect(found).toEqual([]);
    expect(transitionsText(result)).toBe(ways);
    expect(dataText(result)).toBe(data);
  });

  it('a chain of 5,000 methods', () => {
    const methods = times(5000, (i) => `m${i}() { this.m${i + 1}(); } `);
    const { body, found } = analyze(
      flowAround('this.m0(); log(this.a1); this.next(this.a);', { members: `${methods} m5000() { this.a1 = 1; }` }),
    );
    expect(found).toEqual([]);
    expect(dataText(body)).toBe('writes a1');
  });
});
