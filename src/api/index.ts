// What a flow file imports from 'flowc'. Importing it does nothing: decorators are inert, and the rest asks the task that runs.

export { FlowSpec } from './flow-spec.ts';
export type { Merge, MergeOptions, Next } from './flow-spec.ts';
export type { Inputs } from './inputs.ts';
export { current } from './current.ts';
export type { Current, ForeachFrame, RunFailure, RunTrigger } from './current.ts';
export { file } from './file.ts';
export type { FileArtifact } from './file.ts';
export { parameter } from './parameter.ts';
export type { DateOptions, NumberOptions, Parameter, ParameterOptions, TextOptions } from './parameter.ts';

export { step } from './step.ts';
export { batch } from './batch.ts';
export type { BatchOptions } from './batch.ts';
export { catchError } from './catch-error.ts';
export type { CatchErrorOptions, CaughtError } from './catch-error.ts';
export { container } from './container.ts';
export type { ContainerOptions } from './container.ts';
export { environment } from './environment.ts';
export type { EnvironmentOptions } from './environment.ts';
export { kubernetes } from './kubernetes.ts';
export type {
  ConfigMapSource,
  EmptyDirSource,
  KubernetesOptions,
  PersistentVolumeClaimSource,
  SecretSource,
  SecurityContext,
  Toleration,
  Volume,
} from './kubernetes.ts';
export { onExit } from './on-exit.ts';
export { resources } from './resources.ts';
export type { ResourcesOptions } from './resources.ts';
export { retry } from './retry.ts';
export type { RetryOptions } from './retry.ts';
export { secrets } from './secrets.ts';
export { timeout } from './timeout.ts';

export { project } from './project.ts';
export type { ProjectOptions } from './project.ts';
export { schedule } from './schedule.ts';
export type { CronSchedule, IntervalSchedule, ScheduleOptions } from './schedule.ts';
export { tags } from './tags.ts';
export { trigger, triggerOnFinish } from './trigger.ts';
export type { TriggerOnFinishOptions, TriggerOptions } from './trigger.ts';
