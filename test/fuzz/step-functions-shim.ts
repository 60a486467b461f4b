import { controlOf } from '../../src/runtime/navigate/after.ts';
import { stepOf } from '../../src/runtime/navigate/frames.ts';
import type { Plan } from '../../src/runtime/plan.ts';
import { CONTROL_OBJECT, environment, flags, FRAMES_OBJECT, SHIM } from '../../src/runtime/protocol.ts';
import { keyOf, type Decide } from './planned-run.ts';
import type { Run } from './run.ts';
import type { Job } from './step-functions-engine.ts';

// The shim as Step Functions has Batch start it: what is told to it by arguments and variables alone, and what it leaves on S3.

export interface ShimOptions {
  readonly plan: Plan;
  readonly decide: Decide;
  /** How many attempts of a task end without a word, by `step/frames`. */
  readonly failures: ReadonlyMap<string, number>;
  readonly run: Run;
}

export class StepFunctionsShim {
  /** By `s3://bucket/key`. */
  readonly objects = new Map<string, string>();
  /** By `step/frames`. */
  readonly attempts = new Map<string, number>();
  /** Exit handlers, and how they were told that the run ended. */
  readonly exits: string[] = [];
  /** Variables of all tasks, each with all its values. */
  readonly variables = new Map<string, Set<string>>();
  /** Who was given the parameters. */
  readonly given: string[] = [];
  readonly #options: ShimOptions;

  constructor(options: ShimOptions) {
    this.#options = options;
  }

  start(job: Job, before: ReadonlySet<string>): { readonly isGood: boolean; readonly done: ReadonlySet<string> } {
    const { plan, run, failures } = this.#options;
    const { step, frames, tries, exit } = read(job.command);
    this.#note(job, step);
    if (exit !== undefined) {
      this.exits.push(`${step} ${exit}`);
      return { isGood: (failures.get(step) ?? 0) === 0, done: before };
    }
    const task = { step, frames };
    const key = keyOf(task);
    const attempt = this.attempts.get(key) ?? 0;
    this.attempts.set(key, attempt + 1);
    if (attempt >= tries) throw new Error(`${key} is tried ${attempt + 1} times of ${tries}`);
    const done = attempt === 0 ? run.add(task, before) : new Set([...before, key]);
    if (attempt < (failures.get(key) ?? 0)) return { isGood: false, done };
    const { next, count } = this.#options.decide(task);
    const way = stepOf(plan, step).ways.find(({ targets }) => targets[0] === next);
    this.#leave(job, controlOf(plan, task, way, count));
    return { isGood: true, done };
  }

  #leave({ environment: env }: Job, control: ReturnType<typeof controlOf>): void {
    const place = env.get(environment.control);
    if (place === undefined) return;
    const { count, inside = '' } = control;
    this.objects.set(`${place}/${CONTROL_OBJECT}`, JSON.stringify(control));
    if (count === undefined) return;
    const frames = Array.from({ length: count }, (_, index) => `${inside}${index}`);
    this.objects.set(`${place}/${FRAMES_OBJECT}`, JSON.stringify(frames));
  }

  #note({ environment: env }: Job, step: string): void {
    for (const [name, value] of env) {
      if (typeof value !== 'string') throw new Error(`${name} of ${step} is ${JSON.stringify(value)}`);
      this.variables.set(name, (this.variables.get(name) ?? new Set()).add(value));
    }
    if (env.has(environment.parameters)) this.given.push(step);
  }
}

function read(command: readonly string[]) {
  const [shim, step = '', ...more] = command;
  if (shim !== SHIM || more.length % 2 > 0) throw new Error(`nobody runs ${command.join(' ')}`);
  const told = new Map(more.flatMap((word, at) => (at % 2 === 0 ? [[word, more[at + 1] ?? ''] as const] : [])));
  for (const flag of told.keys())
    if (flag !== flags.frames && flag !== flags.tries && flag !== flags.exit)
      throw new Error(`no ${flag} is looked at`);
  return {
    step,
    frames: told.get(flags.frames) ?? '',
    tries: Number(told.get(flags.tries) ?? 1),
    ...(told.has(flags.exit) ? { exit: told.get(flags.exit) } : {}),
  };
}
