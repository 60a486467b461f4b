import { describe, expect, test } from 'vitest';
import { account, machineArn, type Account, type Execution } from '../orchestrators/step-functions/account.ts';
import {
  environment,
  serve,
  setEnvironment,
  type Answer,
  type Asked,
  type Served,
} from '../orchestrators/step-functions/server.ts';
import { job, Story } from '../orchestrators/step-functions/story.ts';
import { flowc, projectWith, type Ran } from './run.ts';

// trigger, status, stop and logs, against a server that answers as AWS does.

const flow = `import { FlowSpec, step, parameter } from 'flowc';

export class TrainFlow extends FlowSpec {
  learningRate = parameter.number({ default: 0.1, min: 0 });

  @step
  start() {
    this.next(this.end);
  }

  @step
  end() {}
}
`;

const call = (argv: readonly string[], with_: Parameters<typeof flowc>[2] = {}): Promise<Ran> =>
  flowc(projectWith({ 'train.ts': flow }), [...argv, '--target', 'step-functions'], { env: process.env, ...with_ });

const element = (frames: string, status: string): Execution => {
  const story = new Story()
    .entered('train')
    .scheduled('flowc-task', 'train', '--frames', frames)
    .submitted(`j${frames}`);
  const wrote = { container: { exitCode: 3, logStreamName: 's' } };
  if (status === 'FAILED') {
    story
      .failed(`j${frames}`, wrote)
      .scheduled('flowc-task', 'train', '--frames', frames)
      .submitted('again')
      .failed('again', wrote);
  } else if (status === 'SUCCEEDED') story.succeeded(`j${frames}`, wrote);
  return { status, events: story.events };
};

const failed: Account = {
  machines: {
    'train-flow': {
      flow: 'TrainFlow',
      runs: { r1: { status: 'FAILED', events: new Story().step('start', 's').map('train.each').events } },
    },
  },
  elements: { 'train.each': ['SUCCEEDED', 'FAILED', 'SUCCEEDED'].map((status, at) => element(String(at), status)) },
  logs: { '/aws/batch/job s': ['one', 'two'] },
};

const going = (status: string, story = new Story()): Account => ({
  machines: { 'train-flow': { runs: { r1: { status, events: story.events } } } },
});

/** An account that is another each time that somebody asks how far a run is. */
function inTurn(accounts: readonly Account[]): (asked: Asked) => Answer {
  let looks = 0;
  return (asked) => {
    if (asked.action === 'DescribeExecution') looks++;
    return account(accounts[Math.min(looks, accounts.length) - 1] ?? accounts[0] ?? {})(asked);
  };
}

const started = ({ asked }: Served): unknown => asked.find(({ action }) => action === 'StartExecution')?.input;

