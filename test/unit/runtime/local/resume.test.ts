import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { LocalFlow, tasksOf, type Given, type Ran } from './local-flow.ts';

const flows: LocalFlow[] = [];
afterEach(() => {
  for (const flow of flows.splice(0)) flow.remove();
});

const text = (members: string): string => `
import { appendFileSync, existsSync } from 'node:fs';
import { FlowSpec, catchError, current, parameter, step, type CaughtError, type Inputs } from 'flowc';

const note = (text: string): void => appendFileSync('notes', current.stepName + '/' + current.taskId + text + '\\n');
const failUnless = (file: string): void => { if (!existsSync(file)) throw new Error('there is no ' + file); };

export class Flow extends FlowSpec {
${members}
}
`;

function flowOf(members: string): LocalFlow {
  const flow = new LocalFlow(text(members));
  flows.push(flow);
  return flow;
}

/** Which tasks ran, with what they noted besides, and which were reused; neither in any order. */
async function resumed(
  flow: LocalFlow,
  run: string,
  origins: readonly string[],
  given: Given & { from?: string } = {},
) {
  const { from, ...rest } = given;
  const before = flow.lines('notes').length;
  const ran = await flow.run(run, { ...rest, resume: { origins, ...(from === undefined ? {} : { from }) } });
  return { ran: flow.lines('notes').slice(before).toSorted(), reused: reusedBy(ran), status: ran.end.status };
}

const reusedBy = (ran: Ran): readonly string[] => tasksOf(ran, 'task-reused').toSorted();

/** A foreach whose second element fails until there is a file `mended`. */
const SHAKY = `
  items = ['a', 'b', 'c']; got!: string;
  @step start() { note(''); this.next(this.each, { foreach: this.items }); }
  @step each(item: string) { if (item === 'b') failUnless('mended'); note(''); this.got = item + item; this.next(this.then); }
  @step then() { note(''); this.next(this.join); }
  @step join(inputs: Inputs<Flow>) { this.got = inputs.map((i) => i.got).join(); note(''); this.next(this.end); }
  @step end() { note(' ' + this.got); }`;

const mend = (flow: LocalFlow): void => flow.put('mended', '');

describe('a run that failed', () => {
  test('goes on where it stopped: inside a foreach, before its join', async () => {
    const flow = flowOf(SHAKY);
    await flow.run('r1', { maxWorkers: 1 });
    mend(flow);
    expect(await resumed(flow, 'r2', ['r1'])).toEqual({
      ran: ['each/1', 'each/2', 'end/main aa,bb,cc', 'join/main', 'then/1', 'then/2'],
      reused: ['each/0', 'start/main', 'then/0'],
      status: 'succeeded',
    });
  });

  test('goes on whatever characters its id has, as one of Airflow', async () => {
    const flow = flowOf(SHAKY);
    const id = 'scheduled__2026-01-31T03:00:00+00:00';
    await flow.run(id, { maxWorkers: 1 });
    mend(flow);
    expect(await resumed(flow, 'r2', [id])).toMatchObject({
      reused: ['each/0', 'start/main', 'then/0'],
      status: 'succeeded',
    });
  });

  test('goes on with changed code, which alone reruns nothing', async () => {
    const flow = flowOf(SHAKY);
    await flow.run('r1', { maxWorkers: 1 });
    flow.write(text(SHAKY.replace("if (item === 'b') failUnless('mended');", '').replace('item + item', 'item + 1')));
    expect(await resumed(flow, 'r2', ['r1'])).toMatchObject({
      ran: ['each/1', 'each/2', 'end/main aa,b1,c1', 'join/main', 'then/1', 'then/2'],
    });
  });

  test('goes on inside a loop, at the visit that failed', async () => {
    const flow = flowOf(`
      n = 0;
      @step start() { note(''); this.next(this.head); }
      @step head() { this.n++; if (this.n === 2) failUnless('mended'); note(''); this.next(this.body); }
      @step body() { note(''); if (this.n < 3) this.next(this.head); else this.next(this.end); }
      @step end() { note(' ' + this.n); }`);
    await flow.run('r1');
    mend(flow);
    expect(await resumed(flow, 'r2', ['r1'])).toEqual({
      ran: ['body/v1', 'body/v2', 'end/main 3', 'head/v1', 'head/v2'],
      reused: ['body/v0', 'head/v0', 'start/main'],
      status: 'succeeded',
    });
  });
});

