import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { byAction, refusal, type Answer, type Asked } from './server.ts';

// An account of AWS with state machines, executions and jobs, as the tests write them down, and its answers page by page.

const PREFIX = 'arn:aws:states:eu-central-1:123456789012';

export const machineArn = (name: string): string => `${PREFIX}:stateMachine:${name}`;

export const executionArn = (machine: string, run: string): string => `${PREFIX}:execution:${machine}:${run}`;

export const mapRunArn = (state: string): string => `${PREFIX}:mapRun:train-flow/${state}:m`;

export interface Execution {
  readonly status?: string;
  readonly started?: string;
  readonly events?: readonly HistoryEvent[];
  readonly error?: string;
  readonly cause?: string;
}

export interface Account {
  /** By name: tags, and executions by name, the latest first. */
  readonly machines?: Readonly<
    Record<string, { readonly flow?: string; readonly runs?: Readonly<Record<string, Execution>> }>
  >;
  /** Elements of Distributed Maps, by the state's name, in the order in which they began. */
  readonly elements?: Readonly<Record<string, readonly Execution[]>>;
  readonly jobs?: readonly { readonly jobId: string }[];
  /** Elements of any Distributed Map that have not begun. */
  readonly pending?: number;
  /** Lines of streams of CloudWatch, by `group stream`. */
  readonly logs?: Readonly<Record<string, readonly string[]>>;
  /** Rows of a page at most. */
  readonly page?: number;
}

const seconds = (time: string): number => new Date(time).getTime() / 1000;

const END = seconds('2026-11-21T03:20:00Z');

interface Row extends Execution {
  readonly executionArn: string;
  readonly name: string;
}

const rowOf = ({ executionArn: arn, name, status = 'SUCCEEDED', started = '2026-11-21T03:15:00Z' }: Row): object => ({
  executionArn: arn,
  name,
  status,
  startDate: seconds(started),
  ...(status === 'RUNNING' ? {} : { stopDate: END }),
});

export function account({
  machines = {},
  elements = {},
  jobs = [],
  pending = 0,
  logs = {},
  page = 1000,
}: Account): (asked: Asked) => Answer {
  const ofMachines = Object.entries(machines).map(([machine, { runs = {} }]) => ({
    of: machineArn(machine),
    rows: Object.entries(runs).map(([name, run]): Row => ({ ...run, name, executionArn: executionArn(machine, name) })),
  }));
  const ofMaps = Object.entries(elements).map(([state, all]) => ({
    of: mapRunArn(state),
    rows: all
      .map((one, at): Row => ({
        ...one,
        name: `${at}-e`,
        executionArn: `${PREFIX}:execution:train-flow/${state}:${at}`,
      }))
      .toReversed(),
  }));
  const lists = [...ofMachines, ...ofMaps];
  const byArn = new Map<unknown, Row>(lists.flatMap(({ rows }) => rows).map((row) => [row.executionArn, row]));
  return byAction({
    ListStateMachines: (input) =>
      paged(
        input,
        page,
        'stateMachines',
        Object.keys(machines).map((name) => ({
          name,
          stateMachineArn: machineArn(name),
          type: 'STANDARD',
          creationDate: END,
        })),
      ),
    ListTagsForResource: ({ resourceArn }) => {
      const flow = Object.entries(machines).find(([name]) => machineArn(name) === resourceArn)?.[1].flow;
      return { tags: flow === undefined ? [] : [{ key: 'flowc:flow', value: flow }] };
    },
    DescribeStateMachine: ({ stateMachineArn }) =>
      ofMachines.some(({ of }) => of === stateMachineArn)
        ? { stateMachineArn, name: 'n', definition: '{}', roleArn: 'r', type: 'STANDARD', creationDate: END }
        : refusal('StateMachineDoesNotExist'),
    ListExecutions: (input) => {
      // The runs of a version or an alias are the state machine's here.
      const of = String(input['stateMachineArn'] ?? input['mapRunArn']).replace(/(:stateMachine:[^:]+).*/, '$1');
      const list = lists.find((one) => one.of === of);
      return list === undefined
        ? refusal('StateMachineDoesNotExist')
        : paged(input, page, 'executions', list.rows.map(rowOf));
    },
    DescribeExecution: ({ executionArn: arn }) => {
      const row = byArn.get(arn);
      if (row === undefined) return refusal('ExecutionDoesNotExist', 'Execution Does Not Exist');
      return { ...rowOf(row), stateMachineArn: 'm', error: row.error, cause: row.cause };
    },
    GetExecutionHistory: (input) => paged(input, page, 'events', byArn.get(input['executionArn'])?.events ?? []),
    StartExecution: ({ stateMachineArn, name }) => ({
      executionArn: `${String(stateMachineArn)}:${String(name)}`,
      startDate: END,
    }),
    StopExecution: { stopDate: END },
    DescribeMapRun: { itemCounts: { pending } },
    DescribeJobs: ({ jobs: ids }) => ({ jobs: jobs.filter(({ jobId }) => (ids as string[]).includes(jobId)) }),
    GetLogEvents: ({ logGroupName, logStreamName, nextToken }) => {
      const lines = logs[`${String(logGroupName)} ${String(logStreamName)}`];
      if (lines === undefined) return refusal('ResourceNotFoundException', 'The specified log stream does not exist.');
      const from = typeof nextToken === 'string' ? Number(nextToken.slice(2)) : 0;
      const events = lines.slice(from, from + page).map((message) => ({ message, timestamp: 1 }));
      return { events, nextForwardToken: `f/${from + events.length}` };
    },
  });
}

function paged(input: Asked['input'], most: number, key: string, all: readonly object[]): object {
  const from = Number(input['nextToken'] ?? 0);
  const to = from + Math.min(most, Number(input['maxResults'] ?? 100));
  return { [key]: all.slice(from, to), ...(to < all.length ? { nextToken: String(to) } : {}) };
}
