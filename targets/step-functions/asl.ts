// The Amazon States Language, as much of it as a flow becomes: https://states-language.net/spec.html. Paths, and not JSONata: a Distributed Map's children are
// started by it in every interpreter there is.

/** A value, or a field `name.$` whose text is a path (`$.run`) or an intrinsic function (`States.Format(…)`). */
export type Payload =
  string | number | boolean | null | readonly Payload[] | { readonly [key: string]: Payload | undefined };

export type PayloadObject = Readonly<Record<string, Payload>>;

export interface StateMachine {
  readonly Comment?: string;
  readonly StartAt: string;
  readonly States: States;
}

/** A scope: control never leaves it but by ending it. */
export type States = Record<string, State>;

export type State = TaskState | PassState | ChoiceState | ParallelState | MapState | SucceedState | FailState;

/** Exactly one of `Next` and `End`. */
export interface Onward {
  readonly Next?: string;
  readonly End?: true;
  /** Puts out `{}` in place of the context. */
  readonly OutputPath?: null;
}

export interface TaskState extends Onward {
  readonly Type: 'Task';
  readonly Comment?: string;
  readonly Resource: string;
  readonly Parameters: PayloadObject;
  readonly ResultSelector?: PayloadObject;
  readonly ResultPath: string | null;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}

export interface PassState extends Onward {
  readonly Type: 'Pass';
  readonly Comment?: string;
  readonly Parameters: PayloadObject;
  readonly ResultPath?: string;
}

export interface ChoiceState {
  readonly Type: 'Choice';
  readonly Choices: readonly ChoiceRule[];
  readonly Default?: string;
}

type ChoiceRule = { readonly Variable: string; readonly Next: string } & (
  { readonly StringEquals: string } | { readonly StringEqualsPath: string } | { readonly IsPresent: boolean }
);

export interface ParallelState extends Onward {
  readonly Type: 'Parallel';
  readonly Branches: readonly StateMachine[];
  readonly ResultPath: null;
  readonly Catch?: readonly Catcher[];
}

export interface MapState extends Onward {
  readonly Type: 'Map';
  readonly Label?: string;
  readonly ItemReader?: {
    readonly Resource: string;
    readonly ReaderConfig: { readonly InputType: 'JSON' };
    readonly Parameters: PayloadObject;
  };
  readonly ItemsPath?: string;
  readonly ItemSelector: PayloadObject;
  readonly MaxConcurrency?: number;
  readonly ItemProcessor: StateMachine & {
    readonly ProcessorConfig:
      { readonly Mode: 'DISTRIBUTED'; readonly ExecutionType: 'STANDARD' } | { readonly Mode: 'INLINE' };
  };
  readonly ResultPath: null;
}

export interface SucceedState {
  readonly Type: 'Succeed';
  readonly OutputPath?: null;
}

export type FailState = { readonly Type: 'Fail'; readonly Error: string } & (
  { readonly Cause: string } | { readonly CausePath: string }
);

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly MaxAttempts: number;
  readonly BackoffRate: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: 'FULL';
}

export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly ResultPath: string | null;
  readonly Next: string;
}
