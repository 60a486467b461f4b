import type { Graph } from '../../../src/compiler/ir/graph.ts';
import type { StateMachine } from '../asl.ts';
import type { StepFunctionsOptions } from '../options.ts';
import type { Bucket } from '../tasks.ts';
import { rolesOf, type Role } from './access.ts';
import type { JobDefinition, Jobs } from './jobs.ts';
import { runnables } from '../../runnables.ts';
import { readSecret } from './secrets.ts';
import { rulesOf, schedulesOf, type Rule, type Schedule } from './starts.ts';
import { tagsOf, type Tags } from './tags.ts';
import { roleArn, type Text } from './text.ts';
import { usesOf } from './uses.ts';

// All that a flow is in AWS, as data that no format has touched.

export interface Stack {
  /** What the flow is deployed as: the state machine's name. */
  readonly name: string;
  readonly doc: string | undefined;
  readonly machine: StateMachine;
  readonly machineRole: Text;
  readonly jobDefinitions: readonly JobDefinition[];
  readonly roles: readonly Role[];
  readonly schedules: readonly Schedule[];
  readonly rules: readonly Rule[];
  readonly tags: Tags;
}

/** What a machine was made with, and it. */
export interface Made {
  readonly name: string;
  readonly machine: StateMachine;
  readonly jobs: Jobs;
  readonly store: Bucket;
}

export function stackOf(graph: Graph, options: StepFunctionsOptions, { name, machine, jobs, store }: Made): Stack {
  const schedules = schedulesOf(graph, name);
  const rules = rulesOf(graph, options, name);
  const { definitions } = jobs;
  const starters = [
    ...(schedules.length === 0 ? [] : ['scheduler.amazonaws.com']),
    ...(rules.length === 0 ? [] : ['events.amazonaws.com']),
  ];
  return {
    name,
    doc: graph.flow.doc,
    machine,
    machineRole: options.stateMachineRole ?? roleArn('machine'),
    jobDefinitions: definitions,
    roles: rolesOf({ name, options, store, definitions, uses: usesOf(machine), secrets: secretsOf(graph), starters }),
    schedules,
    rules,
    tags: tagsOf(graph, options, name).tags,
  };
}

/** Of the jobs that name no execution role themselves. */
const secretsOf = (graph: Graph): readonly string[] =>
  runnables(graph)
    .filter(({ settings }) => settings.batch?.executionRole === undefined)
    .flatMap(({ settings }) => settings.secrets ?? [])
    .flatMap((text) => readSecret(text)?.secret ?? []);
