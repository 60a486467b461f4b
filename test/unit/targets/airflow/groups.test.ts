import { describe, expect, test } from 'vitest';
import { each, flow, go, split } from '../flow.ts';
import { outline } from './flows.ts';

// What each shape of flow becomes, a line a task: name < what it waits for, guard, trigger rule where it is not `all_success`.

const caught = { catchError: 'error' };

describe('at the top', () => {
  test('a sequence is a chain', () => {
    expect(outline(flow({ start: [go('a')], a: [go('end')], end: [] }))).toMatchInlineSnapshot(`
      "top
        start
        a < start
        end < a"
    `);
  });

  test('a split waits for all its branches', () => {
    expect(
      outline(
        flow(
          { start: [split('a', 'b')], a: [go('a2')], a2: [go('j')], b: [go('j')], j: [go('end')], end: [] },
          { joins: ['j'] },
        ),
      ),
    ).toMatchInlineSnapshot(`
      "top
        start
        a < start
        a2 < a
        b < start
        j < a2 b
        end < j"
    `);
  });

  test('the arms of a conditional ask whether they are taken, and what follows both waits for one of them', () => {
    expect(
      outline(flow({ start: [go('a'), go('b')], a: [go('m')], b: [go('b2')], b2: [go('m')], m: [go('end')], end: [] })),
    ).toMatchInlineSnapshot(`
      "top
        start
        a < start, guard
        b < start, guard
        b2 < b
        m < a b2, none_failed_min_one_success
        end < m"
    `);
  });

  test('a shared ending asks too, as not every way leads there', () => {
    expect(outline(flow({ start: [go('a'), go('b'), go('end')], a: [go('t')], b: [go('t')], t: [go('end')], end: [] })))
      .toMatchInlineSnapshot(`
      "top
        start
        a < start, guard
        b < start, guard
        t < a b, none_failed_min_one_success
        end < start t, none_failed_min_one_success"
    `);
  });

  test('what follows a caught task runs after a failure, and asks whether it may', () => {
    expect(outline(flow({ start: [go('a')], a: [go('b')], b: [go('end')], end: [] }, { steps: { a: caught } })))
      .toMatchInlineSnapshot(`
      "top
        start
        a < start
        b < a, guard, all_done
        end < b"
    `);
  });
});

describe('a loop', () => {
  const steps = { start: [go('h')], h: [go('x'), go('end')], x: [go('h', 3)], end: [] };

  test('has a task for each visit of each step', () => {
    expect(outline(flow(steps))).toMatchInlineSnapshot(`
      "top
        start
        h_v0 < start
        x_v0 < h_v0, guard
        h_v1 < x_v0
        x_v1 < h_v1, guard
        h_v2 < x_v1
        x_v2 < h_v2, guard
        end < h_v0 h_v1 h_v2, none_failed_min_one_success"
    `);
  });

  test('is one task where it is collapsed', () => {
    expect(outline(flow(steps), ['h'])).toMatchInlineSnapshot(`
      "top
        start
        h < start
        end < h"
    `);
  });

  test('has visits in visits', () => {
    expect(
      outline(
        flow({
          start: [go('o')],
          o: [go('i')],
          i: [go('i', 2), go('x')],
          x: [go('o', 2), go('end')],
          end: [],
        }),
      ),
    ).toMatchInlineSnapshot(`
      "top
        start
        o_v0 < start
        i_v0_v0 < o_v0
        i_v0_v1 < i_v0_v0, guard
        x_v0 < i_v0_v0 i_v0_v1, none_failed_min_one_success
        o_v1 < x_v0, guard
        i_v1_v0 < o_v1
        i_v1_v1 < i_v1_v0, guard
        x_v1 < i_v1_v0 i_v1_v1, guard, none_failed_min_one_success
        end < x_v0 x_v1, none_failed_min_one_success"
    `);
  });
});

