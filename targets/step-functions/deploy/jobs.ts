import { allocateNames } from '../../../src/compiler/emit/names.ts';
import type { Graph } from '../../../src/compiler/ir/graph.ts';
import { environment, SECRET_PREFIX } from '../../../src/runtime/protocol.ts';
import { runnables, type Runnable } from '../../runnables.ts';
import type { StepFunctionsOptions } from '../options.ts';
import type { JobNames } from '../tasks.ts';
import { readSecret, valueFrom } from './secrets.ts';
import { ec2Size, fargateDisk, fargateSize, mebibytes } from './sizes.ts';
import { tagsOf, type Tags } from './tags.ts';
import { roleArn, type Text } from './text.ts';

// Job definitions of AWS Batch: what a container is made of. Steps that ask for the same share one, since what differs from task to task stands in the state machine: a flow of 500
// steps has one or two.

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_RegisterJobDefinition.html, as much as flowc says. */
export interface JobDefinition {
  readonly jobDefinitionName: string;
  readonly type: 'container';
  readonly platformCapabilities: readonly ['EC2' | 'FARGATE'];
  readonly containerProperties: ContainerProperties;
  readonly propagateTags: true;
  readonly tags: Tags;
}

export interface ContainerProperties {
  readonly image: string;
  readonly resourceRequirements: readonly ResourceRequirement[];
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  readonly secrets?: readonly { readonly name: string; readonly valueFrom: Text }[];
  readonly jobRoleArn?: Text;
  readonly executionRoleArn?: Text;
  readonly linuxParameters?: { readonly sharedMemorySize: number };
  readonly ephemeralStorage?: { readonly sizeInGiB: number };
  readonly networkConfiguration?: { readonly assignPublicIp: 'ENABLED' };
  readonly logConfiguration: { readonly logDriver: 'awslogs' };
}

export interface ResourceRequirement {
  readonly type: 'VCPU' | 'MEMORY' | 'GPU';
  readonly value: string;
}

/** The job definitions of a flow, and which one each step and exit handler has. */
export interface Jobs extends JobNames {
  readonly definitions: readonly JobDefinition[];
}

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_RegisterJobDefinition.html */
const MAX_NAME = 128;

/** @param name - What the flow is deployed as. */
export function jobsOf(graph: Graph, options: StepFunctionsOptions, name: string): Jobs {
  const all = runnables(graph);
  const containers = new Map(all.map((one) => [one.name, containerOf(graph, one, options)]));
  const alike = Map.groupBy(all, (one) => JSON.stringify(containers.get(one.name)));
  const groups = [...alike.values()];
  const names = nameGroups(groups, name);
  const { tags } = tagsOf(graph, options, name);
  const definitions = groups.flatMap(([first]): JobDefinition[] => {
    const containerProperties = first && containers.get(first.name);
    if (first === undefined || containerProperties === undefined) return [];
    return [
      {
        jobDefinitionName: names.get(first.name) ?? name,
        type: 'container',
        platformCapabilities: [isFargate(options) ? 'FARGATE' : 'EC2'],
        containerProperties,
        propagateTags: true,
        tags,
      },
    ];
  });
  const queues = new Map(all.map(({ name: method, settings }) => [method, settings.batch?.queue]));
  return {
    definitions,
    definition: (method) => names.get(method) ?? name,
    queue: (method) => queues.get(method) ?? options.batchQueue ?? '',
  };
}

/** By method: what most of them share is called like the flow, the others also by the first step that has it. */
function nameGroups(groups: readonly (readonly Runnable[])[], name: string): ReadonlyMap<string, string> {
  const most = Math.max(...groups.map((group) => group.length));
  const main = groups.find((group) => group.length === most);
  const wanted = groups.map((group) => {
    const [first] = group;
    return { group, key: first?.name ?? '', wish: group === main ? name : `${name}-${first?.name ?? ''}` };
  });
  const names = allocateNames(
    wanted.map(({ group, key, wish }) => ({ key, wish, fixed: group === main })),
    MAX_NAME,
  );
  return new Map(
    wanted.flatMap(({ group, key }) => group.map((one): [string, string] => [one.name, names.get(key) ?? name])),
  );
}

export const isFargate = ({ batchPlatform }: StepFunctionsOptions): boolean => batchPlatform === 'fargate';

/** Whether flowc writes roles: the bare definitions name those that are there. */
export const writesRoles = ({ format }: StepFunctionsOptions): boolean => format !== 'asl';

/** Whether ECS needs a role to start a container: to pull and to log on Fargate, and to read secrets. */
export const needsExecutionRole = ({ settings }: Runnable, options: StepFunctionsOptions): boolean =>
  isFargate(options) || (settings.secrets ?? []).length > 0;

function containerOf({ flow }: Graph, one: Runnable, options: StepFunctionsOptions): ContainerProperties {
  const { image = options.image ?? '', secrets = [], batch = {}, resources = {} } = one.settings;
  const ours = writesRoles(options);
  const jobRole = batch.jobRole ?? options.jobRole ?? (ours ? roleArn('job') : undefined);
  const executionRole =
    batch.executionRole ??
    options.executionRole ??
    (ours && needsExecutionRole(one, options) ? roleArn('execution') : undefined);
  const variables = { [environment.flow]: flow.name, [environment.datastore]: options.datastore };
  return {
    image,
    resourceRequirements: requirements(one, options),
    environment: Object.entries(variables).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }])),
    ...(secrets.length === 0 ? {} : { secrets: containerSecrets(secrets) }),
    ...(jobRole === undefined ? {} : { jobRoleArn: jobRole }),
    ...(executionRole === undefined ? {} : { executionRoleArn: executionRole }),
    ...(isFargate(options) ? onFargate(resources) : onEc2(resources)),
    // To /aws/batch/job. On EC2 a job definition that says nothing has what the instance's Docker has.
    logConfiguration: { logDriver: 'awslogs' },
  };
}

/** A whole secret the shim takes apart. */
function containerSecrets(secrets: readonly string[]): NonNullable<ContainerProperties['secrets']> {
  const all = secrets.flatMap((text) => readSecret(text) ?? []);
  return all.map((secret, at) => ({
    name: secret.variable ?? `${SECRET_PREFIX}${at}`,
    valueFrom: valueFrom(secret),
  }));
}

function requirements({ settings }: Runnable, options: StepFunctionsOptions): readonly ResourceRequirement[] {
  const { resources = {} } = settings;
  // Where no size fits, the check says so.
  const { cpu, memory } = (isFargate(options) ? fargateSize(resources) : undefined) ?? ec2Size(resources);
  const { gpu = 0 } = resources;
  return [
    { type: 'VCPU', value: String(cpu) },
    { type: 'MEMORY', value: String(memory) },
    ...(gpu === 0 ? [] : [{ type: 'GPU' as const, value: String(gpu) }]),
  ];
}

type OfPlatform = Pick<ContainerProperties, 'linuxParameters' | 'ephemeralStorage' | 'networkConfiguration'>;

const onEc2 = ({ sharedMemory }: { readonly sharedMemory?: string }): OfPlatform =>
  sharedMemory === undefined ? {} : { linuxParameters: { sharedMemorySize: mebibytes(sharedMemory) } };

/** In a public subnet a task without an address of its own reaches neither its image nor S3; in a private one it does no harm. */
function onFargate(resources: { readonly disk?: string }): OfPlatform {
  const sizeInGiB = fargateDisk(resources);
  return {
    ...(sizeInGiB === undefined ? {} : { ephemeralStorage: { sizeInGiB } }),
    networkConfiguration: { assignPublicIp: 'ENABLED' },
  };
}