describe('flowc trigger', () => {
  test('begins an execution of the flow in a file, with what is given, and prints its name alone', async () => {
    const server = await serve(account(failed));
    const { code, out, err } = await call(['trigger', 'train.ts', '--learning-rate', '0.2']);
    expect(code).toBe(0);
    expect(out).toMatch(/^flowc__\d{8}-\d{6}-\w{4}\n$/);
    expect(started(server)).toEqual({
      stateMachineArn: machineArn('train-flow'),
      name: out.trim(),
      input: '{"learningRate":0.2}',
    });
    expect(err).toContain(`\`train-flow/${out.trim()}\` has begun in Step Functions at eu-central-1\n`);
    expect(err).toContain(`flowc status train-flow/${out.trim()} --target step-functions `);
  });

  test('refuses what there is nothing of, and begins nothing', async () => {
    const server = await serve(account(failed));
    expect(await call(['trigger', 'train.ts', '--unpause'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('Leave out `--unpause`'),
    });
    expect(await call(['trigger', 'trian-flow'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('has no state machine `trian-flow`; did you mean `train-flow`?'),
    });
    expect(started(server)).toBeUndefined();
  });

  test('waits for the end, and ends as the run did', async () => {
    let run = 'r1';
    const begun = new Story().entered('start').scheduled('flowc-task', 'start').submitted('a');
    const looks = inTurn([
      { ...going('RUNNING', begun), jobs: [job('a', { status: 'RUNNABLE' })] },
      going('FAILED', new Story().entered('start').scheduled('flowc-task', 'start').submitted('a').failed('a')),
    ]);
    // Whatever the run is called, it is the one of the account.
    await serve(({ input, ...asked }) => {
      if (asked.action === 'StartExecution') run = String(input['name']);
      return looks({ ...asked, input: JSON.parse(JSON.stringify(input).replaceAll(run, 'r1')) as typeof input });
    });
    const { code, out, err } = await call(['trigger', 'train.ts', '--wait']);
    expect([code, out]).toEqual([1, `${run}\n`]);
    expect(err).toContain('running: 1 runnable\n');
    expect(err).toContain('start/main failed after 1 attempt');
  });
});

describe('flowc status', () => {
  test('counts the tasks of steps, says which failed, why and what to do', async () => {
    await serve(account(failed));
    const { code, out } = await call(['status', 'TrainFlow/latest']);
    expect(code).toBe(1);
    expect(out).toContain('train-flow/r1  failed\n');
    expect(out).toMatch(/start +1 +succeeded +2026-11-21 /);
    expect(out).toMatch(/train +3 +2 succeeded, 1 failed +2026-11-21 /);
    expect(out).toContain('  `train/1`: Essential container in task exited, exit code 3\n');
    expect(out).toContain('train/1 failed after 2 attempts');
    expect(out).toContain('flowc logs train-flow/r1/train/1 --target step-functions');
    expect(out).toContain('flowc resume r1');
  });

  test('says on a terminal how many elements it has looked at where that takes long, and leaves nothing of it', async () => {
    const answers = account(failed);
    const late = (element: unknown): number =>
      /:[01]$/.test(String(element)) ? 300 * (1 + Number(String(element).at(-1))) : 0;
    await serve((asked) => ({ ...answers(asked), after: late(asked.input['executionArn']) }));
    const { err } = await call(['status', 'train-flow/r1'], { interactive: true });
    expect(err).toMatch(/looking at what the elements did: [12] of 3/);
    expect(err.endsWith('\r\x1b[2K')).toBe(true);
    expect((await call(['status', 'train-flow/r1'])).err).toBe('');
  });

  test('tells programs, and that there is no such run', async () => {
    await serve(account(failed));
    const { out } = await call(['status', 'train-flow/r1', '--reporter', 'json']);
    expect(JSON.parse(out).run).toMatchObject({
      workflow: 'train-flow',
      run: 'r1',
      state: 'failed',
      steps: [{ step: 'start' }, { step: 'train', tasks: 3, states: { succeeded: 2, failed: 1 } }],
      failed: [{ step: 'train', task: '1', attempts: 2 }],
    });
    const { code, err } = await call(['status', 'train-flow/zzz']);
    expect([code, err]).toEqual([1, expect.stringContaining('Its latest run is `train-flow/r1`')]);
  });

  test('cannot ask without a region', async () => {
    setEnvironment({ ...environment, AWS_REGION: '' });
    const { code, err } = await call(['status', 'latest']);
    expect([code, err]).toEqual([2, expect.stringContaining('it is not said in which region of AWS')]);
  });
});

describe('flowc logs --target', () => {
  test.each([
    [['train-flow/r1/train/0'], 'one\ntwo\n', ''],
    [
      ['TrainFlow/latest/train/1', '--tail', '2'],
      'two\nAWS Batch: Essential container in task exited, exit code 3\n',
      'this is `--attempt 1`, of 2 from 0 on\n',
    ],
    [
      ['latest/train', '--tail', '1', '--attempt', '0'],
      /^train\/0 │ two\ntrain\/1 │ AWS Batch: .*\ntrain\/2 │ two\n$/,
      '',
    ],
  ])('shows what AWS has: %j', async (argv, out, err) => {
    await serve(account(failed));
    const ran = await call(['logs', ...argv]);
    expect(ran).toMatchObject({ code: 0, err });
    expect(ran.out).toMatch(out instanceof RegExp ? out : new RegExp(`^${out}$`));
  });

  test('says that there is no such task', async () => {
    await serve(account(failed));
    const { code, err } = await call(['logs', 'train-flow/r1/train/7']);
    expect([code, err]).toEqual([1, expect.stringContaining('`train-flow/r1/train` has no task `7`')]);
  });
});

describe('flowc stop', () => {
  test('ends a run, once', async () => {
    const { asked } = await serve(account(going('RUNNING')));
    const { code, err } = await call(['stop', 'train-flow/r1']);
    expect([code, err]).toEqual([0, expect.stringContaining('`train-flow/r1` is stopped')]);
    expect(asked.at(-1)?.action).toBe('StopExecution');
    await serve(account(going('SUCCEEDED')));
    expect((await call(['stop', 'train-flow/r1'])).err).toContain('was over already');
  });
});
