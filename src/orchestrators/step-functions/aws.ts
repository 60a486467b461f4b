// All that flowc takes of the AWS SDK to ask Step Functions. In the built package this is a file of its own, aws-step-functions.cjs, which only a command
// that asks Step Functions loads.

export { BatchClient, DescribeJobsCommand } from '@aws-sdk/client-batch';
export type { JobDetail } from '@aws-sdk/client-batch';
export { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
export {
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  ListTagsForResourceCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
export type {
  DescribeExecutionOutput,
  ExecutionListItem,
  ExecutionStatus,
  HistoryEvent,
  ListExecutionsInput,
  SFNClientConfig,
  StartExecutionInput,
  StopExecutionInput,
} from '@aws-sdk/client-sfn';
