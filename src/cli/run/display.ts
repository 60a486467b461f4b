import type { RunEvent, TaskFailed, TaskNamed } from '../../runtime/local/events.ts';
import type { Plan } from '../../runtime/plan.ts';
import type { Io } from '../io.ts';
import { painter, type Painter } from '../paint.ts';
import { Progress } from './progress.ts';
import type { Reporter } from './reporter.ts';
import { screenFor, type Screen } from './screen.ts';
import { lastLines, TaskLogs, type Printed } from './task-logs.ts';
import { duration, tame } from './words.ts';

// A run as people see it: its id first, what its tasks print, what fails and why, and how far it is.

const POLL_MS = 100;
const TAIL_LINES = 20;

/** `train/3`; of a step that runs once, `train`. */
const nameOf = ({ step, task }: TaskNamed): string => (task === 'main' ? step : `${step}/${task}`);

export class Display implements Reporter {
  readonly progress: Progress;
  readonly #plan: Plan;
  readonly #pathspec: string;
  readonly #screen: Screen;
  readonly #logs: TaskLogs;
  readonly #timer: NodeJS.Timeout;
  readonly #paint: Painter;
  readonly #colour: boolean;
  #isStopping = false;

  /** @param reuse - Worker processes, and so their logs, serve more than one task. */
  constructor(io: Io, plan: Plan, run: string, reuse: boolean) {
    this.#plan = plan;
    this.#pathspec = `${plan.flow}/${run}`;
    this.#paint = painter(io.out);
    this.#colour = io.out.colour;
    this.progress = new Progress(plan);
    this.#screen = screenFor(io, this.progress);
    this.#logs = new TaskLogs((printed) => this.#printed(printed), reuse);
    this.#timer = setInterval(() => this.#logs.poll(), POLL_MS);
  }

  on(event: RunEvent): void {
    this.progress.add(event);
    switch (event.kind) {
      case 'run-started': {
        const origin = event.origins[0];
        const resumes = origin === undefined ? '' : `, which resumes ${this.#plan.flow}/${origin}`;
        this.#screen.print(`${this.#paint('heading', this.#pathspec)}${resumes}`);
        return;
      }
      case 'secret-missing':
        this.#screen.print(
          `${this.#paint('warning', 'warning')}: \`${event.step}\` names the secret \`${event.secret}\`, and the environment has no variable \`${event.variable}\``,
        );
        return;
      case 'task-started':
        this.#logs.open(event.step, event.task, event.log);
        return;
      case 'task-finished': {
        this.#logs.close(event.step, event.task);
        const took = `in ${duration(event.seconds)}`;
        if (event.outcome !== 'caught') this.#tick(event, `done ${took}`);
        else this.#tick(event, `failed ${took}, and the flow goes on: ${sentence(event.error?.message)}`);
        return;
      }
      case 'task-failed':
        this.#failed(event);
        return;
      case 'run-finished':
      case 'group-opened':
      case 'task-reused':
        return;
    }
  }

  stopping(line: string): void {
    this.#isStopping = true;
    this.#screen.note(line);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#screen.close();
  }

  #tick(task: TaskNamed, what: string): void {
    const step = this.progress.steps.get(task.step);
    if (step !== undefined) this.#screen.tick(step, `${nameOf(task)} ${what}`);
  }

  #failed(event: TaskFailed): void {
    const rest = this.#logs.close(event.step, event.task);
    if (this.#isStopping && event.outcome === 'killed') return;
    const how = HOW[event.outcome];
    const why = `${nameOf(event)} ${how} after ${duration(event.seconds)}: ${sentence(event.error.message)}`;
    if (event.retryIn !== undefined) {
      const wait = event.retryIn === 0 ? 'now' : `in ${duration(event.retryIn)}`;
      this.#tick(event, why.slice(nameOf(event).length + 1) + `; tried again ${wait}`);
      return;
    }
    const last = rest === undefined ? [] : lastLines(event.log, TAIL_LINES, rest);
    if (last.length > 0) this.#screen.print(`${this.#prefix(event)}… its last lines:`);
    for (const line of last) this.#screen.print(this.#prefix(event) + tame(line, this.#colour));
    this.#screen.print(`${this.#paint('error', '✗')} ${why}`);
  }

  #printed({ step, task, line }: Printed): void {
    const prefix = this.#prefix({ step, task });
    if (typeof line === 'string') this.#screen.print(prefix + tame(line, this.#colour));
    else {
      const of = line.more === 'task' ? `${step}/${task}` : step;
      this.#screen.print(`${prefix}… more: flowc logs ${this.#pathspec}/${of}`);
    }
  }

  #prefix(task: TaskNamed): string {
    return this.#paint('frame', `${nameOf(task)} │ `);
  }
}

const HOW: Readonly<Record<TaskFailed['outcome'], string>> = {
  failed: 'failed',
  'timed-out': 'ran out of time',
  killed: 'was killed',
  refused: 'was refused',
};

/** A message's first line. */
const sentence = (message: string | undefined): string => tame((message ?? '').split('\n', 1)[0] ?? '', false);
