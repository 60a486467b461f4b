import { describe, expect, test } from 'vitest';
import { NotFound } from '../../../../src/client/errors.ts';
import { findRun } from '../../../../src/orchestrators/find.ts';
import { account, executionArn, machineArn, type Account } from './account.ts';
import { open, refusal, serve, type Answer, type Asked } from './server.ts';
import { job, Story } from './story.ts';

const name = { workflow: 'train-flow', run: 'r' };

const runs = {
  'flowc__20261121-031502-k3f9': { started: '2026-11-21T03:15:02Z' },
  'flowc__20261120-031502-abcd': { started: '2026-11-20T03:15:02Z' },
};

const machines = {
  'demo-train-flow': { flow: 'TrainFlow', runs: {} },
  'eval-flow': { runs: { other: { started: '2026-11-22T00:00:00Z' } } },
  'train-flow': { runs },
  'train-flow-of-others': { flow: 'Another' },
};

const actions = (asked: readonly Asked[]): readonly string[] => asked.map(({ action }) => action);

/** As an account does, but for one action. */
const but =
  (action: string, answer: Answer, of: Account = { machines }) =>
  (asked: Asked): Answer =>
    asked.action === action ? answer : account(of)(asked);

describe('a word for a state machine', () => {
  test.each([
    ['train-flow', ['train-flow']],
    ['TrainFlow', ['demo-train-flow']],
    ['EvalFlow', ['eval-flow']],
    ['evalFlow', ['eval-flow']],
    ['Flow', ['eval-flow', 'train-flow']],
    ['Another', []],
    ['ü', []],
    [machineArn('train-flow'), ['train-flow']],
    [machineArn('none'), []],
    [executionArn('train-flow', 'r'), []],
  ])('%s', async (word, found) => {
    await serve(account({ machines, page: 2 }));
    expect(await (await open()).workflowsNamed(word)).toEqual(found);
  });

  test('is taken by its name where nobody may read tags', async () => {
    await serve(but('ListTagsForResource', refusal('AccessDeniedException')));
    expect(await (await open()).workflowsNamed('TrainFlow')).toEqual(['demo-train-flow', 'train-flow']);
  });

  test('finds one whose name was too long for the flow’s', async () => {
    const flow = `Train${'VeryLong'.repeat(12)}Flow`;
    await serve(account({ machines: { [`train${'-very-long'.repeat(6)}-very-1a2b3c4d`]: { flow } } }));
    expect(await (await open()).workflowsNamed(flow)).toHaveLength(1);
  });

  test('is not asked in another region than that of its ARN', async () => {
    await serve(account({ machines }));
    const arn = machineArn('train-flow').replace('eu-central-1', 'eu-west-1');
    await expect((await open()).workflowsNamed(arn)).rejects.toThrow('is in eu-west-1, and eu-central-1 is asked');
  });

  test('that is an ARN needs no list', async () => {
    const { asked } = await serve(account({ machines }));
    const { run } = await findRun(await open(), `${machineArn('train-flow')}/latest`);
    expect(run).toEqual({ workflow: 'train-flow', run: 'flowc__20261121-031502-k3f9' });
    expect(actions(asked)).toEqual(['DescribeStateMachine', 'ListExecutions']);
  });
});

