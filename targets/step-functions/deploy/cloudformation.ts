import { printYaml } from '../../../src/compiler/emit/yaml.ts';
import { bytesOf } from '../layout.ts';
import { policy, trust, type Role } from './access.ts';
import type { JobDefinition } from './jobs.ts';
import { idsOf } from './ids.ts';
import { render, type Plain } from './render.ts';
import type { Stack } from './stack.ts';
import type { Rule, Schedule } from './starts.ts';
import { machineArn, roleArn, type Composed, type Data, type Reference, type RoleId, type Text } from './text.ts';

// A CloudFormation template that needs nothing beside it. The state machine is its own data there, and not a text: CloudFormation hands numbers on as such,
// https://github.com/aws-cloudformation/cfn-lint/issues/4075, and replaces nothing in it, since no DefinitionSubstitutions are named.

/** Lists that people write on one line. */
const inline = new Set(
  'Fn::GetAtt DependsOn PlatformCapabilities Service Action Resource s3:prefix Command ErrorEquals source detail-type status'.split(
    ' ',
  ),
);

const STATE_MACHINE = 'StateMachine';

const roleIds: Readonly<Record<RoleId, string>> = {
  machine: 'StateMachineRole',
  job: 'JobRole',
  execution: 'ExecutionRole',
  start: 'StartRole',
};

/** The state machine comes last, as it may be long. */
export function cloudFormation(stack: Stack): string {
  const ids = idsOf(stack, 'JobDefinition', pascal);
  const resources = [
    ...stack.jobDefinitions.map((definition) => [
      ids.get(definition.jobDefinitionName) ?? '',
      jobDefinition(definition),
    ]),
    ...stack.roles.map((role) => [roleIds[role.id], iamRole(role, stack)]),
    ...stack.schedules.map((one, at) => [at === 0 ? 'Schedule' : `Schedule${at + 1}`, schedule(one)]),
    ...stack.rules.map((one) => [one.id === 'event' ? 'EventRule' : 'FinishRule', rule(one, stack)]),
    [STATE_MACHINE, stateMachine(stack, [...ids.values()])],
  ];
  const template = {
    AWSTemplateFormatVersion: '2010-09-09',
    ...description(stack),
    Resources: Object.fromEntries(resources),
  };
  return printYaml(template, inline);
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-description-structure.html: at most 1,024 bytes. */
function description({ doc = '' }: Stack): { readonly Description?: string } {
  const [first = ''] = doc.split('\n\n');
  return first === '' || bytesOf(first) > 1024 ? {} : { Description: first };
}

const written = (data: Data): Plain => render(data, text);

function text(given: Text): Plain {
  if (typeof given === 'string') return given;
  const [only, ...more] = given.parts;
  if (typeof only === 'object' && more.length === 0) return reference(only);
  return composed(given);
}

/** Where `${` stands in the text itself, the parts are joined, in which nothing means anything. */
function composed({ parts }: Composed): Plain {
  const isPlain = parts.every((part) => typeof part === 'object' || !part.includes('${'));
  if (isPlain)
    return { 'Fn::Sub': parts.map((part) => (typeof part === 'string' ? part : `\${${nameOf(part)}}`)).join('') };
  return { 'Fn::Join': ['', parts.map((part) => (typeof part === 'string' ? part : reference(part)))] };
}

function reference(part: Reference): Plain {
  return part.kind === 'role-arn' ? { 'Fn::GetAtt': [roleIds[part.role], 'Arn'] } : { Ref: nameOf(part) };
}

function nameOf(part: Reference): string {
  switch (part.kind) {
    case 'partition':
      return 'AWS::Partition';
    case 'region':
      return 'AWS::Region';
    case 'account':
      return 'AWS::AccountId';
    case 'machine-arn':
      return STATE_MACHINE;
    case 'role-arn':
      return `${roleIds[part.role]}.Arn`;
  }
}

function stateMachine(stack: Stack, definitions: readonly string[]): Plain {
  return {
    Type: 'AWS::StepFunctions::StateMachine',
    // It names them by their names, not by what CloudFormation would follow.
    DependsOn: definitions,
    Properties: {
      StateMachineName: stack.name,
      StateMachineType: 'STANDARD',
      RoleArn: text(stack.machineRole),
      Definition: stack.machine as unknown as Plain,
      Tags: tagList(stack),
    },
  };
}

const tagList = ({ tags }: Stack): Plain => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** Runs under way go on with the revision that they know by name: it is the newest that counts, and none is taken away. */
function jobDefinition({ tags, ...definition }: JobDefinition): Plain {
  return {
    Type: 'AWS::Batch::JobDefinition',
    Properties: {
      ...(render(definition as unknown as Data, text, pascal) as Readonly<Record<string, Plain>>),
      ResourceRetentionPolicy: { SkipDeregisterOnUpdate: true },
      Tags: tags,
    },
  };
}

function iamRole(role: Role, stack: Stack): Plain {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: written(trust(role)),
      ...(role.managed.length === 0 ? {} : { ManagedPolicyArns: written(role.managed) }),
      ...(role.statements.length === 0
        ? {}
        : { Policies: [{ PolicyName: stack.name, PolicyDocument: written(policy(role.statements)) }] }),
      Tags: tagList(stack),
    },
  };
}

const target = (input: Plain): Readonly<Record<string, Plain>> => ({
  Arn: text(machineArn),
  RoleArn: text(roleArn('start')),
  ...(input as Readonly<Record<string, Plain>>),
});

const schedule = ({ name, expression, timezone }: Schedule): Plain => ({
  Type: 'AWS::Scheduler::Schedule',
  Properties: {
    Name: name,
    ScheduleExpression: expression,
    ScheduleExpressionTimezone: timezone,
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: target({ Input: '{}' }),
  },
});

function rule({ name, bus, pattern, paths, template }: Rule, stack: Stack): Plain {
  const input =
    paths === undefined ? { Input: template } : { InputTransformer: { InputPathsMap: paths, InputTemplate: template } };
  return {
    Type: 'AWS::Events::Rule',
    Properties: {
      Name: name,
      ...(bus === undefined ? {} : { EventBusName: bus }),
      EventPattern: written(pattern),
      Targets: [{ Id: 'run', ...target(input) }],
      Tags: tagList(stack),
    },
  };
}

/** `jobRoleArn` → `JobRoleArn`, `score-model` → `ScoreModel`. */
const pascal = (name: string): string =>
  name.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
