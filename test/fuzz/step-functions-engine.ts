import type {
  Catcher,
  MapState,
  ParallelState,
  Retrier,
  State,
  StateMachine,
  TaskState,
} from '../../targets/step-functions/asl.ts';
import { evaluatePayload } from '../asl/evaluate.ts';
import { parsePath } from '../asl/expression.ts';

// As much of Step Functions as flowc's state machines rely on, and not a word more: what they use beyond it is refused here, so that a machine which passes relies on nothing
// that nobody has looked at. https://states-language.net/spec.html
//
// Branches and elements run one after another. Where one fails the others run to their ends all the same, as in a run they may have.

export interface Job {
  /** The words of its command. */
  readonly command: readonly string[];
  readonly environment: ReadonlyMap<string, string>;
}

type Done = ReadonlySet<string>;

export interface World {
  /** What the run is started with. */
  readonly input: unknown;
  /** What lies on S3, by `s3://bucket/key`. */
  readonly objects: ReadonlyMap<string, string>;
  /** Runs the container of a job. `before`: all that is surely finished; answers with that and what is finished then. */
  readonly run: (job: Job, before: Done) => { readonly isGood: boolean; readonly done: Done };
  /** Whether Batch puts a submission off. */
  readonly isBusy: () => boolean;
}

export interface Outcome {
  /** Undefined: it succeeded. */
  readonly error: string | undefined;
  readonly cause: string;
  /** Of the run's own execution, and then of each child. */
  readonly events: readonly number[];
  /** Of the states' inputs and outputs, in bytes. */
  readonly largest: number;
}

export const EXECUTION = {
  Id: 'arn:aws:states:eu-west-1:123456789012:execution:flow:7e0f',
  Name: '7e0f',
  StartTime: '2026-11-30T03:00:00.123Z',
} as const;

export function runOnStepFunctions(machine: StateMachine, world: World): Outcome {
  const engine = new Engine(world);
  let failed: StatesError | undefined;
  try {
    engine.execution(machine, world.input, new Set());
  } catch (error) {
    if (!(error instanceof StatesError)) throw error;
    failed = error;
  }
  const { events, largest } = engine;
  return { error: failed?.name, cause: failed?.message ?? '', events, largest };
}

/** An error as a machine sees it, and what is finished when it does. */
class StatesError extends Error {
  override readonly name: string;
  readonly done: Done;

  constructor(name: string, cause: string, done: Done) {
    super(cause);
    this.name = name;
    this.done = done;
  }
}

interface Ended {
  readonly output: unknown;
  readonly done: Done;
}

/** Events of a state that does what it is for: https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html */
const EVENTS = {
  execution: ['ExecutionStarted', 'ExecutionSucceeded'].length,
  Pass: ['PassStateEntered', 'PassStateExited'].length,
  Choice: ['ChoiceStateEntered', 'ChoiceStateExited'].length,
  Succeed: ['SucceedStateEntered', 'SucceedStateExited'].length,
  Fail: ['FailStateEntered'].length,
  Task: ['TaskStateEntered', 'TaskStateExited'].length,
  call: ['TaskScheduled', 'TaskStarted', 'TaskSucceeded'].length,
  job: ['TaskScheduled', 'TaskStarted', 'TaskSubmitted', 'TaskSucceeded'].length,
  Parallel: ['ParallelStateEntered', 'ParallelStateStarted', 'ParallelStateSucceeded', 'ParallelStateExited'].length,
  Map: ['MapStateEntered', 'MapStateStarted', 'MapStateSucceeded', 'MapStateExited'].length,
  iteration: ['MapIterationStarted', 'MapIterationSucceeded'].length,
  mapRun: ['MapRunStarted', 'MapRunSucceeded'].length,
} as const;

class Engine {
  readonly events: number[] = [];
  largest = 0;
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  execution(machine: StateMachine, input: unknown, before: Done): Ended {
    const execution = this.events.push(0) - 1;
    this.#count(execution, EVENTS.execution);
    return this.#scope(machine, input, before, execution);
  }