describe('a word for a run', () => {
  test.each([
    ['train-flow/latest', 'train-flow/flowc__20261121-031502-k3f9'],
    ['train-flow/k3f9', 'train-flow/flowc__20261121-031502-k3f9'],
    ['train-flow/flowc__20261120', 'train-flow/flowc__20261120-031502-abcd'],
    ['train-flow/flowc__20261120-031502-abcd', 'train-flow/flowc__20261120-031502-abcd'],
    // As the datastore has it.
    ['train-flow/flowc__20261121-031502-k3f9-2026-11-21', 'train-flow/flowc__20261121-031502-k3f9'],
    ['latest', 'eval-flow/other'],
    ['abcd', 'train-flow/flowc__20261120-031502-abcd'],
    [executionArn('eval-flow', 'other'), 'eval-flow/other'],
  ])('%s', async (word, found) => {
    await serve(account({ machines, page: 1 }));
    const { run } = await findRun(await open(), word);
    expect(`${run.workflow}/${run.run}`).toBe(found);
  });

  test.each([
    ['train-flow/flowc', '`flowc` could be 2 runs'],
    ['train-flow/none', '`train-flow` has no run `none`'],
    ['eval-flow', '`eval-flow` names a workflow and no run of it'],
    ['none', 'Step Functions at eu-central-1 has no workflow or run `none`'],
    ['demo-train-flow/latest', '`demo-train-flow` has no run yet'],
    [executionArn('train-flow', 'none'), 'has no workflow or run'],
  ])('%s is none', async (word, says) => {
    await serve(account({ machines }));
    await expect(findRun(await open(), word)).rejects.toThrow(says);
  });

  test('needs no list where it is the whole name', async () => {
    const { asked } = await serve(but('ListExecutions', refusal('AccessDeniedException')));
    const { run } = await findRun(await open(), `train-flow/${Object.keys(runs)[0]}`);
    expect(run.workflow).toBe('train-flow');
    expect(actions(asked)).toEqual(['ListStateMachines', 'DescribeExecution']);
  });

  test('is not looked for in every state machine of a big account', async () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`m${at}`, {}]));
    const { asked } = await serve(account({ machines: many }));
    await expect(findRun(await open(), 'latest')).rejects.toThrow('60 state machines, too many to look for `latest`');
    expect(actions(asked)).toEqual(['ListStateMachines']);
  });
});

describe('trigger', () => {
  const request = { ...name, parameters: { rate: 0.2, tags: ['a'] }, unpause: false };

  test('starts an execution of this name, with parameters by name', async () => {
    const { asked } = await serve(account({ machines }));
    await (await open()).trigger(request);
    expect(asked.at(-1)).toMatchObject({
      action: 'StartExecution',
      input: { stateMachineArn: machineArn('train-flow'), name: 'r', input: '{"rate":0.2,"tags":["a"]}' },
    });
  });

  test('is done where the request was answered before, and the answer was lost', async () => {
    await serve(but('StartExecution', refusal('ExecutionAlreadyExists', 'Execution Already Exists')));
    await expect((await open()).trigger(request)).resolves.toBeUndefined();
  });

  test('takes an ARN, with a version or an alias too', async () => {
    const { asked } = await serve(account({ machines }));
    const arn = `${machineArn('train-flow')}:PROD`;
    await (await open()).trigger({ ...request, workflow: arn });
    expect(asked).toMatchObject([{ action: 'StartExecution', input: { stateMachineArn: arn } }]);
    expect((await (await open()).runsNamed('latest', arn))[0]?.run).toBe('flowc__20261121-031502-k3f9');
  });

  test('says what there is where there is no such state machine', async () => {
    await serve(account({ machines }));
    const trian = { ...request, workflow: 'trian-flow' };
    const error: unknown = await (await open()).trigger(trian).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(NotFound);
    expect(error).toMatchObject({
      message: 'Step Functions in eu-central-1 has no state machine `trian-flow`',
      known: Object.keys(machines),
    });
    await serve(but('StartExecution', refusal('StateMachineDoesNotExist')));
    await expect((await open()).trigger(request)).rejects.toThrow(NotFound);
  });

  test('has nothing to unpause, and starts nothing then', async () => {
    const { asked } = await serve(account({ machines }));
    await expect((await open()).trigger({ ...request, unpause: true })).rejects.toThrow('pauses no state machine');
    expect(asked).toEqual([]);
  });

  test('says why AWS does not begin it', async () => {
    await serve(but('StartExecution', refusal('InvalidExecutionInput', 'Invalid State Machine Execution Input')));
    await expect((await open()).trigger(request)).rejects.toThrow(
      'Step Functions in eu-central-1 refuses what it was asked for (states:StartExecution): Invalid State Machine Execution Input',
    );
  });
});

describe('stop', () => {
  test.each([
    ['RUNNING', true],
    ['SUCCEEDED', false],
    ['ABORTED', false],
  ])('of a run that is %s: %s', async (status, stopped) => {
    const { asked } = await serve(account({ machines: { 'train-flow': { runs: { r: { status } } } } }));
    expect(await (await open()).stop(name)).toBe(stopped);
    const stops = asked.filter(({ action }) => action === 'StopExecution');
    expect(stops.map(({ input }) => input)).toEqual(
      stopped ? [{ executionArn: executionArn('train-flow', 'r'), error: 'Stopped', cause: 'by `flowc stop`' }] : [],
    );
  });
});

