import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client } from '../../../src/client/client.ts';
import { flowc } from '../../unit/cli/run.ts';
import { builtShim } from '../local/built-shim.ts';
import { runLocally } from '../local/engine.ts';
import { record, shown } from '../records.ts';
import { startAws, type Aws } from './aws.ts';
import { stepFunctions } from './engine.ts';
import { TEXT } from './flows/text.ts';
import { haveMoto } from './installation.ts';
import { flowIn, Trial, until, type TrialRun } from './trial.ts';

// What happens around a run: texts that somebody would read otherwise, jobs that die or are ended, runs that are stopped, names that are used again. How each ends is
// said by targets/step-functions/README.md and docs/runtime.md.

const OWN = 'test/engines/step-functions/flows/behaviour.ts';
const FAILING = 'test/engines/argo/behaviour/flows/failing.ts';
const BIG = 'test/engines/argo/behaviour/flows/big.ts';

describe.runIf(haveMoto)('on Step Functions', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flowc-behaviour-'));
  let aws: Aws;

  beforeAll(async () => {
    aws = await startAws(await builtShim(), { longestWait: 0.2 });
  });

  afterAll(async () => {
    await aws.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const failing = (unique: string, flow: string): Promise<Trial> => Trial.of(aws, unique, flowIn(FAILING, flow));

  /** An execution of a flow that ends in such a way. */
  const ending = async (unique: string, way: string, more: Readonly<Record<string, string>> = {}): Promise<TrialRun> =>
    (await Trial.of(aws, unique, flowIn(FAILING, 'EndsFlow', { way, ...more }))).start('run');

  /** Ends a job as whoever sits at the console does; as Batch does where its machine is gone. */
  const terminate = (jobId: string, reason = 'by hand'): Promise<unknown> =>
    aws.ask('batch', 'terminatejob', { jobId, reason });

  const stop = ({ execution }: TrialRun): Promise<unknown> =>
    aws.ask('states', 'StopExecution', { executionArn: execution, error: 'Stopped', cause: 'by hand' });

  /** States of tasks in the datastore. */
  const statesOf = async (run: TrialRun): Promise<readonly string[]> =>
    (await run.record()).tasks.map(({ step, task, state }) => `${step}/${task} ${state}`);

  test.concurrent(
    'hostile texts arrive byte for byte: defaults, variables, parameters that are given, tags',
    async () => {
      const flow = flowIn(OWN, 'TextFlow');
      const trial = await Trial.of(aws, 'text', flow);
      const input = { plain: TEXT, data: [TEXT, { '$.a': '$$.b' }], count: -7, since: '2020-02-29', absent: '$' };
      const [defaults, given] = await Promise.all([trial.start('defaults'), trial.start('given', input)]);
      expect([await defaults.ended(), await given.ended()]).toEqual(['SUCCEEDED', 'SUCCEEDED']);
      expect((await defaults.record()).tasks).toEqual((await runLocally(flow)).run.tasks);
      const parameters = { ...input, data: JSON.stringify(input.data), count: '-7' };
      expect((await given.record()).tasks).toEqual((await runLocally({ ...flow, parameters })).run.tasks);
      const { jobDefinitions } = await aws.ask<Defined>('batch', 'describejobdefinitions', {
        jobDefinitionName: 'text_text-flow',
      });
      expect(jobDefinitions[0]?.tags).toMatchObject({ team: 'search engine', nightly: 'true' });
      record(stepFunctions, shown('tags'));
    },
  );

  test.concurrent('every way of failing is tried again, and caught after the last try', async () => {
    const run = await (await failing('ways', 'WaysFlow')).start('run');
    expect(await run.ended()).toBe('SUCCEEDED');
    // Who is caught has a result, and so its job succeeded.
    expect(run.said()).toEqual([
      ...['act/0 0', 'act/0 1', 'act/1 0', 'act/1 1', 'act/2 0', 'act/2 1', 'act/3 0', 'act/3 137'],
      ...['act/4 137', 'act/4 137', 'act/5 0', 'end/main 0', 'join/main 0', 'start/main 0'],
    ]);
    const outcomes = ['0', '3', '4', '5'].map((frames) => run.outcomes('act', frames));
    expect(await Promise.all(outcomes)).toEqual([
      ['0 failed RangeError', '1 failed RangeError'],
      ['0 killed Killed', '1 failed Killed'],
      ['0 no end', '1 no end'],
      ['0 succeeded'],
    ]);
    const errors = (await run.value('join', 'errors')) as readonly ({ readonly name: string } | undefined)[];
    expect(errors.map((error) => error?.name)).toEqual([
      'RangeError',
      'ExitCode',
      'TypeError',
      'Killed',
      'lost',
      undefined,
    ]);
    record(stepFunctions, shown('lost-task'));
  });

  test.concurrent('the shim ends a step that never looks up, and Batch a job that is still there', async () => {
    const hastened = (template: string): string => template.replace(/(AttemptDurationSeconds: )1200/, '$12');
    const run = await (await Trial.of(aws, 'late', flowIn(OWN, 'LateFlow'), hastened)).start('run');
    expect(await run.ended()).toBe('SUCCEEDED');
    expect(run.said()).toEqual(['end/main 0', 'late/main 143', 'start/main 0']);
    expect(await run.outcomes('start')).toEqual(['0 failed TimeoutError']);
    expect(await run.outcomes('late')).toEqual(['0 killed Killed']);
    expect(await run.value('end', 'error')).toMatchObject({ name: 'lost', attempt: 0 });
  });

  test.concurrent(
    'Batch itself tries a job again whose machine was taken away, where only that is asked for',
    async () => {
      const run = await (await failing('taken', 'TakenFlow')).start('run');
      const [told, lost] = await Promise.all([run.begun('told'), run.begun('lost')]);
      await terminate(told.id, 'Host EC2 (instance i-0123456789abcdef0) terminated.');
      // Step Functions sees no difference between a job that failed and one that was ended.
      for (let tries = 1, { id } = lost; ; id = (await run.begun('lost')).id) {
        await terminate(id);
        if (++tries > 3) break;
        await until(async () => (await run.outcomes('lost')).length === tries || undefined);
      }
      expect(await run.ended()).toBe('SUCCEEDED');
      const job = run.jobs().find(({ id }) => id === told.id);
      expect([job?.attempts, job?.codes]).toEqual([2, [143, 0]]);
      expect(await run.outcomes('told')).toEqual(['0 killed Killed', '1 succeeded']);
      expect(await run.outcomes('lost')).toEqual(['0 killed Killed', '1 killed Killed', '2 killed Killed']);
      expect(await run.value('join', 'left')).toEqual([2, 'lost']);
    },
  );

  test.concurrent('a branch that fails ends the run, and what runs beside it is told to stop', async () => {
    const run = await (
      await Trial.of(aws, 'branches', flowIn(OWN, 'BranchFlow', { sign: join(folder, 'works') }))
    ).start('run');
    expect(await run.ended()).toBe('FAILED: States.TaskFailed');
    await until(async () => (await run.outcomes('works')).includes('0 killed Killed') || undefined);
    expect(await run.outcomes('fails')).toEqual(['0 failed RangeError']);
    expect(await statesOf(run)).toEqual(['start/main succeeded', 'fails/main failed', 'works/main failed']);
  });

  describe('exit handlers', () => {
    test.concurrent('of a run that succeeded see what `end` left', async () => {
      const run = await ending('well', 'nothing');
      expect(await run.ended()).toBe('SUCCEEDED');
      expect(run.said()).toEqual(['celebrate/main 0', 'end/main 0', 'start/main 0', 'sweep/main 0']);
    });

    test.concurrent('change nothing about the end where they fail', async () => {
      const run = await ending('badly', 'nothing', { celebration: 'error' });
      expect(await run.ended()).toBe('SUCCEEDED');
      expect(run.said()).toEqual(['celebrate/main 1', 'end/main 0', 'start/main 0', 'sweep/main 0']);
    });

    test.concurrent.each([
      ['error', 1, 'RangeError'],
      ['speechless', 137, 'lost'],
    ])('of a run that failed by `%s` see why', async (way, code, name) => {
      const run = await ending(`by-${way}`, way);
      expect(await run.ended()).toBe('FAILED: Flow.Failed');
      expect(run.said()).toEqual(['mourn/main 0', `start/main ${code}`, 'sweep/main 0']);
      expect(await run.log('sweep')).toBe(`sweep ${name}\n`);
    });

    test.concurrent('do not run where the run is stopped, whose job is told to stop', async () => {
      const run = await ending('stopped', 'waits');
      await run.begun('start');
      await stop(run);
      expect(await run.ended()).toBe('ABORTED: Stopped');
      await until(async () => (await run.outcomes('start')).includes('0 killed Killed') || undefined);
      expect(run.said()).toEqual(['start/main 143']);
    });
  });

  /** A flow whose runs wait for a file. */
  const waiting = (unique: string, gate = join(folder, unique)): Promise<Trial> =>
    Trial.of(aws, unique, flowIn(OWN, 'WaitFlow', { until: gate }));

  test.concurrent(
    'a task that is started twice at once, and once more after it succeeded, has one result',
    async () => {
      const gate = join(folder, 'twice');
      const trial = await waiting('twice');
      const run = await trial.start('run', { until: gate });
      const { command, environment } = await run.begun('wait');
      const again = (jobName: string): Promise<{ readonly jobId: string }> =>
        aws.ask('batch', 'submitjob', {
          jobName,
          jobQueue: 'flows',
          jobDefinition: `${trial.unique}_wait-flow`,
          containerOverrides: {
            command,
            environment: Object.entries(environment).map(([name, value]) => ({ name, value })),
          },
        });
      const ended = ({ jobId }: { readonly jobId: string }): Promise<number> =>
        until(() => run.jobs().find(({ id }) => id === jobId)?.codes[0]);
      const second = await again('again');
      await until(async () => (await run.outcomes('wait')).length === 2 || undefined);
      writeFileSync(gate, '');
      expect(await run.ended()).toBe('SUCCEEDED');
      expect([await ended(second), await ended(await again('once-more'))]).toEqual([0, 0]);
      expect((await run.outcomes('wait')).toSorted()).toEqual(['0 succeeded', '0 superseded', '0 superseded']);
      expect(await statesOf(run)).toEqual(['start/main succeeded', 'wait/main succeeded', 'end/main succeeded']);
      record(stepFunctions, shown('same-task-twice'));
    },
  );

  test.concurrent('two runs of one flow at once have nothing to do with each other', async () => {
    const gates = ['one', 'two'].map((name) => join(folder, name));
    const trial = await waiting('two');
    const runs = await Promise.all(gates.map((until, at) => trial.start(`run-${at}`, { until })));
    await Promise.all(runs.map((run) => run.begun('wait')));
    for (const gate of gates.toReversed()) writeFileSync(gate, '');
    for (const run of runs) {
      expect(await run.ended()).toBe('SUCCEEDED');
      expect(run.said()).toEqual(['end/main 0', 'start/main 0', 'wait/main 0']);
    }
    expect(new Set(runs.map(({ run }) => run)).size).toBe(2);
    record(stepFunctions, shown('two-runs-at-once'));
  });

  test.concurrent('a name of an execution that is used again on one day, as AWS lets nobody, is refused', async () => {
    const gate = join(folder, 'again');
    writeFileSync(gate, '');
    const trial = await waiting('again');
    const first = await trial.start('same');
    expect(await first.ended()).toBe('SUCCEEDED');
    await aws.ask('states', 'DeleteStateMachine', { stateMachineArn: trial.deployed.machine });
    const anew = await waiting('again');
    const second = await anew.start('same');
    expect(await second.ended()).toBe('FAILED: States.TaskFailed');
    const refused = anew.jobs().at(-1);
    expect([refused?.codes, refused?.words.join('\n')]).toEqual([[98], expect.stringContaining('is taken')]);
    record(stepFunctions, shown('run-id-twice'));
  });

  test.concurrent('a run goes on with the flow that it began with, whatever is deployed meanwhile', async () => {
    const gate = join(folder, 'replaced');
    const before = await waiting('replaced');
    const run = await before.start('before');
    await run.begun('wait');
    const after = await Trial.of(aws, 'replaced', flowIn(FAILING, 'EndsFlow', { way: 'nothing' }));
    writeFileSync(gate, '');
    const anew = await after.start('after');
    expect([await run.ended(), await anew.ended()]).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    expect(run.said()).toEqual(['end/main 0', 'start/main 0', 'wait/main 0']);
    expect(anew.said()).toEqual(['celebrate/main 0', 'end/main 0', 'start/main 0', 'sweep/main 0']);
    record(stepFunctions, shown('graph-changed'));
  });

  test.concurrent('bare definitions run as the template does', async () => {
    const flow = { ...flowIn(OWN, 'HomeFlow'), settings: { format: 'asl' } as const };
    const run = await (await Trial.of(aws, 'bare', flow)).start('run');
    expect(await run.ended()).toBe('FAILED: States.TaskFailed');
    expect(run.said()).toEqual(['measure/0 0', 'measure/1 0', 'start/main 0', 'sum/main 1']);
  });

  test.concurrent('a run that failed there is gone on with here', async () => {
    const flow = flowIn(OWN, 'HomeFlow');
    const trial = await Trial.of(aws, 'home', flow);
    const run = await trial.start('run');
    expect(await run.ended()).toBe('FAILED: States.TaskFailed');
    expect(run.said()).toEqual(['measure/0 0', 'measure/1 0', 'start/main 0', 'sum/main 1']);
    const env = { ...aws.env, FLOWC_DATASTORE: trial.deployed.datastore };
    const { code, out, err } = await flowc(flow.root, ['resume', `HomeFlow/${run.run}`], {
      env,
      shim: await builtShim(),
    });
    expect([code, `${out}${err}`]).toEqual([0, expect.stringContaining('sum')]);
    const resumed = (await new Client(trial.store).runs('HomeFlow')).find(({ id }) => id.run !== run.run);
    const tasks = (await resumed?.steps())?.flatMap((each) => each.tasks) ?? [];
    expect(tasks.filter(({ reused }) => !reused).map(({ task }) => task.step)).toEqual(['sum', 'end']);
    record(stepFunctions, shown('resume-failed'));
  });

  test.concurrent('a value of 100 MB and a file of 300 MB go from job to job', async () => {
    const run = await (await Trial.of(aws, 'big', flowIn(BIG, 'BigFlow'))).start('run');
    expect(await run.ended()).toBe('SUCCEEDED');
    expect(await run.value('end', 'same')).toEqual([true, true]);
    record(stepFunctions, shown('artifact-100-mb'));
  });

  test.concurrent(
    'a log of 100,000 lines on two streams is whole and in order, in CloudWatch and in the datastore',
    async () => {
      const trial = await Trial.of(aws, 'log', flowIn(BIG, 'LogFlow'));
      const run = await trial.start('run');
      expect(await run.ended()).toBe('SUCCEEDED');
      const lines = Array.from({ length: 100_000 }, (_, line) => `line ${line}\n`).join('');
      expect((await run.log('start')) === lines, 'in the datastore').toBe(true);
      const job = run.jobs().find(({ asked }) => asked.task.step === 'start');
      expect((await cloudWatch(aws, job?.id ?? '')) === lines, 'in CloudWatch').toBe(true);
      record(stepFunctions, shown('logs'));
    },
  );
});

interface Defined {
  readonly jobDefinitions: readonly { readonly tags: Readonly<Record<string, string>> }[];
}

interface Described {
  readonly jobs: readonly { readonly container: { readonly logStreamName: string } }[];
}

/** The log of a job, page by page. */
async function cloudWatch(aws: Aws, job: string): Promise<string> {
  const { jobs } = await aws.ask<Described>('batch', 'describejobs', { jobs: [job] });
  const stream = { logGroupName: '/aws/batch/job', logStreamName: jobs[0]?.container.logStreamName };
  const lines: string[] = [];
  for (let nextToken: string | undefined; ;) {
    const page = await aws.ask<{ events: readonly { message: string }[]; nextForwardToken: string }>(
      'logs',
      'GetLogEvents',
      { ...stream, startFromHead: true, ...(nextToken === undefined ? {} : { nextToken }) },
    );
    lines.push(...page.events.map(({ message }) => `${message}\n`));
    if (page.nextForwardToken === nextToken) return lines.join('');
    nextToken = page.nextForwardToken;
  }
}