  #count(execution: number, events: number): void {
    this.events[execution] = (this.events[execution] ?? 0) + events;
  }

  #scope({ StartAt, States }: StateMachine, start: unknown, before: Done, execution: number): Ended {
    let [name, input, done] = [StartAt, start, before];
    for (;;) {
      const state = Object.hasOwn(States, name) ? States[name] : undefined;
      if (state === undefined) throw new Error(`there is no state ${name}`);
      this.#count(execution, EVENTS[state.Type]);
      const { next, ...ended } = this.#state(state, { input, done, execution, retries: 0 });
      this.largest = Math.max(this.largest, JSON.stringify(ended.output).length);
      if (next === undefined) return ended;
      [name, input, done] = [next, ended.output, ended.done];
    }
  }

  #state(state: State, at: At): Onward {
    const { input, done } = at;
    switch (state.Type) {
      case 'Succeed':
        return { output: state.OutputPath === null ? {} : input, done, next: undefined };
      case 'Fail':
        throw new StatesError(
          state.Error,
          'Cause' in state ? state.Cause : String(this.#value(state.CausePath, at)),
          done,
        );
      case 'Choice':
        return { output: input, done, next: this.#choose(state, at) };
      case 'Pass': {
        const result = this.#payload(state.Parameters, at);
        return { output: placed(input, state.ResultPath ?? '$', result), done, next: state.Next };
      }
      default:
        return this.#work(state, at);
    }
  }

  /** A state that may fail, and may be caught. */
  #work(state: WorkState, at: At): Onward {
    try {
      const { output: result, done } = this.#result(state, at);
      const output = state.OutputPath === null ? {} : placed(at.input, state.ResultPath, result);
      return { output, done, next: state.Next };
    } catch (error) {
      if (!(error instanceof StatesError)) throw error;
      const catchers: readonly Catcher[] = 'Catch' in state ? (state.Catch ?? []) : [];
      const catcher = catchers.find(({ ErrorEquals }) => isNamed(ErrorEquals, error.name));
      if (catcher === undefined) throw error;
      const output = placed(at.input, catcher.ResultPath, { Error: error.name, Cause: error.message });
      return { output, done: error.done, next: catcher.Next };
    }
  }

  #result(state: WorkState, at: At): Ended {
    switch (state.Type) {
      case 'Task':
        return this.#task(state, at);
      case 'Parallel': {
        const branches = state.Branches.map((branch) => () => this.#scope(branch, at.input, at.done, at.execution));
        return all(branches, at.done);
      }
      case 'Map':
        return this.#map(state, at);
    }
  }

  #map({ ItemProcessor, ItemReader, ItemsPath = '$', ItemSelector }: MapState, at: At): Ended {
    const isInline = ItemProcessor.ProcessorConfig.Mode === 'INLINE';
    if (isInline === (ItemReader !== undefined)) throw new Error('elements come from S3, or are few');
    const items =
      ItemReader === undefined
        ? this.#value(ItemsPath, at)
        : JSON.parse(this.#object(this.#payload(ItemReader.Parameters, at), at));
    if (!Array.isArray(items)) throw new Error(`${JSON.stringify(items)} is no list`);
    this.#count(at.execution, isInline ? items.length * EVENTS.iteration : EVENTS.mapRun);
    const children = items.map((item: unknown, index) => () => {
      const given = this.#payload(ItemSelector, at, { Map: { Item: { Index: index, Value: item } } });
      return isInline
        ? this.#scope(ItemProcessor, given, at.done, at.execution)
        : this.execution(ItemProcessor, given, at.done);
    });
    return all(children, at.done);
  }

  /** Until it is done, or nobody tries again. */
  #task(state: TaskState, at: At): Ended {
    const tried = new Map<Retrier, number>();
    for (let retries = 0; ; retries++) {
      try {
        const ended = this.#once(state, { ...at, retries });
        const { ResultSelector } = state;
        if (ResultSelector === undefined) return ended;
        return { ...ended, output: this.#payload(ResultSelector, { ...at, input: ended.output }) };
      } catch (error) {
        if (!(error instanceof StatesError)) throw error;
        const retrier = state.Retry?.find(({ ErrorEquals }) => isNamed(ErrorEquals, error.name));
        const times = retrier === undefined ? 0 : (tried.get(retrier) ?? 0);
        if (retrier === undefined || times >= retrier.MaxAttempts) throw error;
        tried.set(retrier, times + 1);
      }
    }
  }

  #once({ Resource, Parameters }: TaskState, at: At): Ended {
    const parameters = this.#payload(Parameters, at);
    const isJob = Resource === 'arn:aws:states:::batch:submitJob.sync';
    this.#count(at.execution, isJob ? EVENTS.job : EVENTS.call);
    switch (Resource) {
      case 'arn:aws:states:::batch:submitJob.sync':
        return this.#job(parameters, at);
      case 'arn:aws:states:::aws-sdk:s3:getObject':
        return { output: { Body: this.#object(parameters, at) }, done: at.done };
      case 'arn:aws:states:::aws-sdk:sfn:listExecutions':
        return { output: { Executions: [{ ExecutionArn: EXECUTION.Id }] }, done: at.done };
      default:
        throw new Error(`nobody has looked at ${Resource}`);
    }
  }

  #job(parameters: unknown, { done: before }: At): Ended {
    if (this.#world.isBusy()) throw new StatesError('Batch.TooManyRequestsException', 'too many requests', before);
    const { ContainerOverrides } = parameters as { readonly ContainerOverrides: Overrides };
    const { Command, Environment } = ContainerOverrides;
    const job = { command: Command, environment: new Map(Environment.map(({ Name, Value }) => [Name, Value])) };
    const { isGood, done } = this.#world.run(job, before);
    if (!isGood) throw new StatesError('States.TaskFailed', 'Essential container in task exited', done);
    return { output: { Status: 'SUCCEEDED' }, done };
  }

  #object(parameters: unknown, { done }: At): string {
    const { Bucket, Key } = parameters as { readonly Bucket: string; readonly Key: string };
    const text = this.#world.objects.get(`s3://${Bucket}/${Key}`);
    if (text === undefined) throw new StatesError('S3.NoSuchKeyException', `there is no ${Key} in ${Bucket}`, done);
    return text;
  }

  /** The first choice that holds. */
  #choose({ Choices, Default }: State & { readonly Type: 'Choice' }, at: At): string {
    const chosen = Choices.find((choice) => {
      if ('IsPresent' in choice) return this.#isThere(choice.Variable, at) === choice.IsPresent;
      const wanted = 'StringEquals' in choice ? choice.StringEquals : this.#value(choice.StringEqualsPath, at);
      return this.#value(choice.Variable, at) === wanted;
    });
    const next = chosen?.Next ?? Default;
    if (next === undefined) throw new StatesError('States.NoChoiceMatched', 'none of the choices holds', at.done);
    return next;
  }

  #isThere(path: string, at: At): boolean {
    try {
      this.#value(path, at);
      return true;
    } catch {
      return false;
    }
  }

  #value(path: string, at: At): unknown {
    parsePath(path);
    return (this.#payload({ 'value.$': path }, at) as { readonly value: unknown }).value;
  }

  #payload(payload: unknown, { input, done, execution, retries }: At, more: object = {}): unknown {
    const own = execution === 0 ? EXECUTION : { Id: `child ${execution}`, Name: `child ${execution}` };
    const context = {
      Execution: { ...own, Input: execution === 0 ? this.#world.input : {} },
      State: { RetryCount: retries },
      StateMachine: { Id: 'arn:aws:states:eu-west-1:123456789012:stateMachine:flow' },
      ...more,
    };
    try {
      return evaluatePayload(payload, { input, context });
    } catch (error) {
      throw new StatesError('States.ParameterPathFailure', String(error), done);
    }
  }
}

