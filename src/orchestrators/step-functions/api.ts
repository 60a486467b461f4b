import {
  BatchClient,
  CloudWatchLogsClient,
  DescribeExecutionCommand,
  DescribeJobsCommand,
  DescribeMapRunCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  GetLogEventsCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  ListTagsForResourceCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
  type ListExecutionsInput,
  type SFNClientConfig,
  type StartExecutionInput,
  type StopExecutionInput,
} from './aws.ts';
import { faultOf, noRegion } from './faults.ts';
import { limited } from './limited.ts';

// What flowc asks AWS for. Credentials, profile, region, proxy and endpoint (AWS_ENDPOINT_URL_SFN, …) are the SDK's own affair. Whatever goes wrong is an
// AwsFault. All that is sent may be sent twice: it reads, it ends a run, or it begins one whose name it brings along.

export type Environment = Readonly<Record<string, string | undefined>>;

export type Api = Awaited<ReturnType<typeof openApi>>;

/** Requests on their way at once. */
const AT_ONCE = 8;

/** How often a request is tried, where AWS_MAX_ATTEMPTS says nothing. */
const TRIES = 8;

/** Rows of a page: as many as Step Functions gives, since every page counts against a quota of requests. */
const PAGE = { maxResults: 1000 };

/** Each call by the name of AWS's. Throws Fault where nothing says which region is meant. */
export async function openApi(env: Environment) {
  const sfn = new SFNClient(configFrom(env));
  const region = await sfn.config.region().catch(() => {
    throw noRegion();
  });
  const config = configFrom(env, region);
  const batch = once(() => new BatchClient(config));
  const logs = new Map<string, CloudWatchLogsClient>();
  const atOnce = limited(AT_ONCE);
  const ask = <Output>(action: string, send: () => Promise<Output>): Promise<Output> =>
    atOnce(send).catch((error: unknown) => {
      throw faultOf(error, { action, region, profile: env['AWS_PROFILE'] });
    });
  return {
    region,
    listStateMachines: () =>
      rows(async (token) => {
        const command = new ListStateMachinesCommand({ ...PAGE, ...token });
        const page = await ask('states:ListStateMachines', () => sfn.send(command));
        return { rows: page.stateMachines, next: page.nextToken };
      }),
    /** Without its definition, which may be encrypted. */
    describeStateMachine: (stateMachineArn: string) => {
      const command = new DescribeStateMachineCommand({ stateMachineArn, includedData: 'METADATA_ONLY' });
      return ask('states:DescribeStateMachine', () => sfn.send(command));
    },
    listTags: (resourceArn: string) =>
      ask('states:ListTagsForResource', () => sfn.send(new ListTagsForResourceCommand({ resourceArn }))),
    startExecution: (input: StartExecutionInput) =>
      ask('states:StartExecution', () => sfn.send(new StartExecutionCommand(input))),
    stopExecution: (input: StopExecutionInput) =>
      ask('states:StopExecution', () => sfn.send(new StopExecutionCommand(input))),
    describeExecution: (executionArn: string) =>
      ask('states:DescribeExecution', () => sfn.send(new DescribeExecutionCommand({ executionArn }))),
    /** The latest first. */
    listExecutions: (of: Pick<ListExecutionsInput, 'stateMachineArn' | 'mapRunArn' | 'maxResults'>) =>
      rows(async (token) => {
        const command = new ListExecutionsCommand({ ...PAGE, ...of, ...token });
        const page = await ask('states:ListExecutions', () => sfn.send(command));
        return { rows: page.executions, next: page.nextToken };
      }),
    getExecutionHistory: (executionArn: string) =>
      rows(async (token) => {
        const command = new GetExecutionHistoryCommand({ executionArn, includeExecutionData: true, ...PAGE, ...token });
        const page = await ask('states:GetExecutionHistory', () => sfn.send(command));
        return { rows: page.events, next: page.nextToken };
      }),
    describeMapRun: (mapRunArn: string) =>
      ask('states:DescribeMapRun', () => sfn.send(new DescribeMapRunCommand({ mapRunArn }))),
    describeJobs: (jobs: string[]) => ask('batch:DescribeJobs', () => batch().send(new DescribeJobsCommand({ jobs }))),
    getLogEvents: (there: string, input: { logGroupName: string; logStreamName: string; nextToken?: string }) => {
      const client = logs.get(there) ?? new CloudWatchLogsClient(configFrom(env, there));
      logs.set(there, client);
      const command = new GetLogEventsCommand({ ...input, startFromHead: true });
      return ask('logs:GetLogEvents', () => client.send(command));
    },
  };
}

function configFrom(env: Environment, there?: string): SFNClientConfig {
  const region = there ?? (env['AWS_REGION'] || env['AWS_DEFAULT_REGION']);
  return {
    ...(region ? { region } : {}),
    // Where AWS throttles, the SDK then sends more slowly, and does not only try again.
    ...(env['AWS_RETRY_MODE'] ? {} : { retryMode: 'adaptive' }),
    ...(env['AWS_MAX_ATTEMPTS'] ? {} : { maxAttempts: TRIES }),
    requestHandler: { connectionTimeout: 10_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
  };
}

interface Page<Row> {
  readonly rows: readonly Row[] | undefined;
  readonly next: string | undefined;
}

/** Every row, page by page, as long as somebody wants more. A page may be empty and not the last. */
async function* rows<Row>(ask: (token: { readonly nextToken?: string }) => Promise<Page<Row>>): AsyncGenerator<Row> {
  for (let nextToken: string | undefined, first = true; first || nextToken !== undefined; first = false) {
    const page = await ask(nextToken === undefined ? {} : { nextToken });
    yield* page.rows ?? [];
    nextToken = page.next;
  }
}

function once<Value>(make: () => Value): () => Value {
  let value: Value | undefined;
  return () => (value ??= make());
}