describe('a log', () => {
  const lines = async (story: Story, more: Account = {}, number = 0): Promise<readonly string[]> => {
    const run = { status: 'RUNNING', events: story.events };
    await serve(account({ machines: { 'train-flow': { runs: { r: run } } }, ...more }));
    const orchestrator = await open();
    const { tasks } = await orchestrator.status(name);
    const [task] = tasks;
    return task === undefined ? [] : orchestrator.log(name, task, number);
  };

  const started = (): Story => new Story().entered('start').scheduled('flowc-task', 'start').submitted('a');
  const written = { container: { logStreamName: 's1' } };
  const logs = {
    '/aws/batch/job s1': ['one', 'two\nlines', 'three'],
    '/aws/batch/job s2': ['four'],
    '/mine s1': ['my own'],
  };

  test.each([1000, 2])('is what the container wrote, of pages of %i', async (page) => {
    expect(await lines(started().succeeded('a', written), { logs, page })).toEqual(['one', 'two', 'lines', 'three']);
  });

  test('of a job that goes on is where Batch says', async () => {
    expect(await lines(started(), { logs, jobs: [job('a', { status: 'RUNNING', ...written })] })).toHaveLength(4);
  });

  test('is in the group that the job definition names', async () => {
    const logConfiguration = { logDriver: 'awslogs', options: { 'awslogs-group': '/mine' } };
    const mine = { container: { ...written.container, logConfiguration } };
    expect(await lines(started().succeeded('a', mine), { logs })).toEqual(['my own']);
  });

  test('of a job that Batch began again is that of each container, and why it failed', async () => {
    const attempts = [{ container: { logStreamName: 's2' }, statusReason: 'Host EC2 terminated' }, written];
    const story = started().failed('a', { attempts, container: { logStreamName: 's1', exitCode: 1 } });
    expect(await lines(story, { logs })).toEqual(['four', 'AWS Batch: Host EC2 terminated']);
    expect((await lines(story, { logs }, 1)).slice(2)).toEqual([
      'lines',
      'three',
      'AWS Batch: Essential container in task exited, exit code 1',
    ]);
    // The second runs.
    const jobs = [job('a', { status: 'RUNNING', attempts: attempts.slice(0, 1), ...written })];
    expect(await lines(started(), { logs, jobs }, 1)).toHaveLength(4);
  });

  test('says why there is none', async () => {
    const reason = 'CannotPullContainerError: no such image';
    expect(await lines(started().failed('a', { statusReason: reason, ...written }))).toEqual([`AWS Batch: ${reason}`]);
    const refused = new Story()
      .entered('start')
      .scheduled('flowc-task', 'start')
      .refused('Batch.ClientException', 'no queue');
    expect(await lines(refused)).toEqual(['Step Functions: Batch.ClientException: no queue']);
    const elsewhere = { container: { logConfiguration: { logDriver: 'splunk' } } };
    expect(await lines(started().succeeded('a', elsewhere))).toEqual([
      'its log is not in CloudWatch: the job definition gives it to `splunk`',
    ]);
    expect(await lines(started())).toEqual([]);
  });

  test('is that of an attempt', async () => {
    const story = started()
      .failed('a', written)
      .scheduled('flowc-task', 'start')
      .submitted('b')
      .failed('b', { container: { logStreamName: 's2' } });
    expect((await lines(story, { logs }, 0))[0]).toBe('one');
    expect((await lines(story, { logs }, 1))[0]).toBe('four');
    await expect(lines(story, { logs }, 2)).rejects.toThrow('`train-flow/r/start/main` has no attempt 2');
  });

  test('is read on where it was left', async () => {
    const growing = ['one'];
    const run = { status: 'RUNNING', events: started().events };
    const jobs = [job('a', { status: 'RUNNING', ...written })];
    const account_ = account({
      machines: { 'train-flow': { runs: { r: run } } },
      jobs,
      logs: { '/aws/batch/job s1': growing },
    });
    const { asked } = await serve(account_);
    const orchestrator = await open();
    const [task] = (await orchestrator.status(name)).tasks;
    expect(task && (await orchestrator.log(name, task, 0))).toEqual(['one']);
    growing.push('two');
    expect(task && (await orchestrator.log(name, task, 0))).toEqual(['one', 'two']);
    expect(asked.filter(({ action }) => action === 'GetLogEvents').map(({ input }) => input['nextToken'])).toEqual([
      undefined,
      'f/1',
      'f/1',
      'f/2',
    ]);
  });
});
