import { describe, expect, test } from 'vitest';
import { Composed, type Text } from '../../../../../targets/step-functions/deploy/text.ts';
import type { StepFunctionsOptions } from '../../../../../targets/step-functions/options.ts';
import { each, go, type FlowOptions, type Ways } from '../../flow.ts';
import { deployed } from './stack-of.ts';

const span = { file: 'flow.ts', start: 0, end: 0 };

/** With short words for what is known on deploying. */
const short = (text: Text): string =>
  typeof text === 'string'
    ? text
    : text.parts.map((part) => (typeof part === 'string' ? part : `<${part.kind}>`)).join('');

/** Actions and what they are granted for, one line a statement, by role. */
function rights(options: FlowOptions = {}, given: StepFunctionsOptions = {}, steps?: Readonly<Record<string, Ways>>) {
  const { roles } = deployed(options, given, steps).stack;
  return Object.fromEntries(
    roles.map(({ id, services, managed, statements }) => [
      id,
      [
        services.join(' '),
        ...managed.map(short),
        ...statements.map(({ Action, Resource }) => `${Action.join(' ')} → ${Resource.map(short).join(' ')}`),
      ],
    ]),
  );
}

const BATCH = 'arn:<partition>:batch:<region>:<account>:';
const STATES = 'arn:<partition>:states:<region>:<account>:';

const SUBMIT = `batch:SubmitJob → ${BATCH}job-definition/test-flow:* ${BATCH}job-queue/flows`;
const FOLLOW = [
  `batch:TerminateJob → ${BATCH}job/*`,
  'batch:DescribeJobs → *',
  'events:PutTargets events:PutRule events:DescribeRule → ' +
    'arn:<partition>:events:<region>:<account>:rule/StepFunctionsGetEventsForBatchJobsRule',
];

