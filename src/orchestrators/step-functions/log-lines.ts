import type { Api } from './api.ts';
import { unless } from './faults.ts';
import type { Attempt } from './history.ts';
import { containersOf, reasonOf, type Job } from './jobs.ts';
import { said } from './notes.ts';
import type { Try } from './tries.ts';

// What AWS has of an attempt: the log of a container of Batch's, and why it failed.

/** Where the jobs of a definition that says nothing write. https://docs.aws.amazon.com/batch/latest/userguide/using_cloudwatch_logs.html */
const GROUP = '/aws/batch/job';

export class Logs {
  readonly #api: Api;
  /** What was read of each stream, so that whoever follows it reads only on. */
  readonly #read = new Map<string, { readonly lines: string[]; token?: string }>();

  constructor(api: Api) {
    this.#api = api;
  }

  async lines({ attempt, number }: Try): Promise<readonly string[]> {
    const job = attempt.job ?? (await this.#job(attempt.jobId));
    const containers = job === undefined ? [] : containersOf(job);
    const one = containers[number];
    const isLast = number >= containers.length - 1;
    const end = isLast ? endOf(attempt, job) : [`AWS Batch: ${one === undefined ? '' : reasonOf(one)}`];
    const written = job === undefined ? [] : await this.#written(job, one?.container?.logStreamName);
    return [...written, ...end];
  }

  async #written({ container }: Job, stream: string | undefined): Promise<readonly string[]> {
    const { logDriver = 'awslogs', options = {} } = container?.logConfiguration ?? {};
    if (logDriver !== 'awslogs')
      return [`its log is not in CloudWatch: the job definition gives it to \`${logDriver}\``];
    if (stream === undefined) return [];
    return this.#stream(options['awslogs-region'] ?? this.#api.region, options['awslogs-group'] ?? GROUP, stream);
  }

  /** Undefined: there is none yet; or Batch has forgotten it, which it does some days after its end. */
  async #job(id: string | undefined): Promise<Job | undefined> {
    return id === undefined ? undefined : (await this.#api.describeJobs([id])).jobs?.[0];
  }

  async #stream(region: string, logGroupName: string, logStreamName: string): Promise<readonly string[]> {
    const key = [region, logGroupName, logStreamName].join(' ');
    const read = this.#read.get(key) ?? { lines: [] };
    this.#read.set(key, read);
    for (;;) {
      const { token: nextToken } = read;
      const input = { logGroupName, logStreamName, ...(nextToken === undefined ? {} : { nextToken }) };
      // The stream begins with the container's first line.
      const page = await unless(['ResourceNotFoundException'], this.#api.getLogEvents(region, input));
      if (page === undefined) return read.lines;
      for (const { message = '' } of page.events ?? []) read.lines.push(...message.split('\n'));
      const next = page.nextForwardToken;
      if (next === undefined || next === nextToken) return read.lines;
      read.token = next;
    }
  }
}

/** Why it failed, in Batch's or Step Functions' words, which the log of a container that was never there does not say. */
function endOf({ error, cause }: Attempt, job: Job | undefined): readonly string[] {
  if (error === undefined) return [];
  const reason = job === undefined ? '' : reasonOf(job);
  return [reason === '' ? `Step Functions: ${said(error, cause)}` : `AWS Batch: ${reason}`];
}
