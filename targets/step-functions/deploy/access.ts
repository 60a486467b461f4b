import type { StepFunctionsOptions } from '../options.ts';
import type { Bucket } from '../tasks.ts';
import type { JobDefinition } from './jobs.ts';
import { secretResources } from './secrets.ts';
import { accountId, Composed, globalArn, localArn, type Data, type RoleId, type Text } from './text.ts';
import type { Uses } from './uses.ts';

// Roles with just the rights that those need who have them. Where a service lets an action be granted for no single resource, it stands alone and says why.

export interface Role {
  readonly id: RoleId;
  /** What may act as it. */
  readonly services: readonly string[];
  /** ARNs of policies of AWS's own. */
  readonly managed: readonly Text[];
  readonly statements: readonly Statement[];
}

export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly Text[];
  readonly Condition?: Data;
}

/** A policy as IAM reads it. */
export const policy = (statements: readonly Statement[]): Data => ({
  Version: '2012-10-17',
  Statement: statements as unknown as readonly Data[],
});

/** Who may act as a role: services on behalf of this account alone, https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html */
export const trust = ({ services }: Role): Data => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: services },
      Action: ['sts:AssumeRole'],
      Condition: { StringEquals: { 'aws:SourceAccount': accountId } },
    },
  ],
});

export interface Deployed {
  readonly name: string;
  readonly options: StepFunctionsOptions;
  readonly store: Bucket;
  readonly definitions: readonly JobDefinition[];
  readonly uses: Uses;
  /** Names or ARNs of secrets that ECS reads by the role that is written. */
  readonly secrets: readonly string[];
  /** What starts runs by itself. */
  readonly starters: readonly string[];
}

/** The roles that a flow's objects name and nobody has given. */
export function rolesOf(deployed: Deployed): readonly Role[] {
  const { options, definitions, starters } = deployed;
  const named = new Set(
    definitions.flatMap(({ containerProperties: { jobRoleArn, executionRoleArn } }) =>
      [jobRoleArn, executionRoleArn].flatMap(roleIn),
    ),
  );
  return [
    ...(options.stateMachineRole === undefined ? [machineRole(deployed)] : []),
    ...(named.has('job') ? [jobRole(deployed)] : []),
    ...(named.has('execution') ? [executionRole(deployed)] : []),
    ...(starters.length === 0 ? [] : [startRole(deployed)]),
  ];
}

function roleIn(text: Text | undefined): readonly RoleId[] {
  if (!(text instanceof Composed)) return [];
  return text.parts.flatMap((part) => (typeof part === 'object' && part.kind === 'role-arn' ? [part.role] : []));
}

const allow = (Sid: string, Action: readonly string[], ...Resource: readonly Text[]): Statement => ({
  Sid,
  Effect: 'Allow',
  Action,
  Resource,
});

/** https://docs.aws.amazon.com/step-functions/latest/dg/batch-iam.html, with resources where Batch knows them. */
function machineRole({ name, definitions, uses, store }: Deployed): Role {
  return {
    id: 'machine',
    services: ['states.amazonaws.com'],
    managed: [],
    statements: [
      allow(
        'SubmitJobs',
        ['batch:SubmitJob'],
        // Asked for with its revision, also where none is named: https://docs.aws.amazon.com/batch/latest/userguide/iam-example-restrict-job-submission.html
        ...definitionsOf(name, definitions).map((definition) => localArn('batch', `job-definition/${definition}`)),
        ...uses.queues.map((queue) => (queue.startsWith('arn:') ? queue : localArn('batch', `job-queue/${queue}`))),
      ),
      allow('EndJobs', ['batch:TerminateJob'], localArn('batch', 'job/*')),
      // Batch lets nobody see some jobs only.
      allow('SeeJobs', ['batch:DescribeJobs'], '*'),
      // By this rule of its own, Step Functions hears that a job has ended.
      allow(
        'AwaitJobs',
        ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
        localArn('events', 'rule/StepFunctionsGetEventsForBatchJobsRule'),
      ),
      ...(uses.readsStore ? [allow('ReadControl', ['s3:GetObject'], objects(store, 'runs/*'))] : []),
      ...(uses.listsRuns
        ? [allow('SeeRuns', ['states:ListExecutions'], localArn('states', `stateMachine:${name}`))]
        : []),
      ...(uses.distributed ? children(name) : []),
    ],
  };
}

/** All policies of a role have 10,240 characters together: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MOST_DEFINITIONS = 30;

/** Where they are many, all whose names begin with the flow's, as those of all do. */
function definitionsOf(name: string, definitions: readonly JobDefinition[]): readonly string[] {
  if (definitions.length > MOST_DEFINITIONS) return [`${name}:*`, `${name}-*`];
  return definitions.map(({ jobDefinitionName }) => `${jobDefinitionName}:*`);
}

/** What runs the children of a foreach: https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html */
const children = (name: string): readonly Statement[] => [
  allow('StartChildren', ['states:StartExecution'], localArn('states', `stateMachine:${name}`)),
  allow(
    'FollowChildren',
    ['states:DescribeExecution', 'states:StopExecution', 'states:RedriveExecution'],
    localArn('states', `execution:${name}:*`),
    localArn('states', `execution:${name}/*`),
  ),
];

/** What a task does in the datastore, docs/datastore.md; what is not there it only sees as such where it may list. */
function jobRole({ store }: Deployed): Role {
  const { bucket, prefix } = store;
  const list = allow('FindArtifacts', ['s3:ListBucket'], globalArn(`s3:::${bucket}`));
  return {
    id: 'job',
    services: ['ecs-tasks.amazonaws.com'],
    managed: [],
    statements: [
      allow('PassArtifacts', ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload'], objects(store, '*')),
      prefix === '' ? list : { ...list, Condition: { StringLike: { 's3:prefix': [`${literal(prefix)}*`] } } },
    ],
  };
}

/** https://docs.aws.amazon.com/batch/latest/userguide/execution-IAM-role.html */
function executionRole({ secrets }: Deployed): Role {
  const resources = [...new Set(secrets)].flatMap(secretResources);
  return {
    id: 'execution',
    services: ['ecs-tasks.amazonaws.com'],
    managed: [globalArn('iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy')],
    statements: resources.length === 0 ? [] : [allow('ReadSecrets', ['secretsmanager:GetSecretValue'], ...resources)],
  };
}

/** Of whatever starts runs by itself. */
const startRole = ({ name, starters }: Deployed): Role => ({
  id: 'start',
  services: starters,
  managed: [],
  statements: [allow('StartRuns', ['states:StartExecution'], localArn('states', `stateMachine:${name}`))],
});

const objects = ({ bucket, prefix }: Bucket, key: string): Text => globalArn(`s3:::${bucket}/${literal(prefix)}${key}`);

/** A policy reads `*`, `?` and `$` as signs: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars */
const literal = (text: string): string => text.replace(/[*?$]/g, '${$&}');