describe('roles', () => {
  test('of a line of steps submit its jobs, and let those use its datastore', () => {
    expect(rights()).toEqual({
      machine: ['states.amazonaws.com', SUBMIT, ...FOLLOW],
      job: [
        'ecs-tasks.amazonaws.com',
        's3:GetObject s3:PutObject s3:AbortMultipartUpload → arn:<partition>:s3:::bucket/a/*',
        's3:ListBucket → arn:<partition>:s3:::bucket',
      ],
    });
  });

  test('of a foreach read its list, and run its children', () => {
    const steps = { start: [each('body')], body: [go('join')], join: [go('end')], end: [] };
    expect(rights({ joins: ['join'] }, {}, steps)['machine']?.slice(5)).toEqual([
      's3:GetObject → arn:<partition>:s3:::bucket/a/runs/*',
      `states:StartExecution → ${STATES}stateMachine:test-flow`,
      `states:DescribeExecution states:StopExecution states:RedriveExecution → ${STATES}execution:test-flow:* ${STATES}execution:test-flow/*`,
    ]);
  });

  test('of a conditional read what was decided, and run no children', () => {
    const steps = { start: [go('a'), go('b')], a: [go('end')], b: [go('end')], end: [] };
    expect(rights({}, {}, steps)['machine']?.slice(5)).toEqual(['s3:GetObject → arn:<partition>:s3:::bucket/a/runs/*']);
  });

  test('of a flow that runs alone see which of its runs go on', () => {
    const settings = { schedule: { cron: '0 3 * * *', concurrency: 'forbid' as const, span } };
    expect(rights({ settings })['machine']?.at(-1)).toBe(`states:ListExecutions → ${STATES}stateMachine:test-flow`);
  });

  test('submit to every queue and with every definition of the flow', () => {
    const arn = 'arn:aws:batch:eu-central-1:123456789012:job-queue/gpu';
    const steps = { work: { image: 'other', batch: { queue: arn } } };
    expect(rights({ steps })['machine']?.[1]).toBe(
      `batch:SubmitJob → ${BATCH}job-definition/test-flow:* ${BATCH}job-definition/test-flow-work:* ${BATCH}job-queue/flows ${arn}`,
    );
  });

  test('have room for however many definitions', () => {
    const names = Array.from({ length: 60 }, (_, at) => `s${at}`);
    const line = ['start', ...names, 'end'];
    const steps = Object.fromEntries(
      line.map((name, at) => [name, line.slice(at + 1, at + 2).map((next) => go(next))]),
    );
    const images = Object.fromEntries(names.map((name) => [name, { image: `i:${name}` }]));
    expect(rights({ steps: images }, {}, steps)['machine']?.[1]).toBe(
      `batch:SubmitJob → ${BATCH}job-definition/test-flow:* ${BATCH}job-definition/test-flow-* ${BATCH}job-queue/flows`,
    );
  });

  test('start ECS tasks and read the secrets, each once, whether or not their six characters are known', () => {
    const arn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:b-a1b2c3';
    const steps = { start: { secrets: ['a'] }, work: { secrets: ['a', arn] } };
    const own = 'arn:<partition>:secretsmanager:<region>:<account>:secret:a';
    expect(rights({ steps })['execution']).toEqual([
      'ecs-tasks.amazonaws.com',
      'arn:<partition>:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy',
      `secretsmanager:GetSecretValue → ${own} ${own}-?????? ${arn} ${arn}-??????`,
    ]);
  });

  test('start runs for the clock and for events, and nothing else', () => {
    const schedule = { cron: '0 3 * * *', concurrency: 'allow' as const, span };
    const trigger = { event: 'e', parameters: [], span };
    const start = `states:StartExecution → ${STATES}stateMachine:test-flow`;
    expect(rights({ settings: { schedule, trigger } })['start']).toEqual([
      'scheduler.amazonaws.com events.amazonaws.com',
      start,
    ]);
    expect(rights({ settings: { trigger } })['start']).toEqual(['events.amazonaws.com', start]);
  });

  test('that are given are not written', () => {
    const arn = 'arn:aws:iam::123456789012:role/r';
    expect(rights({}, { stateMachineRole: arn, jobRole: arn })).toEqual({});
    expect(deployed({}, { stateMachineRole: arn }).stack.machineRole).toBe(arn);
  });

  test('let list only under the prefix, whose signs mean themselves', () => {
    const { roles } = deployed({}, { datastore: 's3://bucket/a*b?/${c}' }).stack;
    const job = roles.find(({ id }) => id === 'job');
    expect(job?.statements.map(({ Resource }) => Resource.map(short))).toEqual([
      ['arn:<partition>:s3:::bucket/a${*}b${?}/${$}{c}/*'],
      ['arn:<partition>:s3:::bucket'],
    ]);
    expect(job?.statements[1]?.Condition).toEqual({ StringLike: { 's3:prefix': ['a${*}b${?}/${$}{c}/*'] } });
    const whole = deployed({}, { datastore: 's3://bucket' }).stack.roles.find(({ id }) => id === 'job');
    expect(whole?.statements[1]).not.toHaveProperty('Condition');
  });

  test('are granted for everything only where AWS knows no less', () => {
    const steps = { start: [each('body')], body: [go('join')], join: [go('end')], end: [] };
    const { roles } = deployed({ joins: ['join'] }, { batchPlatform: 'fargate' }, steps).stack;
    const open = roles
      .flatMap(({ statements }) => statements)
      .filter(({ Resource }) => Resource.some((one) => one === '*'));
    expect(open.flatMap(({ Action }) => Action)).toEqual(['batch:DescribeJobs']);
    expect(roles.flatMap(({ statements }) => statements.flatMap(({ Action }) => Action)).join(' ')).not.toContain('*');
    for (const { Resource } of roles.flatMap(({ statements }) => statements))
      expect(Resource.every((one) => one === '*' || one instanceof Composed)).toBe(true);
  });
});