/** What a state is given, and where: the run's own execution is 0. */
interface At {
  readonly input: unknown;
  readonly done: Done;
  readonly execution: number;
  readonly retries: number;
}

type WorkState = TaskState | ParallelState | MapState;

/** `next`: undefined where the scope ends. */
type Onward = Ended & { readonly next: string | undefined };

interface Overrides {
  readonly Command: readonly string[];
  readonly Environment: readonly { readonly Name: string; readonly Value: string }[];
}

function all(runs: readonly (() => Ended)[], before: Done): Ended {
  const ended: Ended[] = [];
  let failed: StatesError | undefined;
  for (const run of runs) {
    try {
      ended.push(run());
    } catch (error) {
      if (!(error instanceof StatesError)) throw error;
      failed ??= error;
    }
  }
  const done = new Set([before, failed?.done ?? [], ...ended.map((one) => one.done)].flatMap((one) => [...one]));
  if (failed !== undefined) throw new StatesError(failed.name, failed.message, done);
  return { output: ended.map(({ output }) => output), done };
}

/** `States.TaskFailed` is any error of a task but those that begin with `States.` and are not it. */
const isNamed = (errors: readonly string[], name: string): boolean =>
  errors.includes(name) ||
  errors.includes('States.ALL') ||
  (errors.includes('States.TaskFailed') && !name.startsWith('States.'));

/** What `ResultPath` makes of a state's input and its result. */
function placed(input: unknown, path: string | null, result: unknown): unknown {
  if (path === null) return input;
  return putAt(input, parsePath(path).keys, result);
}

function putAt(value: unknown, [key, ...more]: readonly string[], result: unknown): unknown {
  if (key === undefined) return result;
  const fields = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  return { ...fields, [key]: putAt(fields[key], more, result) };
}
