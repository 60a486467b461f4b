import { describe, expect, test } from 'vitest';
import { each, go, split, type FlowOptions, type Ways } from '../flow.ts';
import { machineOf, outline, statesOf } from './flows.ts';

// What each kind of region becomes, a line a state: > the first of its scope; (whose frames the task is told); what it reads or leaves in the datastore; -> what follows; ! what
// follows where it is lost; . where its scope ends.

const lines = (steps: Readonly<Record<string, Ways>>, options: FlowOptions = {}): string =>
  outline(machineOf(steps, options));

describe('regions as states', () => {
  test('a sequence is one state after another', () => {
    expect(lines({ start: [go('a')], a: [go('end')], end: [] })).toMatchInlineSnapshot(`
      "> flow.begin = $ "" -> start
        start -> a
        a -> end
        end ."
    `);
  });

  test('a split runs its branches side by side, and a join follows', () => {
    expect(
      lines(
        { start: [split('a', 'b')], a: [go('a2')], a2: [go('j')], b: [go('j')], j: [go('end')], end: [] },
        { joins: ['j'] },
      ),
    ).toMatchInlineSnapshot(`
      "> flow.begin = $ "" -> start
        start -> start.branches
        start.branches & -> j
          > a -> a2
            a2 .
          > b .
        j -> end
        end ."
    `);
  });

  test('a foreach maps over the frames that the split has left', () => {
    expect(lines({ start: [each('a')], a: [go('j')], j: [go('end')], end: [] }, { joins: ['j'] }))
      .toMatchInlineSnapshot(`
      "> flow.begin = $ "" -> start
        start leaves tasks/start/main/control -> start.each
        start.each * tasks/start/main/control/frames.json -> j
          > a($.level1.frames) .
        j -> end
        end ."
    `);
  });

  test('a foreach in a foreach is a Map in the bodies of one', () => {
    expect(
      lines(
        { start: [each('a')], a: [each('b')], b: [go('c')], c: [go('ij')], ij: [go('oj')], oj: [go('end')], end: [] },
        { joins: ['ij', 'oj'] },
      ),
    ).toMatchInlineSnapshot(`
      "> flow.begin = $ "" -> start
        start leaves tasks/start/main/control -> start.each
        start.each * tasks/start/main/control/frames.json -> oj
          > a($.level1.frames) leaves tasks/a/{}/control -> a.each
            a.each * tasks/a/{}/control/frames.json -> ij
              > b($.level2.frames) -> c
                c($.level2.frames) .
            ij($.level1.frames) .
        oj -> end
        end ."
    `);
  });

  test('a conditional goes where the control says, and its arms meet', () => {
    expect(lines({ start: [go('a'), go('b')], a: [go('m')], b: [go('b2')], b2: [go('m')], m: [go('end')], end: [] }))
      .toMatchInlineSnapshot(`
      "> flow.begin = $ "" -> start
        start leaves tasks/start/main/control -> start.control
        start.control reads tasks/start/main/control/return.json -> start.choose
        start.choose a -> a, b -> b
        a -> m
        b -> b2
        b2 -> m
        m -> end
        end ."
    `);
  });

  test('an arm that is empty goes straight to what follows', () => {
    expect(lines({ start: [go('a'), go('end')], a: [go('end')], end: [] })).toMatchInlineSnapshot(`
      "> flow.begin = $ "" -> start
        start leaves tasks/start/main/control -> start.control
        start.control reads tasks/start/main/control/return.json -> start.choose
        start.choose a -> a, end -> end
        a -> end
        end ."
    `);
  });

  test('arms that end a branch end it in a state of its own where nothing is left to run', () => {
    expect(
      lines(
        { start: [split('a', 'b')], a: [go('c'), go('j')], c: [go('j')], b: [go('j')], j: [go('end')], end: [] },
        { joins: ['j'] },
      ),
    ).toMatchInlineSnapshot(`
      "> flow.begin = $ "" -> start
        start -> start.branches
        start.branches & -> j
          > a leaves tasks/a/main/control -> a.control
            a.control reads tasks/a/main/control/return.json -> a.choose
            a.choose c -> c, j -> a.end
            c .
            a.end .
          > b .
        j -> end
        end ."
    `);
  });

  test('a loop counts its visits, and its way back leads to the header', () => {
    expect(lines({ start: [go('w')], w: [go('v')], v: [go('w', 5), go('end')], end: [] })).toMatchInlineSnapshot(`
      "> flow.begin = $ "" -> start
        start -> w.enter
        w.enter = $.level1 "v0" -> w
        w.again = $.level1 "States.Format('v{}', States.MathAdd($.level1.visit, 1))" -> w
        w($.level1.frames) -> v
        v($.level1.frames) leaves tasks/v/{}/control -> v.control
        v.control($.level1.frames) reads tasks/v/{}/control/return.json -> v.choose
        v.choose w -> w.again, end -> end
        end ."
    `);
  });

  test('a loop in a loop has a slot of its own', () => {
    expect(lines({ start: [go('a')], a: [go('b')], b: [go('b', 3), go('c')], c: [go('a', 3), go('end')], end: [] }))
      .toMatchInlineSnapshot(`
      "> flow.begin = $ "" -> start
        start -> a.enter
        a.enter = $.level1 "v0" -> a
        a.again = $.level1 "States.Format('v{}', States.MathAdd($.level1.visit, 1))" -> a
        a($.level1.frames) -> b.enter
        b.enter = $.level2 "States.Format('{}.v0', $.level1.frames)" -> b
        b.again = $.level2 "States.Format('{}.v{}', $.level1.frames, States.MathAdd($.level2.visit, 1))" -> b
        b($.level2.frames) leaves tasks/b/{}/control -> b.control
        b.control($.level2.frames) reads tasks/b/{}/control/return.json -> b.choose
        b.choose b -> b.again, c -> c
        c($.level1.frames) leaves tasks/c/{}/control -> c.control
        c.control($.level1.frames) reads tasks/c/{}/control/return.json -> c.choose
        c.choose a -> a.again, end -> end
        end ."
    `);
  });

  test('a foreach that leaves a loop reads where the step lies that opened it', () => {
    expect(
      lines({ start: [go('w')], w: [go('w', 3), each('a')], a: [go('j')], j: [go('end')], end: [] }, { joins: ['j'] }),
    ).toMatchInlineSnapshot(`
      "> flow.begin = $ "" -> start
        start -> w.enter
        w.enter = $.level1 "v0" -> w
        w.again = $.level1 "States.Format('v{}', States.MathAdd($.level1.visit, 1))" -> w
        w($.level1.frames) leaves tasks/w/{}/control -> w.control
        w.control($.level1.frames) reads tasks/w/{}/control/return.json -> w.choose
        w.choose w -> w.again, a -> w.a.each
        w.a.each * tasks/w/{}/control/frames.json -> j
          > a($.level1.frames) .
        j -> end
        end ."
    `);
  });

  test('a body that begins with a loop is named by it', () => {
    expect(
      lines(
        {
          start: [each('w')],
          w: [go('w', 3), go('x'), go('j')],
          x: [go('j')],
          j: [go('end')],
          end: [],
        },
        { joins: ['j'] },
      ),
    ).toMatchInlineSnapshot(`
      "> flow.begin = $ "" -> start
        start leaves tasks/start/main/control -> start.each
        start.each * tasks/start/main/control/frames.json -> j
          > w.enter = $.level2 "States.Format('{}.v0', $.level1.frames)" -> w
            w.again = $.level2 "States.Format('{}.v{}', $.level1.frames, States.MathAdd($.level2.visit, 1))" -> w
            w($.level2.frames) leaves tasks/w/{}/control -> w.control
            w.control($.level2.frames) reads tasks/w/{}/control/return.json -> w.choose
            w.choose w -> w.again, x -> x, j -> w.end
            x($.level1.frames) .
            w.end .
        j -> end
        end ."
    `);
  });

  test('a step under @catchError goes on where it is lost', () => {
    expect(
      lines(
        { start: [split('a', 'b')], a: [go('j')], b: [go('j')], j: [go('end')], end: [] },
        { joins: ['j'], steps: { a: { catchError: 'problem' } } },
      ),
    ).toMatchInlineSnapshot(`
      "> flow.begin = $ "" -> start
        start -> start.branches
        start.branches & -> j
          > a . ! a.end
            a.end .
          > b .
        j -> end
        end ."
    `);
  });

  test('exit handlers stand behind the whole flow, for both ends', () => {
    expect(
      lines(
        { start: [go('end')], end: [] },
        {
          exitHandlers: [
            { name: 'tell', when: 'always' },
            { name: 'cheer', when: 'success' },
            { name: 'flow', when: 'failure' },
          ],
        },
      ),
    ).toMatchInlineSnapshot(`
      "> flow.begin = $ "" -> flow.run
        flow.run & -> tell.succeeded ! tell.failed
          > start -> end
            end .
        tell.succeeded -> cheer.succeeded ! cheer.succeeded
        cheer.succeeded -> flow.succeeded ! flow.succeeded
        flow.succeeded .
        tell.failed -> flow.failed-2 ! flow.failed-2
        flow.failed-2 -> flow.failed ! flow.failed
        flow.failed fails with Flow.Failed"
    `);
  });

  test('a run that is to be alone looks for others first', () => {
    const schedule = { cron: '0 3 * * *', concurrency: 'forbid' as const, span: { file: 'flow.ts', start: 0, end: 0 } };
    expect(lines({ start: [go('end')], end: [] }, { settings: { schedule } })).toMatchInlineSnapshot(`
      "> flow.begin = $ "" -> flow.others
        flow.others -> flow.alone
        flow.alone ? -> start, ? -> start, else -> flow.busy
        flow.busy fails with Flow.StillRunning
        start -> end
        end ."
    `);
  });
});

describe('what a machine holds', () => {
  const steps = { start: [each('a')], a: [go('j')], j: [go('end')], end: [] };

  test('is the flow’s doc comment, and those of its steps', () => {
    const machine = machineOf(steps, { joins: ['j'], doc: 'Trains.' });
    expect(machine.Comment).toBe('Trains.');
  });

  test('is no more children at a time than the configuration lets be', () => {
    const limited = statesOf(machineOf(steps, { joins: ['j'] }, { parallelism: 7 })).get('start.each');
    expect(limited).toMatchObject({ Type: 'Map', MaxConcurrency: 7 });
    const free = statesOf(machineOf(steps, { joins: ['j'] })).get('start.each');
    expect(free).not.toHaveProperty('MaxConcurrency');
  });

  test('is a state of the step’s name, even of __proto__', () => {
    const machine = machineOf({ start: [go('__proto__')], ['__proto__']: [go('end')], end: [] });
    expect([...statesOf(machine).keys()]).toEqual(['flow.begin', 'start', '__proto__', 'end']);
    expect(JSON.stringify(machine)).toContain('"__proto__":{"Type":"Task"');
  });
});
