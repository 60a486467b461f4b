import type { HistoryEvent, HistoryEventType } from '@aws-sdk/client-sfn';
import { mapRunArn } from './account.ts';

// The history of an execution, told event by event.

interface Described {
  readonly jobId: string;
  readonly [field: string]: unknown;
}

/** A job as Batch describes it. */
export const job = (jobId: string, more: object = {}): Described => ({
  jobId,
  jobQueue: 'arn:aws:batch:eu-central-1:123456789012:job-queue/gpus',
  createdAt: Date.parse('2026-11-21T03:15:01Z'),
  startedAt: Date.parse('2026-11-21T03:16:00Z'),
  ...more,
});

/** As Step Functions hands it on, with keys in capitals. */
const handedOn = (described: object): string =>
  JSON.stringify(described, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value).map(([key, one]) => [key.slice(0, 1).toUpperCase() + key.slice(1), one]),
        )
      : value,
  );

const of = { resourceType: 'batch', resource: 'submitJob.sync' } as const;

const command = (words: readonly string[]): object => ({
  parameters: JSON.stringify({ JobName: 'j', ContainerOverrides: { Command: words } }),
});

export class Story {
  readonly events: HistoryEvent[] = [];
  #at = 0;

  constructor() {
    this.#add('ExecutionStarted');
  }

  /** The next event follows this one. */
  get here(): number {
    return this.#at;
  }

  from(event: number): this {
    this.#at = event;
    return this;
  }

  entered(name: string, kind: 'Task' | 'Map' | 'Parallel' | 'Pass' = 'Task'): this {
    return this.#add(`${kind}StateEntered`, { stateEnteredEventDetails: { name } });
  }

  exited(name: string, kind: 'Task' | 'Map' | 'Parallel' | 'Pass' = 'Task'): this {
    return this.#add(`${kind}StateExited`, { stateExitedEventDetails: { name } });
  }

  scheduled(...words: readonly string[]): this {
    return this.#add('TaskScheduled', {
      taskScheduledEventDetails: { ...of, region: 'eu-central-1', ...command(words) } as never,
    });
  }

  /** A task that is no job. */
  asked(): this {
    const details = { resourceType: 'aws-sdk:s3', resource: 'getObject', region: 'eu-central-1', parameters: '{}' };
    return this.#add('TaskScheduled', { taskScheduledEventDetails: details }).#add('TaskSucceeded', {
      taskSucceededEventDetails: { resourceType: 'aws-sdk:s3', resource: 'getObject' },
    });
  }

  submitted(jobId: string): this {
    this.#add('TaskStarted', { taskStartedEventDetails: of });
    return this.#add('TaskSubmitted', { taskSubmittedEventDetails: { ...of, output: handedOn({ jobId }) } });
  }

  succeeded(jobId: string, more: object = {}): this {
    const output = handedOn(job(jobId, { status: 'SUCCEEDED', ...more }));
    return this.#add('TaskSucceeded', { taskSucceededEventDetails: { ...of, output } });
  }

  failed(jobId: string, more: object = {}): this {
    const cause = handedOn(
      job(jobId, { status: 'FAILED', statusReason: 'Essential container in task exited', ...more }),
    );
    return this.#add('TaskFailed', { taskFailedEventDetails: { ...of, error: 'States.TaskFailed', cause } });
  }

  refused(error: string, cause: string): this {
    return this.#add('TaskSubmitFailed', { taskSubmitFailedEventDetails: { ...of, error, cause } });
  }

  timedOut(): this {
    return this.#add('TaskTimedOut', { taskTimedOutEventDetails: { ...of, error: 'States.Timeout' } });
  }

  map(state: string): this {
    return this.entered(state, 'Map')
      .#add('MapStateStarted')
      .#add('MapRunStarted', { mapRunStartedEventDetails: { mapRunArn: mapRunArn(state) } });
  }

  /** Anything else. */
  event(type: HistoryEventType): this {
    return this.#add(type);
  }

  /** A whole step, from its state's beginning to its end. */
  step(name: string, id: string, frames?: string): this {
    const words = ['flowc-task', name, ...(frames === undefined ? [] : ['--frames', frames])];
    return this.entered(name)
      .scheduled(...words)
      .submitted(id)
      .succeeded(id)
      .exited(name);
  }

  #add(type: HistoryEventType, details: object = {}): this {
    const id = this.events.length + 1;
    const time = Date.parse('2026-11-21T03:15:00Z') + id * 1000;
    this.events.push({ id, previousEventId: this.#at, type, timestamp: (time / 1000) as never, ...details });
    this.#at = id;
    return this;
  }
}
