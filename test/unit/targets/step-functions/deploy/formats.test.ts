import fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import type { StepFunctionsOptions } from '../../../../../targets/step-functions/options.ts';
import { each, go, type FlowOptions } from '../../flow.ts';
import { hostileTexts, readCloudFormation, readPolicyText, readTerraform } from './hostile.ts';
import { deployed, DEFAULTS } from './stack-of.ts';
import { resources, type Arguments } from './terraform-provider.ts';

const span = { file: 'flow.ts', start: 0, end: 0 };

const STEPS = { start: [each('work')], work: [go('join')], join: [go('end')], end: [] };

/** What a reader gets of each format, at paths that are called alike. */
function read(options: FlowOptions, given: StepFunctionsOptions = {}) {
  const files = (format: NonNullable<StepFunctionsOptions['format']>) =>
    Object.values(deployed({ joins: ['join'], ...options }, { ...given, format }, STEPS).files);
  const [template = ''] = files('cloudformation');
  const [main = '', machine = ''] = files('terraform-json');
  const { Resources } = readCloudFormation(template) as Template;
  const { resource } = readTerraform(main, machine) as unknown as Module;
  const inTerraform = {
    machine: JSON.parse(resource.aws_sfn_state_machine.this.definition),
    container: JSON.parse(resource.aws_batch_job_definition.this.container_properties),
    pattern: JSON.parse(resource.aws_cloudwatch_event_rule?.event.event_pattern ?? 'null'),
    policies: Object.values(resource.aws_iam_role_policy).map(({ policy }) => JSON.parse(policy)),
  };
  const { StateMachine, JobDefinition, EventRule, ...others } = Resources;
  const inCloudFormation = {
    machine: StateMachine?.Properties['Definition'],
    container: lowered(JobDefinition?.Properties['ContainerProperties']),
    pattern: EventRule?.Properties['EventPattern'] ?? null,
    policies: Object.values(others).flatMap(({ Properties }) =>
      ((Properties['Policies'] ?? []) as readonly { readonly PolicyDocument: unknown }[]).map(
        (one) => one.PolicyDocument,
      ),
    ),
  };
  return { inTerraform, inCloudFormation };
}

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Properties: Readonly<Record<string, unknown>> }>>;
}

interface Module {
  readonly resource: {
    readonly aws_sfn_state_machine: { readonly this: { readonly definition: string } };
    readonly aws_batch_job_definition: { readonly this: { readonly container_properties: string } };
    readonly aws_cloudwatch_event_rule?: { readonly event: { readonly event_pattern: string } };
    readonly aws_iam_role_policy: Readonly<Record<string, { readonly policy: string }>>;
  };
}

/** `JobRoleArn` → `jobRoleArn`. */
function lowered(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(
          Object.entries(inner).map(([key, one]) => [`${key.charAt(0).toLowerCase()}${key.slice(1)}`, one]),
        )
      : inner,
  );
}

const roles = /<(?:aws_iam_role\.job\.arn|JobRole\.Arn)>/g;
const alike = (value: unknown): unknown => JSON.parse(JSON.stringify(value).replace(roles, '<job>'));

describe('a template and a module', () => {
  test('say the same', () => {
    const trigger = { event: 'a/b', parameters: [], span };
    const { inTerraform, inCloudFormation } = read({ settings: { trigger } });
    expect(alike(inTerraform)).toEqual(alike(inCloudFormation));
    expect(JSON.stringify(inTerraform)).toContain('"arn:aws:batch:eu-central-1:123456789012:job-queue/flows"');
  });

  test('have every text as it is, and take none for what is evaluated', () => {
    fc.assert(
      fc.property(hostileTexts, (text) => {
        const trigger = { event: `${text.replaceAll('/', '')}/${text}`, parameters: [], span };
        const steps = { work: { environment: { TEXT: text } } };
        const { inTerraform, inCloudFormation } = read(
          { doc: text, settings: { trigger }, steps },
          { ...DEFAULTS, datastore: `s3://bucket/${text}` },
        );
        for (const { machine, container, pattern, policies } of [inTerraform, inCloudFormation]) {
          expect(machine).toMatchObject({ Comment: text });
          expect(valuesIn(machine)).toContain(text);
          expect(container).toMatchObject({ environment: [{}, { value: `s3://bucket/${text}` }] });
          expect(pattern).toEqual({ source: [text.replaceAll('/', '')], 'detail-type': [text] });
          const resources = valuesIn(policies).filter((one) => one.startsWith('arn:aws:s3:::bucket/'));
          expect(resources.map(readPolicyText)).toEqual([
            `arn:aws:s3:::bucket/${text}/runs/*`,
            `arn:aws:s3:::bucket/${text}/*`,
          ]);
        }
      }),
      { numRuns: 40 },
    );
  });
});

