import { describe, expect, test } from 'vitest';
import { localArn, roleArn } from '../../../../../targets/step-functions/deploy/text.ts';
import { flow, go, type FlowOptions } from '../../flow.ts';
import { jobsOf } from '../../../../../targets/step-functions/deploy/jobs.ts';
import type { StepFunctionsOptions } from '../../../../../targets/step-functions/options.ts';
import { DEFAULTS } from './stack-of.ts';

const jobs = (options: FlowOptions = {}, given: StepFunctionsOptions = {}) =>
  jobsOf(flow({ start: [go('work')], work: [go('end')], end: [] }, options), { ...DEFAULTS, ...given }, 'test-flow');

const containerOf = (options: FlowOptions = {}, given: StepFunctionsOptions = {}) => {
  const { definitions, definition } = jobs(options, given);
  const found = definitions.find(({ jobDefinitionName }) => jobDefinitionName === definition('work'));
  if (found === undefined) throw new Error('no job definition of `work`');
  return found.containerProperties;
};

describe('job definitions', () => {
  test('are one where all steps ask for the same, called like the flow', () => {
    const { definitions, definition } = jobs({ exitHandlers: [{ name: 'tell', when: 'always' }] });
    expect(definitions.map(({ jobDefinitionName }) => jobDefinitionName)).toEqual(['test-flow']);
    expect(['start', 'work', 'end', 'tell'].map(definition)).toEqual(Array.from({ length: 4 }, () => 'test-flow'));
  });

  test('are another for what asks for other things, called by its first step', () => {
    const steps = { start: { resources: { cpu: '4' } }, work: { resources: { cpu: '4.0' } } };
    const { definitions, definition } = jobs({ steps, exitHandlers: [{ name: 'tellAll', when: 'always' }] });
    expect(definitions.map(({ jobDefinitionName }) => jobDefinitionName)).toEqual(['test-flow', 'test-flow-end']);
    expect([definition('work'), definition('tellAll')]).toEqual(['test-flow', 'test-flow-end']);
  });

  test('have names of their own where those of steps are alike', () => {
    const steps = { work: { image: 'a' }, WORK: { image: 'b' } };
    const graph = flow({ start: [go('work')], work: [go('WORK')], WORK: [go('end')], end: [] }, { steps });
    const names = jobsOf(graph, DEFAULTS, 'f').definitions.map(({ jobDefinitionName }) => jobDefinitionName);
    expect(new Set(names).size).toBe(3);
    for (const name of names) expect(name).toMatch(/^f(?:-work-[0-9a-f]{8})?$/);
  });

  test('say nothing of the code, the variables or the retries of a step, which the state machine says', () => {
    const work = { environment: { A: 'b' }, retry: { times: 2, delay: 1, backoff: 1, on: 'any' as const }, timeout: 9 };
    expect(jobs({ steps: { work } }, { code: { delivery: 'datastore', id: 'c' } }).definitions).toHaveLength(1);
  });

  test('on EC2 have whole cores, GPUs and shared memory', () => {
    const work = { resources: { cpu: '500m', memory: '1Gi', gpu: 2, sharedMemory: '1G' } };
    expect(containerOf({ steps: { work } })).toMatchObject({
      resourceRequirements: [
        { type: 'VCPU', value: '1' },
        { type: 'MEMORY', value: '1024' },
        { type: 'GPU', value: '2' },
      ],
      linuxParameters: { sharedMemorySize: 954 },
    });
  });

  test('on Fargate have a size that there is, a disk, an address and an execution role', () => {
    const container = containerOf({ steps: { work: { resources: { disk: '100Gi' } } } }, { batchPlatform: 'fargate' });
    expect(container).toMatchObject({
      resourceRequirements: [
        { type: 'VCPU', value: '1' },
        { type: 'MEMORY', value: '2048' },
      ],
      ephemeralStorage: { sizeInGiB: 100 },
      networkConfiguration: { assignPublicIp: 'ENABLED' },
      executionRoleArn: roleArn('execution'),
    });
  });

  test('have the roles of `@batch`, else those of the configuration, else those that flowc writes', () => {
    const ours = containerOf();
    expect(ours.jobRoleArn).toEqual(roleArn('job'));
    expect(ours.executionRoleArn).toBeUndefined();
    const given = { jobRole: 'arn:job', executionRole: 'arn:execution' };
    expect(containerOf({}, given)).toMatchObject({ jobRoleArn: 'arn:job', executionRoleArn: 'arn:execution' });
    const work = { batch: { jobRole: 'arn:own', executionRole: 'arn:too' } };
    expect(containerOf({ steps: { work } }, given)).toMatchObject({
      jobRoleArn: 'arn:own',
      executionRoleArn: 'arn:too',
    });
  });

  test('have only roles that are there, where flowc writes none', () => {
    expect(containerOf({}, { format: 'asl' }).jobRoleArn).toBeUndefined();
  });

  test('have secrets by their ARNs, whole or a key of them, and a role that reads them', () => {
    const arn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:prod/b-a1b2c3';
    const work = { secrets: ['db', 'db/password', `PGUSER=${arn}:user`, arn] };
    const { secrets, executionRoleArn } = containerOf({ steps: { work } });
    expect(secrets).toEqual([
      { name: 'FLOWC_SECRET_0', valueFrom: localArn('secretsmanager', 'secret:db') },
      { name: 'password', valueFrom: localArn('secretsmanager', 'secret:db:password::') },
      { name: 'PGUSER', valueFrom: `${arn}:user::` },
      { name: 'FLOWC_SECRET_3', valueFrom: arn },
    ]);
    expect(executionRoleArn).toEqual(roleArn('execution'));
  });

  test('wait in the queue of `@batch`, else in that of the configuration', () => {
    const { queue } = jobs({ steps: { work: { batch: { queue: 'gpu' } } } });
    expect(['start', 'work'].map(queue)).toEqual(['flows', 'gpu']);
  });
});
