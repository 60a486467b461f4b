import { inertWith, type OnFlow } from './decorator.ts';

interface Concurrency {
  /**
   * What a start does while the run before still runs: `'allow'`, both run; `'forbid'`, this start is left out; `'replace'`, the older run is stopped.
   * Default `'allow'`.
   */
  readonly concurrency?: 'allow' | 'forbid' | 'replace';
}

/** By a cron line. */
export interface CronSchedule extends Concurrency {
  /** Five fields: minute, hour, day of month, month, day of week. */
  readonly cron: string;
  /** IANA name: `'Europe/Berlin'`. Default: the orchestrator's, mostly UTC. */
  readonly timezone?: string;
  readonly every?: never;
}

/** By a round interval, at its first minute. */
export interface IntervalSchedule extends Concurrency {
  readonly every: 'hour' | 'day' | 'week';
  readonly cron?: never;
  readonly timezone?: never;
}

export type ScheduleOptions = CronSchedule | IntervalSchedule;

/**
 * Starts a run by the clock.
 *
 * @example `@schedule({ cron: '0 3 * * *', timezone: 'Europe/Berlin', concurrency: 'forbid' })`
 */
export const schedule: (options: ScheduleOptions) => OnFlow = inertWith;