test('a loop of which an engine that was killed has not written that it was left is left all the same', async () => {
  const flow = flowOf(`
    n = 0;
    @step start() { this.next(this.body); }
    @step body() { note(''); this.n++; if (this.n < 2) this.next(this.body); else this.next(this.after); }
    @step after() { failUnless('mended'); note(' ' + this.n); this.next(this.end); }
    @step end() { note(''); }`);
  await flow.run('r1');
  mend(flow);
  rmSync(join(flow.store, 'runs/Flow/r1/exits'), { recursive: true });
  expect(await resumed(flow, 'r2', ['r1'])).toMatchObject({ ran: ['after/main 2', 'end/main'], status: 'succeeded' });
});

describe('a run that succeeded', () => {
  test('is reused as a whole', async () => {
    const flow = flowOf(SHAKY);
    mend(flow);
    await flow.run('r1');
    const { ran, reused, status } = await resumed(flow, 'r2', ['r1']);
    expect(ran).toEqual([]);
    expect(reused).toHaveLength(9);
    expect(status).toBe('succeeded');
  });

  test('runs again from a step that is named, and all that follows', async () => {
    const flow = flowOf(SHAKY);
    mend(flow);
    await flow.run('r1');
    const fromThen = await resumed(flow, 'r2', ['r1'], { from: 'then' });
    expect(fromThen.ran).toEqual(['end/main aa,bb,cc', 'join/main', 'then/0', 'then/1', 'then/2']);
    const fromJoin = await resumed(flow, 'r3', ['r1'], { from: 'join' });
    expect(fromJoin.ran).toEqual(['end/main aa,bb,cc', 'join/main']);
  });

  test('keeps what `@catchError` caught', async () => {
    const flow = flowOf(`
      error?: CaughtError;
      @step start() { this.next(this.bad); }
      @catchError()
      @step bad() { note(''); failUnless('mended'); this.next(this.end); }
      @step end() { note(' ' + this.error?.name); }`);
    await flow.run('r1');
    mend(flow);
    expect((await resumed(flow, 'r2', ['r1'])).reused).toEqual(['bad/main', 'end/main', 'start/main']);
    expect((await resumed(flow, 'r3', ['r1'], { from: 'bad' })).ran).toEqual(['bad/main', 'end/main undefined']);
  });
});

