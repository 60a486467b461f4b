import { describe, expect, it } from 'vitest';
import { analyze, effectsText, flowAround } from './summary-of.ts';

// What has happened to artifacts when a step leaves: `a1=1` assigned with that literal, `!a1` assigned, `+a1` merged, `~a1` maybe.

describe('effects', () => {
  it.each([
    ['nothing', 'this.next(this.a);', 'a:'],
    [
      'literals',
      "this.a1 = 1; this.a2 = -2.5; this.items = 'x'; this.conf = null; this.next(this.a);",
      'a: a1=1 a2=-2.5 items="x" conf=null',
    ],
    ['values that are no JSON', 'this.a1 = 1n; this.a2 = -0; this.items = []; this.next(this.a);', 'a: !a1 !a2 !items'],
    ['the last one counts', 'this.a1 = 1; this.a1 = 2; this.next(this.a);', 'a: a1=2'],
    [
      'each way has its own',
      'if (p) { this.a1 = 1; this.next(this.a); } else { this.a2 = 2; this.next(this.b); }',
      'a: a1=1; b: a2=2',
    ],
    [
      'one way on two paths',
      'if (p) { this.a1 = 1; this.next(this.a); } else { this.a1 = 2; this.next(this.a); }',
      'a: !a1',
    ],
    ['the same on two paths', 'if (p) this.a1 = 1; else this.a1 = 1; this.next(this.a);', 'a: a1=1'],
    ['on one path only', 'if (p) this.a1 = 1; this.next(this.a);', 'a: ~a1'],
    ['a mutation forgets the literal', 'this.items = "x"; this.items.push(1); this.next(this.a);', 'a: !items'],
    ['a mutation alone is a maybe', 'this.items.push(1); this.next(this.a);', 'a: ~items'],
    [
      'a closure may write at any time',
      'const f = () => { this.a1 = 1; }; this.a1 = 2; f(); this.next(this.a);',
      'a: !a1',
    ],
    ['compound forgets the literal', 'this.a1 = 1; this.a1 += 1; this.next(this.a);', 'a: !a1'],
    ['a delete is no assignment', 'this.a1 = 1; delete this.a1; this.next(this.a);', 'a: ~a1 -a1'],
    ['a delete and an assignment', 'delete this.a1; this.a1 = 1; this.next(this.a);', 'a: a1=1'],
    ['a method', 'this.helper(); this.next(this.a);', 'a: !a1 ~a2'],
    ['finally after the call', 'try { this.next(this.a); } finally { this.a1 = 1; }', 'a: a1=1'],
    [
      'finally only where it goes on',
      'try { if (p) return this.next(this.a); this.a2 = 1; } finally { this.a1 = 1; } this.next(this.b);',
      'a: a1=1; b: a2=1 a1=1',
    ],
    ['an escape forgets literals', 'this.a1 = 1; report(this); this.next(this.a);', 'a: !a1'],
  ])('%s', (_, body, text) => {
    const members = 'helper() { this.a1 = 1; if (p) this.a2 = 2; }';
    expect(effectsText(analyze(flowAround(body, { members })).body)).toBe(text);
  });

  it.each([
    ['all', 'this.merge(inputs); this.next(this.a);', 'a: +a1 +a2 +items +map +conf'],
    [
      'some, and one assigned',
      "this.a1 = 1; this.merge(inputs, { include: ['a1', 'a2'] }); this.next(this.a);",
      'a: a1=1 +a2',
    ],
    [
      'all but one',
      "this.merge(inputs, { exclude: ['a1', 'items'] }); this.next(this.a);",
      'a: +a2 +map +conf -a1 -items',
    ],
    [
      'all but one that is assigned',
      "this.a1 = 1; this.merge(inputs, { exclude: ['a1', 'a2'] }); this.a2 = 2; this.next(this.a);",
      'a: a1=1 a2=2 +items +map +conf',
    ],
    ['on one path', "if (p) this.merge(inputs, { include: ['a1'] }); this.next(this.a);", 'a: ~a1'],
    [
      'merged or assigned',
      "if (p) this.merge(inputs, { include: ['a1'] }); else this.a1 = 1; this.next(this.a);",
      'a: +a1',
    ],
    ['assigned after', "this.merge(inputs, { include: ['a1'] }); this.a1 = 1; this.next(this.a);", 'a: a1=1'],
    ['constants are not taken', 'this.merge(inputs); this.next(this.a);', 'a: +a1 +a2 +items +map +conf'],
  ])('of a merge: %s', (_, body, text) => {
    const members = 'readonly limit = 3;';
    expect(effectsText(analyze(flowAround(body, { members, parameter: 'inputs: Inputs<F>' })).body)).toBe(text);
  });
});
