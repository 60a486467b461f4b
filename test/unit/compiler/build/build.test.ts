import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildGraph } from '../../../../src/compiler/build/build.ts';
import { Diagnostics } from '../../../../src/compiler/diagnostics/sink.ts';
import { verifyGraph } from '../../../../src/compiler/ir/verify.ts';
import { modelOf } from '../model-of.ts';
import { treeText } from './tree-text.ts';

const shapes: readonly (readonly [name: string, lines: readonly string[], tree: string])[] = [
  ['linear', ['start: a', 'a: end', 'end'], 'start a end'],
  ['branch', ['start: a & b', 'a: j', 'b: j', 'j(inputs): end', 'end'], 'start split{a / b} j end'],
  ['foreach', ['start: a*', 'a: b', 'b: j', 'j(inputs): end', 'end'], 'start each{a b} j end'],
  [
    'nested foreach',
    ['start: a*', 'a: b*', 'b: i', 'i(inputs): j', 'j(inputs): end', 'end'],
    'start each{a each{b} i} j end',
  ],
  ['end as a join', ['start: a & b', 'a: end', 'b: end', 'end(inputs)'], 'start split{a / b} end'],
  [
    'join that splits',
    ['start: a*', 'a: j', 'j(inputs): b & c', 'b: k', 'c: k', 'k(inputs): end', 'end'],
    'start each{a} j split{b / c} k end',
  ],
  ['switch', ['start: a | b | c', 'a: end', 'b: end', 'c: end', 'end'], 'start choice{a / b / c} end'],
  ['early return', ['start: a | end', 'a: end', 'end'], 'start choice{a / end→} end'],
  [
    'nested early returns',
    ['start: a | end', 'a: b | end', 'b: end', 'end'],
    'start choice{a choice{b / end→} / end→} end',
  ],
  [
    'chained switches',
    ['start: a | b', 'a: m', 'b: m', 'm: c | d', 'c: end', 'd: end', 'end'],
    'start choice{a / b} m choice{c / d} end',
  ],
  [
    'arms that share a tail',
    ['start: b | c', 'b: d | e', 'c: d | e', 'd: end', 'e: end', 'end'],
    'start choice{b choice{^d / ^e} / c choice{^d / ^e} tails{d / e}} end',
  ],
  [
    'tails that lead to tails',
    ['start: b | c', 'b: d | e', 'c: d | g', 'd: h', 'e: h', 'h: end', 'g: end', 'end'],
    'start choice{b choice{^d / e ^h} / c choice{^d / g} tails{d ^h / h}} end',
  ],
  [
    'arms go straight to the join',
    ['start: a*', 'a: b | c', 'b: j', 'c: j', 'j(inputs): end', 'end'],
    'start each{a choice{b / c}} j end',
  ],
  [
    'arms that split',
    ['start: a & b | c', 'a: j', 'b: j', 'j(inputs): end', 'c: end', 'end'],
    'start choice{split{a / b} j / c} end',
  ],
  [
    'foreach in an arm',
    ['start: a* | c', 'a: j', 'j(inputs): c', 'c: end', 'end'],
    'start choice{each{a} j / c→} c end',
  ],
  [
    'a step that loops to itself',
    ['start: start | end', 'end'],
    'loop{start choice{again(start) / leave(start,end)} exits{end→}} end',
  ],
  [
    'two-step loop',
    ['start: w', 'w: v', 'v: w | end', 'end'],
    'start loop{w v choice{again(w) / leave(w,end)} exits{end→}} end',
  ],
  [
    'while loop',
    ['start: w', 'w: v | end', 'v: w', 'end'],
    'start loop{w choice{v again(w) / leave(w,end)} exits{end→}} end',
  ],
  [
    'loop left from its middle',
    ['start: w', 'w: v | x', 'v: w | y', 'x: end', 'y: end', 'end'],
    'start loop{w choice{v choice{again(w) / leave(w,y)} / leave(w,x)} exits{x / y}} end',
  ],
  [
    'nested loops',
    ['start: o', 'o: i', 'i: i | p', 'p: o | end', 'end'],
    'start loop{o loop{i choice{again(i) / leave(i,p)} exits{p→}} p choice{again(o) / leave(o,end)} exits{end→}} end',
  ],
  [
    'inner loop that goes on with the outer',
    ['start: o', 'o: i', 'i: i | o | end', 'end'],
    'start loop{o loop{i choice{again(i) / leave(i,o) / leave(i,end)} exits{again(o) / leave(o,end)}} exits{end→}} end',
  ],
  [
    'loop around a foreach',
    ['start: w', 'w: a*', 'a: j', 'j(inputs): w | end', 'end'],
    'start loop{w each{a} j choice{again(w) / leave(w,end)} exits{end→}} end',
  ],
  [
    'loop left by a split',
    ['start: w', 'w: w | a & b', 'a: j', 'b: j', 'j(inputs): end', 'end'],
    'start loop{w choice{again(w) / leave(w,a)} exits{split{a / b} j end}}',
  ],
  [
    'loop in a foreach that leaves to the join',
    ['start: a*', 'a: a | j', 'j(inputs): end', 'end'],
    'start each{loop{a choice{again(a) / leave(a,j)} exits{j→}}} j end',
  ],
  [
    'what follows a choice with an arm that goes back',
    ['start: w', 'w: a | b | c', 'a: m', 'b: m', 'c: w', 'm: end', 'end'],
    'start loop{w choice{leave(w,a) / leave(w,b) / c again(w)} exits{a / b}} m end',
  ],
];