function valuesIn(value: unknown): readonly string[] {
  const found: string[] = [];
  JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner === 'string') found.push(inner);
    return inner;
  });
  return found;
}

describe('a template', () => {
  const template = (options: FlowOptions = {}, given: StepFunctionsOptions = {}) =>
    load(deployed(options, given).files['test-flow/template.yaml'] ?? '') as Template & {
      readonly Description?: string;
    };

  test('makes job definitions before the machine that names them', () => {
    const { Resources } = template({ steps: { work: { image: 'b' } } });
    expect(Resources['StateMachine']).toMatchObject({ DependsOn: ['JobDefinition', 'JobDefinitionWork'] });
    expect(Object.keys(Resources).at(-1)).toBe('StateMachine');
  });

  test('has another name for each job definition', () => {
    const steps = { start: [go('a1b')], a1b: [go('a_1b')], a_1b: [go('end')], end: [] };
    const settings = { a1b: { image: 'a' }, a_1b: { image: 'b' } };
    const { files } = deployed({ steps: settings }, {}, steps);
    const { Resources } = load(files['test-flow/template.yaml'] ?? '') as Template;
    const definitions = Object.keys(Resources).filter((id) => id.startsWith('JobDefinition'));
    expect(definitions).toHaveLength(3);
    for (const id of definitions) expect(id).toMatch(/^[A-Za-z0-9]+$/);
  });

  test('is described by the first paragraph of the flow, where CloudFormation takes it', () => {
    expect(template({ doc: 'Trains.\n\nEvery night.' }).Description).toBe('Trains.');
    expect(template({ doc: 'é'.repeat(513) })).not.toHaveProperty('Description');
  });
});

describe('a module', () => {
  const schedule = { cron: '0 3 1 * 1', concurrency: 'allow' as const, span };
  const trigger = { event: 'e', parameters: [{ field: 'a', parameter: 'p' }], span };
  const parameters = [{ kind: 'string' as const, name: 'p', default: '', required: true, span }];
  const { files } = deployed(
    {
      parameters,
      settings: { schedule, trigger, triggerOnFinish: { flows: ['F'], span }, tags: ['a'] },
      steps: { work: { secrets: ['db'] } },
    },
    { format: 'terraform-json', eventBus: 'b', batchPlatform: 'fargate' },
  );
  const text = files['test-flow/main.tf.json'] ?? '';
  const { resource: written } = JSON.parse(text) as Written;

  interface Written {
    readonly resource: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  }

  test('has every kind of resource, with arguments that the provider takes, and all that it wants', () => {
    expect(Object.keys(written).toSorted()).toEqual(Object.keys(resources).toSorted());
    for (const [type, all] of Object.entries(written))
      for (const block of Object.values(all)) checkArguments(type, resources[type], block);
  });

  test('names only what is in it', () => {
    const names = Object.entries(written).flatMap(([type, all]) => Object.keys(all).map((id) => `${type}.${id}`));
    const named = [...text.matchAll(/\b(aws_\w+\.\w+)(?=[."])/g)].map(([, name]) => name);
    const data = ['aws_partition.current', 'aws_region.current', 'aws_caller_identity.current'];
    expect(named.filter((name = '') => !names.includes(name) && !data.includes(name))).toEqual([]);
    for (const [, group, id] of text.matchAll(/local\.(\w+)\.(\w+)/g))
      expect(JSON.parse(text)).toHaveProperty(['locals', group ?? '', id ?? '']);
  });
});

function checkArguments(where: string, takes: Arguments | undefined, block: Readonly<Record<string, unknown>>): void {
  const { known = '', required = '', blocks = {} } = takes ?? {};
  const given = Object.keys(block).filter((name) => name !== 'depends_on');
  expect(known.split(' '), where).toEqual(expect.arrayContaining(given));
  expect(given, where).toEqual(expect.arrayContaining(required.split(' ').filter(Boolean)));
  for (const [name, inner] of Object.entries(blocks))
    if (name in block) checkArguments(`${where}.${name}`, inner, block[name] as Readonly<Record<string, unknown>>);
}

describe('bare definitions', () => {
  test('are a machine, and a file for each job definition as the API takes it', () => {
    const { files } = deployed({ steps: { work: { image: 'b' } } }, { format: 'asl' });
    expect(Object.keys(files)).toEqual([
      'test-flow/state-machine.asl.json',
      'test-flow/test-flow.job-definition.yaml',
      'test-flow/test-flow-work.job-definition.yaml',
    ]);
    expect(load(files['test-flow/test-flow-work.job-definition.yaml'] ?? '')).toMatchObject({
      jobDefinitionName: 'test-flow-work',
      type: 'container',
      containerProperties: { image: 'b' },
    });
  });
});