describe('what has changed', () => {
  const WITH_PARAMETERS = `
    rate = parameter.number({ default: 1 });
    name = parameter.string({ default: 'x' });
    @step start() { note(''); this.next(this.a, this.b); }
    @step a() { note(' ' + this.rate); this.next(this.join); }
    @step b() { note(' ' + this.name); this.next(this.join); }
    @step join(inputs: Inputs<Flow>) { note(' ' + inputs.length); this.next(this.end); }
    @step end() { note(''); }`;

  test('a parameter: all that read it run again, and what follows them', async () => {
    const flow = flowOf(WITH_PARAMETERS);
    await flow.run('r1', { parameters: { rate: 1, name: 'x' } });
    const { ran, reused } = await resumed(flow, 'r2', ['r1'], { parameters: { rate: 2, name: 'x' } });
    expect(ran).toEqual(['a/main 2', 'end/main', 'join/main 2']);
    expect(reused).toEqual(['b/main', 'start/main']);
  });

  test('a parameter: a step that looked at `current.parameters` may have read it', async () => {
    const flow = flowOf(`
      rate = parameter.number({ default: 1 });
      @step start() { note(''); this.next(this.a); }
      @step a() { note(' ' + JSON.stringify(current.parameters)); this.next(this.end); }
      @step end() { note(''); }`);
    await flow.run('r1', { parameters: { rate: 1 } });
    const { ran, reused } = await resumed(flow, 'r2', ['r1'], { parameters: { rate: 2 } });
    expect(ran).toEqual(['a/main {"rate":2}', 'end/main']);
    expect(reused).toEqual(['start/main']);
  });

  test('a parameter and back again: what ran with the other value in between is not gone round', async () => {
    const flow = flowOf(WITH_PARAMETERS);
    await flow.run('r1', { parameters: { rate: 1, name: 'x' } });
    await resumed(flow, 'r2', ['r1'], { parameters: { rate: 2, name: 'x' }, only: ['start'] });
    const { ran, reused } = await resumed(flow, 'r3', ['r2', 'r1'], { parameters: { rate: 1, name: 'x' } });
    expect(ran).toEqual(['a/main 1', 'end/main', 'join/main 2']);
    expect(reused).toEqual(['b/main', 'start/main']);
  });

  test('a step in between: what it leads to has other parents and runs again', async () => {
    const steps = (b: string): string => `
      @step start() { note(''); this.next(this.a); }
      @step a() { note(''); this.next(this.${b === '' ? 'c' : 'b'}); }
      ${b}
      @step c() { note(''); this.next(this.end); }
      @step end() { note(''); }`;
    const flow = flowOf(steps(''));
    await flow.run('r1');
    flow.write(text(steps("@step b() { note(''); this.next(this.c); }")));
    const { ran, reused } = await resumed(flow, 'r2', ['r1']);
    expect(ran).toEqual(['a/main', 'b/main', 'c/main', 'end/main']);
    expect(reused).toEqual(['start/main']);
  });

  test('a branch more: the others and what opened the split are reused, the join runs', async () => {
    const steps = (more: string): string => `
      @step start() { note(''); this.next(this.a, this.b${more === '' ? '' : ', this.c'}); }
      @step a() { note(''); this.next(this.join); }
      @step b() { note(''); this.next(this.join); }
      ${more}
      @step join(inputs: Inputs<Flow>) { note(' ' + inputs.length); this.next(this.end); }
      @step end() { note(''); }`;
    const flow = flowOf(steps(''));
    await flow.run('r1');
    flow.write(text(steps("@step c() { note(''); this.next(this.join); }")));
    const { ran, reused } = await resumed(flow, 'r2', ['r1']);
    expect(ran).toEqual(['c/main', 'end/main', 'join/main 3']);
    expect(reused).toEqual(['a/main', 'b/main', 'start/main']);
  });
});

describe('a run that was resumed', () => {
  const CHAIN = `
    @step start() { note(''); this.next(this.a); }
    @step a() { note(''); this.next(this.b); }
    @step b() { note(''); if (current.runId === 'r2') failUnless('mended'); this.next(this.c); }
    @step c() { note(''); this.next(this.end); }
    @step end() { note(''); }`;

  test('reads on in the runs behind it', async () => {
    const flow = flowOf(CHAIN.replace("current.runId === 'r2'", "current.runId === 'r1'"));
    await flow.run('r1');
    mend(flow);
    await resumed(flow, 'r2', ['r1'], { only: ['b'] });
    const { ran, reused } = await resumed(flow, 'r3', ['r2', 'r1']);
    expect(ran).toEqual(['c/main', 'end/main']);
    expect(reused).toEqual(['a/main', 'b/main', 'start/main']);
  });

  test('hides what stood behind a step that it ran again: a result is not reused under a newer parent', async () => {
    const flow = flowOf(CHAIN);
    await flow.run('r1');
    await resumed(flow, 'r2', ['r1'], { from: 'a' });
    mend(flow);
    const { ran, reused } = await resumed(flow, 'r3', ['r2', 'r1']);
    expect(reused).toEqual(['a/main', 'start/main']);
    expect(ran).toEqual(['b/main', 'c/main', 'end/main']);
  });

  test('hides a step that was to run anew, also where it came to nothing', async () => {
    const flow = flowOf(CHAIN);
    await flow.run('r1');
    expect((await resumed(flow, 'r2', ['r1'], { from: 'b' })).status).toBe('failed');
    mend(flow);
    const { ran, reused } = await resumed(flow, 'r3', ['r2', 'r1']);
    expect(reused).toEqual(['a/main', 'start/main']);
    expect(ran).toEqual(['b/main', 'c/main', 'end/main']);
  });
});

test('a run that is not there cannot be resumed', async () => {
  const flow = flowOf(SHAKY);
  await expect(resumed(flow, 'r2', ['r1'])).rejects.toThrow(/no run `r1` of `Flow`/);
});