describe('the region tree of', () => {
  test.for(shapes)('%s', ([, lines, tree], { expect }) => {
    const sink = new Diagnostics();
    const graph = buildGraph(modelOf(...lines), sink);
    expect(sink.sorted()).toEqual([]);
    expect(graph && treeText(graph)).toBe(tree);
    expect(graph && verifyGraph(graph)).toEqual([]);
  });
});

const mistakes: readonly (readonly [name: string, lines: readonly string[]])[] = [
  ['no-start', ['end']],
  ['no-end', ['start: start | start']],
  ['start-takes-parameter', ['start(inputs): end', 'end']],
  ['unreachable-step', ['start: end', 'lost: end', 'end']],
  ['cannot-reach-end', ['start: a | end', 'a: b', 'b: a', 'end']],
  ['split-not-joined', ['start: a & b', 'a: end', 'b: end', 'end']],
  ['split-half-joined', ['start: a & b', 'a: j', 'b: end', 'j(inputs): end', 'end']],
  ['split-misjoined', ['start: a & b', 'a: j', 'b: k', 'j(inputs): end', 'k(inputs): end', 'end']],
  ['join-closes-two', ['start: a & b', 'a: c & d', 'c: j', 'd: j', 'b: j', 'j(inputs): end', 'end']],
  ['join-without-split', ['start: j', 'j(inputs): end', 'end']],
  ['leaves-scope', ['start: a & b', 'a: b', 'b: j', 'j(inputs): end', 'end']],
  ['two-openers', ['start: a & b | a & c', 'a: j', 'b: j', 'c: j', 'j(inputs): end', 'end']],
  ['empty-branch', ['start: a & j', 'a: j', 'j(inputs): end', 'end']],
  ['element-without-foreach', ['start: a', 'a(element): end', 'end']],
  ['reserved-branch-name', ['start: map & b', 'map: j', 'b: j', 'j(inputs): end', 'end']],
  ['irreducible-loop', ['start: a | b', 'a: b', 'b: a | end', 'end']],
  ['loop-with-two-bounds', ['start: a', 'a: a <= 3 | b', 'b: a <= 4 | end', 'end']],
  ['max-visits-without-loop', ['start: a <= 3', 'a: end', 'end']],
];

describe('a flow is refused for', () => {
  test.for(mistakes)('%s', ([name, lines], { expect }) => {
    const sink = new Diagnostics();
    expect(buildGraph(modelOf(...lines), sink)).toBeUndefined();
    expect(sink.sorted().map((diagnostic) => diagnostic.name)).toContain(name);
  });
});

/** Lines of a random flow in which steps only go on, decide and go back. */
const wanderings = fc
  .array(fc.array(fc.nat(11), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 10 })
  .map((ways) => {
    const name = (at: number): string => (at === 0 ? 'start' : at >= ways.length ? 'end' : `s${at}`);
    const lines = ways.map((to, at) => `${name(at)}: ${[...new Set(to.map(name))].join(' | ')}`);
    return [...lines, 'end'];
  });

test('a random flow is refused, or its tree runs exactly its transitions', () => {
  fc.assert(
    fc.property(wanderings, (lines) => {
      const sink = new Diagnostics();
      const graph = buildGraph(modelOf(...lines), sink);
      if (graph === undefined) expect(sink.hasErrors).toBe(true);
      else expect(verifyGraph(graph)).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});

test('5,000 nested early returns neither overflow the stack nor take quadratic space', () => {
  const lines = Array.from(
    { length: 5000 },
    (_, at) => `${at === 0 ? 'start' : `s${at}`}: ${at === 4999 ? 'end' : `s${at + 1} | end`}`,
  );
  const sink = new Diagnostics();
  const graph = buildGraph(modelOf(...lines, 'end'), sink);
  expect(graph?.regions.length).toBe(4999);
  expect(graph && verifyGraph(graph)).toEqual([]);
});
