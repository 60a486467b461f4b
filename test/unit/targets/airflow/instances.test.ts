import { describe, expect, test } from 'vitest';
import type { Graph } from '../../../../src/compiler/ir/graph.ts';
import type { Instance } from '../../../../targets/airflow/instances.ts';
import { unroll } from '../../../../targets/airflow/instances.ts';
import { each, flow, go, split, type Ways } from '../flow.ts';

const spelt = ({ step, visits }: Instance): string => [step, ...visits.map((visit) => `v${visit}`)].join('.');

/** A line a scope: its instances with where they lead. */
function lines(graph: Graph, collapse: readonly string[] = []): readonly string[] {
  return unroll(graph, new Set(collapse), 1000).scopes.map(({ instances }) =>
    instances
      .map((instance) => {
        const ways = instance.ways.map((to) => to.map(spelt).join('&'));
        return `${spelt(instance)}${ways.length === 0 ? '' : ` > ${ways.join('|')}`}${instance.ends ? ' ends' : ''}`;
      })
      .join(', '),
  );
}

describe('unrolling', () => {
  test('leaves out the way back where the bound is reached', () => {
    expect(lines(flow({ start: [go('h')], h: [go('h', 3), go('end')], end: [] }))).toEqual([
      'start > h.v0, h.v0 > h.v1|end, h.v1 > h.v2|end, h.v2 > end, end',
    ]);
  });

  test('begins an inner loop anew in each visit of the outer one', () => {
    const nested = { start: [go('o')], o: [go('i')], i: [go('i', 2), go('o', 2), go('end')], end: [] };
    expect(lines(flow(nested))).toEqual([
      'start > o.v0, o.v0 > i.v0.v0, i.v0.v0 > i.v0.v1|o.v1|end, i.v0.v1 > o.v1|end, ' +
        'o.v1 > i.v1.v0, i.v1.v0 > i.v1.v1|end, i.v1.v1 > end, end',
    ]);
  });

  test('takes a collapsed loop for one task with all ways out', () => {
    const steps = {
      start: [go('h')],
      h: [go('x'), go('a')],
      x: [go('h', 99), go('b')],
      a: [go('end')],
      b: [go('end')],
      end: [],
    };
    expect(lines(flow(steps), ['h'])).toEqual(['start > h, h > a|b, a > end, b > end, end']);
  });

  test('keeps the branches of a split together, and a foreach in a scope of its own', () => {
    const steps = {
      start: [split('a', 'b')],
      a: [each('x')],
      x: [go('i')],
      i: [go('j')],
      b: [go('j')],
      j: [go('end')],
      end: [],
    };
    expect(lines(flow(steps, { joins: ['i', 'j'] }))).toEqual([
      'start > a&b, a > i, i > j, b > j, j > end, end',
      'x ends',
    ]);
  });

  test('tells loops without a bound, and visits them once', () => {
    const { unbounded, scopes } = unroll(flow({ start: [go('h')], h: [go('h'), go('end')], end: [] }), new Set(), 1000);
    expect(unbounded.map(({ header }) => header)).toEqual(['h']);
    expect(scopes[0]?.instances.map(spelt)).toEqual(['start', 'h.v0', 'end']);
  });

  test('ends where there would be too many', () => {
    const steps: Record<string, Ways> = { start: [go('a')], a: [go('b')], b: [go('c')] };
    const nested = flow({ ...steps, c: [go('c', 100), go('b', 100), go('a', 100), go('end')], end: [] });
    const { tooMany, scopes } = unroll(nested, new Set(), 1000);
    expect(tooMany).toBe(true);
    expect(scopes[0]?.instances.length).toBeLessThan(1010);
  });
});

describe('in linear time', () => {
  const millis = (graph: Graph): number => {
    const began = performance.now();
    unroll(graph, new Set(), 10_000);
    return performance.now() - began;
  };

  test('5,000 steps in a row', () => {
    const row = Object.fromEntries(
      Array.from({ length: 5000 }, (_, at): [string, Ways] => [`s${at}`, [go(at === 4999 ? 'end' : `s${at + 1}`)]]),
    );
    expect(millis(flow({ start: [go('s0')], ...row, end: [] }))).toBeLessThan(2000);
  });
});
