import type { States } from './asl.ts';
import { ALONE, BUSY, OTHERS } from './names.ts';
import { ASKING } from './retries.ts';

// `concurrency: 'forbid'`. EventBridge Scheduler starts a run whatever still runs, so a run looks itself, before anything else: of those that are going on, the one
// that began first goes on, and any other ends at once, as a failure that says why. A night that was left out is seen, and no flow that waits for this one's success
// is started by it.

const SEEN = '$.others';

/** What goes on to `next` unless another run is going on; begins with `OTHERS`. */
export const unlessOthersRun = (next: string): States => ({
  [OTHERS]: {
    Type: 'Task',
    Resource: 'arn:aws:states:::aws-sdk:sfn:listExecutions',
    Parameters: { 'StateMachineArn.$': '$$.StateMachine.Id', StatusFilter: 'RUNNING' },
    // The latest comes first; this run itself may not be listed yet: https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html
    ResultSelector: { 'first.$': '$.Executions[-1:].ExecutionArn' },
    ResultPath: SEEN,
    Retry: [ASKING],
    Next: ALONE,
  },
  [ALONE]: {
    Type: 'Choice',
    Choices: [
      { Variable: `${SEEN}.first[0]`, IsPresent: false, Next: next },
      { Variable: `${SEEN}.first[0]`, StringEqualsPath: '$$.Execution.Id', Next: next },
    ],
    Default: BUSY,
  },
  [BUSY]: { Type: 'Fail', Error: 'Flow.StillRunning', Cause: "Another run is going on, and concurrency is 'forbid'." },
});
