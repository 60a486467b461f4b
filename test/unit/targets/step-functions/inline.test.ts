import { describe, expect, test } from 'vitest';
import type { Graph } from '../../../../src/compiler/ir/graph.ts';
import { isInline } from '../../../../targets/step-functions/inline.ts';
import { each, flow, go, split, type Ways } from '../flow.ts';

const foreachOf = (
  body: readonly string[],
  count: number | undefined,
  more: Readonly<Record<string, Ways>> = {},
): boolean => {
  const [first = ''] = body;
  const way = each(first);
  const steps = Object.fromEntries(body.map((name, at): [string, Ways] => [name, [go(body[at + 1] ?? 'j')]]));
  const graph: Graph = flow(
    { start: [{ ...way, ...(count === undefined ? {} : { count }) }], ...steps, ...more, j: [go('end')], end: [] },
    { joins: ['j', 'k'] },
  );
  const [start] = graph.steps;
  const foreach = graph.regions.find((region) => region.kind === 'foreach');
  if (start === undefined || foreach?.kind !== 'foreach') throw new Error('no foreach');
  return isInline(start, foreach);
};

const steps = (count: number): readonly string[] => Array.from({ length: count }, (_, at) => `s${at}`);

describe('a foreach is part of the run’s own execution', () => {
  test.each<[string, boolean, boolean]>([
    ['where its elements are written out and few', foreachOf(['a'], 40), true],
    ['but not where they are many', foreachOf(['a'], 41), false],
    ['nor where nobody knows how many', foreachOf(['a'], undefined), false],
    ['with a body of a few steps', foreachOf(steps(10), 3), true],
    ['but not of many', foreachOf(steps(11), 3), false],
    [
      'nor of one that does more than run steps in a row',
      foreachOf(['a'], 3, { a: [split('b', 'c')], b: [go('k')], c: [go('k')], k: [go('j')] }),
      false,
    ],
  ])('%s', (_, found, wanted) => {
    expect(found).toBe(wanted);
  });
});