describe('a foreach', () => {
  test('is a mapped group, and its join waits for what opened it too', () => {
    expect(outline(flow({ start: [each('a')], a: [go('b')], b: [go('j')], j: [go('end')], end: [] }, { joins: ['j'] })))
      .toMatchInlineSnapshot(`
      "top
        start
        j < start each_a, none_failed_min_one_success
        end < j
      each_a over a_frames
        a
        b < a"
    `);
  });

  test('in a foreach cuts the body, and all waits between the parts', () => {
    expect(
      outline(
        flow(
          { start: [each('a')], a: [each('b')], b: [go('c')], c: [go('ij')], ij: [go('oj')], oj: [go('end')], end: [] },
          { joins: ['ij', 'oj'] },
        ),
      ),
    ).toMatchInlineSnapshot(`
      "top
        start
        oj < start each_ij, none_failed_min_one_success
        end < oj
      each_a over a_frames
        a
      each_ij over a_frames < each_a each_b
        ij, none_failed
      each_b over b_frames
        b
        c < b"
    `);
  });

  test('in an arm of a foreach lets the other arm go by', () => {
    expect(
      outline(
        flow(
          {
            start: [each('a')],
            a: [go('x'), go('y')],
            x: [each('b')],
            b: [go('ij')],
            ij: [go('m')],
            y: [go('m')],
            m: [go('oj')],
            oj: [go('end')],
            end: [],
          },
          { joins: ['ij', 'oj'] },
        ),
      ),
    ).toMatchInlineSnapshot(`
      "top
        start
        oj < start each_ij, none_failed_min_one_success
        end < oj
      each_a over a_frames
        a
        x < a, guard
        y < a, guard
      each_ij over a_frames < each_a each_b
        ij, guard, none_failed
        m < ij, none_failed
      each_b over b_frames
        b"
    `);
  });

  test('in a loop is a group of each visit', () => {
    expect(
      outline(
        flow({ start: [go('h')], h: [each('a')], a: [go('j')], j: [go('h', 2), go('end')], end: [] }, { joins: ['j'] }),
      ),
    ).toMatchInlineSnapshot(`
      "top
        start
        h_v0 < start
        j_v0 < h_v0 each_a_v0, none_failed_min_one_success
        h_v1 < j_v0, guard
        j_v1 < h_v1 each_a_v1, none_failed_min_one_success
        end < j_v0 j_v1, none_failed_min_one_success
      each_a_v0 over a_v0_frames
        a_v0
      each_a_v1 over a_v1_frames
        a_v1"
    `);
  });

  test('that ends with a caught task does not stop its join', () => {
    expect(
      outline(
        flow({ start: [each('a')], a: [go('j')], j: [go('end')], end: [] }, { joins: ['j'], steps: { a: caught } }),
      ),
    ).toMatchInlineSnapshot(`
      "top
        start
        j < start each_a, guard, all_done
        end < j
      each_a over a_frames
        a"
    `);
  });

  test('with a caught task beside others asks whether those before have results, since their failures hold nobody back', () => {
    expect(
      outline(
        flow(
          {
            start: [each('a')],
            a: [go('x'), go('u')],
            x: [split('c', 'd')],
            c: [go('sj')],
            d: [each('b')],
            b: [go('ij')],
            ij: [go('sj')],
            sj: [go('m')],
            u: [go('m')],
            m: [go('oj')],
            oj: [go('end')],
            end: [],
          },
          { joins: ['sj', 'ij', 'oj'], steps: { c: caught } },
        ),
      ),
    ).toMatchInlineSnapshot(`
      "top
        start
        oj < start each_ij, guard, none_failed_min_one_success
        end < oj
      each_a over a_frames
        a
        x < a, guard
        c < x
        d < x
        u < a, guard
      each_ij over a_frames < each_a each_b
        ij, guard, all_done
        sj < ij, guard, none_failed
        m < sj, guard, none_failed
      each_b over b_frames
        b"
    `);
  });

  test('that a collapsed loop opens as it is left is opened by that task', () => {
    expect(
      outline(
        flow(
          {
            start: [each('a')],
            a: [go('a', 3), each('b')],
            b: [go('ij')],
            ij: [go('oj')],
            oj: [go('end')],
            end: [],
          },
          { joins: ['ij', 'oj'] },
        ),
        ['a'],
      ),
    ).toMatchInlineSnapshot(`
      "top
        start
        oj < start each_ij, none_failed_min_one_success
        end < oj
      each_a over a_frames
        a
      each_ij over a_frames < each_a each_b
        ij, none_failed
      each_b over b_frames
        b"
    `);
  });
});
