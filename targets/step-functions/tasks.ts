import type { Graph } from '../../src/compiler/ir/graph.ts';
import type { Retry, StepSettings } from '../../src/compiler/ir/settings.ts';
import { CONTROL_OBJECT, environment, flags, FRAMES_OBJECT, SHIM } from '../../src/runtime/protocol.ts';
import type { PayloadObject, TaskState } from './asl.ts';
import { framesAt, run, taskIdAt } from './context.ts';
import { field, listField, type Template } from './intrinsics.ts';
import { jobName } from './names.ts';
import { ASKING, retriers, retryStrategy, triesOf } from './retries.ts';

// States that do something: a job of Batch's for a step or an exit handler, and reading what a step has decided, which the shim put into the datastore.

/** Of Batch: when it does not stop an attempt that the shim should have, in seconds beyond the `@timeout`. Its least is a minute. */
const TIMEOUT_MARGIN = 600;

/** Where the jobs of a flow run, as jobs.ts says. */
export interface JobNames {
  /** The name of the job definition of a step or exit handler. */
  definition(method: string): string;
  /** The name or ARN of its queue; empty where none is named, which the check reports. */
  queue(method: string): string;
}

/** What stands fixed for a whole machine. */
export interface TaskContext {
  readonly graph: Graph;
  readonly machine: string;
  readonly store: Bucket;
  readonly jobs: JobNames;
}

/** Where the datastore is: `prefix` is empty, or ends with `/`. */
export interface Bucket {
  readonly bucket: string;
  readonly prefix: string;
}

export interface StepTask {
  readonly step: string;
  readonly doc?: string;
  readonly settings: StepSettings;
  readonly depth: number;
  /** Somebody reads what it decides. */
  readonly decides: boolean;
  /** It begins the run, and is given the parameters. */
  readonly first: boolean;
}

/** A step as a job. */
export function stepTask(context: TaskContext, task: StepTask): Omit<TaskState, 'Next' | 'End'> {
  const { step, doc, settings, depth, decides, first } = task;
  const words: Template[] = [[step], ...(depth === 0 ? [] : [[flags.frames], [framesAt(depth)]])];
  return {
    Type: 'Task',
    ...(doc === undefined ? {} : { Comment: doc }),
    ...job(context, step, settings, words, [
      ...(first && context.graph.parameters.length > 0 ? [GIVEN] : []),
      ...(decides ? [{ Name: environment.control, ...field('Value', control(context, step, depth, 's3')) }] : []),
    ]),
  };
}

/** An exit handler as a job, after a run that ended so. */
export function exitTask(
  context: TaskContext,
  handler: Graph['exitHandlers'][number],
  ended: 'Succeeded' | 'Failed',
): Omit<TaskState, 'Next' | 'End'> {
  const { name, settings } = handler;
  return { Type: 'Task', ...job(context, name, settings, [[name], [flags.exit], [ended]], []) };
}

/** The parameters, as whoever starts the run gives them: an object of values by name. */
const GIVEN = { Name: environment.parameters, 'Value.$': 'States.JsonToString($$.Execution.Input)' };

function job(
  { machine, jobs }: TaskContext,
  method: string,
  { retry, timeout, environment: variables = {} }: StepSettings,
  words: readonly Template[],
  added: readonly PayloadObject[],
): Pick<TaskState, 'Resource' | 'Parameters' | 'ResultPath' | 'Retry'> {
  const strategy = retryStrategy(retry);
  return {
    Resource: 'arn:aws:states:::batch:submitJob.sync',
    Parameters: {
      JobName: jobName(machine, method),
      JobDefinition: jobs.definition(method),
      JobQueue: jobs.queue(method),
      ContainerOverrides: {
        ...listField('Command', [[SHIM], ...words, ...triesIn(retry)]),
        Environment: [
          { Name: environment.run, ...field('Value', [run.id]) },
          { Name: environment.engine, ...field('Value', [run.engine]) },
          { Name: environment.code, ...field('Value', [run.code]) },
          ...added,
          ...Object.entries(variables).map(([Name, Value]) => ({ Name, Value })),
        ],
      },
      ...(timeout === undefined ? {} : { Timeout: { AttemptDurationSeconds: Math.ceil(timeout) + TIMEOUT_MARGIN } }),
      ...(strategy === undefined ? {} : { RetryStrategy: strategy }),
    },
    ResultPath: null,
    Retry: retriers(retry),
  };
}

/** Which try it is only the shim can say: Step Functions' own count has those in it that Batch put off. */
function triesIn(retry: Retry | undefined): readonly Template[] {
  const tries = triesOf(retry);
  return tries === undefined ? [] : [[flags.tries], [String(tries)]];
}

/** Beside the task's result, as docs/datastore.md says; the shim puts it where it is told to. */
function control(
  { graph, store: { bucket, prefix } }: TaskContext,
  step: string,
  depth: number,
  form: 's3' | 'key',
): Template {
  const root = form === 's3' ? `s3://${bucket}/${prefix}` : prefix;
  const flow = encodeURIComponent(graph.flow.name);
  return [`${root}runs/${flow}/`, run.id, `/tasks/${step}/`, ...taskIdAt(depth), '/control'];
}

export const DECIDED = '$.control';

/** Reads the control of a step, or the frames that it opened: after it, `$.control.json` is that. */
export const readState = (
  context: TaskContext,
  step: string,
  depth: number,
  what: 'control' | 'frames',
): Omit<TaskState, 'Next' | 'End'> => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::aws-sdk:s3:getObject',
  Parameters: objectOf(context, step, depth, what),
  ResultSelector: { 'json.$': 'States.StringToJson($.Body)' },
  ResultPath: DECIDED,
  Retry: [ASKING],
});

/** The object of S3's that holds it. */
export function objectOf(context: TaskContext, step: string, depth: number, what: 'control' | 'frames'): PayloadObject {
  const file = what === 'control' ? CONTROL_OBJECT : FRAMES_OBJECT;
  return { Bucket: context.store.bucket, ...field('Key', [...control(context, step, depth, 'key'), `/${file}`]) };
}
