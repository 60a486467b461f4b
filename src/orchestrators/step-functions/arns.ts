// Names of AWS's: `arn:aws:states:eu-central-1:123456789012:stateMachine:train-flow`. All that is known of them here is their form.
// https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-resource-name.html

const FORM = /^arn:([\w-]+):states:([\w-]+):(\d*):(stateMachine|execution):([^:/]+)(?::([^:/]+))?$/;

interface Named {
  readonly region: string;
  /** The state machine's. */
  readonly name: string;
  /** The execution's, or the version or alias of a state machine. */
  readonly last?: string;
}

function read(arn: string, wanted: string): Named | undefined {
  const [, , region = '', , kind, name = '', last] = FORM.exec(arn) ?? [];
  return kind === wanted ? { region, name, ...(last === undefined ? {} : { last }) } : undefined;
}

/** Undefined: it is no state machine's. */
export const machineIn = (arn: string): Named | undefined => read(arn, 'stateMachine');

/** Undefined: it is no execution's. */
export function executionIn(
  arn: string,
): { readonly region: string; readonly name: string; readonly run: string } | undefined {
  const { region = '', name = '', last: run } = read(arn, 'execution') ?? {};
  return run === undefined ? undefined : { region, name, run };
}

/** @param machine - Its ARN, with or without a version or alias. */
export const executionArn = (machine: string, run: string): string =>
  `${machine.replace(/(:stateMachine:[^:]+).*/, '$1').replace(':stateMachine:', ':execution:')}:${run}`;

/** @param execution - Its ARN. */
export const machineArn = (execution: string): string =>
  execution.replace(/:[^:]+$/, '').replace(':execution:', ':stateMachine:');

const CONSOLES: Readonly<Record<string, string>> = {
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/** Where people look at an execution. */
export function consoleUrl(execution: string): string {
  const [, partition = '', , region = ''] = execution.split(':');
  const host = CONSOLES[partition] ?? 'console.aws.amazon.com';
  return `https://${region}.${host}/states/home?region=${region}#/v2/executions/details/${execution}`;
}
