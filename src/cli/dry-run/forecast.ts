import type { Plan, PlanExitHandler, PlanSettings, PlanStep } from '../../runtime/plan.ts';
import { environment, flags, SHIM } from '../../runtime/protocol.ts';
import type { Assumed, Assumptions } from './assumptions.ts';
import { demandOf, peakOf, type Demand, type Peak } from './demand.ts';
import { walkRun, type Batch } from './walk.ts';

// Everything that a dry run has to tell, as data: what `--reporter json` prints, and what the page for people is written from.

/** What sets the settings of one task apart, as an engine would see them. */
export interface Order extends Omit<PlanSettings, 'catchError'> {
  /** As of the first attempt. A range of indices is written as a shell writes it: `{0..49}`. */
  readonly command: readonly string[];
  /** Attempts, the first included. */
  readonly tries: number;
  /** Seconds before each further attempt. */
  readonly delays?: readonly number[];
  /** The artifact that takes the error when the last try fails. */
  readonly catches?: string;
}

/** Tasks of one step in one wave. */
export interface Tasks extends Order {
  readonly step: string;
  readonly frames: string;
  readonly tasks: number;
  /** Where they go on, for a step that has a choice, opens something or goes back. */
  readonly goes?: {
    readonly kind: 'go' | 'split' | 'foreach' | 'again';
    readonly to: readonly string[];
    readonly width?: number;
  };
}

export interface Forecast {
  readonly flow: string;
  readonly file: string;
  /** As in a sentence: `Argo Workflows`. */
  readonly engine: string;
  readonly assumed: readonly Assumed[];
  /** What every task is given in its environment. What only the run will know stands in angle brackets. */
  readonly environment: Readonly<Record<string, string>>;
  /** And the first task beside it. */
  readonly firstEnvironment: Readonly<Record<string, string>>;
  /** Of every step that names none. */
  readonly image?: string;
  /** The most tasks at a time; absent: as many as a wave has. */
  readonly maxWorkers?: number;
  readonly waves: readonly (Demand & { readonly batches: readonly Tasks[] })[];
  readonly exitHandlers: readonly (Order & { readonly name: string; readonly when: PlanExitHandler['when'] })[];
  readonly totals: {
    readonly tasks: number;
    /** Where every task fails as often as it may. */
    readonly attempts: number;
    readonly waves: number;
    readonly steps: number;
  };
  readonly peak: Peak;
  /** Steps that run and say nothing of cores, or of memory. */
  readonly unsaid: { readonly cpu: readonly string[]; readonly memory: readonly string[] };
  /** Steps that are not reached, as is assumed. */
  readonly unreached: readonly string[];
}

export interface ForecastOptions {
  readonly engine: string;
  readonly datastore?: string;
  /** Of every step that names none. */
  readonly image?: string;
  readonly maxWorkers?: number;
}

export function forecast(plan: Plan, assumptions: Assumptions, options: ForecastOptions): Forecast {
  const { engine, datastore, image, maxWorkers } = options;
  const walked = walkRun(plan, assumptions);
  const waves = walked.map((wave) => ({
    ...demandOf(wave, plan, maxWorkers),
    batches: wave.map((batch) => tasksOf(plan, batch, image)),
  }));
  const batches = waves.flatMap((wave) => wave.batches);
  const reached = new Set(batches.map(({ step }) => step));
  const silent = (kind: 'cpu' | 'memory'): readonly string[] =>
    [...reached].filter((step) => plan.steps[step]?.settings.resources?.[kind] === undefined);
  return {
    flow: plan.flow,
    file: plan.file,
    engine,
    assumed: assumptions.used,
    environment: environmentOf(plan, datastore),
    firstEnvironment: plan.parameters.length === 0 ? {} : { [environment.parameters]: '<parameters>' },
    ...(image === undefined ? {} : { image }),
    ...(maxWorkers === undefined ? {} : { maxWorkers }),
    waves,
    exitHandlers: Object.entries(plan.exitHandlers).map(([name, { when, settings }]) => ({
      name,
      when,
      ...orderOf([name, flags.exit, when === 'failure' ? 'Failed' : 'Succeeded'], settings, image),
    })),
    totals: {
      tasks: batches.reduce((sum, { tasks }) => sum + tasks, 0),
      attempts: batches.reduce((sum, { tasks, tries }) => sum + tasks * tries, 0),
      waves: waves.length,
      steps: reached.size,
    },
    peak: peakOf(waves),
    unsaid: { cpu: silent('cpu'), memory: silent('memory') },
    unreached: Object.keys(plan.steps).filter((step) => !reached.has(step)),
  };
}

function tasksOf(plan: Plan, batch: Batch, image: string | undefined): Tasks {
  const { step, frames, count: tasks } = batch;
  const planned = plan.steps[step];
  if (planned === undefined) throw new Error(`the plan has no step ${step}`);
  const words = [step, ...(frames === '' ? [] : [flags.frames, frames])];
  const goes = goesOn(planned, batch);
  return {
    step,
    frames,
    tasks,
    ...orderOf(words, planned.settings, image),
    ...(goes === undefined ? {} : { goes }),
  };
}

function goesOn({ ways }: PlanStep, { control: { next, count } }: Batch): Tasks['goes'] {
  const way = ways.find(({ targets }) => targets[0] === next);
  if (way === undefined || (ways.length === 1 && way.kind === 'go' && way.again === undefined)) return undefined;
  const kind = way.again === undefined ? way.kind : 'again';
  return { kind, to: way.targets, ...(way.kind === 'foreach' && count !== undefined ? { width: count } : {}) };
}

function orderOf(words: readonly string[], settings: PlanSettings, image: string | undefined): Order {
  const { catchError, ...rest } = settings;
  const { retry } = rest;
  const tries = (retry?.times ?? 0) + 1;
  const attempt = retry === undefined ? [] : [flags.attempt, '0', flags.tries, String(tries)];
  return {
    command: [SHIM, ...words, ...attempt],
    tries,
    ...(retry === undefined ? {} : { delays: delaysOf(retry) }),
    ...(image === undefined ? {} : { image }),
    ...rest,
    ...(catchError === undefined ? {} : { catches: catchError }),
  };
}

function delaysOf({
  times,
  delay,
  backoff,
  maxDelay = Infinity,
}: NonNullable<PlanSettings['retry']>): readonly number[] {
  return Array.from({ length: times }, (_, at) => Math.min(maxDelay, delay * backoff ** at));
}

function environmentOf(plan: Plan, datastore: string | undefined): Readonly<Record<string, string>> {
  return {
    [environment.flow]: plan.flow,
    [environment.run]: '<run-id>',
    [environment.engine]: '<engine>',
    ...(datastore === undefined ? {} : { [environment.datastore]: datastore }),
    [environment.code]: '<code-package>',
  };
}
