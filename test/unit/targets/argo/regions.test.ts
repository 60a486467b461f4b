import { describe, expect, test } from 'vitest';
import { each, flow, go, split, type FlowOptions, type Ways } from '../flow.ts';
import { lower, outline } from './flows.ts';

// What each kind of region becomes, a line a task: name < task before ? condition * count = template(arguments).

function lines(steps: Readonly<Record<string, Ways>>, options: FlowOptions = {}): string {
  const object = lower(flow(steps, options)).manifest.objects['workflow-template'];
  if (object?.kind !== 'WorkflowTemplate') throw new Error('no WorkflowTemplate');
  return outline(object);
}

describe('regions as DAG templates', () => {
  test('a sequence is a chain in which each task waits for one other', () => {
    expect(lines({ start: [go('a')], a: [go('end')], end: [] })).toMatchInlineSnapshot(`
      "main()
        start
        a < start
        end < a"
    `);
  });

  test('a split runs its branches side by side in a DAG of their own', () => {
    expect(
      lines(
        { start: [split('a', 'b')], a: [go('a2')], a2: [go('j')], b: [go('j')], j: [go('end')], end: [] },
        { joins: ['j'] },
      ),
    ).toMatchInlineSnapshot(`
      "main()
        start
        split-start < start
        j < split-start
        end < j
      split-start()
        a
        a2 < a
        b"
    `);
  });

  test('a foreach with one step repeats the step itself', () => {
    expect(lines({ start: [each('a')], a: [go('j')], j: [go('end')], end: [] }, { joins: ['j'] }))
      .toMatchInlineSnapshot(`
      "main()
        start
        a < start * {{tasks.start.count}} = a(frames: {{tasks.start.inside}}{{item}})
        j < a
        end < j"
    `);
  });

  test('a foreach in a foreach appends its index to the frames', () => {
    expect(
      lines(
        { start: [each('a')], a: [each('b')], b: [go('c')], c: [go('ij')], ij: [go('oj')], oj: [go('end')], end: [] },
        { joins: ['ij', 'oj'] },
      ),
    ).toMatchInlineSnapshot(`
      "main()
        start
        each-start < start * {{tasks.start.count}} = each-start(frames: {{tasks.start.inside}}{{item}})
        oj < each-start
        end < oj
      each-start(frames)
        a = a(frames: {{frames}})
        each-a < a * {{tasks.a.count}} = each-a(frames: {{tasks.a.inside}}{{item}})
        ij < each-a = ij(frames: {{frames}})
      each-a(frames)
        b = b(frames: {{frames}})
        c < b = c(frames: {{frames}})"
    `);
  });

  test('a conditional whose arms meet again is one task to what follows', () => {
    expect(lines({ start: [go('a'), go('b')], a: [go('m')], b: [go('b2')], b2: [go('m')], m: [go('end')], end: [] }))
      .toMatchInlineSnapshot(`
      "main()
        start
        choose-start < start = choose-start(next: {{tasks.start.next}})
        m < choose-start
        end < m
      choose-start(next)
        a ? next = a
        start-to-b ? next = b
      start-to-b()
        b
        b2 < b"
    `);
  });

  test('a conditional with one arm needs no DAG of its own: what follows a skipped task runs', () => {
    expect(lines({ start: [go('a'), go('end')], a: [go('end')], end: [] })).toMatchInlineSnapshot(`
      "main()
        start
        a < start ? tasks.start.next = a
        end < a"
    `);
  });

  test('a conditional inside a foreach takes its frames along', () => {
    expect(
      lines(
        {
          start: [each('a')],
          a: [go('b'), go('c')],
          b: [go('m')],
          c: [go('m')],
          m: [go('j')],
          j: [go('end')],
          end: [],
        },
        { joins: ['j'] },
      ),
    ).toMatchInlineSnapshot(`
      "main()
        start
        each-start < start * {{tasks.start.count}} = each-start(frames: {{tasks.start.inside}}{{item}})
        j < each-start
        end < j
      each-start(frames)
        a = a(frames: {{frames}})
        choose-a < a = choose-a(frames: {{frames}}, next: {{tasks.a.next}})
        m < choose-a = m(frames: {{frames}})
      choose-a(frames, next)
        b ? next = b = b(frames: {{frames}})
        c ? next = c = c(frames: {{frames}})"
    `);
  });

  test('a decision at the end of a foreach body stands in that body', () => {
    expect(
      lines(
        { start: [each('a')], a: [go('b'), go('c')], b: [go('j')], c: [go('j')], j: [go('end')], end: [] },
        { joins: ['j'] },
      ),
    ).toMatchInlineSnapshot(`
      "main()
        start
        each-start < start * {{tasks.start.count}} = each-start(frames: {{tasks.start.inside}}{{item}})
        j < each-start
        end < j
      each-start(frames)
        a = a(frames: {{frames}})
        b < a ? tasks.a.next = b = b(frames: {{frames}})
        c < a ? tasks.a.next = c = c(frames: {{frames}})"
    `);
  });

  test('arms that each split or repeat hand the count to what they repeat', () => {
    expect(
      lines(
        {
          start: [each('a'), split('b', 'c'), go('k')],
          a: [go('j')],
          b: [go('i')],
          c: [go('i')],
          i: [go('k')],
          j: [go('k')],
          k: [go('end')],
          end: [],
        },
        { joins: ['i', 'j'] },
      ),
    ).toMatchInlineSnapshot(`
      "main()
        start
        choose-start < start = choose-start(next: {{tasks.start.next}}, count: {{tasks.start.count}}, inside: {{tasks.start.inside}})
        k < choose-start
        end < k
      choose-start(next, count, inside)
        start-to-a ? next = a = start-to-a(count: {{count}}, inside: {{inside}})
        start-to-b ? next = b
      start-to-a(count, inside)
        a * {{count}} = a(frames: {{inside}}{{item}})
        j < a
      start-to-b()
        split-start-b
        i < split-start-b
      split-start-b()
        b
        c"
    `);
  });

  test('arms that share endings hold each once', () => {
    expect(
      lines({
        start: [go('b'), go('c')],
        b: [go('d'), go('e')],
        c: [go('d'), go('e')],
        d: [go('d2')],
        d2: [go('end')],
        e: [go('end')],
        end: [],
      }),
    ).toMatchInlineSnapshot(`
      "main()
        start
        choose-start < start = choose-start(next: {{tasks.start.next}})
        end < choose-start
      choose-start(next)
        start-to-b ? next = b
        start-to-c ? next = c
      start-to-b()
        b
        tail-d < b ? tasks.b.next = d
        e < b ? tasks.b.next = e
      start-to-c()
        c
        tail-d < c ? tasks.c.next = d
        e < c ? tasks.c.next = e
      tail-d()
        d
        d2 < d"
    `);
  });

  test('a loop calls itself for the next visit, and falls through where it has one way out', () => {
    expect(lines({ start: [go('w')], w: [go('v')], v: [go('w', 5), go('end')], end: [] })).toMatchInlineSnapshot(`
      "main()
        start
        loop-w < start = loop-w(frames: v0)
        end < loop-w
      loop-w(frames)
        w = w(frames: {{frames}})
        v < w = v(frames: {{frames}})
        again-w < v ? tasks.v.next = w = loop-w(frames: {{tasks.v.again}})"
    `);
  });

  test('a loop of one step', () => {
    expect(lines({ start: [go('w')], w: [go('w', 5), go('end')], end: [] })).toMatchInlineSnapshot(`
      "main()
        start
        loop-w < start = loop-w(frames: v0)
        end < loop-w
      loop-w(frames)
        w = w(frames: {{frames}})
        again-w < w ? tasks.w.next = w = loop-w(frames: {{tasks.w.again}})"
    `);
  });

  test('a loop whose header decides goes back without asking', () => {
    expect(lines({ start: [go('w')], w: [go('b'), go('end')], b: [go('w', 5)], end: [] })).toMatchInlineSnapshot(`
      "main()
        start
        loop-w < start = loop-w(frames: v0)
        end < loop-w
      loop-w(frames)
        w = w(frames: {{frames}})
        w-to-b < w ? tasks.w.next = b = w-to-b(frames: {{frames}})
      w-to-b(frames)
        b = b(frames: {{frames}})
        again-w < b = loop-w(frames: {{tasks.b.again}})"
    `);
  });

  test('start may be a header', () => {
    expect(lines({ start: [go('start', 3), go('end')], end: [] })).toMatchInlineSnapshot(`
      "main()
        loop-start = loop-start(frames: v0)
        end < loop-start
      loop-start(frames)
        start = start(frames: {{frames}})
        again-start < start ? tasks.start.next = start = loop-start(frames: {{tasks.start.again}})"
    `);
  });

  test('several ways out are taken from inside the loop, with the frames outside of it', () => {
    expect(
      lines(
        {
          start: [each('f')],
          f: [go('w')],
          w: [go('w', 5), go('x'), go('y')],
          x: [go('j')],
          y: [go('y2')],
          y2: [go('j')],
          j: [go('end')],
          end: [],
        },
        { joins: ['j'] },
      ),
    ).toMatchInlineSnapshot(`
      "main()
        start
        each-start < start * {{tasks.start.count}} = each-start(frames: {{tasks.start.inside}}{{item}})
        j < each-start
        end < j
      each-start(frames)
        f = f(frames: {{frames}})
        loop-w < f = loop-w(frames: {{frames}}.v0, outer-w: {{frames}})
      loop-w(frames, outer-w)
        w = w(frames: {{frames}})
        again-w < w ? tasks.w.next = w = loop-w(frames: {{tasks.w.again}}, outer-w: {{outer-w}})
        x < w ? tasks.w.next = x = x(frames: {{outer-w}})
        leave-w-to-y < w ? tasks.w.next = y = leave-w-to-y(frames: {{outer-w}})
      leave-w-to-y(frames)
        y = y(frames: {{frames}})
        y2 < y = y2(frames: {{frames}})"
    `);
  });

  test('a step in an inner loop may go round or leave the outer one', () => {
    expect(
      lines(
        {
          start: [each('f')],
          f: [go('o')],
          o: [go('i')],
          i: [go('i', 3), go('o', 3), go('x'), go('y')],
          y: [go('o', 3), go('z')],
          x: [go('g')],
          z: [go('g')],
          g: [go('j')],
          j: [go('end')],
          end: [],
        },
        { joins: ['j'] },
      ),
    ).toMatchInlineSnapshot(`
      "main()
        start
        each-start < start * {{tasks.start.count}} = each-start(frames: {{tasks.start.inside}}{{item}})
        j < each-start
        end < j
      each-start(frames)
        f = f(frames: {{frames}})
        loop-o < f = loop-o(frames: {{frames}}.v0, outer-o: {{frames}})
        g < loop-o = g(frames: {{frames}})
      loop-o(frames, outer-o)
        o = o(frames: {{frames}})
        loop-i < o = loop-i(frames: {{frames}}.v0, outer-o: {{outer-o}}, outer-i: {{frames}})
      loop-i(frames, outer-o, outer-i)
        i = i(frames: {{frames}})
        again-i < i ? tasks.i.next = i = loop-i(frames: {{tasks.i.again}}, outer-o: {{outer-o}}, outer-i: {{outer-i}})
        again-o < i ? tasks.i.next = o = loop-o(frames: {{tasks.i.again}}, outer-o: {{outer-o}})
        x < i ? tasks.i.next = x = x(frames: {{outer-o}})
        leave-i-to-y < i ? tasks.i.next = y = leave-i-to-y(frames: {{outer-i}}, outer-o: {{outer-o}})
      leave-i-to-y(frames, outer-o)
        y = y(frames: {{frames}})
        again-o < y ? tasks.y.next = o = loop-o(frames: {{tasks.y.again}}, outer-o: {{outer-o}})
        z < y ? tasks.y.next = z = z(frames: {{outer-o}})"
    `);
  });

  test('a foreach inside a loop, and a join that goes round', () => {
    expect(
      lines({ start: [go('w')], w: [each('a')], a: [go('j')], j: [go('w', 4), go('end')], end: [] }, { joins: ['j'] }),
    ).toMatchInlineSnapshot(`
      "main()
        start
        loop-w < start = loop-w(frames: v0)
        end < loop-w
      loop-w(frames)
        w = w(frames: {{frames}})
        a < w * {{tasks.w.count}} = a(frames: {{tasks.w.inside}}{{item}})
        j < a = j(frames: {{frames}})
        again-w < j ? tasks.j.next = w = loop-w(frames: {{tasks.j.again}})"
    `);
  });

  test('a caught failure goes on, and fails neither the DAG that it ends nor hides what failed before it', () => {
    const object = lower(
      flow(
        {
          start: [each('a')],
          a: [go('b')],
          b: [go('c'), go('d')],
          c: [go('j')],
          d: [go('j')],
          j: [go('end')],
          end: [],
        },
        {
          joins: ['j'],
          steps: { a: { catchError: 'error' }, c: { catchError: 'error' }, d: { catchError: 'error' } },
        },
      ),
    ).manifest.objects['workflow-template'];
    const templates = object?.kind === 'WorkflowTemplate' ? object.spec.templates : [];
    const tasksOf = (dag: string) => templates?.find(({ name }) => name === dag)?.dag?.tasks;
    const continueOn = { failed: true, error: true };
    expect(tasksOf('each-start')).toMatchObject([
      { name: 'a', continueOn },
      { name: 'b', dependencies: ['a'] },
      { name: 'catch-c', dependencies: ['b'] },
      { name: 'catch-d', dependencies: ['b'] },
    ]);
    expect(tasksOf('each-start')?.filter((task) => task.continueOn !== undefined)).toHaveLength(1);
    expect(tasksOf('catch-c')).toMatchObject([{ name: 'c', continueOn }]);
  });

  test('a step that is alone in its DAG is caught there', () => {
    const object = lower(
      flow(
        { start: [split('a', 'b')], a: [go('j')], b: [go('j')], j: [go('end')], end: [] },
        { joins: ['j'], steps: { a: { catchError: 'error' } } },
      ),
    ).manifest.objects['workflow-template'];
    const templates = object?.kind === 'WorkflowTemplate' ? object.spec.templates : [];
    expect(templates?.find(({ name }) => name === 'split-start')?.dag?.tasks).toMatchObject([
      { name: 'a', continueOn: { failed: true, error: true } },
      { name: 'b' },
    ]);
  });

  test('deep nesting and long chains are flat work', () => {
    const deep: Record<string, Ways> = { start: [each('s1')], end: [] };
    for (let at = 1; at < 60; at++) deep[`s${at}`] = [at === 59 ? go(`j59`) : each(`s${at + 1}`)];
    for (let at = 59; at > 0; at--) deep[`j${at}`] = [at === 1 ? go('end') : go(`j${at - 1}`)];
    const joins = Object.keys(deep).filter((name) => name.startsWith('j'));
    expect(lower(flow(deep, { joins })).found).toEqual([]);
    const long: Record<string, Ways> = { start: [go('s1')], end: [] };
    for (let at = 1; at < 5000; at++) long[`s${at}`] = [at === 4999 ? go('end') : go(`s${at + 1}`)];
    expect(lower(flow(long)).found).toEqual(['argo-too-many-templates']);
  });
});
